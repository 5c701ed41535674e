import { auditServer, type AuditResult } from 'graphql-http';
import { cloneDatabase, type TestDatabase } from '../../support/postgres/database.ts';
import { startTestService, type TestService } from '../../support/processes/service.ts';

let database: TestDatabase;
let service: TestService;

beforeAll(async () => {
  database = await cloneDatabase();
  service = await startTestService(database);
});

afterAll(async () => {
  await service?.stop();
  await database?.drop();
});

/**
 * What the specification allows and we do not: a GET that a foreign page can make a browser send, with the reader's
 * cookies, without asking us first. Apollo refuses these unless a header shows that it was no such page.
 */
const REFUSED_AGAINST_FORGERY = [
  '5A70 MAY accept application/x-www-form-urlencoded formatted GET requests',
  '6A70 MAY allow URL-encoded JSON string {variables} parameter in GETs when accepting application/json',
  'D6D5 MAY allow URL-encoded JSON string {variables} parameter in GETs when accepting application/graphql-response+json',
];

/** The whole suite, none left out: it runs without a token, since it asks for nothing but the schema. */
function audit(headers: Record<string, string> = {}): Promise<AuditResult[]> {
  const fetchFn: typeof fetch = (url, init) =>
    fetch(url, { ...init, headers: { ...(init?.headers as Record<string, string>), ...headers } });
  return auditServer({ url: service.url, fetchFn });
}

function shortfalls(results: readonly AuditResult[]): string[] {
  return results.flatMap(({ status, id, name }) => (status === 'ok' ? [] : `${id} ${name}`)).sort();
}

test('every MUST, SHOULD and MAY holds, but for the three GETs that could be forged', async () => {
  const results = await audit();
  expect(results.length).toBeGreaterThanOrEqual(60);
  expect(shortfalls(results)).toEqual(REFUSED_AGAINST_FORGERY);
  const refusals = results.flatMap((each) => (each.status === 'ok' ? [] : each.response));
  for (const refusal of refusals) {
    expect(refusal.status).toBe(400);
    expect(await refusal.text()).toContain('potential Cross-Site Request Forgery');
  }
});

test('the three hold as well with the header that no forged request can carry', async () => {
  expect(shortfalls(await audit({ 'apollo-require-preflight': 'true' }))).toEqual([]);
});

/** What is refused before Apollo is asked, or by it, and how that reads for a client that accepts only this. */
async function refusalOf(accept: string, init: RequestInit): Promise<[number, string | null, unknown]> {
  const headers = { 'content-type': 'application/json', accept, ...(init.headers as Record<string, string>) };
  const response = await fetch(service.url, { method: 'POST', ...init, headers });
  const { errors } = (await response.json()) as { errors: { extensions: { code: string } }[] };
  return [response.status, response.headers.get('content-type'), errors[0]?.extensions.code];
}

test.each(['application/json', 'application/graphql-response+json'])(
  'a client that accepts %s is refused in that media type, and with a status that does not depend on it',
  async (type) => {
    const spoken = `${type}; charset=utf-8`;
    const body = JSON.stringify({ query: '{ viewer { role } }' });
    const refusals: [RequestInit, number, string][] = [
      [{ body }, 401, 'UNAUTHENTICATED'],
      [{ body, headers: { authorization: 'Bearer no.such.token' } }, 401, 'UNAUTHENTICATED'],
      [{ body, headers: { 'content-type': 'text/plain' } }, 415, 'BAD_USER_INPUT'],
      [{ body: '{"query":' }, 400, 'BAD_USER_INPUT'],
      [{ body: ' '.repeat(2 * 1024 * 1024 + 1) }, 413, 'LIMIT_EXCEEDED'],
      [{ body, method: 'PUT' }, 405, 'BAD_USER_INPUT'],
      [{ body: JSON.stringify({ query: `{ ${'a '.repeat(15_000)} }` }) }, 400, 'GRAPHQL_PARSE_FAILED'],
    ];
    for (const [init, status, code] of refusals) {
      expect(await refusalOf(type, init)).toEqual([status, spoken, code]);
    }
  },
);
