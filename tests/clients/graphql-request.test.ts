import { ClientError, type GraphQLClient } from 'graphql-request';
import { graphqlRequestClient } from '../../examples/clients/graphql-request.ts';
import { eventsClient } from '../../examples/clients/graphql-sse.ts';
import { CHANGE, REFUSED, TASK } from '../support/subscriptions/client-operations.ts';
import { SubscriptionScene } from '../support/subscriptions/subscription-scene.ts';

let scene: SubscriptionScene;
let client: GraphQLClient;

beforeAll(async () => {
  scene = await SubscriptionScene.open();
});
beforeEach(async () => {
  await scene.begin();
  client = graphqlRequestClient(scene.service.url, scene.token);
});
afterAll(() => scene?.close());

/** What graphql-request throws for an answer with errors. */
async function refusalOf(asked: Promise<unknown>): Promise<ClientError> {
  const error = await asked.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof ClientError) return error;
  throw new Error('not refused', { cause: error });
}

test('a query and a mutation', async () => {
  const variables = { id: scene.task };
  expect(await client.request(TASK, variables)).toMatchObject({ task: { name: 'Task' } });
  const input = { taskId: scene.task, percent: 40 };
  expect(await client.request(CHANGE, { input })).toMatchObject({
    updateProgress: { task: { progressPercent: 40 } },
  });
});

test('a refusal is thrown with its code and its field', async () => {
  const input = { taskId: scene.task, percent: 140 };
  const { response } = await refusalOf(client.request(CHANGE, { input }));
  expect(response.errors?.[0]?.extensions).toMatchObject(REFUSED);
  const invalid = await refusalOf(client.request('{ nothing }'));
  expect(invalid.response.errors?.[0]?.extensions['code']).toBe('GRAPHQL_VALIDATION_FAILED');
});

test('a batch is refused in words', async () => {
  const documents = [{ document: TASK, variables: { id: scene.task } }, { document: '{ viewer { role } }' }];
  const { response } = await refusalOf(client.batchRequests({ documents }));
  expect([response.status, JSON.stringify(response)]).toEqual([
    400,
    expect.stringContaining('one operation'),
  ]);
});

test('graphql-sse follows beside it', async () => {
  const query =
    'subscription ($id: ID!, $after: String) { taskProgress(projectId: $id, after: $after) { topic } }';
  const variables = { id: scene.project, after: await scene.newest() };
  const events = eventsClient(scene.service.url, scene.token);
  const following = events.iterate({ query, variables });
  await scene.progress(20);
  expect((await following.next()).value).toMatchObject({ data: { taskProgress: {} } });
  await following.return?.();
  events.dispose();
});
