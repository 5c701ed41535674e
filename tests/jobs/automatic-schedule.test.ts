import { clock } from '../../src/clock.ts';
import { systemActor } from '../../src/domain/directory/actor.ts';
import { PitError } from '../../src/domain/errors.ts';
import { ScheduleJob } from '../../src/jobs/schedule.ts';
import { lockProjectOf } from '../../src/services/plan/projects/locked-project.ts';
import { refreshSchedules, staleProjects } from '../../src/services/schedule/refresh-schedules.ts';
import type { Tx } from '../../src/services/transaction/command.ts';
import { runMutation } from '../../src/services/transaction/mutation-transaction.ts';
import { PLAN_TOPICS } from '../../src/services/schedule/stored-plan.ts';
import { previewOf } from '../support/requests/previewed-plan.ts';
import { PlanGraph } from '../support/mutations/mutations.ts';

let api: PlanGraph;
let jobs: ScheduleJob[];
const real = { ...clock };
const TODAY = '2026-11-18';

beforeAll(async () => {
  clock.today = () => TODAY;
  api = await PlanGraph.open();
});
beforeEach(() => {
  jobs = [];
});
afterEach(async () => {
  await Promise.all(jobs.map((job) => job.stop()));
  clock.today = () => TODAY;
});
afterAll(async () => {
  Object.assign(clock, real);
  await api?.close();
});

function startJob(): ScheduleJob {
  const job = new ScheduleJob(api.plan.pool);
  jobs.push(job);
  return job;
}

interface Chain {
  readonly project: string;
  readonly phase: string;
  readonly ids: readonly [string, string, string];
}

/** Three tasks of two days, each behind the one before it, whose dates follow their schedule. */
async function chain(auto = 'APPLY'): Promise<Chain> {
  const project = await api.make('Project', {});
  const phase = await api.make('Phase', { projectId: project });
  const ids: string[] = [];
  for (const name of ['a', 'b', 'c'])
    ids.push(await api.make('Task', { phaseId: phase, name, durationDays: 2 }));
  for (const [predecessorId, successorId] of [ids.slice(0, 2), ids.slice(1)])
    await api.done('addDependency', { predecessorId, successorId }, '__typename');
  await api.done('setScheduleSettings', { projectId: project, schedule: { auto } }, '__typename');
  return { project, phase, ids: ids as unknown as Chain['ids'] };
}

const datesOf = async (project: string) => {
  const rows = await api.plan.rows<{ name: string; start: string; end: string }>(
    `SELECT name, start_date::text AS start, end_date::text AS "end" FROM pit.task
     WHERE project_id = $1 AND deleted_at IS NULL ORDER BY name, id`,
    [project],
  );
  return rows.map(({ name, start, end }) => `${name} ${start} ${end}`);
};
const datesOfAll = async (projects: readonly string[]) => {
  const all: string[][] = [];
  for (const project of projects) all.push(await datesOf(project));
  return all;
};
const eventsOf = (project: string, topic = 'pit.task.updated') =>
  api.plan.rows(`SELECT seq, payload FROM pit_ops.outbox WHERE stream_id = $1 AND topic = $2`, [
    project,
    topic,
  ]);

/** Events so far, and projects whose schedule is behind their plan. */
const progress = async (): Promise<string> => {
  const rows = await api.plan.rows(
    `SELECT (SELECT count(*) FROM pit_ops.outbox)::int AS events, (SELECT count(*) FROM pit.project p
       LEFT JOIN pit_ops.project_schedule s ON s.project_id = p.id
       WHERE s.project_id IS NULL OR EXISTS (SELECT FROM pit_ops.outbox o
         WHERE o.stream_id = p.id AND o.seq > s.plan_seq AND o.topic = ANY ($1)))::int AS behind`,
    [PLAN_TOPICS],
  );
  return JSON.stringify(rows);
};

/** Until no schedule is behind; a plan whose dates never come to rest fails the test. */
async function settle(...asked: ScheduleJob[]): Promise<void> {
  for (let sweeps = 0; ; sweeps += 1) {
    const before = await progress();
    await Promise.all(asked.map((job) => job.sweep()));
    const after = await progress();
    if (before === after && after.endsWith('"behind":0}]')) return;
    if (sweeps > 20) throw new Error('the plan does not come to rest');
  }
}

test('dates follow their schedule by themselves, in the name of the platform, and then rest', async () => {
  const { project, ids } = await chain();
  const job = startJob();
  await settle(job);
  expect(await datesOf(project)).toEqual([
    'a 2026-11-18 2026-11-19',
    'b 2026-11-20 2026-11-23',
    'c 2026-11-24 2026-11-25',
  ]);
  await api.done('updateTask', { id: ids[0], durationDays: 4 }, '__typename');
  const before = await eventsOf(project);
  await settle(job);
  expect((await datesOf(project)).slice(1)).toEqual(['b 2026-11-24 2026-11-25', 'c 2026-11-26 2026-11-27']);
  expect((await eventsOf(project)).length - before.length).toBe(2);
  const logged = await api.plan.rows(
    `SELECT DISTINCT l.comment, l.user_id FROM pit.task_progress_log l WHERE l.task_id = $1 ORDER BY l.comment`,
    [ids[2]],
  );
  const system = '00000000-0000-0000-0000-0000000000ff';
  expect(logged).toContainEqual({
    comment: 'Rescheduled automatically after pit.task.updated.',
    user_id: system,
  });
  const audited = await api.plan.rows(
    `SELECT user_id FROM pit.audit_log WHERE table_name = 'task' AND record_id = $1 ORDER BY created_at DESC LIMIT 1`,
    [ids[2]],
  );
  expect(audited).toEqual([{ user_id: system }]);
});

test('with another mode, and where work is manual or done, dates stay', async () => {
  const suggested = await chain('SUGGEST');
  const off = await chain('OFF');
  const manual = await chain();
  await api.done('setTaskRule', { taskId: manual.ids[1], mode: 'MANUAL' }, '__typename');
  const done = await chain();
  await api.plan.rows(`UPDATE pit.project SET status = 'archived' WHERE id = $1`, [done.project]);
  const others = [suggested, off, done].map(({ project }) => project);
  const before = await datesOfAll(others);
  await settle(startJob());
  expect(await datesOfAll(others)).toEqual(before);
  const [a, b, c] = await datesOf(manual.project);
  expect([a, b?.slice(0, 6), c]).toEqual([
    'a 2026-11-18 2026-11-19',
    'b null',
    expect.stringMatching(/^c 2026/),
  ]);
});

test('a new day moves what has not begun, and a person’s change is not undone beyond what links ask', async () => {
  const { project, ids } = await chain();
  const job = startJob();
  await settle(job);
  clock.today = () => '2026-11-20';
  await settle(job);
  expect((await datesOf(project))[0]).toBe('a 2026-11-20 2026-11-23');
  await api.done('updateTask', { id: ids[1], startDate: '2026-12-07' }, '__typename');
  await settle(job);
  expect((await datesOf(project)).slice(1)).toEqual(['b 2026-12-07 2026-12-08', 'c 2026-12-09 2026-12-10']);
  const again = await eventsOf(project);
  await settle(job);
  expect(await eventsOf(project)).toHaveLength(again.length);
});

test('of two replicas one applies, and none applies twice', async () => {
  const { project, ids } = await chain();
  const [one, two] = [startJob(), startJob()];
  await settle(one, two);
  const before = (await eventsOf(project)).length;
  await api.done('updateTask', { id: ids[0], durationDays: 6 }, '__typename');
  for (const job of [one, two]) job.wake(api.plan.orgId, project, 0);
  for (let tries = 0; (await eventsOf(project)).length < before + 3; tries += 1) {
    if (tries > 100) throw new Error('nothing was applied');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  await settle(one, two);
  expect((await eventsOf(project)).length - before).toBe(3);
});

test('a plan that refuses the dates keeps its own, has its schedule, and is not asked again and again', async () => {
  const { project, phase, ids } = await chain();
  const job = startJob();
  await settle(job);
  const { orgId } = api.plan;
  await api.plan.rows(`UPDATE pit.organisation SET settings = '{"childDates": "refuse"}' WHERE id = $1`, [
    orgId,
  ]);
  await settle(job);
  await api.done('updatePhase', { id: phase, endDate: '2026-11-26' }, '__typename');
  await api.done('updateTask', { id: ids[0], durationDays: 5 }, '__typename');
  const before = await datesOf(project);
  await settle(job);
  expect(await datesOf(project)).toEqual(before);
  const [stored] = await api.plan.rows(
    'SELECT forecast_finish::text AS finish FROM pit_ops.project_schedule WHERE project_id = $1',
    [project],
  );
  expect(stored).toEqual({ finish: '2026-11-30' });
  await api.plan.rows(`UPDATE pit.organisation SET settings = '{}' WHERE id = $1`, [orgId]);
  await api.done('updateTask', { id: ids[0], name: 'a, renamed' }, '__typename');
  await settle(job);
  expect((await datesOf(project))[2]).toBe('c 2026-11-27 2026-11-30');
});

test('work that is ahead of its plan does not end before its subtasks: it alone keeps its end, or is to be left out', async () => {
  const project = await api.make('Project', {});
  const phaseId = await api.make('Phase', { projectId: project });
  const dated = (name: string, startDate: string) =>
    api.make('Task', { phaseId, name, startDate, durationDays: 10 });
  const taskId = await dated('ahead', TODAY);
  const subtaskId = await api.make('Subtask', { taskId, startDate: TODAY, endDate: '2026-11-27' });
  await api.make('Subtask', { taskId, startDate: '2026-11-30', endDate: '2026-12-01' });
  await api.done('completeSubtask', { id: subtaskId }, '__typename');
  await dated('late', '2026-11-02');
  const preview = { projectId: project, base: 'STORED_DATES' };
  const token = async () => (await previewOf(api, preview)).token;
  expect(await api.refused('applySchedule', { preview, token: await token() })).toMatchObject({
    code: 'BAD_USER_INPUT',
    pit: 'PIT006',
    field: 'input.exceptTaskIds',
    taskId,
  });
  await api.done('setScheduleSettings', { projectId: project, schedule: { auto: 'APPLY' } }, '__typename');
  await settle(startJob());
  expect(await datesOf(project)).toEqual(['ahead 2026-11-18 2026-12-01', 'late 2026-11-18 2026-12-01']);
});

test('whenever no connection was free, the dates follow all the same with the next sweep', async () => {
  const { pool } = api.plan;
  const connect = pool.connect.bind(pool);
  const failures: string[] = [];
  for (let nth = 1; nth <= 8; nth += 1) {
    const { project, ids } = await chain();
    const job = startJob();
    await settle(job);
    await job.stop();
    await api.done('updateTask', { id: ids[0], durationDays: 4 }, '__typename');
    let asked = 0;
    pool.connect = (() => {
      asked += 1;
      return asked === nth ? Promise.reject(new PitError('UNAVAILABLE', 'busy')) : connect();
    }) as typeof pool.connect;
    const sweeping = startJob();
    await sweeping.sweep().catch(() => undefined);
    pool.connect = connect;
    if (asked >= nth) failures.push(project);
    // A lease that could not be given back runs out by itself, a minute later.
    await api.plan.rows('DELETE FROM pit_ops.job_lease', []);
    await settle(sweeping);
    await sweeping.stop();
    expect((await datesOf(project)).slice(1)).toEqual(['b 2026-11-24 2026-11-25', 'c 2026-11-26 2026-11-27']);
  }
  expect(failures.length).toBeGreaterThanOrEqual(3);
});

test('a mode that is switched off while a sweep goes on is off for what it has not come to', async () => {
  const { project, ids } = await chain();
  const job = startJob();
  await settle(job);
  await job.stop();
  await api.done('updateTask', { id: ids[0], durationDays: 4 }, '__typename');
  const before = await datesOf(project);
  const system = systemActor(api.plan.orgId);
  const run = <T extends object>(verb: (tx: Tx) => Promise<T>) =>
    runMutation(api.plan.pool, system, { name: 'schedule', input: {} }, verb);
  const { stale } = await run(async (tx) => ({ stale: await staleProjects(tx, { limit: 10 }) }));
  expect(stale.map(({ id, isApplied }) => [id, isApplied])).toContainEqual([project, true]);
  await api.done('setScheduleSettings', { projectId: project, schedule: { auto: 'SUGGEST' } }, '__typename');
  expect(await run((tx) => refreshSchedules(tx, stale))).toMatchObject({ busy: [] });
  expect(await datesOf(project)).toEqual(before);
});

test('a project that somebody is changing is left behind, and comes next', async () => {
  const { project } = await chain();
  const job = startJob();
  let [isLocked, mayEnd] = [false, false];
  const until = async (isSo: () => boolean): Promise<void> => {
    while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 10));
  };
  const holding = api.plan.run(async (tx) => {
    await lockProjectOf(tx, 'project', project);
    isLocked = true;
    await until(() => mayEnd);
    return {};
  });
  await until(() => isLocked);
  await job.sweep();
  expect(await eventsOf(project, 'pit.schedule.updated')).toEqual([]);
  mayEnd = true;
  await holding;
  await settle(job);
  expect((await datesOf(project))[2]).toBe('c 2026-11-24 2026-11-25');
});
