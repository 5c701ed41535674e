import { text } from '../../../src/db/connection/column-types.ts';
import { statement } from '../../../src/db/connection/statement.ts';
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { createPool } from '../../../src/db/connection/pool.ts';
import { withTenantTransaction } from '../../../src/db/write/tenant-transaction.ts';
import type { Actor } from '../../../src/domain/directory/actor.ts';
import type { Directory } from '../../../src/domain/directory/directory.ts';
import { PitError } from '../../../src/domain/errors.ts';
import { ActorRole } from '../../../src/domain/enums.ts';
import { syncDirectory } from '../../../src/services/directory/directory.ts';
import { createOrganisation } from '../../../src/services/directory/new-organisation.ts';
import { withRules } from '../../../src/services/transaction/mutation-transaction.ts';
import { cloneDatabase, type TestDatabase } from '../../support/postgres/database.ts';

let database: TestDatabase;
let pool: pg.Pool;

beforeAll(async () => {
  database = await cloneDatabase();
  pool = createPool(database.appUrl, { max: 1, name: 'new-organisation' });
});

afterAll(async () => {
  await pool.end();
  await database.drop();
});

const service = (orgId: string, userId: string): Actor => ({
  orgId,
  userId,
  role: ActorRole.SERVICE,
  divisionIds: [],
});
const sync = (actor: Actor, directory: Directory): Promise<unknown> =>
  withTenantTransaction(pool, actor, (tx) => syncDirectory(withRules(tx), directory));
const person = (id: string, name: string): NonNullable<Directory['users']>[number] => ({
  id,
  name,
  email: `${name}@new.example`,
});

async function refusalOf(attempt: Promise<unknown>): Promise<unknown> {
  const error: unknown = await attempt.catch((failure: unknown) => failure);
  return error instanceof PitError ? [error.code, error.detail.field, error.message] : error;
}

test('an organisation made in an empty database has an administrator, and a service account that syncs the rest', async () => {
  const { orgId, adminId, serviceId } = await createOrganisation(pool, {
    name: 'Works',
    admin: 'ada@works.example',
  });
  await sync(service(orgId, serviceId), { users: [person(randomUUID(), 'bo')] });
  const { rows } = await withTenantTransaction(pool, service(orgId, adminId), (tx) =>
    tx.run(statement('SELECT name, role FROM pit."user" ORDER BY lower(name)', { name: text, role: text })),
  );
  expect(rows).toEqual([
    { name: 'ada', role: 'admin' },
    { name: 'bo', role: 'member' },
    { name: 'Directory service', role: 'service' },
  ]);
});

test('a service announces a new organisation with its own account, and goes on as that', async () => {
  const [orgId, userId] = [randomUUID(), randomUUID()];
  const actor = service(orgId, userId);
  const organisation = { id: orgId, name: 'Announced' };
  expect(await refusalOf(sync(actor, { users: [person(userId, 'sync')] }))).toEqual([
    'BAD_USER_INPUT',
    'input.organisation',
    'The organisation is not known here yet: its first directory names it.',
  ]);
  expect(await refusalOf(sync(actor, { organisation, users: [person(randomUUID(), 'cy')] }))).toEqual([
    'BAD_USER_INPUT',
    'input.users',
    "The first directory of an organisation names the token's user among its users.",
  ]);
  await sync(actor, { organisation, users: [person(userId, 'sync')] });
  await sync(actor, { users: [person(randomUUID(), 'di')] });
});

test('a user that was never synced is refused by name, whatever their role', async () => {
  const { orgId } = await createOrganisation(pool, { name: 'Strict', admin: 'eve@strict.example' });
  for (const role of [ActorRole.SERVICE, ActorRole.ADMIN, ActorRole.MEMBER]) {
    const stranger = { ...service(orgId, randomUUID()), role };
    expect(await refusalOf(sync(stranger, {}))).toEqual([
      'FORBIDDEN',
      'sub',
      "The token's user is not known here: sync it first.",
    ]);
  }
});
