import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SignJWT } from 'jose';
import { cloneDatabase, type TestDatabase } from '../../support/postgres/database.ts';
import { actorOf, plantPlan } from '../../support/worlds/planting.ts';
import { startTestService, type TestService } from '../../support/processes/service.ts';

/** An identity provider that publishes its keys, and can be told to misbehave. */
const provider = { keys: [] as object[], status: 200, body: undefined as string | undefined, asked: 0 };
let server: Server;
let database: TestDatabase;
let service: TestService;

beforeAll(async () => {
  server = createServer((_request, response) => {
    provider.asked += 1;
    response.writeHead(provider.status, { 'content-type': 'application/json' });
    response.end(provider.body ?? JSON.stringify({ keys: provider.keys }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  database = await cloneDatabase();
  await plantPlan(database.adminUrl, 'a', { projects: 1, tasks: 1 });
});

beforeEach(async () => {
  Object.assign(provider, { keys: [], status: 200, body: undefined, asked: 0 });
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}/keys.json`;
  service = await startTestService(database, { PIT_JWT_SECRET: '', PIT_JWKS_URL: url });
});

afterEach(async () => {
  jest.restoreAllMocks();
  await service?.stop();
});

afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await database?.drop();
});

interface Pair {
  privateKey: KeyObject;
  jwk: object;
  kid: string;
  alg: string;
}

function makePair(kid: string, alg: 'RS256' | 'ES256'): Pair {
  const { privateKey, publicKey } =
    alg === 'RS256'
      ? generateKeyPairSync('rsa', { modulusLength: 2048 })
      : generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return { privateKey, kid, alg, jwk: { ...publicKey.export({ format: 'jwk' }), kid, alg, use: 'sig' } };
}

const FIRST = makePair('first', 'RS256');
const SECOND = makePair('second', 'ES256');

async function ask({ privateKey, kid, alg }: Pair): Promise<{ status: number; code: unknown }> {
  const { orgId, userId } = actorOf('a');
  const token = await new SignJWT({ org_id: orgId, role: 'admin' })
    .setProtectedHeader({ alg, kid })
    .setSubject(userId)
    .setIssuer('pit-development')
    .setAudience('pit')
    .setExpirationTime('5m')
    .sign(privateKey);
  const { status, body } = await service.query(token, '{ viewer { role } }');
  const [error] = (body.errors ?? []) as { extensions: Record<string, unknown> }[];
  return { status, code: error?.extensions['code'] };
}

test('published keys are fetched once, and again when a token names one that is not known yet', async () => {
  provider.keys = [FIRST.jwk];
  expect(await ask(FIRST)).toMatchObject({ status: 200 });
  expect(await ask(FIRST)).toMatchObject({ status: 200 });
  expect(provider.asked).toBe(1);
  provider.keys = [FIRST.jwk, SECOND.jwk];
  // Right after a fetch nobody can make the service fetch again, by inventing keys.
  expect(await ask(SECOND)).toMatchObject({ status: 401, code: 'UNAUTHENTICATED' });
  expect(provider.asked).toBe(1);
  jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 31_000);
  expect(await ask(SECOND)).toMatchObject({ status: 200 });
  expect(await ask(FIRST)).toMatchObject({ status: 200 });
  expect(provider.asked).toBe(2);
});

test('a key that names another algorithm, or that is not published, speaks for nobody', async () => {
  provider.keys = [FIRST.jwk];
  const stranger = { ...makePair('first', 'ES256') };
  const forger = { ...makePair('first', 'RS256') };
  for (const pair of [stranger, forger, SECOND]) {
    expect(await ask(pair)).toEqual({ status: 401, code: 'UNAUTHENTICATED' });
  }
});

test.each([
  ['answers with an error', { status: 500 }],
  ['answers with something else', { body: '<html>Sign in</html>' }],
  ['answers with no key set', { body: '{"error":"none"}' }],
])('a provider that %s makes the service unavailable, not the token wrong', async (_how, how) => {
  Object.assign(provider, { keys: [FIRST.jwk], ...how });
  expect(await ask(FIRST)).toEqual({ status: 503, code: 'UNAVAILABLE' });
  Object.assign(provider, { status: 200, body: undefined });
  expect(await ask(FIRST)).toMatchObject({ status: 200 });
});

test('a provider that is gone makes the service unavailable', async () => {
  const gone = createServer().listen(0, '127.0.0.1');
  await once(gone, 'listening');
  const { port } = gone.address() as AddressInfo;
  gone.close();
  await service.stop();
  const url = `http://127.0.0.1:${port}/keys.json`;
  service = await startTestService(database, { PIT_JWT_SECRET: '', PIT_JWKS_URL: url });
  expect(await ask(FIRST)).toEqual({ status: 503, code: 'UNAVAILABLE' });
});
