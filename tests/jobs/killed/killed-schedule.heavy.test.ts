import { setTimeout as sleep } from 'node:timers/promises';
import { clock } from '../../../src/clock.ts';
import { ScheduleJob } from '../../../src/jobs/schedule.ts';
import { PitProcess } from '../../support/processes/pit-process.ts';
import { Plan } from '../../support/worlds/plan-database.ts';

const TODAY = '2026-11-18';
const LIMIT_MS = 400_000;

let plan: Plan;
let pits: PitProcess[];
const real = { ...clock };

beforeAll(async () => {
  clock.today = () => TODAY;
  plan = await Plan.open();
});
beforeEach(() => {
  pits = [];
});
afterEach(() => Promise.all(pits.map((pit) => pit.kill())));
afterAll(async () => {
  Object.assign(clock, real);
  await plan?.close();
});

async function startPit(): Promise<PitProcess> {
  const pit = await PitProcess.start(plan.database, { PIT_TODAY: TODAY });
  pits.push(pit);
  return pit;
}

async function ask<T>(pit: PitProcess, query: string, variables: object): Promise<T> {
  const authorization = `Bearer ${await pit.token(plan.actor())}`;
  const response = await fetch(pit.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = (await response.json()) as { data: T; errors?: unknown };
  if (errors !== undefined) throw new Error(JSON.stringify(errors));
  return data;
}

async function until(what: string, isSo: () => Promise<boolean>, everyMs = 100): Promise<void> {
  const end = Date.now() + 200_000;
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error(`waited in vain until ${what}`);
    await sleep(everyMs);
  }
}

const count = async (sql: string, values: unknown[] = []): Promise<number> => {
  const [row] = await plan.rows<{ n: number }>(`SELECT count(*)::int AS n FROM ${sql}`, values);
  return row?.n ?? 0;
};

/** Whether a process is writing dates of tasks at this moment, in a transaction that is not over. */
const isWriting = async (): Promise<boolean> =>
  (await count(
    `pg_stat_activity WHERE datname = current_database() AND state = 'active' AND pid <> pg_backend_pid()
     AND query LIKE '%UPDATE pit.task AS t SET start_date%'`,
  )) > 0;

/** Tasks of two days each, ten in a row behind one another, that were to begin long ago. */
async function planted(tasks: number): Promise<string> {
  const project = await plan.project();
  const phase = await plan.phase(project);
  await plan.rows(
    `WITH made AS (INSERT INTO pit.task (org_id, project_id, phase_id, owner_id, name, start_date, end_date, duration_days)
       SELECT $1, $2, $3, $4, 'task ' || n, '2026-10-05', '2026-10-06', 2 FROM generate_series(1, $5::int) n RETURNING id, name),
     numbered AS (SELECT id, split_part(name, ' ', 2)::int AS n FROM made)
     INSERT INTO pit.task_dependency (org_id, project_id, predecessor_task_id, successor_task_id, dependency_type)
     SELECT $1, $2, i.id, j.id, 'finish_to_start' FROM numbered i JOIN numbered j ON j.n = i.n + 1 AND i.n % 10 <> 0`,
    [plan.orgId, project, phase, plan.worker, tasks],
  );
  await plan.rows('ANALYZE pit.task, pit.task_dependency');
  return project;
}

const NOT_MOVED = `pit.task WHERE project_id = $1 AND start_date = '2026-10-05'`;
const WRITES = `pit.audit_log WHERE table_name = 'task' AND action = 'UPDATE'
  AND before_state ->> 'start_date' IS DISTINCT FROM after_state ->> 'start_date'
  AND record_id IN (SELECT id::text FROM pit.task WHERE project_id = $1)`;

const SCHEDULES = `SELECT task_id, early_start::text, early_finish::text, late_start::text, late_finish::text, total_slack,
  free_slack, is_critical, is_on_longest_path, work_state, link_slack FROM pit_ops.task_schedule WHERE project_id = ANY ($1) ORDER BY task_id`;
const WHOLES = `SELECT project_id, today::text, origin::text, data_date::text, task_count, length_days,
  forecast_finish::text, critical_count, cycle, violations FROM pit_ops.project_schedule WHERE project_id = ANY ($1) ORDER BY project_id`;
const schedules = async (projects: readonly string[]) => [
  await plan.rows(SCHEDULES, [projects]),
  await plan.rows(WHOLES, [projects]),
];

/** The leases of a process that was killed are out after a minute, for which one test of these really waits. */
const endLeases = (): Promise<object[]> => plan.rows('DELETE FROM pit_ops.job_lease');

/** What a computation from nothing stores, by a job of this process while no other one runs. */
async function coldSchedules(projects: readonly string[]): Promise<object[][]> {
  await plan.rows('DELETE FROM pit_ops.task_schedule');
  await plan.rows('DELETE FROM pit_ops.project_schedule');
  const job = new ScheduleJob(plan.pool);
  await endLeases();
  await job.sweep();
  await job.stop();
  return schedules(projects);
}

/** Rows that are on one side alone, the first of them: thousands would not be read. */
function differing(warm: readonly object[][], cold: readonly object[][]): string[] {
  const [ours, theirs] = [warm, cold].map((each) => new Set(each.flat().map((row) => JSON.stringify(row))));
  const apart = [...ours!].filter((row) => !theirs!.has(row));
  return [...apart, ...[...theirs!].filter((row) => !ours!.has(row))].slice(0, 4);
}

test(
  'a process killed while it sweeps leaves nothing half done, and after its restart all schedules are those of a cold computation',
  async () => {
    const made: string[] = [];
    for (let n = 0; n < 12; n += 1) made.push(await planted(200));
    const pit = await startPit();
    const stored = () => count('pit_ops.project_schedule');
    await until('some schedules are stored', async () => (await stored()) > 0, 10);
    await pit.kill();
    const [left, rows] = await schedules(made);
    expect(rows!.length).toBeLessThan(made.length);
    expect(left!.length).toBe(rows!.length * 200);
    await endLeases();
    await pit.restart();
    await until('all schedules are stored', async () => (await stored()) === made.length);
    await pit.kill();
    const warm = await schedules(made);
    expect(differing(warm, await coldSchedules(made))).toEqual([]);
    expect(warm[0]).toHaveLength(made.length * 200);
  },
  LIMIT_MS,
);

const PREVIEW = `query ($preview: PreviewScheduleInput!) { previewSchedule(input: $preview) { token isEmpty
  after { finish } moved(first: 1) { totalCount } } }`;
interface Previewed {
  readonly previewSchedule: {
    readonly token: string;
    readonly isEmpty: boolean;
    readonly after: { readonly finish: string };
    readonly moved: { readonly totalCount: number };
  };
}
const APPLY = `mutation ($input: ApplyScheduleInput!) { applySchedule(input: $input) { state changedTaskCount
  application { id state taskCount } } }`;
interface Applied {
  readonly applySchedule: { readonly state: string; readonly application: { readonly id: string } };
}
const APPLICATION = `query ($id: ID!) { scheduleApplication(id: $id) { state changedTaskCount error { message } } }`;

test(
  'more than 5,000 moved tasks are applied by a job that another process takes over where the first is killed: exactly what was previewed, once',
  async () => {
    const project = await planted(6_000);
    const [first, second] = await Promise.all([startPit(), startPit()]);
    const preview = { projectId: project, base: 'STORED_DATES' };
    const { previewSchedule } = await ask<Previewed>(first, PREVIEW, { preview });
    expect(previewSchedule.moved.totalCount).toBe(6_000);
    const input = { preview, token: previewSchedule.token, idempotencyKey: `apply-${project}` };
    const { applySchedule } = await ask<Applied>(first, APPLY, { input });
    const { id } = applySchedule.application;
    expect(applySchedule).toEqual({
      state: 'RUNNING',
      changedTaskCount: 0,
      application: { id, state: 'RUNNING', taskCount: 6_000 },
    });
    await until('the job writes dates', isWriting, 5);
    await first.kill();
    expect([await count(NOT_MOVED, [project]), await count(WRITES, [project])]).toEqual([6_000, 0]);
    expect(await ask(second, APPLICATION, { id })).toMatchObject({
      scheduleApplication: { state: 'RUNNING' },
    });
    expect(await ask(second, APPLY, { input })).toEqual({ applySchedule });
    await until(
      'another process has applied it',
      async () =>
        (await count(`pit_ops.schedule_application WHERE id = $1 AND state <> 'running'`, [id])) === 1,
      500,
    );
    expect(await ask(second, APPLICATION, { id })).toEqual({
      scheduleApplication: { state: 'APPLIED', changedTaskCount: 6_000, error: null },
    });
    expect([await count(NOT_MOVED, [project]), await count(WRITES, [project])]).toEqual([0, 6_000]);
    const after = await ask<Previewed>(second, PREVIEW, { preview });
    expect(after.previewSchedule).toMatchObject({ isEmpty: true, after: previewSchedule.after });
    expect(await ask(second, APPLY, { input })).toMatchObject({ applySchedule: { state: 'APPLIED' } });
    const told = `pit_ops.outbox WHERE stream_id = $1 AND payload ->> 'applicationId' = $2`;
    expect(await count(told, [project, id])).toBe(2);
  },
  LIMIT_MS,
);

test(
  'dates that follow by themselves are taken over from a process that is killed over them, and written once',
  async () => {
    const project = await planted(2_000);
    await plan.rows(
      `INSERT INTO pit_ops.project_rule (org_id, project_id, settings) VALUES ($1, $2, '{"auto": "apply"}')`,
      [plan.orgId, project],
    );
    const [first] = [await startPit()];
    await until('the job writes dates', isWriting, 5);
    await first.kill();
    expect(await count(NOT_MOVED, [project])).toBe(2_000);
    await endLeases();
    await first.restart();
    await until('all dates are written', async () => (await count(NOT_MOVED, [project])) === 0, 500);
    expect(await count(WRITES, [project])).toBe(2_000);
    await until('the schedule takes them in', async () => {
      const behind = `pit_ops.project_schedule s WHERE s.project_id = $1 AND EXISTS (SELECT FROM pit_ops.outbox o
        WHERE o.stream_id = s.project_id AND o.seq > s.plan_seq AND o.topic = 'pit.task.updated')`;
      return (await count(behind, [project])) === 0;
    });
    await first.kill();
    expect(await count(WRITES, [project])).toBe(2_000);
    const warm = await schedules([project]);
    expect(differing(warm, await coldSchedules([project]))).toEqual([]);
    expect(warm[0]).toHaveLength(2_000);
  },
  LIMIT_MS,
);
