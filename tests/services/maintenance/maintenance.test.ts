import type pg from 'pg';
import { createPool } from '../../../src/db/connection/pool.ts';
import { sealAuditChains } from '../../../src/jobs/audit-seal.ts';
import type { AuditHead } from '../../../src/services/audit/audit-sealing.ts';
import { makePartitionsAhead } from '../../../src/services/maintenance/maintenance.ts';
import { cloneDatabase, type TestDatabase } from '../../support/postgres/database.ts';
import { TEST_SEALER } from '../../support/processes/graph.ts';
import { runSql } from '../../support/postgres/test-server.ts';

const GO_ON = { aborted: false };
const ORG = '00000000-0000-4000-8000-000000000001';

const kept: AuditHead[] = [];
const keep = async (head: AuditHead) => void kept.push(head);
const seal = sealAuditChains({ sealer: TEST_SEALER, heads: { keep } });

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
      `INSERT INTO pit.organisation (id, name) VALUES ('${ORG}', 'organisation')`,
      `INSERT INTO pit.division (org_id, name) SELECT '${ORG}', 'division ' || n FROM generate_series(1, 6000) AS n`,
    );
  });

  afterAll(async () => {
    await Promise.all([pool.end(), admin.end()]);
    await database.drop();
  });

  const unsealed = async (): Promise<number> => {
    const { rows } = await admin.query<{ count: number }>(
      'SELECT count(*)::int AS count FROM pit_ops.audit_detail WHERE digest IS NULL',
    );
    return rows[0]?.count ?? -1;
  };

  test('audit records are sealed in batches, and one head is kept of each organisation', async () => {
    expect(await unsealed()).toBeGreaterThanOrEqual(6000);
    await seal(pool, GO_ON);
    expect(await unsealed()).toBe(0);
    const { rows } = await admin.query<{ number: number; total: number }>(
      'SELECT number, total::int FROM pit_ops.audit_chain_seal WHERE org_id = $1 ORDER BY number',
      [ORG],
    );
    expect(rows).toEqual([
      { number: 1, total: 5000 },
      { number: 2, total: 6001 },
    ]);
    const ours = kept.filter(({ orgId }) => orgId === ORG);
    expect(ours).toMatchObject([{ seal: 2, records: 6001, formerKeyId: null }]);
    kept.length = 0;
    await seal(pool, GO_ON);
    expect(kept).toEqual([]);
  });

  test('a job that is told to stop seals nothing more', async () => {
    await runSql(
      database.adminUrl,
      `SELECT set_config('app.user_id', '00000000-0000-0000-0000-0000000000ff', false)`,
      `UPDATE pit.organisation SET name = 'renamed' WHERE id = '${ORG}'`,
    );
    await seal(pool, { aborted: true });
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
