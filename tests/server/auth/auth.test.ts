import { createPublicKey, generateKeyPairSync, randomUUID, type KeyObject } from 'node:crypto';
import { SignJWT, UnsecuredJWT } from 'jose';
import { cloneDatabase, type TestDatabase } from '../../support/postgres/database.ts';
import { actorOf, idOf, plantPlan } from '../../support/worlds/planting.ts';
import { startTestService, type TestService } from '../../support/processes/service.ts';

let database: TestDatabase;
const services: TestService[] = [];
const SECRET = 'a secret of this file, longer than 32 bytes';
const VIEWER = '{ viewer { role } }';
const admin = actorOf('a');

beforeAll(async () => {
  database = await cloneDatabase();
  await plantPlan(database.adminUrl, 'a', { projects: 1, tasks: 1 });
});

afterAll(async () => {
  await Promise.all(services.map((service) => service.stop()));
  await database?.drop();
});

async function start(env: Record<string, string>): Promise<TestService> {
  const service = await startTestService(database, { PIT_JWT_SECRET: '', ...env });
  services.push(service);
  return service;
}

/** A token whose claims are those of a good one but for `claims`; undefined takes one away. */
function sign(
  key: KeyObject | Uint8Array,
  alg: string,
  claims: Record<string, unknown> = {},
): Promise<string> {
  const payload = {
    sub: admin.userId,
    org_id: admin.orgId,
    role: 'admin',
    division_ids: [],
    iss: 'pit-development',
    aud: 'pit',
    exp: Math.floor(Date.now() / 1000) + 60,
    ...claims,
  };
  return new SignJWT(payload).setProtectedHeader({ alg }).sign(key);
}

/** Status, code and offending claim of the answer. */
async function outcome(service: TestService, token: string, query = VIEWER) {
  const { status, body } = await service.query(token, query);
  const [error] = (body.errors ?? []) as { extensions: Record<string, unknown> }[];
  return { status, code: error?.extensions['code'], field: error?.extensions['field'] };
}

const ACCEPTED = { status: 200, code: undefined, field: undefined };
const REFUSED = { status: 401, code: 'UNAUTHENTICATED' };

describe('a shared secret', () => {
  const secret = Buffer.from(SECRET);
  let service: TestService;
  beforeAll(async () => {
    service = await start({ PIT_JWT_SECRET: SECRET });
  });

  test('accepts what it has signed, time and again', async () => {
    const token = await sign(secret, 'HS256');
    expect(await outcome(service, token)).toEqual(ACCEPTED);
    expect(await outcome(service, token)).toEqual(ACCEPTED);
  });

  test.each([
    ['admin', ACCEPTED],
    ['foreman', ACCEPTED],
    ['service', ACCEPTED],
    ['member', { ...REFUSED, field: 'division_ids' }],
    ['viewer', { ...REFUSED, field: 'division_ids' }],
  ])('a token of role %s that holds all divisions by a star has this outcome: %j', async (role, expected) => {
    const token = await sign(secret, 'HS256', { role, division_ids: '*' });
    expect(await outcome(service, token)).toEqual(expected);
  });

  test.each([
    ['sub', 'not-a-uuid'],
    ['sub', undefined],
    ['org_id', undefined],
    ['org_id', 7],
    ['role', 'root'],
    ['role', undefined],
    ['role', ['admin']],
    ['division_ids', 'all'],
    ['division_ids', ['*']],
    ['division_ids', ["x'); DROP TABLE pit.task; --"]],
    ['iss', 'somebody-else'],
    ['iss', undefined],
    ['aud', 'another-service'],
    ['aud', undefined],
    ['exp', undefined],
    ['exp', 'tomorrow'],
    ['nbf', 4_000_000_000],
  ])('refuses %s = %p and names the claim', async (claim, value) => {
    const token = await sign(secret, 'HS256', { [claim]: value });
    expect(await outcome(service, token)).toEqual({ ...REFUSED, field: claim });
  });

  test('refuses what has expired', async () => {
    const token = await sign(secret, 'HS256', { exp: Math.floor(Date.now() / 1000) - 1 });
    expect(await outcome(service, token)).toMatchObject(REFUSED);
  });

  test('refuses a token that it remembers once that has expired', async () => {
    const token = await sign(secret, 'HS256');
    expect(await outcome(service, token)).toEqual(ACCEPTED);
    const later = Date.now() + 61_000;
    const clock = jest.spyOn(Date, 'now').mockReturnValue(later);
    try {
      expect(await outcome(service, token)).toMatchObject(REFUSED);
    } finally {
      clock.mockRestore();
    }
  });

  test('refuses no algorithm, another algorithm, another secret, and what was changed after signing', async () => {
    const good = await sign(secret, 'HS256');
    const [head, , signature] = good.split('.');
    const richer = Buffer.from(JSON.stringify({ sub: randomUUID() })).toString('base64url');
    const { iss, aud } = { iss: 'pit-development', aud: 'pit' };
    const unsecured = new UnsecuredJWT({ sub: admin.userId, org_id: admin.orgId, role: 'admin', iss, aud })
      .setExpirationTime('1m')
      .encode();
    const bad = [
      unsecured,
      await sign(Buffer.concat([secret, secret]), 'HS512'),
      await sign(Buffer.from('another secret, but also 32 bytes long'), 'HS256'),
      `${head}.${richer}.${signature}`,
      good.slice(0, -4),
      'garbage',
      'a.b.c',
    ];
    for (const token of bad) expect(await outcome(service, token)).toMatchObject(REFUSED);
  });

  test.each(['Basic dXNlcjpwYXNz', 'Bearer a b', 'Token abc', 'Bearer {}'])(
    'refuses %j, which is no bearer token',
    async (authorization) => {
      const { status, body } = await service.query(undefined, VIEWER, {}, { authorization });
      expect(status).toBe(401);
      expect(body.errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
    },
  );

  test('without a token answers what concerns the schema, and nothing else', async () => {
    const open = await service.query(
      undefined,
      '{ __typename _service { sdl } __schema { types { name } } }',
    );
    expect(open.status).toBe(200);
    expect(JSON.stringify(open.body.data)).toContain('type Project');
    const closed = [
      VIEWER,
      '{ _service { sdl } viewer { role } }',
      'query { ... on Query { viewer { role } } }',
      `{ task(id: "${idOf('a', 'task', 1)}") { id } }`,
      '{ _entities(representations: []) { __typename } }',
    ];
    for (const query of closed) {
      const { status, body } = await service.query(undefined, query);
      expect({ status, data: body.data ?? null }).toEqual({ status: 401, data: null });
      expect(body.errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
    }
  });
});

test('where introspection is off the schema does not show, by query, by hint, or as the gateway would fetch it', async () => {
  const service = await start({ PIT_JWT_SECRET: SECRET, PIT_INTROSPECTION: 'false' });
  const token = await sign(Buffer.from(SECRET), 'HS256');
  for (const query of ['{ __schema { types { name } } }', '{ __type(name: "Task") { name } }']) {
    expect(await outcome(service, token, query)).toMatchObject({ status: 400 });
  }
  const typo = await service.query(token, '{ viewr { role } }');
  expect(JSON.stringify(typo.body)).not.toContain('Did you mean');
  expect((await service.query(undefined, '{ _service { sdl } }')).status).toBe(403);
});

describe('a public key', () => {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const pemOf = (key: KeyObject) => String(key.export({ type: 'spki', format: 'pem' }));

  test.each([
    ['RS256', rsa, ec, 'ES256'],
    ['ES256', ec, rsa, 'RS256'],
  ])('of %s accepts its own algorithm alone', async (algorithm, own, other, otherAlgorithm) => {
    const pem = pemOf(own.publicKey);
    const service = await start({ PIT_JWT_PUBLIC_KEY: pem });
    expect(await outcome(service, await sign(own.privateKey, algorithm))).toEqual(ACCEPTED);
    // The classic: the public key, which everybody has, used as the secret of an HMAC.
    const mixedUp = await sign(Buffer.from(pem), 'HS256');
    const der = createPublicKey(pem).export({ type: 'spki', format: 'der' });
    const strange = await sign(other.privateKey, otherAlgorithm);
    for (const token of [mixedUp, await sign(der, 'HS256'), strange]) {
      expect(await outcome(service, token)).toMatchObject(REFUSED);
    }
  });
});
