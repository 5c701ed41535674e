import pg from 'pg';
import { integer, text } from '../../../src/db/connection/column-types.ts';
import { createPool } from '../../../src/db/connection/pool.ts';
import { step } from '../../../src/db/connection/pipeline.ts';
import { statement } from '../../../src/db/connection/statement.ts';
import { withTenantTransaction, type TenantTx } from '../../../src/db/write/tenant-transaction.ts';
import { SYSTEM_USER } from '../../../src/domain/directory/actor.ts';
import { badInput } from '../../../src/domain/errors.ts';
import { cloneDatabase, type TestDatabase } from '../../support/postgres/database.ts';
import { runSql } from '../../support/postgres/test-server.ts';
import { actorOf, idOf, plantPlan } from '../../support/worlds/planting.ts';

const actor = actorOf('a');
const taskId = idOf('a', 'task', 1);
const NAME = statement('SELECT name FROM pit.task WHERE id = $1', { name: text });
const RENAME = statement('UPDATE pit.task SET name = $2 WHERE id = $1 RETURNING name', { name: text });
const ONE = statement('SELECT 1 AS one', { one: integer });

let database: TestDatabase;
let pool: pg.Pool;
let roundTrips = 0;
const wire = pg.Connection.prototype as unknown as { sync: () => unknown; query: (text: string) => unknown };
const { sync, query } = wire;

beforeAll(async () => {
  database = await cloneDatabase();
  await plantPlan(database.adminUrl, 'a', { projects: 1, tasks: 1 });
  wire.sync = function () {
    roundTrips += 1;
    return sync.apply(this);
  };
  wire.query = function (...args) {
    roundTrips += 1;
    return query.apply(this, args);
  };
});

beforeEach(() => {
  pool = createPool(database.appUrl, { max: 2, name: 'test', waitMs: 10_000 });
});

afterEach(() => pool.end());

afterAll(async () => {
  Object.assign(wire, { sync, query });
  await database?.drop();
});

/** As somebody else would, in another process. */
const elsewhere = (sql: string) =>
  runSql(
    database.adminUrl,
    `SELECT set_config('app.org_id', '${actor.orgId}', false), set_config('app.user_id', '${SYSTEM_USER}', false)`,
    sql,
  );
const settingsSeen: unknown[] = [];
const rename = (name: string) => async (tx: TenantTx) => {
  settingsSeen.push((tx.organisation.settings as { upcomingDays?: number }).upcomingDays);
  const [[renamed]] = await tx.pipeline([step(RENAME, [taskId, name])]);
  return renamed?.name;
};
const nameNow = () =>
  withTenantTransaction(pool, actor, async (tx) => (await tx.pipeline([step(NAME, [taskId])]))[0][0]?.name);
const setUpcoming = (days: number) =>
  elsewhere(
    `UPDATE pit.organisation SET settings = settings || '{"upcomingDays": ${days}}' WHERE id = '${actor.orgId}'`,
  );

test('from the second transaction on, the opening takes no round trip of its own', async () => {
  await withTenantTransaction(pool, actor, rename('First'));
  const before = roundTrips;
  expect(await withTenantTransaction(pool, actor, rename('Second'))).toBe('Second');
  expect(roundTrips - before).toBe(2);
  expect(await nameNow()).toBe('Second');
});

test('work that began by settings that have changed runs again by those that hold, and is stored once', async () => {
  await setUpcoming(3);
  await withTenantTransaction(pool, actor, rename('By three'));
  await setUpcoming(9);
  settingsSeen.length = 0;
  expect(await withTenantTransaction(pool, actor, rename('By nine'))).toBe('By nine');
  expect(settingsSeen).toEqual([3, 9]);
  await withTenantTransaction(pool, actor, rename('Again'));
  expect(settingsSeen).toEqual([3, 9, 9]);
});

test('what work made of a refused opening is not stored, even if it went on', async () => {
  await setUpcoming(4);
  await nameNow();
  await setUpcoming(5);
  let attempts = 0;
  await withTenantTransaction(pool, actor, async (tx) => {
    attempts += 1;
    await tx.run(ONE).catch(() => undefined);
    if (attempts === 1) await tx.run(RENAME, [taskId, 'By outdated settings']);
  });
  expect(attempts).toBe(2);
  expect(await nameNow()).not.toBe('By outdated settings');
});

describe('a user who was deactivated since', () => {
  const deactivate = `INSERT INTO pit_ops.deactivated_user (id, org_id)
    VALUES ('${actor.userId}', '${actor.orgId}')`;
  const gone = { code: 'FORBIDDEN', detail: { field: 'sub' } };

  beforeEach(async () => {
    await nameNow();
    await elsewhere(deactivate);
  });

  afterEach(() => elsewhere('DELETE FROM pit_ops.deactivated_user'));

  test('changes nothing', async () => {
    await expect(withTenantTransaction(pool, actor, rename('By who is gone'))).rejects.toMatchObject(gone);
  });

  test('hears that rather than what else is wrong with the input', async () => {
    const wrong = () => Promise.reject(badInput('wrong', { field: 'input.name' }));
    await expect(withTenantTransaction(pool, actor, wrong)).rejects.toMatchObject(gone);
  });

  test('has not even what is deferred stored', async () => {
    const deferring = (tx: TenantTx) => Promise.resolve(tx.defer(step(RENAME, [taskId, 'Deferred'])));
    await expect(withTenantTransaction(pool, actor, deferring)).rejects.toMatchObject(gone);
    await elsewhere('DELETE FROM pit_ops.deactivated_user');
    expect(await nameNow()).not.toBe('Deferred');
  });
});

test('an organisation that is gone since is not known, whatever was kept of it', async () => {
  await nameNow();
  const stranger = { ...actor, orgId: idOf('b', 'task', 1) };
  await expect(withTenantTransaction(pool, stranger, rename('By a stranger'))).rejects.toMatchObject({
    code: 'FORBIDDEN',
  });
});
