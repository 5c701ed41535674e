import {
  ApolloClient,
  ApolloLink,
  CombinedGraphQLErrors,
  gql,
  HttpLink,
  InMemoryCache,
} from '@apollo/client';
import { CombinedProtocolErrors } from '@apollo/client/errors';
import { BatchHttpLink } from '@apollo/client/link/batch-http';
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries';
import { apolloClient, apolloClientByParts } from '../../examples/clients/apollo-client.ts';
import { CHANGE, REFUSED, TASK } from '../support/subscriptions/client-operations.ts';
import { SubscriptionScene, PROGRESS } from '../support/subscriptions/subscription-scene.ts';

let scene: SubscriptionScene;
let client: ApolloClient;

beforeAll(async () => {
  scene = await SubscriptionScene.open();
});
beforeEach(async () => {
  await scene.begin();
  client = apolloClient(scene.service.url, scene.token);
});
afterEach(() => client?.stop());
afterAll(() => scene?.close());

/** What a promise is rejected with. */
const refusalOf = async (asked: Promise<unknown>): Promise<unknown> => {
  const answered = await asked.then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(answered).toBeInstanceOf(Error);
  return answered;
};
const extensionsOf = (error: unknown) =>
  CombinedGraphQLErrors.is(error) ? error.errors[0]?.extensions : { unexpected: error };

test('a query and a mutation, whose answer changes what the cache holds', async () => {
  const task = { query: gql(TASK), variables: { id: scene.task } };
  expect((await client.query(task)).data).toMatchObject({ task: { name: 'Task', progressPercent: 0 } });
  await client.mutate({
    mutation: gql(CHANGE),
    variables: { input: { taskId: scene.task, percent: 40 } },
  });
  expect(client.readQuery(task)).toMatchObject({ task: { progressPercent: 40 } });
});

test('a mutation that is refused, with the code and the field', async () => {
  const input = { taskId: scene.task, percent: 140 };
  const error = await refusalOf(client.mutate({ mutation: gql(CHANGE), variables: { input } }));
  expect(extensionsOf(error)).toMatchObject(REFUSED);
});

test('a query that is not valid, and one without a token, are told so with their codes', async () => {
  const invalid = await refusalOf(client.query({ query: gql('{ nothing }') }));
  expect(extensionsOf(invalid)).toMatchObject({ code: 'GRAPHQL_VALIDATION_FAILED' });
  const stranger = apolloClientByParts(scene.service.url, 'no token');
  const error = await refusalOf(stranger.query({ query: gql('{ viewer { role } }') }));
  expect(extensionsOf(error)).toMatchObject({ code: 'UNAUTHENTICATED' });
});

describe.each([
  ['a socket', apolloClient],
  ['parts of a response', apolloClientByParts],
])('by %s', (_name, connect) => {
  /** The first result of a subscription. */
  const first = (variables: object, token = scene.token) =>
    new Promise<ApolloClient.SubscribeResult>((resolve, reject) => {
      const following = connect(scene.service.url, token).subscribe({ query: gql(PROGRESS), variables });
      const subscription = following.subscribe({
        next: (result) => {
          resolve(result);
          queueMicrotask(() => subscription.unsubscribe());
        },
        error: reject,
      });
    });

  test('a subscription tells what happens', async () => {
    const told = first({ id: scene.project, after: await scene.newest() });
    await scene.progress(30);
    expect((await told).data).toMatchObject({ taskProgress: { task: { progressPercent: 30 } } });
  });

  test('a subscription that is refused tells the code', async () => {
    const { error } = await first({ id: scene.plan.owner });
    expect(extensionsOf(error)).toMatchObject({ code: 'NOT_FOUND' });
  });
});

test('in parts, a stream whose token expires ends with that reason', async () => {
  const dying = apolloClientByParts(scene.service.url, await scene.tokenFor(2));
  const error = await new Promise((resolve, reject) => {
    dying
      .subscribe({ query: gql(PROGRESS), variables: { id: scene.project } })
      .subscribe({ next: (result) => resolve(result.error), complete: () => reject(new Error('ended')) });
  });
  expect(CombinedProtocolErrors.is(error) && error.errors[0]?.extensions).toMatchObject({
    code: 'UNAUTHENTICATED',
  });
});

describe('persisted queries', () => {
  const sha256 = async (text: string) =>
    Buffer.from(await crypto.subtle.digest('SHA-256', Buffer.from(text))).toString('hex');

  test.each([false, true])(
    'are registered, then asked by hash alone; by GET: %s',
    async (useGETForHashedQueries) => {
      const asked: boolean[] = [];
      const spy: typeof fetch = (url, init) => {
        asked.push(JSON.stringify([url, init?.body]).includes('query'));
        return fetch(url, init);
      };
      const headers = { authorization: `Bearer ${scene.token}` };
      const link = ApolloLink.from([
        new PersistedQueryLink({ sha256, useGETForHashedQueries }),
        new HttpLink({ uri: scene.service.url, headers, fetch: spy }),
      ]);
      const persisting = new ApolloClient({ cache: new InMemoryCache(), link });
      const query = gql(TASK.replace('name', `name${String(useGETForHashedQueries)}: name`));
      for (let time = 0; time < 2; time += 1) {
        const { data } = await persisting.query({
          query,
          variables: { id: scene.task },
          fetchPolicy: 'network-only',
        });
        expect(data).toMatchObject({ task: { progressPercent: 0 } });
      }
      expect(asked).toEqual([false, true, false]);
    },
  );
});

test('a batch is refused, each operation with the code', async () => {
  const headers = { authorization: `Bearer ${scene.token}` };
  const link = new BatchHttpLink({ uri: scene.service.url, headers });
  const batching = new ApolloClient({ cache: new InMemoryCache(), link });
  const variables = { id: scene.task };
  const refused = await Promise.all([
    refusalOf(batching.query({ query: gql(TASK), variables })),
    refusalOf(batching.query({ query: gql('{ viewer { role } }') })),
  ]);
  for (const error of refused)
    expect(extensionsOf(error)).toMatchObject({
      code: 'BAD_USER_INPUT',
      field: 'body',
      actual: 'an array of 2',
    });
});
