import { clock } from '../../src/clock.ts';
import { watchdog } from '../../src/jobs/watchdog.ts';
import { moveStatus } from '../../src/services/plan/status/task-status.ts';
import { Plan } from '../support/worlds/plan-database.ts';

let plan: Plan;
let other: Plan;
const real = { ...clock };
let watch: ReturnType<typeof watchdog>;

beforeAll(async () => {
  plan = await Plan.open();
  other = await plan.neighbour();
});

beforeEach(() => {
  clock.today = () => '2026-11-18';
  watch = watchdog();
});

afterAll(async () => {
  Object.assign(clock, real);
  await plan?.close();
});

const runs = (of: Plan = plan) =>
  plan.rows<{ projects: number; issues: number; isFinished: boolean }>(
    `SELECT projects_scanned AS projects, issues_detected AS issues, finished_at IS NOT NULL AS "isFinished"
     FROM pit.watchdog_scan_log WHERE org_id = $1 ORDER BY started_at, id`,
    [of.orgId],
  );

const openAlerts = (of: Plan) =>
  plan.rows('SELECT project_id, code FROM pit.watchdog_alert WHERE org_id = $1 AND resolved_at IS NULL', [
    of.orgId,
  ]);

async function lateProject(of: Plan): Promise<string> {
  const project = await of.project();
  await of.task(project, await of.phase(project), { status: 'overdue', end_date: '2026-11-17' });
  return project;
}

test('a run goes over all organisations, logs for each what it did, and leaves the next one nothing', async () => {
  const [mine, theirs] = [await lateProject(plan), await lateProject(other)];
  const finished = await plan.project({ status: 'completed' });
  await plan.task(finished, await plan.phase(finished), { status: 'completed', progress_percent: 100 });

  await watch(plan.pool);
  expect(await openAlerts(plan)).toEqual([{ project_id: mine, code: 'task_overdue' }]);
  expect(await openAlerts(other)).toEqual([{ project_id: theirs, code: 'task_overdue' }]);
  for (const of of [plan, other])
    expect(await runs(of)).toEqual([{ projects: 1, issues: 1, isFinished: true }]);

  await watch(plan.pool);
  expect((await runs()).at(-1)).toEqual({ projects: 1, issues: 0, isFinished: true });
});

test('a project is scanned again when something has happened in it, or a day has begun', async () => {
  await watch(plan.pool);
  await watch(plan.pool);
  expect((await runs()).at(-1)).toMatchObject({ projects: 0 });

  const project = await lateProject(plan);
  await watch(plan.pool);
  await watch(plan.pool);
  await watch(plan.pool);
  expect((await runs()).slice(-3).map(({ projects }) => projects)).toEqual([1, 1, 0]);
  const [task] = await plan.rows<{ id: string }>('SELECT id FROM pit.task WHERE project_id = $1', [project]);
  await plan.run((tx) => moveStatus(tx, 'completeTask', { id: task?.id ?? '' }));
  await watch(plan.pool);
  expect((await runs()).at(-1)).toMatchObject({ projects: 1 });
  expect(await openAlerts(plan)).not.toContainEqual({ project_id: project, code: 'task_overdue' });

  clock.today = () => '2026-11-20';
  await watch(plan.pool);
  expect((await runs()).at(-1)).toMatchObject({ projects: 1 });
});

test('a project that cannot be scanned does not hide the others', async () => {
  const [broken, sound] = [await lateProject(plan), await lateProject(other)];
  await plan.rows(`ALTER TABLE pit.watchdog_alert ADD CONSTRAINT broken CHECK (project_id <> '${broken}')`);
  await watch(plan.pool);
  await plan.rows('ALTER TABLE pit.watchdog_alert DROP CONSTRAINT broken');
  expect(await openAlerts(other)).toContainEqual({ project_id: sound, code: 'task_overdue' });
  expect((await runs()).at(-1)).toEqual({ projects: 1, issues: 0, isFinished: true });
  expect((await runs(other)).at(-1)).toEqual({ projects: 2, issues: 1, isFinished: true });
  await watch(plan.pool);
  expect(await openAlerts(plan)).toContainEqual({ project_id: broken, code: 'task_overdue' });
});

const LEASE_TO_ANOTHER = `
  INSERT INTO pit_ops.job_lease VALUES ($1, gen_random_uuid(), now() + interval '1 minute')`;

test('while one process watches, another has nothing to do', async () => {
  const before = await runs();
  await plan.rows(LEASE_TO_ANOTHER, ['watchdog']);
  await watch(plan.pool);
  await plan.rows('DELETE FROM pit_ops.job_lease');
  expect(await runs()).toEqual(before);
});

test('a run that is told to stop leaves its row open, and begins no other', async () => {
  const before = [...(await runs()), ...(await runs(other))].length;
  let looks = 0;
  await watch(plan.pool, {
    get aborted() {
      return looks++ > 0;
    },
  });
  expect([...(await runs()), ...(await runs(other))]).toHaveLength(before + 1);
  const open = [(await runs()).at(-1), (await runs(other)).at(-1)].filter((run) => run?.isFinished === false);
  expect(open).toEqual([{ projects: 0, issues: 0, isFinished: false }]);
});
