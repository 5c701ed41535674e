import { connect } from 'node:net';
import { Plan } from '../../support/worlds/plan-database.ts';
import { startTestService, type TestService } from '../../support/processes/service.ts';

let plan: Plan;
let service: TestService;
let token: string;

beforeAll(async () => {
  plan = await Plan.open();
  service = await startTestService(plan.database);
  token = await service.token(plan.actor());
});

afterAll(async () => {
  await service?.stop();
  await plan?.close();
});

/** Traces of a driver, a query, a stack, the machine: nothing of it may get out. */
const LEAKS =
  /\bSELECT\b|\bat (async )?[\w.<]+ ?\(|at \/|file:\/\/|node_modules|typeorm|\bpg\b|pit_ops|postgres/i;

interface Sent {
  status: number;
  code: unknown;
  field: unknown;
}

/** Sends anything at all, and makes sure that what comes back is no fault of ours and tells nothing. */
async function send(init: RequestInit, search = ''): Promise<Sent> {
  const headers = { authorization: `Bearer ${token}`, ...(init.headers as Record<string, string>) };
  const response = await fetch(`${service.url}${search}`, { method: 'POST', ...init, headers });
  const text = await response.text();
  expect(text).not.toMatch(LEAKS);
  expect(response.status).toBeLessThan(500);
  const { errors = [] } = JSON.parse(text) as { errors?: { extensions: Record<string, unknown> }[] };
  const [error] = errors;
  return { status: response.status, code: error?.extensions['code'], field: error?.extensions['field'] };
}

const JSON_TYPE = { 'content-type': 'application/json' };

function ask(query: string, variables: object = {}): Promise<Sent> {
  return send({ headers: JSON_TYPE, body: JSON.stringify({ query, variables }) });
}

const times = (count: number, text: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => text(i)).join(' ');

const FINE = { status: 200, code: undefined, field: undefined };

describe('an operation that is too large', () => {
  const nested = (levels: number, leaf: string): string =>
    'predecessors { predecessor { '.repeat(levels) + leaf + ' } }'.repeat(levels);
  const pages = (first: string) =>
    `tasks(first: ${first}) { edges { node { project { tasks(first: ${first}) { edges { node { project {
      tasks(first: ${first}) { edges { node { id } } } } } } } } } } }`;

  test.each([
    ['depth', `{ task(id: "x") { ${nested(10, 'id')} } }`],
    ['aliases', `{ viewer { ${times(101, (i) => `a${i}: role`)} } }`],
    ['rootFields', `{ ${times(31, () => '__typename')} }`],
    ['rootFields', `{ ...f } fragment f on Query { ${times(31, () => '__typename')} }`],
    ['cost', `{ ${pages('100')} }`],
  ])('is refused by its %s', async (field, query) => {
    expect(await ask(query)).toEqual({ status: 413, code: 'LIMIT_EXCEEDED', field });
  });

  test('is refused by page sizes that come as variables, and answered with smaller ones', async () => {
    const query = `query ($n: Int!) { ${pages('$n')} }`;
    expect(await ask(query, { n: 100 })).toEqual({ status: 413, code: 'LIMIT_EXCEEDED', field: 'cost' });
    expect(await ask(query, { n: 3 })).toEqual(FINE);
    expect(await ask(query, { n: 100 })).toEqual({ status: 413, code: 'LIMIT_EXCEEDED', field: 'cost' });
  });

  test('is refused by page sizes that come as defaults of variables', async () => {
    const sent = await ask(`query ($n: Int = 100) { ${pages('$n')} }`);
    expect(sent).toEqual({ status: 413, code: 'LIMIT_EXCEEDED', field: 'cost' });
  });

  test('is refused by its tokens before it is parsed to the end', async () => {
    const sent = await ask(`{ viewer { ${'role '.repeat(15_000)} } }`);
    expect(sent).toMatchObject({ status: 400, code: 'GRAPHQL_PARSE_FAILED' });
  });

  test('is refused however its fragments refer to each other', async () => {
    const doubling = times(30, (i) => `fragment f${i} on Query { ...f${i + 1} ...f${i + 1} }`);
    const sent = await ask(`{ ...f0 } ${doubling} fragment f30 on Query { __typename }`);
    expect(sent).toEqual({ status: 413, code: 'LIMIT_EXCEEDED', field: 'fields' });
    const circle = await ask('{ ...a } fragment a on Query { ...b } fragment b on Query { ...a }');
    expect(circle).toMatchObject({ status: 400, code: 'GRAPHQL_VALIDATION_FAILED' });
  });

  test.each(['first: 101', 'first: 0', 'first: -1', 'last: 101'])(
    'is refused by a page of %s',
    async (page) => {
      const sent = await ask(`{ tasks(${page}) { edges { node { id } } } }`);
      expect(sent).toMatchObject({ status: 200, code: 'BAD_USER_INPUT' });
    },
  );

  test('is refused by more than 1,000 representations, and takes 1,000', async () => {
    const query = 'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Task { id } } }';
    const some = (count: number) => ({
      r: Array.from({ length: count }, () => ({ __typename: 'Task', id: plan.owner })),
    });
    expect(await ask(query, some(1000))).toEqual(FINE);
    const refused = { status: 413, code: 'LIMIT_EXCEEDED', field: 'representations' };
    expect(await ask(query, some(1001))).toEqual(refused);
    const aliased = `query ($r: [_Any!]!) { ${times(11, (i) => `a${i}: _entities(representations: $r) { __typename }`)} }`;
    expect(await ask(aliased, some(100))).toEqual(refused);
    expect(await ask(aliased, some(90))).toEqual(FINE);
  });
});

describe('a body', () => {
  test('over 2 MB is refused, and the service goes on', async () => {
    const body = JSON.stringify({ query: '{ viewer { role } }', variables: { x: 'x'.repeat(3_000_000) } });
    expect(await send({ headers: JSON_TYPE, body })).toMatchObject({ status: 413, code: 'LIMIT_EXCEEDED' });
    expect(await ask('{ viewer { role } }')).toEqual(FINE);
  });

  test('that never ends is not taken in', async () => {
    const { port } = new URL(service.url);
    const socket = connect(Number(port), '127.0.0.1');
    const answer = await new Promise<string>((resolve) => {
      let text = '';
      socket.on('data', (chunk) => (text += chunk.toString()));
      socket.on('error', () => undefined);
      socket.on('close', () => resolve(text));
      const head = ['POST /graphql HTTP/1.1', 'Host: test', 'Transfer-Encoding: chunked'];
      const more = ['Content-Type: application/json', `Authorization: Bearer ${token}`];
      socket.write(`${[...head, ...more].join('\r\n')}\r\n\r\n`);
      const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`;
      const pour = () => {
        if (socket.destroyed) return;
        if (socket.write(chunk)) setImmediate(pour);
        else socket.once('drain', pour);
      };
      pour();
    });
    expect(answer).toMatch(/^HTTP\/1.1 413 /);
  });

  test.each([
    ['of another type', 415, { headers: { 'content-type': 'text/plain' }, body: '{"query":"{__typename}"}' }],
    ['of no type', 415, { body: Buffer.from('{"query":"{__typename}"}') }],
    ['of a form', 415, { body: new URLSearchParams({ query: '{__typename}' }) }],
    ['that is not JSON', 400, { headers: JSON_TYPE, body: '{"query":' }],
    ['that is empty', 400, { headers: JSON_TYPE, body: '' }],
    ['of many operations', 400, { headers: JSON_TYPE, body: '[{"query":"{__typename}"}]' }],
    ['that is no object', 400, { headers: JSON_TYPE, body: '7' }],
    ['without a query', 400, { headers: JSON_TYPE, body: '{}' }],
    ['whose query is no text', 400, { headers: JSON_TYPE, body: '{"query":{"a":1}}' }],
    ['whose query does not parse', 400, { headers: JSON_TYPE, body: '{"query":"{"}' }],
    [
      'whose variables are no object',
      400,
      { headers: JSON_TYPE, body: '{"query":"{__typename}","variables":[]}' },
    ],
  ])('%s is refused with %i', async (_what, status, init: RequestInit) => {
    expect((await send(init)).status).toBe(status);
  });
});

describe('GET', () => {
  const search = (query: string) => `?${new URLSearchParams({ query })}`;
  const PREFLIGHTED = { 'apollo-require-preflight': 'true' };

  test('is refused when any page on the web could have sent it', async () => {
    // A page cannot add an authorization header without asking first, so only what comes without one is doubted.
    const forged = await fetch(`${service.url}${search('{ __typename }')}`);
    expect(forged.status).toBe(400);
    expect(await send({ method: 'GET' }, search('{ viewer { role } }'))).toEqual(FINE);
  });

  test('answers a query that a script of ours has sent', async () => {
    const sent = await send({ method: 'GET', headers: PREFLIGHTED }, search('{ viewer { role } }'));
    expect(sent).toEqual(FINE);
  });

  test('never changes anything', async () => {
    const mutation = 'mutation { createProject(input: { name: "By GET" }) { project { id } } }';
    const { status } = await send({ method: 'GET', headers: PREFLIGHTED }, search(mutation));
    expect(status).toBe(405);
    expect(await plan.rows(`SELECT FROM pit.project WHERE name = 'By GET'`)).toEqual([]);
  });

  test.each(['PUT', 'DELETE', 'PATCH'])('%s is refused', async (method) => {
    expect((await send({ method, headers: PREFLIGHTED })).status).toBe(405);
  });
});

test('a statement that takes too long is ended and called a limit', async () => {
  await plan.insert('team', { name: 'Team', manager_id: plan.owner });
  await plan.rows(
    `CREATE POLICY slow ON pit.team AS RESTRICTIVE FOR SELECT USING (pg_sleep(20)::text IS NOT NULL)`,
  );
  const begun = Date.now();
  expect(await ask('{ teams { edges { node { name } } } }')).toMatchObject({ code: 'LIMIT_EXCEEDED' });
  expect(Date.now() - begun).toBeLessThan(8_000);
}, 20_000);
