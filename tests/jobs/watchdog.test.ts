import { clock } from '../../src/clock.ts';
import { WatchdogJob } from '../../src/jobs/watchdog.ts';
import { systemActor } from '../../src/domain/directory/actor.ts';
import { updateTask } from '../../src/services/plan/tasks/task-update.ts';
import { watchProject } from '../../src/services/watchdog/scan-runs.ts';
import { moveStatus } from '../../src/services/plan/status/task-status.ts';
import { Plan } from '../support/worlds/plan-database.ts';

let plan: Plan;
let other: Plan;
const real = { ...clock };
let job: WatchdogJob;

beforeAll(async () => {
  plan = await Plan.open();
  other = await plan.neighbour();
});

beforeEach(() => {
  clock.today = () => '2026-11-18';
  job = new WatchdogJob(plan.pool, { quiet: 3_600_000, longest: 3_600_000, busy: 20 });
});

afterEach(() => job.stop());

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
  plan.rows<{ project_id: string; code: string }>(
    'SELECT project_id, code FROM pit.watchdog_alert WHERE org_id = $1 AND resolved_at IS NULL',
    [of.orgId],
  );

async function lateProject(of: Plan): Promise<string> {
  const project = await of.project();
  await of.task(project, await of.phase(project), { status: 'overdue', end_date: '2026-11-17' });
  return project;
}

test('a run goes over all organisations, logs for each what it did, and leaves the next one nothing', async () => {
  const [mine, theirs] = [await lateProject(plan), await lateProject(other)];
  const finished = await plan.project({ status: 'completed' });
  await plan.task(finished, await plan.phase(finished), { status: 'completed', progress_percent: 100 });

  await job.sweep();
  expect(await openAlerts(plan)).toEqual([{ project_id: mine, code: 'task_overdue' }]);
  expect(await openAlerts(other)).toEqual([{ project_id: theirs, code: 'task_overdue' }]);
  for (const of of [plan, other])
    expect(await runs(of)).toEqual([{ projects: 1, issues: 1, isFinished: true }]);

  await job.sweep();
  expect((await runs()).at(-1)).toEqual({ projects: 0, issues: 0, isFinished: true });
});

test('a project is scanned again when something has happened in it, or a day has begun', async () => {
  await job.sweep();
  await job.sweep();
  expect((await runs()).at(-1)).toMatchObject({ projects: 0 });

  const project = await lateProject(plan);
  await job.sweep();
  await job.sweep();
  await job.sweep();
  expect((await runs()).slice(-3).map(({ projects }) => projects)).toEqual([1, 0, 0]);
  const [task] = await plan.rows<{ id: string }>('SELECT id FROM pit.task WHERE project_id = $1', [project]);
  await plan.run((tx) => moveStatus(tx, 'completeTask', { id: task?.id ?? '' }));
  await job.sweep();
  expect((await runs()).at(-1)).toMatchObject({ projects: 1 });
  expect(await openAlerts(plan)).not.toContainEqual({ project_id: project, code: 'task_overdue' });

  clock.today = () => '2026-11-20';
  await job.sweep();
  expect((await runs()).at(-1)).toMatchObject({ projects: 1 });
});

test('a process that has just started passes over what another one has looked at', async () => {
  await job.sweep();
  const fresh = new WatchdogJob(plan.pool);
  await fresh.sweep();
  await fresh.stop();
  expect((await runs()).at(-1)).toMatchObject({ projects: 0 });
});

test('an organisation is due at the turn of the day once its statuses are, after a change of settings, and not otherwise', async () => {
  const count = async () => (await runs()).length;
  await job.tick();
  const first = await count();
  await job.tick();
  expect(await count()).toBe(first);

  await plan.rows(`INSERT INTO pit_ops.settled_day (org_id, day) VALUES ($1, '2026-11-18')`, [plan.orgId]);
  clock.today = () => '2026-11-19';
  await job.tick();
  expect(await count()).toBe(first);
  await plan.rows(`UPDATE pit_ops.settled_day SET day = '2026-11-19' WHERE org_id = $1`, [plan.orgId]);
  await job.tick();
  expect(await count()).toBe(first + 1);

  await plan.rows(`UPDATE pit.organisation SET settings = '{"watchdog": {"overdueDays": 1}}' WHERE id = $1`, [
    plan.orgId,
  ]);
  await job.tick();
  expect(await count()).toBe(first + 2);
  await plan.rows('DELETE FROM pit_ops.settled_day');
});

/** Asks until the condition holds; the suite's own limit ends what never comes true. */
async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((next) => setTimeout(next, 20));
}

test('a commit wakes the watchdog for its project: the alert comes after the cause, and goes after the cure', async () => {
  const awake = new WatchdogJob(plan.pool, { quiet: 30, longest: 60, busy: 20 });
  const project = await lateProject(plan);
  const [task] = await plan.rows<{ id: string }>('SELECT id FROM pit.task WHERE project_id = $1', [project]);
  const id = task?.id ?? '';
  const isOpen = async () => (await openAlerts(plan)).some((alert) => alert.project_id === project);
  await plan.run((tx) => updateTask(tx, { id, description: 'Waits for steel.' }));
  await until(isOpen);
  await plan.run((tx) => moveStatus(tx, 'completeTask', { id }));
  await until(async () => !(await isOpen()));
  await awake.stop();
});

test('events that follow each other are one scan, which does not wait for ever', async () => {
  const project = await lateProject(plan);
  const scans: number[] = [];
  const awake = new WatchdogJob(plan.pool, { quiet: 60_000, longest: 40, busy: 20 });
  for (let n = 0; n < 5; n += 1) awake.wake(plan.orgId, project);
  await until(async () => {
    scans.push((await openAlerts(plan)).filter((alert) => alert.project_id === project).length);
    return scans.at(-1) === 1;
  });
  await awake.stop();
  const state = await plan.rows('SELECT state FROM pit_ops.watchdog_state WHERE project_id = $1', [project]);
  expect(state).toHaveLength(1);
});

test('of two processes that look at a project at once one scans, and the other comes back', async () => {
  const project = await lateProject(plan);
  const scans = await Promise.all(
    [1, 2, 3].map(() => plan.run((tx) => watchProject(tx, project), { actor: systemActor(plan.orgId) })),
  );
  expect(scans.reduce((sum, { raised }) => sum + raised, 0)).toBe(1);
  const told = await plan.rows(
    `SELECT FROM pit_ops.outbox WHERE stream_id = $1 AND topic = 'pit.watchdog.alert'`,
    [project],
  );
  expect(told).toHaveLength(1);
});

test('a project that cannot be scanned does not hide the others', async () => {
  const [broken, sound] = [await lateProject(plan), await lateProject(other)];
  await plan.rows(`ALTER TABLE pit.watchdog_alert ADD CONSTRAINT broken CHECK (project_id <> '${broken}')`);
  await job.sweep();
  await plan.rows('ALTER TABLE pit.watchdog_alert DROP CONSTRAINT broken');
  expect(await openAlerts(other)).toContainEqual({ project_id: sound, code: 'task_overdue' });
  expect((await runs()).at(-1)).toEqual({ projects: 1, issues: 0, isFinished: true });
  expect((await runs(other)).at(-1)).toEqual({ projects: 2, issues: 1, isFinished: true });
  await job.sweep();
  expect(await openAlerts(plan)).toContainEqual({ project_id: broken, code: 'task_overdue' });
});

const LEASE_TO_ANOTHER = `
  INSERT INTO pit_ops.job_lease VALUES ($1, gen_random_uuid(), now() + interval '1 minute')`;

test('while one process watches, another has nothing to do', async () => {
  const before = await runs();
  await plan.rows(LEASE_TO_ANOTHER, ['watchdog']);
  await job.sweep();
  await plan.rows('DELETE FROM pit_ops.job_lease');
  expect(await runs()).toEqual(before);
});

test('a run that is told to stop leaves its row open, and begins no other', async () => {
  const before = [...(await runs()), ...(await runs(other))].length;
  let looks = 0;
  await job.sweep({
    get aborted() {
      return looks++ > 0;
    },
  });
  expect([...(await runs()), ...(await runs(other))]).toHaveLength(before + 1);
  const open = [(await runs()).at(-1), (await runs(other)).at(-1)].filter((run) => run?.isFinished === false);
  expect(open).toEqual([{ projects: 0, issues: 0, isFinished: false }]);
});
