import { clock } from '../../src/clock.ts';
import { rollOverDays } from '../../src/jobs/day-roll-over.ts';
import { PLANNED_TASKS } from '../../src/db/queries/plan/tasks/duration-query.ts';
import { startJobs } from '../../src/jobs/jobs.ts';
import { updateSettings } from '../../src/services/directory/settings.ts';
import { syncDirectory } from '../../src/services/directory/directory.ts';
import { systemActor } from '../../src/domain/directory/actor.ts';
import { moveStatus } from '../../src/services/plan/status/task-status.ts';
import { TEST_SEALER, TEST_WEBHOOKS } from '../support/processes/graph.ts';
import { Plan } from '../support/worlds/plan-database.ts';

let plan: Plan;
const real = { ...clock };

const onDay = (today: string): void => void (clock.today = () => today);

beforeAll(async () => {
  onDay('2026-11-18');
  plan = await Plan.open();
});

afterAll(async () => {
  Object.assign(clock, real);
  await plan?.close();
});

async function statuses(...ids: string[]): Promise<string[]> {
  const rows = await plan.rows<{ id: string; status: string }>(
    'SELECT id, status FROM pit.task UNION ALL SELECT id, status FROM pit.subtask',
  );
  return ids.map((id) => rows.find((row) => row.id === id)?.status ?? 'gone');
}

test('the statuses that a new day moves are updated once, in the name of the platform', async () => {
  const project = await plan.project();
  const phase = await plan.phase(project);
  const late = await plan.task(project, phase, { start_date: '2026-11-16', end_date: '2026-11-18' });
  const soon = await plan.task(project, phase, { start_date: '2026-11-24', end_date: '2026-11-30' });
  const done = await plan.task(project, phase, { start_date: '2026-11-16', end_date: '2026-11-18' });
  const waiting = await plan.task(project, phase, { start_date: '2026-11-24', end_date: '2026-11-30' });
  const step = await plan.subtask(soon, { start_date: '2026-11-19', end_date: '2026-11-19' });
  await plan.insert('task_dependency', {
    project_id: project,
    predecessor_task_id: late,
    successor_task_id: waiting,
  });
  await plan.run((tx) => moveStatus(tx, 'completeTask', { id: done }));

  await rollOverDays(plan.pool);
  expect(await statuses(late, soon, done, waiting, step)).toEqual([
    'due_today',
    'not_started',
    'completed',
    'not_started',
    'upcoming',
  ]);

  onDay('2026-11-19');
  await rollOverDays(plan.pool);
  expect(await statuses(late, soon, done, waiting, step)).toEqual([
    'overdue',
    'upcoming',
    'completed',
    'blocked',
    'due_today',
  ]);
  const [audit] = await plan.rows(
    `SELECT user_id, before_state ->> 'status' AS before, after_state ->> 'status' AS after FROM pit.audit_log
     WHERE record_id = $1 ORDER BY created_at DESC LIMIT 1`,
    [late],
  );
  expect(audit).toEqual({
    user_id: '00000000-0000-0000-0000-0000000000ff',
    before: 'due_today',
    after: 'overdue',
  });
  const events = await plan.rows(
    `SELECT FROM pit_ops.outbox WHERE topic = 'pit.task.updated' AND payload ->> 'taskId' = $1`,
    [late],
  );
  expect(events).toHaveLength(2);

  const before = await plan.rows('SELECT count(*) FROM pit.audit_log');
  await rollOverDays(plan.pool);
  expect(await plan.rows('SELECT count(*) FROM pit.audit_log')).toEqual(before);
});

test('each organisation rolls over at its own midnight', async () => {
  const east = await Plan.open({}, 'Pacific/Kiritimati');
  try {
    clock.today = (timeZone) => (timeZone === 'Pacific/Kiritimati' ? '2026-11-21' : '2026-11-20');
    await rollOverDays(east.pool);
    await rollOverDays(plan.pool);
    const day = 'SELECT day::text FROM pit_ops.settled_day';
    expect([await east.rows(day), await plan.rows(day)]).toEqual([
      [{ day: '2026-11-21' }],
      [{ day: '2026-11-20' }],
    ]);
  } finally {
    await east.close();
  }
});

const LEASE_TO_ANOTHER = `
  INSERT INTO pit_ops.job_lease VALUES ($1, gen_random_uuid(), now() + interval '1 minute')`;

test('while one process rolls over, another has nothing to do', async () => {
  onDay('2026-11-24');
  await plan.rows(LEASE_TO_ANOTHER, ['day roll-over']);
  await rollOverDays(plan.pool);
  expect(await plan.rows('SELECT day::text FROM pit_ops.settled_day')).toEqual([{ day: '2026-11-20' }]);
  await plan.rows('DELETE FROM pit_ops.job_lease');
  await rollOverDays(plan.pool);
  expect(await plan.rows('SELECT day::text FROM pit_ops.settled_day')).toEqual([{ day: '2026-11-24' }]);
});

test('idempotency keys are forgotten after a day', async () => {
  const key = (name: string, age: string) =>
    plan.rows(
      `INSERT INTO pit_ops.idempotency_key (org_id, user_id, key, request_hash, created_at)
       VALUES ($1, $2, $3, '', now() - $4::interval)`,
      [plan.orgId, plan.owner, name, age],
    );
  await key('yesterday', '25 hours');
  await key('this-morning', '5 hours');
  await rollOverDays(plan.pool);
  expect(await plan.rows('SELECT key FROM pit_ops.idempotency_key')).toEqual([{ key: 'this-morning' }]);
});

test('changed settings reach quiet projects, and durations that another calendar counts otherwise', async () => {
  onDay('2026-11-24');
  const own = await plan.neighbour();
  const project = await own.project();
  const phase = await own.phase(project);
  const day = '2026-11-16';
  const milestone = { start_date: day, end_date: day, duration_days: 0 };
  const week = { start_date: day, end_date: '2026-11-20', duration_days: 5 };
  const long = await own.task(project, phase, { ...week, capex_cost: 300 });
  const ids = [long, await own.task(project, phase, milestone), await own.task(project, phase, milestone)];
  await own.run((tx) => moveStatus(tx, 'completeTask', { id: long }));
  const shown = async () => {
    const [row] = await own.rows('SELECT progress_percent AS progress FROM pit.project WHERE id = $1', [
      project,
    ]);
    const tasks = await own.rows<{ days: number; end: string }>(
      'SELECT duration_days AS days, end_date::text AS "end" FROM pit.task WHERE id = ANY ($1) ORDER BY 1 DESC',
      [ids],
    );
    return { ...row, days: tasks.map(({ days }) => days), end: tasks[0]?.end };
  };
  await rollOverDays(plan.pool);
  expect(await shown()).toEqual({ progress: 33, days: [5, 0, 0], end: '2026-11-20' });

  const change = (settings: object) =>
    own.run((tx) => syncDirectory(tx, { organisation: { id: own.orgId, name: 'O', settings } }), {
      actor: systemActor(own.orgId),
    });
  expect(await change({ progressWeight: 'cost' })).toMatchObject({ durationsRecounted: null });
  await rollOverDays(plan.pool);
  expect(await shown()).toMatchObject({ progress: 99 });

  const holidays = ['2026-11-18', '2026-11-19'];
  expect(await change({ progressWeight: 'cost', holidays })).toMatchObject({ durationsRecounted: 1 });
  expect(await shown()).toMatchObject({ days: [3, 0, 0], end: '2026-11-20' });
  expect(await change({ progressWeight: 'cost', holidays })).toMatchObject({ durationsRecounted: null });
  await own.rows('UPDATE pit.task SET duration_days = 4 WHERE id = $1', [long]);
  expect(await change({ progressWeight: 'duration', holidays: ['2026-11-18'] })).toMatchObject({
    durationsRecounted: 0,
  });
  await own.rows('UPDATE pit.task SET duration_days = 5 WHERE id = $1', [long]);
  await rollOverDays(plan.pool);
  expect(await shown()).toMatchObject({ progress: 99, days: [4, 0, 0] });
});

test('another calendar of an administrator, or of SQL, reaches every duration by the next roll-over, the first ones at once', async () => {
  onDay('2026-11-24');
  const own = await plan.neighbour();
  const project = await own.project();
  const phase = await own.phase(project);
  const week = { start_date: '2026-11-16', end_date: '2026-11-20', duration_days: 5 };
  await own.task(project, phase, week);
  await own.rows(
    `INSERT INTO pit.task (org_id, project_id, phase_id, name, owner_id, start_date, end_date, duration_days)
     SELECT org_id, project_id, phase_id, name, owner_id, start_date, end_date, duration_days FROM pit.task, generate_series(1, 519)
     WHERE project_id = $1`,
    [project],
  );
  await rollOverDays(plan.pool);
  const durations = () =>
    own.rows(
      'SELECT duration_days AS days, count(*)::int AS n FROM pit.task WHERE org_id = $1 GROUP BY 1 ORDER BY 1',
      [own.orgId],
    );
  const admin = { actor: own.actor(own.owner, 'admin') };
  const change = await own.run((tx) => updateSettings(tx, { holidays: ['2026-11-18'] }), admin);
  expect(change).toMatchObject({ durationsRecounted: 520 });
  expect(await durations()).toEqual([
    { days: 4, n: 500 },
    { days: 5, n: 20 },
  ]);
  await rollOverDays(plan.pool);
  expect(await durations()).toEqual([{ days: 4, n: 520 }]);
  await own.rows(`UPDATE pit.organisation SET settings = settings - 'holidays' WHERE id = $1`, [own.orgId]);
  await rollOverDays(plan.pool);
  expect(await durations()).toEqual([{ days: 5, n: 520 }]);
});

test('the next tasks to be counted are found by their index, and no others are read', async () => {
  const asked = PLANNED_TASKS.text
    .replace('$1', `'-infinity'`)
    .replace('$2', `'${plan.orgId}'`)
    .replace('$3', '20');
  const client = await plan.pool.connect();
  try {
    await client.query('BEGIN');
    await client.query(`SELECT set_config('app.org_id', $1, true), set_config('app.role', 'service', true)`, [
      plan.orgId,
    ]);
    await client.query('SET LOCAL enable_seqscan = off');
    const { rows } = await client.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${asked}`);
    const steps = rows.map((row) => row['QUERY PLAN']).join('\n');
    expect(steps).toContain('task_org_id_created_at_id_idx');
    expect(steps).not.toContain('Sort');
  } finally {
    await client.query('ROLLBACK');
    client.release();
  }
});

test('the clocks run at once, and stop when told to', async () => {
  onDay('2026-11-25');
  const jobs = startJobs(plan.pool, {
    audit: { sealer: TEST_SEALER, heads: { keep: async () => undefined } },
    files: { read: () => Promise.reject(new Error('no file is asked for')), remove: async () => undefined },
    delivery: {
      senders: { webhook: async () => ({ outcome: 'sent' }) },
      secrets: TEST_WEBHOOKS.secrets,
      chance: () => 0.5,
    },
  });
  const isSettled = async () =>
    (await plan.rows<{ day: string }>('SELECT day::text FROM pit_ops.settled_day'))[0]?.day === '2026-11-25';
  while (!(await isSettled())) await new Promise((resolve) => setTimeout(resolve, 20));
  await jobs.stop();
});
