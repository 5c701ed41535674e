import { clock } from '../../../src/clock.ts';
import { ACTUAL_DATES } from '../../../migrations/sql/actual-dates.ts';
import { moveStatus, updateProgress, type MoveVerb } from '../../../src/services/plan/status/task-status.ts';
import { moveTask } from '../../../src/services/plan/tasks/task-move.ts';
import { deleteTask, restoreTask } from '../../../src/services/plan/tasks/task-removal.ts';
import { updateTask } from '../../../src/services/plan/tasks/task-update.ts';
import { setTaskRule } from '../../../src/services/schedule/task-rule.ts';
import { Plan } from '../../support/worlds/plan-database.ts';

let plan: Plan;
let project: string;
let phase: string;
const real = { ...clock };
const TODAY = '2026-11-18';

beforeAll(async () => {
  clock.today = () => TODAY;
  plan = await Plan.open();
  project = await plan.project();
  phase = await plan.phase(project);
});

afterAll(async () => {
  Object.assign(clock, real);
  await plan?.close();
});

const move = (verb: MoveVerb, id: string, more: object = {}) =>
  plan.run((tx) => moveStatus(tx, verb, { id, ...more }));
const progress = (input: object, percent: number) =>
  plan.run((tx) => updateProgress(tx, { ...input, percent }));

async function facts(taskId: string): Promise<string> {
  const [row] = await plan.rows<{ text: string }>(
    `SELECT concat_ws(' ', coalesce(actual_start::text, '-'), coalesce(actual_finish::text, '-'), remaining_days) AS text
     FROM pit_ops.task_actual WHERE task_id = $1`,
    [taskId],
  );
  return row?.text ?? 'none';
}

test('starting, completing and reopening date the work, on the day that is said', async () => {
  const task = await plan.task(project, phase);
  expect(await facts(task)).toBe('none');
  await move('startTask', task, { occurredOn: '2026-11-02' });
  expect(await facts(task)).toBe('2026-11-02 -');
  await move('completeTask', task, { occurredOn: '2026-11-13' });
  expect(await facts(task)).toBe('2026-11-02 2026-11-13');
  await move('reopenTask', task);
  expect(await facts(task)).toBe('2026-11-02 -');
  await progress({ taskId: task }, 100);
  expect(await facts(task)).toBe(`2026-11-02 ${TODAY}`);
});

test('the last subtask completes its task on the day that is said of it, and the first one starts it', async () => {
  const task = await plan.task(project, phase);
  const [one, two] = [await plan.subtask(task), await plan.subtask(task)];
  await progress({ subtaskId: one, occurredOn: '2026-11-03' }, 100);
  expect(await facts(task)).toBe('2026-11-03 -');
  await move('completeSubtask', two, { occurredOn: '2026-11-10' });
  expect(await facts(task)).toBe('2026-11-03 2026-11-10');
  await move('reopenSubtask', two);
  expect(await facts(task)).toBe('2026-11-03 -');
});

test('a lost evidence gate clears the finish, and a restored task keeps what it had', async () => {
  const task = await plan.task(project, phase, { requires_evidence: true });
  const evidence = await plan.evidence({ task_id: task }, 'accepted');
  await progress({ taskId: task, occurredOn: '2026-11-05' }, 100);
  expect(await facts(task)).toBe('2026-11-05 2026-11-05');
  const owner = plan.actor(plan.owner);
  await plan.run((tx) => deleteTask(tx, { id: task }), { actor: owner });
  await plan.run((tx) => restoreTask(tx, { id: task }), { actor: owner });
  expect(await facts(task)).toBe('2026-11-05 2026-11-05');
  await plan.rows(`INSERT INTO pit.evidence_review (org_id, evidence_id, reviewer_id, decision, created_at)
    VALUES ('${plan.orgId}', '${evidence}', '${plan.sponsor}', 'rejected', now() + interval '1 s')`);
  const other = await plan.phase(project);
  await plan.run((tx) => moveTask(tx, { id: task, phaseId: other }), { actor: owner });
  expect(await facts(task)).toBe('2026-11-05 -');
});

test('what is left stays as a person said until work is complete, and what the engine pinned until a report', async () => {
  const task = await plan.task(project, phase);
  await progress({ taskId: task, remainingDays: 4 }, 50);
  await progress({ taskId: task }, 60);
  expect(await facts(task)).toBe(`${TODAY} - 4`);
  await plan.rows(`UPDATE pit_ops.task_actual SET remaining_origin = 'engine' WHERE task_id = $1`, [task]);
  await progress({ taskId: task }, 60);
  expect(await facts(task)).toBe(`${TODAY} -`);
  await progress({ taskId: task, remainingDays: 2 }, 70);
  await progress({ taskId: task, remainingDays: null }, 70);
  expect(await facts(task)).toBe(`${TODAY} -`);
  await progress({ taskId: task, remainingDays: 2 }, 80);
  await progress({ taskId: task }, 100);
  expect(await facts(task)).toBe(`${TODAY} ${TODAY}`);
});

test('what the engine pinned goes when a person gives the task other days, and what a person said stays', async () => {
  const dates = { start_date: '2026-11-16', end_date: '2026-11-20', duration_days: 5 };
  const task = await plan.task(project, phase, dates);
  const update = (change: object) => plan.run((tx) => updateTask(tx, { id: task, ...change }));
  await progress({ taskId: task, remainingDays: 4, occurredOn: '2026-11-16' }, 50);
  await update({ durationDays: 8 });
  expect(await facts(task)).toBe('2026-11-16 - 4');
  await plan.rows(`UPDATE pit_ops.task_actual SET remaining_origin = 'engine' WHERE task_id = $1`, [task]);
  await update({ name: 'The same days' });
  expect(await facts(task)).toBe('2026-11-16 - 4');
  await update({ durationDays: 9 });
  expect(await facts(task)).toBe('2026-11-16 -');
});

test('days to come, days before the start, and dates of other moves are refused', async () => {
  const task = await plan.task(project, phase);
  const wrong = { pit: 'PIT006', field: 'input.occurredOn' };
  await expect(move('startTask', task, { occurredOn: '2026-11-19' })).rejects.toMatchObject({
    detail: wrong,
  });
  await move('startTask', task, { occurredOn: '2026-11-16' });
  await expect(progress({ taskId: task, occurredOn: '2026-11-13' }, 10)).rejects.toMatchObject({
    detail: wrong,
  });
  await expect(move('completeTask', task, { occurredOn: '2026-11-13' })).rejects.toMatchObject({
    detail: wrong,
  });
  await expect(move('blockTask', task, { occurredOn: '2026-11-17', reason: 'x' })).rejects.toMatchObject({
    detail: { field: 'input.occurredOn' },
  });
  await expect(progress({ taskId: task, remainingDays: 0 }, 10)).rejects.toMatchObject({
    detail: { pit: 'PIT006', field: 'input.remainingDays' },
  });
  expect(await facts(task)).toBe('2026-11-16 -');
});

test('a person who writes the start takes it over from the engine, and nobody else does', async () => {
  const task = await plan.task(project, phase, {
    start_date: '2026-11-23',
    end_date: '2026-11-24',
    duration_days: 2,
  });
  const origin = async () =>
    (await plan.rows('SELECT start_origin FROM pit_ops.task_rule WHERE task_id = $1', [task]))[0]?.[
      'start_origin'
    ];
  const run = (input: object) => plan.run((tx) => setTaskRule(tx, { taskId: task, ...input }));
  await run({ mode: 'manual', constraintKind: 'snet', constraintDate: '2026-12-01' });
  await plan.rows(`UPDATE pit_ops.task_rule SET start_origin = 'engine' WHERE task_id = $1`, [task]);
  await plan.run((tx) => updateTask(tx, { id: task, name: 'Renamed' }));
  expect(await origin()).toBe('engine');
  await plan.run((tx) => updateTask(tx, { id: task, startDate: '2026-11-25' }));
  expect(await origin()).toBe('person');
  await run({ constraintKind: null, deadline: '2026-12-18' });
  const [rule] = await plan.rows(
    `SELECT mode, constraint_kind, constraint_date, deadline::text FROM pit_ops.task_rule WHERE task_id = $1`,
    [task],
  );
  expect(rule).toEqual({
    mode: 'manual',
    constraint_kind: 'asap',
    constraint_date: null,
    deadline: '2026-12-18',
  });
});

test('facts and rules are audited by the task that they are about', async () => {
  const task = await plan.task(project, phase);
  await move('startTask', task);
  await plan.run((tx) => setTaskRule(tx, { taskId: task, mode: 'manual' }));
  const records = await plan.rows(
    `SELECT table_name, action FROM pit.audit_log WHERE record_id = $1 AND table_name LIKE 'task\\_%' ORDER BY 1`,
    [task],
  );
  expect(records).toEqual([
    { table_name: 'task_actual', action: 'INSERT' },
    { table_name: 'task_rule', action: 'INSERT' },
  ]);
});

test('dates of work are found in the log of what was there before they were kept', async () => {
  const old = await plan.project({ name: 'Old' });
  const branch = await plan.phase(old);
  const imported = { source_module: 'data_analytics', start_date: '2025-01-06' };
  const closed = await plan.task(old, branch, { ...imported, progress_percent: 100, status: 'completed' });
  const begun = await plan.task(old, branch, {
    ...imported,
    description: 'x; source status In-Progress; y.',
  });
  const planned = await plan.task(old, branch, { ...imported, description: 'x; source status PNS.' });
  const reported = await plan.task(old, branch, { progress_percent: 100, status: 'completed' });
  const log = (task_id: string, percent: number, at: string, more: object = {}) =>
    plan.insert('task_progress_log', {
      task_id,
      user_id: plan.worker,
      new_progress_percent: percent,
      created_at: at,
      ...more,
    });
  const comment = 'Ended on 2025-03-14 according to the source.';
  await log(closed, 100, '2026-11-01', { source: 'import', comment });
  await log(reported, 30, '2026-10-05T10:00:00Z');
  await log(reported, 100, '2026-10-09T10:00:00Z');
  await plan.rows(
    ACTUAL_DATES.replace(
      'WHERE first IS NOT NULL OR last IS NOT NULL',
      `WHERE (first IS NOT NULL OR last IS NOT NULL) AND project_id = '${old}'`,
    ),
  );
  expect(await Promise.all([closed, begun, planned, reported].map(facts))).toEqual([
    '2025-01-06 2025-03-14',
    '2025-01-06 -',
    'none',
    '2026-10-05 2026-10-09',
  ]);
});
