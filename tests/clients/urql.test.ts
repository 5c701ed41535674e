import { gql, type Client, type OperationResult } from '@urql/core';
import { urqlClient, urqlClientByEvents } from '../../examples/clients/urql.ts';
import { CHANGE, REFUSED, TASK } from '../support/subscriptions/client-operations.ts';
import { SubscriptionScene, PROGRESS } from '../support/subscriptions/subscription-scene.ts';

let scene: SubscriptionScene;
let client: Client;

beforeAll(async () => {
  scene = await SubscriptionScene.open();
});
beforeEach(async () => {
  await scene.begin();
  client = urqlClient(scene.service.url, scene.token);
});
afterAll(() => scene?.close());

test('a query, which goes by GET, and one too long for an address, which goes by POST', async () => {
  const methods: string[] = [];
  const spy: typeof fetch = (url, init) => {
    methods.push(init?.method ?? '');
    return fetch(url, init);
  };
  const variables = { id: scene.task };
  const short = await client.query(gql(TASK), variables, { fetch: spy });
  expect([short.error?.message, short.data]).toEqual([
    undefined,
    { task: expect.objectContaining({ name: 'Task' }) },
  ]);
  const long = gql(TASK.replace('name', Array.from({ length: 90 }, (_, n) => `name${n}: name`).join(' ')));
  const answered = await client.query(long, variables, { fetch: spy });
  expect(answered.error?.message).toBeUndefined();
  expect((answered.data as { task: object }).task).toMatchObject({ name89: 'Task' });
  expect(methods).toEqual(['GET', 'POST']);
});

test('a mutation, and one that is refused, with the code and the field', async () => {
  const input = { taskId: scene.task, percent: 40 };
  const done = await client.mutation(gql(CHANGE), { input });
  expect(done.data).toMatchObject({ updateProgress: { task: { progressPercent: 40 } } });
  const { error } = await client.mutation(gql(CHANGE), { input: { ...input, percent: 140 } });
  expect(error?.networkError).toBeUndefined();
  expect(error?.graphQLErrors[0]?.extensions).toMatchObject(REFUSED);
});

test('a query without a right to it is told so with its code', async () => {
  const { error } = await urqlClient(scene.service.url, 'no token').query(gql(TASK), { id: scene.task });
  expect(error?.graphQLErrors[0]?.extensions['code']).toBe('UNAUTHENTICATED');
});

describe.each([
  ['a socket', urqlClient, true],
  // On Node urql leaves the AbortError of its own request unhandled; here the service ends the stream when it stops.
  ['server-sent events', urqlClientByEvents, false],
])('by %s', (_name, connect, leaves) => {
  /** The first result of a subscription that satisfies. */
  const first = (variables: object, isIt: (result: OperationResult) => boolean): Promise<OperationResult> =>
    new Promise((resolve) => {
      const following = connect(scene.service.url, scene.token).subscription(gql(PROGRESS), variables);
      const subscription = following.subscribe((result) => {
        if (!isIt(result)) return;
        resolve(result);
        if (leaves) queueMicrotask(() => subscription.unsubscribe());
      });
    });

  test('a subscription tells what happens', async () => {
    const variables = { id: scene.project, after: await scene.newest() };
    const told = first(variables, ({ data }) => data !== undefined);
    await scene.progress(30);
    expect((await told).data).toMatchObject({ taskProgress: { task: { progressPercent: 30 } } });
  });

  test('a subscription that is refused tells the code', async () => {
    const { error } = await first({ id: scene.plan.owner }, (result) => result.error !== undefined);
    expect(error?.graphQLErrors[0]?.extensions).toMatchObject({ code: 'NOT_FOUND' });
  });
});
