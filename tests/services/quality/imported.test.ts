import pg from 'pg';
import { createPool } from '../../../src/db/connection/pool.ts';
import { systemActor } from '../../../src/domain/directory/actor.ts';
import type { OutsideLook } from '../../../src/domain/quality/quality-files.ts';
import { DEMO_ADMIN } from '../../../src/services/demo/demo.ts';
import { inspectProject, type Inspection } from '../../../src/services/quality/project-checks.ts';
import { runMutation } from '../../../src/services/transaction/mutation-transaction.ts';
import { cloneDatabase, type TestDatabase } from '../../support/postgres/database.ts';
import { loadSmallDemo } from '../../support/worlds/small-demo.ts';

const OUTSIDE: OutsideLook = { files: [], trail: { holds: true, records: 0, isWhole: true, faulty: [] } };

let database: TestDatabase;
let pool: pg.Pool;
let admin: pg.Client;

beforeAll(async () => {
  database = await cloneDatabase();
  await loadSmallDemo(database);
  pool = createPool(database.appUrl, { max: 2, name: 'imported' });
  admin = new pg.Client({ connectionString: database.adminUrl });
  await admin.connect();
});

afterAll(async () => {
  await pool?.end();
  await admin?.end();
  await database?.drop();
});

function inspect(project: string, tally = { statements: 0 }): Promise<Inspection> {
  const request = { name: 'test', input: {}, tally };
  return runMutation(pool, systemActor(DEMO_ADMIN.orgId), request, (tx) =>
    inspectProject(tx, project, OUTSIDE),
  );
}

const failuresOf = ({ outcomes }: Inspection) =>
  outcomes.filter(({ outcome }) => outcome === 'fail').map(({ id }) => id);
const pointOf = ({ outcomes }: Inspection, wanted: string) => outcomes.find(({ id }) => id === wanted);

test('an import has the projects that it has made checked', async () => {
  const { rows } = await admin.query<{ is_wanted: boolean }>(
    `SELECT DISTINCT t.project_id, s.wanted_at IS NOT NULL AS is_wanted FROM pit.task t
     LEFT JOIN pit_ops.quality_state s ON s.project_id = t.project_id WHERE t.org_id = $1`,
    [DEMO_ADMIN.orgId],
  );
  expect(rows.length).toBeGreaterThan(100);
  expect(rows.filter(({ is_wanted }) => is_wanted !== true)).toEqual([]);
});

test('imported projects are whole: dates, structure, progress, permissions and trail pass', async () => {
  const { rows } = await admin.query<{ id: string }>(
    'SELECT p.id FROM pit.project p JOIN pit.task t ON t.project_id = p.id GROUP BY p.id ORDER BY count(*) DESC, p.id LIMIT 20',
  );
  const failed = new Set<string>();
  for (const { id } of rows) {
    const inspection = await inspect(id);
    for (const each of failuresOf(inspection)) failed.add(each);
    expect(pointOf(inspection, 'TIME.1')).toMatchObject({ outcome: 'pass' });
    // No school has twenty phases of work that are open.
    expect(pointOf(inspection, 'DCMA.01')).toMatchObject({ outcome: 'not_applicable' });
  }
  // The day roll-over has not been, and what a class says of a duration nobody chose.
  expect([...failed].filter((id) => !['PR.5', 'TIME.8'].includes(id))).toEqual([]);
});

test('work without a single dependency lacks all logic, and costs as many statements as any other', async () => {
  const { rows: projects } = await admin.query<{ id: string }>(
    'SELECT project_id AS id FROM pit.task GROUP BY project_id ORDER BY count(*) DESC, project_id LIMIT 1',
  );
  const project = projects[0]?.id ?? '';
  const few = { statements: 0 };
  await inspect(project, few);
  await admin.query(`SET session_replication_role = 'replica'`);
  await admin.query(
    `SELECT set_config('app.org_id', $1, false), set_config('app.user_id', '00000000-0000-0000-0000-0000000000ff', false)`,
    [DEMO_ADMIN.orgId],
  );
  const { rowCount } = await admin.query(
    `UPDATE pit.task SET project_id = $1, work_package_id = NULL, phase_id = (SELECT id FROM pit.phase WHERE project_id = $1 LIMIT 1)
     WHERE org_id = $2 AND status <> 'completed'`,
    [project, DEMO_ADMIN.orgId],
  );
  const many = { statements: 0 };
  const inspection = await inspect(project, many);
  const of = rowCount ?? 0;
  expect(of).toBeGreaterThan(20);
  // The first and the last excepted, which may be one.
  const point = pointOf(inspection, 'DCMA.01');
  expect(point).toMatchObject({ outcome: 'fail', of, threshold: 5 });
  expect(of - (point?.count ?? 0)).toBeLessThanOrEqual(2);
  expect(pointOf(inspection, 'DCMA.02')).toMatchObject({ outcome: 'pass', of: 0 });
  expect(pointOf(inspection, 'TIME.1')).toMatchObject({ outcome: 'pass' });
  expect(many.statements).toBe(few.statements);
});
