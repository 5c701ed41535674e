import { createHash } from 'node:crypto';
import { SubscriptionScene } from '../../support/subscriptions/subscription-scene.ts';
import { RawSocket } from '../../support/subscriptions/websocket-client.ts';

const FOLLOW =
  'subscription ($id: ID!, $after: String) { taskProgress(projectId: $id, after: $after) { cursor } }';
const field = 'taskProgress(projectId: $id)';

let scene: SubscriptionScene;

beforeAll(async () => {
  scene = await SubscriptionScene.open();
});
afterAll(async () => {
  await scene?.close();
});

const placed = (seq: number) => Buffer.from(`${scene.project}:${seq}`).toString('base64url');

type Case = readonly [string, string, () => object, string];
const CASES: readonly Case[] = [
  ['a place in the future', FOLLOW, () => ({ after: placed(99) }), 'BAD_USER_INPUT'],
  ['a place before the first', FOLLOW, () => ({ after: placed(-1) }), 'BAD_USER_INPUT'],
  ['no place at all', FOLLOW, () => ({ after: '' }), 'BAD_USER_INPUT'],
  ['a cursor that is no text', FOLLOW, () => ({ after: 5 }), 'BAD_USER_INPUT'],
  ['no project', FOLLOW, () => ({ id: undefined }), 'BAD_USER_INPUT'],
  ['a project that is none', FOLLOW, () => ({ id: 'none' }), 'NOT_FOUND'],
  ['nothing', 'subscription { __typename }', () => ({}), 'GRAPHQL_VALIDATION_FAILED'],
  [
    'two things',
    `subscription ($id: ID!) { a: ${field} { cursor } b: ${field} { cursor } }`,
    () => ({}),
    'GRAPHQL_VALIDATION_FAILED',
  ],
  [
    'what a constant leaves out',
    `subscription ($id: ID!) { ${field} @skip(if: true) { cursor } }`,
    () => ({}),
    'GRAPHQL_VALIDATION_FAILED',
  ],
  [
    'what a variable leaves out',
    `subscription ($id: ID!, $no: Boolean!) { ${field} @include(if: $no) { cursor } }`,
    () => ({ no: false }),
    'GRAPHQL_VALIDATION_FAILED',
  ],
  [
    'what a fragment leaves out',
    `subscription ($id: ID!) { ...A } fragment A on Subscription { ...B @skip(if: true) }
     fragment B on Subscription { ${field} { cursor } }`,
    () => ({}),
    'GRAPHQL_VALIDATION_FAILED',
  ],
];

test.each(CASES)('following %s is refused, and the socket goes on', async (_what, query, variables, code) => {
  const raw = await RawSocket.begin(scene.service.url, scene.token);
  raw.subscribe('1', query, { id: scene.project, ...variables() });
  const refusal = await raw.hears(({ id }) => id === '1');
  expect(refusal).toMatchObject({ type: 'error', payload: [{ extensions: { code } }] });
  raw.subscribe('2', '{ viewer { role } }');
  expect(await raw.hears(({ id }) => id === '2')).toMatchObject({ type: 'next' });
  raw.close();
});

async function post(query: string, accept?: string) {
  const variables = { id: scene.project };
  const { status, body } = await scene.service.query(scene.token, query, variables, accept ? { accept } : {});
  const [error] = (body.errors ?? []) as { message: string; extensions: object }[];
  return { status, ...error };
}

test.each([undefined, 'application/json', 'multipart/mixed;deferSpec=20220824, application/json'])(
  'a subscription that accepts %s is refused with the ways to subscribe',
  async (accept) => {
    expect(await post(FOLLOW, accept)).toMatchObject({
      status: 400,
      message: expect.stringContaining('graphql-transport-ws'),
      extensions: {
        code: 'BAD_USER_INPUT',
        field: 'accept',
        expected: expect.stringMatching(/^text\/event-stream/),
      },
    });
  },
);

test.each([
  undefined,
  'application/json, text/event-stream',
  'multipart/mixed;subscriptionSpec=1.0, application/json',
])(
  'whether a subscription is about anything must not depend on a variable, for who accepts %s',
  async (accept) => {
    const conditional = `subscription ($id: ID!) { ${field} @skip(if: true) { cursor } }`;
    expect(await post(conditional, accept)).toMatchObject({
      status: 400,
      message: expect.stringContaining('@skip'),
      extensions: { code: 'BAD_USER_INPUT' },
    });
  },
);

test('a subscription by the hash of a persisted document is not executed as if it were a query', async () => {
  const query = `query Other { viewer { role } } ${FOLLOW.replace('subscription', 'subscription Follow')}`;
  const sha256Hash = createHash('sha256').update(query).digest('hex');
  const ask = async (operation: { query?: string; operationName: string }) => {
    const response = await fetch(scene.service.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${scene.token}` },
      body: JSON.stringify({
        ...operation,
        variables: { id: scene.project },
        extensions: { persistedQuery: { version: 1, sha256Hash } },
      }),
    });
    return (await response.json()) as object;
  };
  expect(await ask({ query, operationName: 'Other' })).toEqual({ data: { viewer: { role: 'MEMBER' } } });
  const refused = { errors: [{ extensions: { code: 'BAD_USER_INPUT', field: 'accept' } }] };
  expect(await ask({ operationName: 'Follow' })).toMatchObject(refused);
});

test('a query that only mentions subscriptions is answered as any other', async () => {
  expect(await post('query subscription { viewer { role } }')).toEqual({ status: 200 });
  expect(await post('query subscription { nothing }')).toMatchObject({
    extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
  });
});
