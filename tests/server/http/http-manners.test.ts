import { once } from 'node:events';
import { connect } from 'node:net';
import {
  brotliCompressSync,
  brotliDecompressSync,
  deflateSync,
  gunzipSync,
  gzipSync,
  inflateSync,
} from 'node:zlib';
import { Plan } from '../../support/worlds/plan-database.ts';
import { startTestService, type TestService } from '../../support/processes/service.ts';

const APP = 'https://app.example';
const VIEWER = '{"query":"{ viewer { role } }"}';
const ANSWER = '{"data":{"viewer":{"role":"MEMBER"}}}\n';
const SDL = '{"query":"{ _service { sdl } }"}';

let plan: Plan;
let service: TestService;
let authorization: string;

beforeAll(async () => {
  plan = await Plan.open();
  service = await startTestService(plan.database, { PIT_CORS_ORIGINS: `${APP}, https://other.example` });
  authorization = `Bearer ${await service.token(plan.actor())}`;
});

afterAll(async () => {
  await service?.stop();
  await plan?.close();
});

/** Sends a request byte for byte, since fetch has manners of its own, and resolves with status, headers and body. */
async function ask(
  line: string,
  headers: Record<string, string> = {},
  body: Buffer | string = '',
): Promise<{ status: number; headers: Record<string, string>; body: Buffer }> {
  const { port } = new URL(service.url);
  const socket = connect(Number(port), '127.0.0.1');
  const given = { host: 'pit', connection: 'close', authorization, ...headers };
  const lines = Object.entries(given).map(([name, value]) => `${name}: ${value}\r\n`);
  const length = line.startsWith('GET') ? '' : `content-length: ${Buffer.byteLength(body)}\r\n`;
  socket.write(`${line} HTTP/1.1\r\n${lines.join('')}${length}\r\n`, 'latin1');
  socket.write(body);
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  await once(socket, 'close');
  const all = Buffer.concat(chunks);
  const end = all.indexOf('\r\n\r\n');
  const [first = '', ...rest] = all.toString('latin1', 0, end).split('\r\n');
  const answered = rest.map((each): [string, string] => {
    const colon = each.indexOf(':');
    return [each.slice(0, colon).toLowerCase(), each.slice(colon + 1).trim()];
  });
  return {
    status: Number(first.split(' ')[1]),
    headers: Object.fromEntries(answered),
    body: all.subarray(end + 4),
  };
}

const JSON_TYPE = { 'content-type': 'application/json' };

function post(body: Buffer | string, headers: Record<string, string> = {}) {
  return ask('POST /graphql', { ...JSON_TYPE, ...headers }, body);
}

describe('the body of a request', () => {
  const latin1 = Buffer.from('{"query":"{ viewer { role } } # \xe9"}', 'latin1');
  const bomb = '{"query":"{ viewer { role } }' + ' '.repeat(3_000_000) + '"}';
  const encoded = (name: string) => ({ 'content-encoding': name });

  test.each<[string, Buffer | string, Record<string, string>, number]>([
    ['in gzip', gzipSync(VIEWER), encoded('gzip'), 200],
    ['in gzip, by its old name', gzipSync(VIEWER), encoded('X-GZIP'), 200],
    ['in deflate', deflateSync(VIEWER), encoded('deflate'), 200],
    ['in br', brotliCompressSync(VIEWER), encoded('br'), 200],
    ['that is expressly as it is', VIEWER, encoded('identity'), 200],
    ['in an encoding of nobody', VIEWER, encoded('zstd-next'), 415],
    ['in two encodings', gzipSync(VIEWER), encoded('gzip, br'), 415],
    ['that is not gzip though it says so', VIEWER, encoded('gzip'), 400],
    ['in gzip that was cut off', gzipSync(VIEWER).subarray(0, 30), encoded('gzip'), 400],
    ['in gzip that grows beyond the limit', gzipSync(bomb), encoded('gzip'), 413],
    ['in br that grows beyond the limit', brotliCompressSync(bomb), encoded('br'), 413],
    ['with a byte order mark', `\uFEFF${VIEWER}`, {}, 200],
    ['with a byte order mark, in gzip', gzipSync(`\uFEFF${VIEWER}`), encoded('gzip'), 200],
    ['that is not UTF-8', latin1, {}, 400],
    ['that is not UTF-8, in gzip', gzipSync(latin1), encoded('gzip'), 400],
    ['in UTF-8 by name', VIEWER, { 'content-type': 'application/json;charset="UTF-8"' }, 200],
    ['in Latin-1 by name', latin1, { 'content-type': 'application/json; charset=iso-8859-1' }, 415],
    ['in UTF-16 by name', VIEWER, { 'content-type': 'application/json; charset=utf-16' }, 415],
    ['that is a JSON patch', VIEWER, { 'content-type': 'application/json-patch+json' }, 415],
    ['that is JSON of another kind', VIEWER, { 'content-type': 'application/jsonx' }, 415],
    ['without a type', VIEWER, { 'content-type': '' }, 415],
  ])('%s', async (_name, body, headers, status) => {
    const answer = await post(body, headers);
    const text = answer.body.toString();
    expect([answer.status, status === 200 ? text : '']).toEqual([status, status === 200 ? ANSWER : '']);
    const code = status === 413 ? 'LIMIT_EXCEEDED' : 'BAD_USER_INPUT';
    if (status !== 200) expect(text).toContain(`"code":"${code}"`);
  });

  test('beyond its size is refused with 413, which a client that sends all of it first gets to read', async () => {
    const answer = await post(' '.repeat(30_000_000));
    expect([answer.status, answer.headers['connection']]).toEqual([413, 'close']);
  });

  test('a client that goes away in the middle is no failure of the service', async () => {
    const failed = async (): Promise<string | undefined> =>
      /^pit_requests_failed.*|outcome="failed"[^\n]*/m.exec((await ask('GET /metrics')).body.toString())?.[0];
    const before = await failed();
    const socket = connect(Number(new URL(service.url).port), '127.0.0.1');
    const head = `host: pit\r\nauthorization: ${authorization}\r\ncontent-type: application/json\r\n`;
    socket.write(`POST /graphql HTTP/1.1\r\n${head}content-length: 1000\r\n\r\n{"query":`);
    await new Promise((resolve) => setTimeout(resolve, 50));
    socket.resetAndDestroy();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await failed()).toBe(before);
  });
});

describe('an answer', () => {
  const DECODE = { gzip: gunzipSync, br: brotliDecompressSync, deflate: inflateSync };

  test.each<[string | undefined, keyof typeof DECODE | undefined]>([
    ['gzip', 'gzip'],
    ['gzip, deflate, br', 'gzip'],
    ['br;q=1, gzip;q=0.5', 'br'],
    ['deflate', 'deflate'],
    ['*', 'gzip'],
    ['gzip;q=0, br', 'br'],
    ['gzip;q=0', undefined],
    ['identity, gzip;q=0.5', undefined],
    ['zstd', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('to Accept-Encoding %j is in %j', async (accepted, encoding) => {
    const asked: Record<string, string> = accepted === undefined ? {} : { 'accept-encoding': accepted };
    const plain = await post(SDL);
    const answer = await post(SDL, asked);
    expect(answer.headers['content-encoding']).toBe(encoding);
    expect(answer.headers['vary']).toContain('accept-encoding');
    expect(Number(answer.headers['content-length'])).toBe(answer.body.length);
    const decoded = encoding === undefined ? answer.body : DECODE[encoding](answer.body);
    expect(decoded.equals(plain.body)).toBe(true);
    if (encoding !== undefined) expect(answer.body.length).toBeLessThan(plain.body.length / 3);
  });

  test('of the fast path, of metrics and of the explorer is compressed, too; a small one and a stream are not', async () => {
    const gzip = { 'accept-encoding': 'gzip' };
    const aliases = Array.from({ length: 30 }, (_, i) => `${'a'.repeat(40)}${i}: viewer { role }`);
    const large = JSON.stringify({ query: `{ ${aliases.join(' ')} }` });
    for (let time = 0; time < 3; time++)
      expect((await post(large, gzip)).headers['content-encoding']).toBe('gzip');
    expect((await ask('GET /metrics', gzip)).headers['content-encoding']).toBe('gzip');
    expect((await ask('GET /graphql', { ...gzip, accept: 'text/html' })).headers['content-encoding']).toBe(
      'gzip',
    );
    expect((await post(VIEWER, gzip)).headers['content-encoding']).toBeUndefined();
    const stream = await post(large, { ...gzip, accept: 'text/event-stream' });
    expect([stream.status, stream.headers['content-encoding']]).toEqual([200, undefined]);
  });
});

test('a connection is kept for 75 seconds, longer than gateways and balancers keep theirs, or as it is set', async () => {
  const { headers } = await fetch(new URL('/health/live', service.url));
  expect(headers.get('keep-alive')).toBe('timeout=75');
  const other = await startTestService(plan.database, { PIT_KEEP_ALIVE_SECONDS: '7' });
  const answer = await fetch(new URL('/health/live', other.url));
  expect(answer.headers.get('keep-alive')).toBe('timeout=7');
  await other.stop();
});

test('an absolute target is taken as its path, by all methods and for sockets', async () => {
  const answer = await ask('POST http://pit.example:80/graphql?x=1', JSON_TYPE, VIEWER);
  expect([answer.status, answer.body.toString()]).toEqual([200, ANSWER]);
  expect((await ask('GET http://pit.example/health/live')).status).toBe(200);
  expect((await ask('GET HTTP://pit.example')).status).toBe(302);
  expect((await ask('GET http://pit.example/nothing')).status).toBe(404);
  const upgrade = { connection: 'upgrade', upgrade: 'websocket', 'sec-websocket-version': '13' };
  const key = { 'sec-websocket-key': Buffer.alloc(16).toString('base64') };
  expect((await ask('GET http://pit.example/elsewhere', { ...upgrade, ...key })).status).toBe(404);
});

describe('a page of another origin', () => {
  const preflight = {
    'access-control-request-method': 'POST',
    'access-control-request-headers': 'authorization',
  };

  test.each(['/graphql', '/files/x'])('that is listed may ask %s', async (path) => {
    const allowed = await ask(`OPTIONS ${path}`, { origin: APP, ...preflight });
    expect(allowed).toMatchObject({
      status: 204,
      headers: {
        'access-control-allow-origin': APP,
        'access-control-allow-headers': 'authorization',
        'access-control-allow-methods': expect.stringContaining('GET'),
      },
    });
    const answer = await ask(`POST ${path}`, { origin: APP, ...JSON_TYPE }, VIEWER);
    expect(answer.headers).toMatchObject({ 'access-control-allow-origin': APP, vary: 'origin' });
  });

  test('that is not listed may not, nor any where none is, nor for what is no page’s business', async () => {
    const refused = [
      await ask('OPTIONS /graphql', { origin: 'https://evil.example', ...preflight }),
      await ask('POST /graphql', { origin: `${APP}.evil.example`, ...JSON_TYPE }, VIEWER),
      await ask('GET /metrics', { origin: APP }),
    ];
    for (const { headers } of refused) expect(headers['access-control-allow-origin']).toBeUndefined();
  });
});

describe('a GET', () => {
  const QUERY = `GET /graphql?query=${encodeURIComponent('{ viewer { role } }')}`;

  test('with a token is answered, since no page can forge it; without one and any such header it is refused', async () => {
    const urql = { accept: 'application/graphql-response+json, application/json, text/event-stream' };
    const answer = await ask(QUERY, urql);
    expect([answer.status, answer.body.toString()]).toEqual([200, ANSWER]);
    const forged = await fetch(`${service.url}?query=%7B__typename%7D`);
    expect([forged.status, await forged.text()]).toEqual([400, expect.stringContaining('Cross-Site')]);
  });

  test('changes nothing, and is in UTF-8', async () => {
    const mutation = 'mutation { deleteTask(input: { id: "x" }) { id } }';
    expect((await ask(`GET /graphql?query=${encodeURIComponent(mutation)}`)).status).toBeGreaterThanOrEqual(
      400,
    );
    expect((await ask(`${QUERY}&variables=%7B%22a%22:%22%E9%22%7D`)).status).toBe(400);
  });
});

test('a persisted query of another version is refused as what it is', async () => {
  const persistedQuery = { version: 2, sha256Hash: 'a'.repeat(64) };
  const { status, body } = await post(JSON.stringify({ extensions: { persistedQuery } }));
  expect([status, JSON.parse(body.toString())]).toEqual([
    400,
    { errors: [{ message: 'Unsupported persisted query version', extensions: { code: 'BAD_REQUEST' } }] },
  ]);
});

describe('the explorer', () => {
  test('is where the root leads', async () => {
    const { status, headers } = await ask('GET /', { accept: 'text/html' });
    expect([status, headers['location']]).toEqual([302, '/graphql']);
  });

  test('opens with the query that is printed, and may run nothing but its own script', async () => {
    const { headers, body } = await ask('GET /graphql', { accept: 'text/html' });
    const html = body.toString();
    expect(html).toContain('query Projects {');
    const policy = headers['content-security-policy'] ?? '';
    const [, script = ''] = /<script>([\s\S]*?)<\/script>/.exec(html) ?? [];
    const digest = await crypto.subtle.digest('SHA-256', Buffer.from(script));
    expect(script.length).toBeGreaterThan(1_000_000);
    expect(policy).toContain(`script-src 'sha256-${Buffer.from(digest).toString('base64')}';`);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY' });
  });
});
