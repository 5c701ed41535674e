import { request } from 'node:http';
import pg from 'pg';
import { cloneDatabase, type TestDatabase } from '../../support/postgres/database.ts';
import { actorOf, idOf, plantPlan } from '../../support/worlds/planting.ts';
import { startTestService, type TestService } from '../../support/processes/service.ts';
import { runSql } from '../../support/postgres/test-server.ts';

let database: TestDatabase;
let service: TestService;
let token: string;

/** Texts that JSON has to escape, or that are more than ASCII. */
const NAMES = ['plain', 'say "when" \\ never', 'tab\tline\nbell\u0007', 'größer — 完成 🚧', ' </script> '];

beforeAll(async () => {
  database = await cloneDatabase();
  await plantPlan(database.adminUrl, 'a', { projects: 2, tasks: 5 });
  const renamed = NAMES.map(
    (name, i) =>
      `UPDATE pit.task SET name = ${pg.escapeLiteral(name)} WHERE id = '${idOf('a', 'task', i + 1)}'`,
  );
  const { orgId, userId } = actorOf('a');
  await runSql(database.adminUrl, `SET app.org_id = '${orgId}'`, `SET app.user_id = '${userId}'`, ...renamed);
  service = await startTestService(database);
  token = await service.token(actorOf('a'));
});

afterAll(async () => {
  await service?.stop();
  await database?.drop();
});

interface Raw {
  status: number | undefined;
  headers: string[];
  body: string;
}

/** The response as it stands on the wire, but for the date. */
function post(body: unknown, headers: Record<string, string> = {}): Promise<Raw> {
  return new Promise((resolve, reject) => {
    const call = request(
      service.url,
      {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: `Bearer ${token}`,
          'x-request-id': 'the-same',
          ...headers,
        },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          resolve({
            status: response.statusCode,
            headers: response.rawHeaders.filter((_, i) => response.rawHeaders[i - (i % 2)] !== 'Date'),
            body: Buffer.concat(chunks).toString(),
          }),
        );
      },
    );
    call.on('error', reject);
    call.end(JSON.stringify(body));
  });
}

/** How many operations have been executed each way. */
async function executions(): Promise<Record<string, number>> {
  const text = await (await fetch(new URL('/metrics', service.url))).text();
  const samples = text.matchAll(/^pit_executions_total\{way="(.+?)"\} (\d+)$/gm);
  return Object.fromEntries([...samples].map(([, way = '', count]) => [way, Number(count)]));
}

/** What `ask` was answered with, and the ways that were taken for it, one per execution. */
async function withWays<T>(ask: () => Promise<T>): Promise<{ answer: T; ways: string[] }> {
  const before = await executions();
  const answer = await ask();
  const ways = Object.entries(await executions()).flatMap(([way, count]) =>
    Array<string>(count - (before[way] ?? 0)).fill(way),
  );
  return { answer, ways: ways.sort() };
}

/** A text that no other test has made known; comments are no part of the operation. */
let made = 0;
const fresh = (query: string): string => `${query} # ${(made += 1)}`;

const TASK = 'query Task($id: ID!) { task(id: $id) { id name updatedAt assigneeIds project { name } } }';

test.each(NAMES.map((name, i) => [name, idOf('a', 'task', i + 1)]))(
  'the task %j is answered alike the first and the second time',
  async (name, id) => {
    const body = { query: fresh(TASK), variables: { id } };
    const { answer: first, ways } = await withWays(() => post(body));
    expect(ways).toEqual(['compiled']);
    const { answer: second, ways: again } = await withWays(() => post(body));
    expect(again).toEqual(['cached']);
    expect(second).toEqual(first);
    expect(JSON.parse(second.body)).toMatchObject({ data: { task: { id, name } } });
  },
);

/** A masked error carries the id that it is logged under. */
function withoutErrorId(raw: Raw): Raw {
  return { ...raw, body: raw.body.replace(/"id":"[0-9a-f-]{36}"/g, '"id":"..."') };
}

const ID = idOf('a', 'task', 1);
const REFUSED: readonly [string, object, Record<string, string>, [number, string]][] = [
  ['a variable of the wrong type', { variables: { id: { not: 'an id' } } }, {}, [400, 'BAD_USER_INPUT']],
  ['a variable that is missing', { variables: {} }, {}, [400, 'BAD_USER_INPUT']],
  [
    'an operation that is not there',
    { variables: { id: ID }, operationName: 'Other' },
    {},
    [400, 'OPERATION_RESOLUTION_FAILURE'],
  ],
  [
    'an empty operation name',
    { variables: { id: ID }, operationName: '' },
    {},
    [400, 'OPERATION_RESOLUTION_FAILURE'],
  ],
  ['variables that are no object', { variables: [ID] }, {}, [400, 'BAD_REQUEST']],
  [
    'a hash that does not fit',
    { variables: { id: ID }, extensions: { persistedQuery: { version: 1, sha256Hash: 'x' } } },
    {},
    [400, ''],
  ],
  ['an answer in another format', { variables: { id: ID } }, { accept: 'text/csv' }, [406, '']],
  [
    'a token of nobody',
    { variables: { id: ID } },
    { authorization: 'Bearer nonsense' },
    [401, 'UNAUTHENTICATED'],
  ],
];

test.each(REFUSED)('%s is refused for a cached operation as for a new one', async (...given) => {
  const [, asked, headers, [status, code]] = given;
  const [known, unknown] = [fresh(TASK), fresh(TASK)];
  expect((await post({ query: known, variables: { id: ID } })).status).toBe(200);
  const [ours, apollos] = [
    await post({ query: known, ...asked }, headers),
    await post({ query: unknown, ...asked }, headers),
  ];
  expect(withoutErrorId(ours)).toEqual(withoutErrorId(apollos));
  expect(ours.status).toBe(status);
  expect(ours.body).toContain(code);
});

const ACCEPTS: readonly [string, string][] = [
  ['*/*', 'application/json'],
  ['application/json', 'application/json'],
  ['application/graphql-response+json', 'application/graphql-response+json'],
  // Hive Gateway's, and its like.
  [
    'application/graphql-response+json, application/json, multipart/mixed',
    'application/graphql-response+json',
  ],
  ['application/json, application/graphql-response+json', 'application/json'],
  ['text/html, Application/JSON', 'application/json'],
  ['application/json;q=0.5, application/graphql-response+json', 'application/graphql-response+json'],
  ['application/graphql-response+json;q=0.1, */*', 'application/json'],
];

test.each(ACCEPTS)(
  'who accepts %s is answered alike whether the query is known or not',
  async (accept, type) => {
    const body = { query: fresh(TASK), variables: { id: ID } };
    const first = await post(body, { accept });
    expect(first.headers.join()).toContain(`${type}; charset=utf-8`);
    expect(await post(body, { accept })).toEqual(first);
  },
);

test('a known query is measured again with other variables', async () => {
  const query = fresh(
    'query Pages($first: Int!) { tasks(first: $first) { edges { node { project { tasks(first: $first) { edges { node { id } } } } } } } }',
  );
  expect((await post({ query, variables: { first: 2 } })).status).toBe(200);
  const again = [
    await post({ query, variables: { first: 5000 } }),
    await post({ query, variables: { first: 5000 } }),
  ];
  expect(again[0]?.body).toContain('LIMIT_EXCEEDED');
  expect(again[1]).toEqual(again[0]);
});

test('who sees nothing is shown nothing by a query that another made known', async () => {
  const body = { query: fresh(TASK), variables: { id: ID } };
  await post(body);
  const other = await service.token(actorOf('b'));
  expect((await post(body, { authorization: `Bearer ${other}` })).body).toBe('{"data":{"task":null}}\n');
});
