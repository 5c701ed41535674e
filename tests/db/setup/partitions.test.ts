import { cloneDatabase, type TestDatabase } from '../../support/postgres/database.ts';
import { asActor, refusal, transaction, value } from '../tenancy/as-actor.ts';
import { makeOrganisation, type Organisation } from '../tenancy/two-organisations.ts';

let database: TestDatabase;
let ours: Organisation;

beforeAll(async () => {
  database = await cloneDatabase();
  ours = await makeOrganisation(database.appUrl, 'a');
});

afterAll(() => database.drop());

const year = new Date().getUTCFullYear();

const ensure = (yearsAhead: number, startMonth: number): Promise<number> =>
  asActor(database.appUrl, ours.service, (client) =>
    value(client, 'SELECT pit_ops.ensure_progress_partitions($1, $2)', [yearsAhead, startMonth]),
  );

/** Bounds of the partitions by name, without the default one. */
async function partitions(): Promise<string[]> {
  return transaction(database.adminUrl, async (client) => {
    await client.query(`SET LOCAL timezone = 'UTC'`);
    const { rows } = await client.query<{ bounds: string }>(
      `SELECT c.relname || ' ' || regexp_replace(pg_get_expr(c.relpartbound, c.oid), '[^0-9-]+([0-9-]{10}) [^0-9]*[0-9:+]+', ' \\1', 'g') AS bounds
       FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
       WHERE i.inhparent = 'pit.task_progress_log'::regclass AND c.relname <> 'task_progress_log_default' ORDER BY 1`,
    );
    return rows.map((row) => row.bounds.match(/[0-9]{4}-[0-9]{2}-[0-9]{2}/g)?.join(' to ') ?? row.bounds);
  });
}

test('the years are there from the last one to two ahead, and asking again makes none', async () => {
  expect(await partitions()).toEqual(
    [-1, 0, 1, 2].map((offset) => `${year + offset}-01-01 to ${year + offset + 1}-01-01`),
  );
  expect(await ensure(2, 1)).toBe(0);
});

test('partitions of further years are made ahead', async () => {
  expect(await ensure(4, 1)).toBe(2);
  expect(await partitions()).toHaveLength(6);
});

test('a financial year that starts in another month begins after what there is, with one short partition', async () => {
  expect(await ensure(6, 4)).toBeGreaterThan(0);
  const bounds = await partitions();
  expect(bounds[6]).toBe(`${year + 5}-01-01 to ${year + 5}-04-01`);
  expect(bounds[7]).toBe(`${year + 5}-04-01 to ${year + 6}-04-01`);
});

test('a row goes where its time belongs, and one that no year covers to the default', async () => {
  const place = (createdAt: string): Promise<string> =>
    asActor(database.adminUrl, ours.service, (client) =>
      value(
        client,
        `INSERT INTO pit.task_progress_log (task_id, user_id, created_at) VALUES ($1, $2, $3) RETURNING tableoid::regclass::text`,
        [ours.task, ours.owner, createdAt],
      ),
    );
  expect(await place(`${year}-06-01T00:00:00Z`)).toBe(`pit_ops.task_progress_log_${year}_01`);
  expect(await place(`${year - 1}-12-31T23:59:59Z`)).toBe(`pit_ops.task_progress_log_${year - 1}_01`);
  expect(await place('1999-01-01T00:00:00Z')).toBe('pit_ops.task_progress_log_default');
});

test('partitions made later refuse changes and are audited like the first', async () => {
  const triggers = await transaction(database.adminUrl, async (client) => {
    const { rows } = await client.query<{ triggers: string }>(
      `SELECT DISTINCT string_agg(t.tgname || ' ' || t.tgenabled::text, ', ' ORDER BY t.tgname) AS triggers
       FROM pg_inherits i JOIN pg_trigger t ON t.tgrelid = i.inhrelid
       WHERE i.inhparent = 'pit.task_progress_log'::regclass AND t.tgname IN ('audit_row', 'refuse_change')
       GROUP BY i.inhrelid`,
    );
    return rows.map((row) => row.triggers);
  });
  expect(triggers).toEqual(['audit_row A, refuse_change A']);
});

test('partitions of years out of range are refused', async () => {
  expect(await refusal(ensure(21, 1))).toBe('22023');
  expect(await refusal(ensure(1, 13))).toBe('22023');
});
