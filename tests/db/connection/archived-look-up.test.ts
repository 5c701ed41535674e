import { cloneDatabase, type TestDatabase } from '../../support/postgres/database.ts';
import { actorOf, plantPlan } from '../../support/worlds/planting.ts';
import { asActor } from '../tenancy/as-actor.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await cloneDatabase();
  await plantPlan(database.adminUrl, 'a', { projects: 1, tasks: 1 });
});
afterAll(() => database?.drop());

const ROWS = 2_000;
const INSERT_PROJECTS = `
  INSERT INTO pit.project (name, owner_id, status) SELECT 'Import ' || n, $1, 'active' FROM generate_series(1, $2::int) AS n`;
const INSERT_PHASES = `
  INSERT INTO pit.phase (project_id, name, owner_id) SELECT id, 'Design', owner_id FROM pit.project WHERE name LIKE 'Import %'`;
const READ = `SELECT seq_tup_read::int AS rows FROM pg_stat_xact_user_tables WHERE relid = 'pit.project'::regclass`;

test('parts of many new projects look each project up, and do not read all of them for each', async () => {
  const { orgId, userId, role, divisionIds } = actorOf('a');
  const actor = { org: orgId, user: userId, role, divisions: divisionIds };
  const rows = await asActor(database.appUrl, actor, async (client) => {
    await client.query(INSERT_PROJECTS, [userId, 1]);
    // Plans the look-up while there is hardly a project.
    for (let n = 0; n < 8; n++) await client.query(INSERT_PHASES);
    await client.query(INSERT_PROJECTS, [userId, ROWS]);
    const readSoFar = async () => (await client.query<{ rows: number }>(READ)).rows[0]?.rows ?? 0;
    const before = await readSoFar();
    await client.query(INSERT_PHASES);
    return (await readSoFar()) - before;
  });
  // Half of the square is what the check of a foreign key reads, whose plan is as old: of a phase, and of who works in its project.
  expect(rows).toBeLessThan(1.25 * ROWS * ROWS);
});
