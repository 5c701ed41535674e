import { clock } from '../../src/clock.ts';
import { ScheduleApplicationJob } from '../../src/jobs/schedule-applications.ts';
import { lockProjectOf } from '../../src/services/plan/projects/locked-project.ts';
import { PlanGraph } from '../support/mutations/mutations.ts';
import { applicationOf, askForApplication } from '../support/requests/asked-application.ts';

let api: PlanGraph;
let jobs: ScheduleApplicationJob[];
const real = { ...clock };

beforeAll(async () => {
  clock.today = () => '2026-11-18';
  api = await PlanGraph.open();
});
beforeEach(() => {
  jobs = [];
});
afterEach(async () => {
  await Promise.all(jobs.map((job) => job.stop()));
  clock.today = () => '2026-11-18';
});
afterAll(async () => {
  Object.assign(clock, real);
  await api?.close();
});

function startJob(): ScheduleApplicationJob {
  const job = new ScheduleApplicationJob(api.plan.pool);
  jobs.push(job);
  return job;
}

/** A process comes, does all that is asked for, and goes: while it runs, it would begin what is asked for at once. */
async function work(): Promise<void> {
  const job = startJob();
  await job.sweep();
  await job.idle();
  await job.stop();
}

interface Planned {
  readonly project: string;
  readonly a: string;
  readonly b: string;
}

/** Two tasks of two days, the second behind the first. */
async function planned(owner: string = api.plan.owner): Promise<Planned> {
  const project = await api.plan.project({ owner_id: owner });
  const phase = await api.plan.phase(project, { owner_id: owner });
  const at = (start_date: string, end_date: string) => ({ start_date, end_date, duration_days: 2 });
  const a = await api.plan.task(project, phase, { name: 'a', ...at('2026-11-23', '2026-11-24') });
  const b = await api.plan.task(project, phase, { name: 'b', ...at('2026-11-25', '2026-11-26') });
  const ends = { predecessor_task_id: a, successor_task_id: b, dependency_type: 'finish_to_start' };
  await api.plan.insert('task_dependency', { project_id: project, ...ends });
  return { project, a, b };
}

const LATER = '2026-12-07';
const later = ({ project, a }: Planned) => ({ projectId: project, tasks: [{ taskId: a, startDate: LATER }] });
const ask = (plan: Planned, actor = api.plan.actor()) => askForApplication(api, later(plan), actor);

const starts = async (project: string) => {
  const rows = await api.plan.rows<{ start: string }>(
    `SELECT start_date::text AS start FROM pit.task WHERE project_id = $1 ORDER BY name`,
    [project],
  );
  return rows.map(({ start }) => start);
};
const OLD = ['2026-11-23', '2026-11-25'];
const NEW = [LATER, '2026-12-09'];

const announced = async (project: string) => {
  const rows = await api.plan.rows<{ id: string }>(
    `SELECT payload ->> 'applicationId' AS id FROM pit_ops.outbox
     WHERE stream_id = $1 AND topic = 'pit.schedule.updated' ORDER BY seq`,
    [project],
  );
  return rows.map(({ id }) => id);
};

test('a plan, a day or rules that are others by then end it as a CONFLICT, and nothing is moved', async () => {
  const changes: ((plan: Planned) => Promise<unknown>)[] = [
    ({ b }) => api.done('updateTask', { id: b, durationDays: 3 }, '__typename'),
    () => Promise.resolve((clock.today = () => '2026-11-19')),
    ({ project }) =>
      api.done(
        'setScheduleSettings',
        { projectId: project, schedule: { criticalSlackDays: 4 } },
        '__typename',
      ),
  ];
  for (const change of changes) {
    const plan = await planned();
    const id = await ask(plan);
    await change(plan);
    await work();
    expect(await applicationOf(api, id)).toMatchObject({
      state: 'REFUSED',
      changedTaskCount: null,
      error: { code: 'CONFLICT', field: 'input.token', expected: expect.any(String) },
    });
    expect(await starts(plan.project)).toEqual(OLD);
    expect(await announced(plan.project)).toEqual([id, id]);
    clock.today = () => '2026-11-18';
  }
});

test('a new name of a task, or another project, ends nothing', async () => {
  const [plan, other] = [await planned(), await planned()];
  const id = await ask(plan);
  await api.done('updateTask', { id: plan.b, name: 'c' }, '__typename');
  await api.done('updateTask', { id: other.b, durationDays: 5 }, '__typename');
  await work();
  expect(await applicationOf(api, id)).toMatchObject({ state: 'APPLIED', changedTaskCount: 2, error: null });
  expect(await starts(plan.project)).toEqual(NEW);
});

test('who asked must still be allowed to when it is done', async () => {
  const person = async (): Promise<string> => {
    const id = crypto.randomUUID();
    return api.plan.insert('user', { id, name: id, email: `${id}@example.test`, role: 'member' });
  };
  const changes: ((plan: Planned, id: string) => Promise<unknown>)[] = [
    (_, id) =>
      api.plan.rows('INSERT INTO pit_ops.deactivated_user (id, org_id) VALUES ($1, $2)', [
        id,
        api.plan.orgId,
      ]),
    (_, id) => api.plan.rows(`UPDATE pit."user" SET role = 'viewer' WHERE id = $1`, [id]),
    async ({ project }) => {
      await api.plan.rows('UPDATE pit.project SET owner_id = $2 WHERE id = $1', [project, api.plan.owner]);
      await api.plan.rows('UPDATE pit.phase SET owner_id = $2 WHERE project_id = $1', [
        project,
        api.plan.owner,
      ]);
    },
  ];
  for (const change of changes) {
    const who = await person();
    const plan = await planned(who);
    const id = await ask(plan, api.plan.actor(who));
    await change(plan, who);
    await work();
    expect(await applicationOf(api, id)).toMatchObject({
      state: 'REFUSED',
      error: { code: 'FORBIDDEN', pit: 'PIT001' },
    });
    expect(await starts(plan.project)).toEqual(OLD);
  }
});

test('a role that is another in the directory than in the token counts only if it changes meanwhile', async () => {
  const [plan, other] = [await planned(), await planned()];
  const helper = api.plan.helper;
  const admin = { ...api.plan.actor(helper, 'admin'), overrideReason: 'Steering committee' };
  const first = await ask(plan, admin);
  await work();
  expect(await applicationOf(api, first)).toMatchObject({ state: 'APPLIED' });
  const second = await ask(other, admin);
  await api.plan.rows(`UPDATE pit."user" SET role = 'viewer' WHERE id = $1`, [helper]);
  await work();
  await api.plan.rows(`UPDATE pit."user" SET role = 'member' WHERE id = $1`, [helper]);
  expect(await applicationOf(api, second)).toMatchObject({ state: 'REFUSED', error: { code: 'FORBIDDEN' } });
});

test('a project that is completed, archived or deleted meanwhile is told', async () => {
  const ends = { completed: 'CONFLICT', archived: 'CONFLICT', deleted: 'NOT_FOUND' };
  for (const [end, code] of Object.entries(ends)) {
    const plan = await planned();
    const id = await ask(plan);
    await api.plan.rows(
      end === 'deleted'
        ? 'UPDATE pit.project SET deleted_at = now() WHERE id = $1'
        : `UPDATE pit.project SET status = '${end}' WHERE id = $1`,
      [plan.project],
    );
    await work();
    const project = end === 'deleted' ? null : { id: plan.project };
    expect(await applicationOf(api, id)).toMatchObject({ state: 'REFUSED', project, error: { code } });
    expect(await starts(plan.project)).toEqual(OLD);
  }
});

test('dates that the plan refuses are told with field, expected and actual', async () => {
  const plan = await planned();
  const [{ phase_id: id } = {}] = await api.plan.rows('SELECT phase_id FROM pit.task WHERE id = $1', [
    plan.a,
  ]);
  await api.done('updatePhase', { id, endDate: '2026-12-01' }, '__typename');
  const asked = await ask(plan);
  const settings = (text: string) =>
    api.plan.rows('UPDATE pit.organisation SET settings = $2 WHERE id = $1', [api.plan.orgId, text]);
  await settings('{"childDates": "refuse"}');
  await work();
  await settings('{}');
  expect(await applicationOf(api, asked)).toMatchObject({
    state: 'REFUSED',
    error: {
      code: 'BAD_USER_INPUT',
      pit: 'PIT006',
      expected: expect.any(String),
      actual: expect.any(String),
    },
  });
  expect(await starts(plan.project)).toEqual(OLD);
});

test('of two processes one does it, and it is done once', async () => {
  const plan = await planned();
  const [one, two] = [startJob(), startJob()];
  const id = await ask(plan);
  for (const job of [one, two]) job.wake(api.plan.orgId, id);
  await Promise.all([one, two].map((job) => job.sweep()));
  await Promise.all([one, two].map((job) => job.idle()));
  expect(await applicationOf(api, id)).toMatchObject({ state: 'APPLIED', changedTaskCount: 2 });
  const events = await api.plan.rows(
    `SELECT seq FROM pit_ops.outbox WHERE stream_id = $1 AND topic = 'pit.task.updated'`,
    [plan.project],
  );
  expect(events).toHaveLength(2);
});

test('what was begun too often is given up, and the project is free for the next', async () => {
  const plan = await planned();
  const id = await ask(plan);
  await api.plan.rows('UPDATE pit_ops.schedule_application SET attempts = 5 WHERE id = $1', [id]);
  await work();
  expect(await applicationOf(api, id)).toMatchObject({ state: 'FAILED', error: { code: 'UNAVAILABLE' } });
  expect(await starts(plan.project)).toEqual(OLD);
  const next = await ask(plan);
  await work();
  expect(await applicationOf(api, next)).toMatchObject({ state: 'APPLIED' });
});

test('while somebody changes the project it waits, and is then done', async () => {
  const plan = await planned();
  const id = await ask(plan);
  let end = (): void => undefined;
  const ended = new Promise<void>((resolve) => (end = resolve));
  let locked = (): void => undefined;
  const isLocked = new Promise<void>((resolve) => (locked = resolve));
  const holding = api.plan.run(async (tx) => {
    await lockProjectOf(tx, 'project', plan.project);
    locked();
    await ended;
    return {};
  });
  await isLocked;
  // The next one is told what is under way, without waiting for the lock.
  const next = { preview: { projectId: plan.project }, token: 'of whichever preview' };
  expect(await api.refused('applySchedule', next)).toMatchObject({ code: 'CONFLICT', applicationId: id });
  const job = startJob();
  await job.sweep();
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(await applicationOf(api, id)).toMatchObject({ state: 'RUNNING', changedTaskCount: null });
  end();
  await holding;
  await job.idle();
  expect(await applicationOf(api, id)).toMatchObject({ state: 'APPLIED' });
});

test('it is seen by whoever sees the project, and by nobody of another organisation', async () => {
  const plan = await planned();
  const id = await ask(plan);
  const neighbour = await api.plan.neighbour();
  expect(await applicationOf(api, id, api.plan.actor(api.plan.sponsor, 'viewer'))).toMatchObject({
    state: 'RUNNING',
  });
  expect(await applicationOf(api, id, neighbour.actor())).toBeNull();
  expect(await applicationOf(api, 'no id')).toBeNull();
  const division = await api.plan.insert('division', { name: 'Elsewhere' });
  await api.plan.rows('UPDATE pit.project SET division_id = $2 WHERE id = $1', [plan.project, division]);
  expect(await applicationOf(api, id, api.plan.actor(api.plan.helper))).toBeNull();
});

test('what was asked stays as it was asked, and what is over as it is', async () => {
  const plan = await planned();
  const id = await ask(plan);
  const change = (set: string) =>
    api.plan.rows(`UPDATE pit_ops.schedule_application SET ${set} WHERE id = $1`, [id]);
  for (const set of [
    `request = '{"preview": {}}'`,
    `requested_by = '${api.plan.helper}'`,
    `rights = '{"role": "admin"}'`,
    `ground = 'another'`,
    `project_id = gen_random_uuid()`,
  ])
    await expect(change(set)).rejects.toThrow('what was asked stays as it was asked');
  await work();
  await expect(change(`state = 'running', request = '{}'`)).rejects.toThrow('what is over stays as it is');
  const kept = await api.plan.rows(
    'SELECT request, attempts FROM pit_ops.schedule_application WHERE id = $1',
    [id],
  );
  expect(kept).toEqual([{ request: null, attempts: 1 }]);
});
