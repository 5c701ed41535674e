import { clock } from '../../../src/clock.ts';
import { assignTask } from '../../../src/services/plan/tasks/assignment.ts';
import { moveStatus, updateProgress, type MoveVerb } from '../../../src/services/plan/status/task-status.ts';
import { Plan } from '../../support/worlds/plan-database.ts';

let plan: Plan;
let project: string;
let phase: string;
const real = { ...clock };

beforeAll(async () => {
  clock.today = () => '2026-11-18';
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
const progress = (input: { taskId?: string; subtaskId?: string; ifUpdatedAt?: string }, percent: number) =>
  plan.run((tx) => updateProgress(tx, { ...input, percent }));

async function stand(id: string): Promise<string> {
  const [row] = await plan.rows<{ text: string }>(
    `SELECT concat(status, ' ', progress_percent) AS text FROM (
       SELECT id, status, progress_percent FROM pit.task UNION ALL SELECT id, status, progress_percent FROM pit.subtask
     ) work WHERE id = $1`,
    [id],
  );
  return row?.text ?? '';
}

describe('a status is derived from the dates, the progress and what was said by hand', () => {
  test.each([
    ['completed', 100, {}],
    ['overdue', 40, { start_date: '2026-11-02', end_date: '2026-11-17' }],
    ['due_today', 40, { start_date: '2026-11-02', end_date: '2026-11-18' }],
    ['active', 0, { start_date: '2026-11-18', end_date: '2026-11-30' }],
    ['active', 1, { start_date: '2027-01-04', end_date: '2027-01-05' }],
    ['upcoming', 0, { start_date: '2026-11-23', end_date: '2026-11-30' }],
    ['not_started', 0, { start_date: '2026-11-24', end_date: '2026-11-30' }],
    ['not_started', 0, {}],
  ])('%s at %i %% with %j', async (status, percent, dates) => {
    const task = await plan.task(project, phase, dates);
    await progress({ taskId: task }, percent);
    expect(await stand(task)).toBe(`${status} ${percent}`);
  });

  test('a blocked task is blocked even when it is late, and late again once it is not', async () => {
    const task = await plan.task(project, phase, { start_date: '2026-11-02', end_date: '2026-11-10' });
    await move('blockTask', task, { reason: 'no permit yet' });
    expect(await stand(task)).toBe('blocked 0');
    const [mark] = await plan.rows('SELECT blocked_reason FROM pit_ops.work_mark WHERE node_id = $1', [task]);
    expect(mark).toEqual({ blocked_reason: 'no permit yet' });
    await move('unblockTask', task);
    expect(await stand(task)).toBe('overdue 0');
  });

  test('a completed task never becomes overdue', async () => {
    const task = await plan.task(project, phase, { start_date: '2026-11-02', end_date: '2026-11-10' });
    await move('completeTask', task);
    expect(await stand(task)).toBe('completed 100');
  });
});

describe('moves by hand', () => {
  test.each([
    ['unblockTask', 'start, block, complete'],
    ['reopenTask', 'start, block, complete'],
  ] as const)('%s is refused for an untouched task, with what is allowed', async (verb, allowed) => {
    const task = await plan.task(project, phase);
    await expect(move(verb, task)).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
      detail: { allowedMoves: allowed.split(', ') },
    });
    expect(await stand(task)).toBe('not_started 0');
  });

  test('a completed task takes no progress; reopened it is active at the progress before', async () => {
    const task = await plan.task(project, phase);
    await move('startTask', task);
    expect(await stand(task)).toBe('active 0');
    await move('completeTask', task);
    await expect(progress({ taskId: task }, 50)).rejects.toMatchObject({
      detail: { allowedMoves: ['reopen'] },
    });
    await move('reopenTask', task);
    expect(await stand(task)).toBe('active 0');
    await progress({ taskId: task }, 40);
    await progress({ taskId: task }, 100);
    expect(await stand(task)).toBe('completed 100');
    await move('reopenTask', task);
    expect(await stand(task)).toBe('active 40');
  });

  test('a block needs a reason', async () => {
    const task = await plan.task(project, phase);
    await expect(move('blockTask', task, { reason: ' ' })).rejects.toMatchObject({
      detail: { field: 'input.reason' },
    });
  });

  test('each leaves a line in the progress log and an event', async () => {
    const task = await plan.task(project, phase, { source_module: 'audit', source_reference_id: 'F-1' });
    await move('startTask', task, { comment: 'off we go' });
    await move('completeTask', task);
    expect(
      await plan.rows(
        `SELECT user_id, old_status, new_status, old_progress_percent AS old, new_progress_percent AS new, comment, source
         FROM pit.task_progress_log WHERE task_id = $1 ORDER BY created_at`,
        [task],
      ),
    ).toEqual([
      {
        user_id: plan.owner,
        old_status: 'not_started',
        new_status: 'active',
        old: 0,
        new: 0,
        comment: 'off we go',
        source: 'manual',
      },
      {
        user_id: plan.owner,
        old_status: 'active',
        new_status: 'completed',
        old: 0,
        new: 100,
        comment: null,
        source: 'manual',
      },
    ]);
    expect(await topics(task)).toEqual([
      'pit.task.updated',
      'pit.integration.update',
      'pit.progress.updated',
      'pit.task.completed',
      'pit.integration.update',
    ]);
  });
});

async function topics(taskId: string): Promise<string[]> {
  const rows = await plan.rows<{ topic: string }>(
    `SELECT topic FROM pit_ops.outbox WHERE payload ->> 'taskId' = $1 ORDER BY id`,
    [taskId],
  );
  return rows.map(({ topic }) => topic);
}

describe('evidence stands before completion', () => {
  test('without accepted evidence a task is not completed, neither by hand nor by its progress', async () => {
    const task = await plan.task(project, phase, { requires_evidence: true });
    await progress({ taskId: task }, 100);
    expect(await stand(task)).toBe('active 99');
    await plan.evidence({ task_id: task }, 'rejected');
    await expect(move('completeTask', task)).rejects.toMatchObject({ detail: { pit: 'PIT008' } });
    await progress({ taskId: task }, 60);
    await plan.evidence({ task_id: task }, 'accepted');
    await move('completeTask', task);
    expect(await stand(task)).toBe('completed 100');
  });

  test("a subtask's evidence counts for its task, and gates the subtask itself", async () => {
    const task = await plan.task(project, phase, { requires_evidence: true });
    const step = await plan.subtask(task, { requires_evidence: true });
    await expect(move('completeSubtask', step)).rejects.toMatchObject({ detail: { pit: 'PIT008' } });
    await plan.evidence({ subtask_id: step }, 'accepted');
    await move('completeSubtask', step);
    expect([await stand(step), await stand(task)]).toEqual(['completed 100', 'completed 100']);
  });
});

describe('subtasks carry their task', () => {
  test('its progress is their mean and is not set by hand', async () => {
    const task = await plan.task(project, phase);
    const steps = [await plan.subtask(task), await plan.subtask(task), await plan.subtask(task)];
    await progress({ subtaskId: steps[0] ?? '' }, 50);
    expect(await stand(task)).toBe('active 17');
    await expect(progress({ taskId: task }, 80)).rejects.toMatchObject({ detail: { field: 'input.taskId' } });
    await expect(move('completeTask', task)).rejects.toMatchObject({ detail: { pit: 'PIT004', actual: 3 } });
    for (const step of steps) await move('completeSubtask', step);
    expect(await stand(task)).toBe('completed 100');
  });

  test('when one is reopened the task is, and it completes itself again with it', async () => {
    const task = await plan.task(project, phase);
    const step = await plan.subtask(task);
    await move('completeSubtask', step);
    await move('reopenSubtask', step);
    expect([await stand(step), await stand(task)]).toEqual(['active 0', 'active 0']);
    await progress({ subtaskId: step }, 100);
    expect([await stand(step), await stand(task)]).toEqual(['completed 100', 'completed 100']);
  });
});

test('a task whose predecessor is late is blocked, and freed in the transaction that completes it', async () => {
  const first = await plan.task(project, phase, { start_date: '2026-11-02', end_date: '2026-11-13' });
  const second = await plan.task(project, phase, { start_date: '2026-11-16', end_date: '2026-11-27' });
  await plan.insert('task_dependency', {
    project_id: project,
    predecessor_task_id: first,
    successor_task_id: second,
  });
  await progress({ taskId: first }, 90);
  expect(await stand(second)).toBe('blocked 0');
  await expect(move('startTask', second)).rejects.toMatchObject({
    detail: { allowedMoves: ['block', 'complete'] },
  });
  await move('completeTask', first);
  expect(await stand(second)).toBe('active 0');
});

test('the numbers of all parents move with a task, exactly', async () => {
  const own = await plan.project();
  const [a, b] = [await plan.phase(own), await plan.phase(own)];
  const pkg = await plan.workPackage(own, a);
  const risky = { linked_risk_mitigation_pct: '40', capex_cost: '0.10', opex_cost: '0.20' };
  const task = await plan.task(own, a, { work_package_id: pkg, ...risky });
  await plan.task(own, a, { work_package_id: pkg, capex_cost: '0.20' });
  await plan.task(own, a, {});
  await plan.task(own, b, { linked_risk_mitigation_pct: '20' });
  await progress({ taskId: task }, 33);
  const numbers = await plan.rows(
    `SELECT progress_percent AS progress, capex_total AS capex, opex_total AS opex FROM (
       SELECT 1 AS n, id, progress_percent, capex_total, opex_total FROM pit.work_package WHERE id = $1
       UNION ALL SELECT 2, id, progress_percent, capex_total, opex_total FROM pit.phase WHERE id = $2
       UNION ALL SELECT 3, id, progress_percent, capex_total, opex_total FROM pit.project WHERE id = $3) x ORDER BY n`,
    [pkg, a, own],
  );
  // 33/2 = 16.5; (16.5 + 0) / 2 = 8.25; (8.25 + 0) / 2 = 4.125: of the rounded ones the project would show 4.25 as 4.
  expect(numbers).toEqual([
    { progress: 17, capex: '0.30', opex: '0.20' },
    { progress: 8, capex: '0.30', opex: '0.20' },
    { progress: 4, capex: '0.30', opex: '0.20' },
  ]);
  const [mitigation] = await plan.rows('SELECT risk_mitigation_percent AS m FROM pit.project WHERE id = $1', [
    own,
  ]);
  expect(mitigation).toEqual({ m: '22.00' });
});

describe('assignment', () => {
  test('names owner and workers, and is announced', async () => {
    const task = await plan.task(project, phase);
    await plan.run((tx) =>
      assignTask(tx, { id: task, ownerId: plan.helper, assigneeIds: [plan.worker, plan.worker] }),
    );
    const [row] = await plan.rows('SELECT owner_id, assignees FROM pit.task WHERE id = $1', [task]);
    expect(row).toEqual({ owner_id: plan.helper, assignees: [plan.worker] });
    expect(await topics(task)).toEqual(['pit.task.updated']);
  });

  test('of somebody unknown is refused and changes nothing', async () => {
    const task = await plan.task(project, phase);
    const stranger = '12345678-1234-4123-8123-123456789abc';
    await expect(
      plan.run((tx) => assignTask(tx, { id: task, ownerId: plan.helper, assigneeIds: [stranger, 'nobody'] })),
    ).rejects.toMatchObject({ code: 'NOT_FOUND', detail: { pit: 'PIT002', actual: [stranger, 'nobody'] } });
    const [row] = await plan.rows('SELECT owner_id FROM pit.task WHERE id = $1', [task]);
    expect(row).toEqual({ owner_id: plan.worker });
  });
});

describe('who may', () => {
  test.each(['owner', 'sponsor', 'worker'] as const)('the %s moves the task', async (who) => {
    const task = await plan.task(project, phase);
    await plan.run((tx) => moveStatus(tx, 'startTask', { id: task }), { actor: plan.actor(plan[who]) });
    expect(await stand(task)).toBe('active 0');
  });

  test('a member without a relation to it may not, and a viewer never', async () => {
    const task = await plan.task(project, phase);
    for (const actor of [plan.actor(plan.helper), plan.actor(plan.owner, 'viewer')]) {
      await expect(
        plan.run((tx) => moveStatus(tx, 'startTask', { id: task }), { actor }),
      ).rejects.toMatchObject({
        code: 'FORBIDDEN',
        detail: { pit: 'PIT001' },
      });
    }
    expect(await stand(task)).toBe('not_started 0');
  });

  test.each(['nonsense', '12345678-1234-4123-8123-123456789abc'])(
    'the status of what is not there, %s, is not found',
    async (id) => {
      await expect(move('startTask', id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
      await expect(progress({ subtaskId: id }, 5)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    },
  );
});
