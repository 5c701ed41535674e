import type pg from 'pg';
import { createPool } from '../../src/db/pool.ts';
import { sealAuditLog } from '../../src/jobs/upkeep.ts';
import { makePartitionsAhead, sealAuditRecords } from '../../src/services/upkeep.ts';
import { cloneDatabase, type TestDatabase } from '../support/database.ts';
import { runSql } from '../support/test-server.ts';

const GO_ON = { aborted: false };

describe('what the service does for the database by itself', () => {
  let database: TestDatabase;
  let pool: pg.Pool;
  let admin: pg.Pool;

  beforeAll(async () => {
    database = await cloneDatabase();
    pool = createPool(database.appUrl, { max: 2, name: 'upkeep' });
    admin = createPool(database.adminUrl, { max: 1, name: 'upkeep-admin' });
    await runSql(
      database.adminUrl,
      `SELECT set_config('app.user_id', '00000000-0000-0000-0000-0000000000ff', false)`,
      `INSERT INTO pit.organisation (id, name)
        SELECT gen_random_uuid(), 'organisation ' || n FROM generate_series(1, 6000) AS n`,
    );
  });

  afterAll(async () => {
    await Promise.all([pool.end(), admin.end()]);
    await database.drop();
  });

  const unsealed = async (): Promise<number> => {
    const { rows } = await admin.query<{ count: number }>(
      'SELECT count(*)::int AS count FROM pit_ops.audit_detail WHERE seal_id IS NULL',
    );
    return rows[0]?.count ?? -1;
  };

  test('audit records are sealed in batches until none is left', async () => {
    expect(await unsealed()).toBeGreaterThanOrEqual(6000);
    await sealAuditLog(pool, GO_ON);
    expect(await unsealed()).toBe(0);
    const { rows } = await admin.query('SELECT records FROM pit_ops.audit_seal ORDER BY id');
    expect(rows.length).toBeGreaterThan(1);
    expect(await sealAuditRecords(pool)).toEqual({ sealed: 0, isDone: true });
  });

  test('a job that is told to stop seals nothing more', async () => {
    await runSql(
      database.adminUrl,
      `SELECT set_config('app.user_id', '00000000-0000-0000-0000-0000000000ff', false)`,
      `UPDATE pit.organisation SET name = 'renamed' WHERE name = 'organisation 1'`,
    );
    await sealAuditLog(pool, { aborted: true });
    expect(await unsealed()).toBe(1);
  });

  test('partitions are made once, ahead of the calendar', async () => {
    await runSql(
      database.adminUrl,
      `DROP TABLE pit_ops.task_progress_log_${new Date().getFullYear() + 2}`,
    ).catch(() => undefined);
    await makePartitionsAhead(pool, 1);
    expect(await makePartitionsAhead(pool, 1)).toBe(0);
    const { rows } = await admin.query<{ bound: string }>(
      `SELECT pg_get_expr(c.relpartbound, c.oid) AS bound FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
       WHERE i.inhparent = 'pit.task_progress_log'::regclass`,
    );
    const last = `${new Date().getFullYear() + 3}-01-01`;
    expect(rows.some(({ bound }) => bound.includes(last))).toBe(true);
  });
});
