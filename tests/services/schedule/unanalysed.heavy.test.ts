import { systemActor } from '../../../src/domain/directory/actor.ts';
import { addDependency } from '../../../src/services/plan/tasks/dependencies.ts';
import { readTaskFacts } from '../../../src/services/plan/tasks/task-facts.ts';
import { refreshSchedules, staleProjects } from '../../../src/services/schedule/refresh-schedules.ts';
import { Plan } from '../../support/worlds/plan-database.ts';

/*
 * Tables that are filled and never analysed, as after an import: PostgreSQL expects a few rows in each. A statement that
 * goes through a table for each task runs into the time limit of statements here.
 */

let plan: Plan;
let project: string;
let phase: string;
beforeAll(async () => {
  plan = await Plan.open();
  project = await plan.project();
  phase = await plan.phase(project);
  await plan.rows('ALTER TABLE pit.task SET (autovacuum_enabled = off)');
  await plan.rows('ALTER TABLE pit.task_dependency SET (autovacuum_enabled = off)');
});
afterAll(() => plan?.close());

/** So many tasks, the one before each found by `before`, an expression of its number `n`. */
async function tasks(count: number, before: string): Promise<string[]> {
  const rows = await plan.rows<{ id: string }>(
    `WITH made AS (INSERT INTO pit.task (org_id, project_id, phase_id, owner_id, name, duration_days)
       SELECT $1, $2, $3, $4, n::text, 5 FROM generate_series(1, $5::int) n RETURNING id, name::int AS n),
     linked AS (INSERT INTO pit.task_dependency (org_id, project_id, predecessor_task_id, successor_task_id)
       SELECT $1, $2, i.id, j.id FROM made j JOIN made i ON i.n = ${before} WHERE i.n <> j.n)
     SELECT id FROM made ORDER BY n`,
    [plan.orgId, project, phase, plan.worker, count],
  );
  return rows.map(({ id }) => id);
}

test('facts of 1,800 tasks are found by their ids in tables that were never analysed', async () => {
  const ids = await tasks(1_800, 'j.n / 2');
  const [statistics] = await plan.rows(
    `SELECT count(*)::int AS n FROM pg_stats WHERE schemaname = 'pit' AND tablename IN ('task', 'task_dependency')`,
  );
  expect(statistics).toEqual({ n: 0 });
  const facts = await plan.run((tx) => readTaskFacts(tx, project, ids));
  expect(ids.map((id) => facts.get(id)?.predecessors.map((each) => each.id))).toEqual(
    ids.map((_, at) => (at === 0 ? [] : [ids[Math.floor((at + 1) / 2) - 1]])),
  );
});

test('a task with 999 successors takes one more dependency on either side', async () => {
  const [hub = '', first = ''] = await tasks(1_000, 'CASE WHEN j.n > 1 THEN 1 END');
  const [before = '', after = ''] = await tasks(2, 'NULL');
  await plan.run((tx) => addDependency(tx, { predecessorId: before, successorId: hub }));
  await plan.run((tx) => addDependency(tx, { predecessorId: hub, successorId: after }));
  await plan.run((tx) => addDependency(tx, { predecessorId: after, successorId: first }));
  await expect(
    plan.run((tx) => addDependency(tx, { predecessorId: hub, successorId: before })),
  ).rejects.toMatchObject({ detail: { pit: 'PIT003' } });
});

test('a plan of 10,000 tasks and as many dependencies is scheduled on tables that were never analysed', async () => {
  await tasks(10_000, 'j.n / 2');
  const { refreshed } = await plan.run(
    async (tx) => refreshSchedules(tx, await staleProjects(tx, { limit: 10 })),
    { actor: systemActor(plan.orgId) },
  );
  expect(refreshed).toEqual([project]);
  const [stored] = await plan.rows(
    'SELECT count(*)::int AS n FROM pit_ops.task_schedule WHERE link_slack IS NOT NULL',
  );
  expect(stored?.['n']).toBeGreaterThan(9_999);
});
