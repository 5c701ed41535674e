import { buildSchema, parse } from 'graphql';
import { memorySizeOf } from '../../../src/server/graphql/document-size.ts';
import { excessOf } from '../../../src/server/http/json-shape.ts';
import { LIMITS } from '../../../src/server/graphql/limits.ts';
import { HeldDocuments } from '../../../src/server/subscriptions/held-documents.ts';
import {
  OperationValidator,
  type ValidatedOperation,
} from '../../../src/server/subscriptions/validated-operation.ts';
import { SubscriptionScene } from '../../support/subscriptions/subscription-scene.ts';
import { RawSocket } from '../../support/subscriptions/websocket-client.ts';

let scene: SubscriptionScene;
beforeAll(async () => {
  scene = await SubscriptionScene.open();
});
afterAll(() => scene?.close());

const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);

function post(body: string, token?: string): Promise<Response> {
  const headers = { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) };
  return fetch(scene.service.url, { method: 'POST', headers, body });
}

test('a document takes room in a cache by what its plans hold, not by its text alone', () => {
  const leaves = 'id name createdAt updatedAt';
  const roots = Array.from({ length: 30 }, (_, i) => `r${i}: task(id: "x") { ...A }`).join(' ');
  const query = `{ ${roots} } fragment A on Task { project { ...P } phase { project { ...P } } } fragment P on Project { ${leaves} }`;
  const plain = `{ task(id: "x") { ${leaves} } }`;
  expect(memorySizeOf(query, parse(query))).toBeGreaterThan(2 * query.length);
  expect(memorySizeOf(plain, parse(plain))).toBeLessThan(2 * plain.length);
});

test('a subscription keeps the variables that it declares, and is refused where these are large', async () => {
  const schema = buildSchema('type Query { a: Int } type Subscription { seen(after: String): Int }');
  const preparation = new OperationValidator({ schema, introspection: true }, new HeldDocuments());
  const query = 'subscription ($after: String) { seen(after: $after) }';
  const context = { caller: scene.plan.actor(), telemetry: {} } as never;
  const variables = { after: 'x', more: 'y'.repeat(1_000_000) };
  const prepared = preparation.prepare({ query, variables }, context) as ValidatedOperation;
  expect(prepared.variables).toEqual({ after: 'x' });
  expect(prepared.request.variables).toEqual({ after: 'x' });
  const large = { after: 'x'.repeat(LIMITS.subscriptionVariables) };
  expect(preparation.prepare({ query, variables: large }, context)).toMatchObject({
    errors: [{ extensions: { code: 'LIMIT_EXCEEDED', field: 'variables' } }],
  });
});

test('documents of open streams are bounded for each organisation and for all, and kept once for each text', () => {
  const held = new HeldDocuments();
  const text = (n: number): string => `{ a${n}: seen(after: "${'x'.repeat(100_000)}") }`;
  const hold = (org: string, n: number) => held.hold(org, text(n), parse(text(n)));
  const releases = [hold('a', 1), hold('a', 2), hold('a', 1)];
  expect(() => hold('a', 3)).toThrow(expect.objectContaining({ code: 'LIMIT_EXCEEDED' }));
  for (const org of ['b', 'c', 'd']) releases.push(hold(org, 1), hold(org, 2));
  hold('e', 1);
  expect(() => hold('e', 2)).toThrow(expect.objectContaining({ code: 'UNAVAILABLE' }));
  expect(held.get(text(1))).toBeDefined();
  for (const release of releases) release();
  expect(held.get(text(2))).toBeUndefined();
  for (const n of [2, 3]) expect(hold('a', n)).toBeInstanceOf(Function);
});

test('a stream whose documents are too many is refused on its socket, and the others stay', async () => {
  const raw = await RawSocket.begin(scene.service.url, scene.token);
  const subscribe = (n: number) =>
    raw.subscribe(
      `${n}`,
      `subscription ($id: ID!) { taskProgress(projectId: $id) { cursor } } # ${n}${'x'.repeat(60_000)}`,
      { id: scene.project },
    );
  for (let n = 1; n <= 6; n++) subscribe(n);
  const refused = await raw.hears(({ type }) => type === 'error');
  expect(refused.payload).toMatchObject([{ extensions: { code: 'LIMIT_EXCEEDED', field: 'subscriptions' } }]);
  raw.close();
});

test('JSON is looked at for its depth as it is written: strings count for nothing', () => {
  const deeper = (json: string): boolean =>
    excessOf(Buffer.from(json), { depth: 3, items: 9, values: 99 })?.bound === 'depth';
  expect(deeper(nested(3))).toBe(false);
  expect(deeper(nested(4))).toBe(true);
  expect(deeper('{"a":[{"b":1}],"c":[{"d":2}]}')).toBe(false);
  expect(deeper('{"a":[{"b":{}}]}')).toBe(true);
  expect(deeper('["[[[[[", "\\"[[[[[", "\\\\", {}]')).toBe(false);
  expect(deeper('["\\\\",[[[]]]]')).toBe(true);
});

test('bodies that are nested deeply, and large ones of nobody known, are refused before they are parsed', async () => {
  const deep = await post(`{"query":"{ viewer { role } }","variables":{"x":${nested(1_000)}}}`, scene.token);
  expect([deep.status, await deep.json()]).toMatchObject([
    400,
    { errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] },
  ]);
  const large = JSON.stringify({ query: '{ __typename }', variables: { x: 'x'.repeat(100_000) } });
  expect((await post(large)).status).toBe(413);
  expect((await post(large, scene.token)).status).toBe(200);
});

test('frames that are nested deeply, and a large one of nobody known, close the socket', async () => {
  const raw = await RawSocket.open(scene.service.url);
  raw.say({ type: 'connection_init', payload: { x: 'x'.repeat(100_000) } });
  expect(await raw.closed).toMatchObject({ code: 4400 });
  const known = await RawSocket.begin(scene.service.url, scene.token);
  known.socket.send(`{"type":"ping","payload":{"x":${nested(1_000)}}}`);
  expect(await known.closed).toMatchObject({ code: 4400 });
});
