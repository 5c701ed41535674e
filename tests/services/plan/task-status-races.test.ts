import { statement } from '../../../src/db/connection/statement.ts';
import pg from 'pg';
import { updateProgress } from '../../../src/services/plan/status/task-status.ts';
import type { Tx } from '../../../src/services/transaction/command.ts';
import { Plan } from '../../support/worlds/plan-database.ts';

let plan: Plan;

beforeAll(async () => {
  plan = await Plan.open();
});
afterAll(() => plan?.close());

async function tasksOf(project: string, phase: string, count: number): Promise<string[]> {
  const tasks: string[] = [];
  for (let i = 0; i < count; i++) tasks.push(await plan.task(project, phase));
  return tasks;
}

test('a hundred updates of progress at once in one project end exact, and none of them fails', async () => {
  const project = await plan.project();
  const phases = [await plan.phase(project), await plan.phase(project)];
  const tasks = (await Promise.all(phases.map((phase) => tasksOf(project, phase, 10)))).flat();
  const updates = Array.from({ length: 100 }, (_, i) => ({
    taskId: tasks[i % 20] ?? '',
    percent: (i * 37) % 100,
  }));
  await Promise.all(updates.map((input) => plan.run((tx) => updateProgress(tx, input))));
  const [sums] = await plan.rows(
    `SELECT (SELECT progress_percent FROM pit.project WHERE id = $1) AS stored,
       round(avg(mean))::int AS fresh FROM (
         SELECT avg(progress_percent) AS mean FROM pit.task WHERE project_id = $1 GROUP BY phase_id) p`,
    [project],
  );
  expect(sums?.['stored']).toBe(sums?.['fresh']);
  const [seqs] = await plan.rows(
    `SELECT count(*)::int AS n, max(seq)::int AS last FROM pit_ops.outbox WHERE stream_id = $1`,
    [project],
  );
  expect(seqs?.['n']).toBe(seqs?.['last']);
  const [log] = await plan.rows(
    `SELECT count(*)::int AS n FROM pit.task_progress_log WHERE task_id = ANY ($1)`,
    [tasks],
  );
  expect(log).toEqual({ n: 100 });
});

test('twenty calls with one idempotency key have one effect and one answer', async () => {
  const project = await plan.project();
  const taskId = await plan.task(project, await plan.phase(project));
  const input = { taskId, percent: 30, idempotencyKey: 'the-same-key' };
  const request = { input, name: 'updateProgress' };
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => plan.run((tx) => updateProgress(tx, input), request)),
  );
  expect(new Set(answers.map((answer) => JSON.stringify(Object.entries(answer).sort()))).size).toBe(1);
  const log = await plan.rows('SELECT FROM pit.task_progress_log WHERE task_id = $1', [taskId]);
  expect(log).toHaveLength(1);
  await expect(
    plan.run((tx) => updateProgress(tx, input), { ...request, input: { ...input, percent: 31 } }),
  ).rejects.toMatchObject({ code: 'CONFLICT', detail: { field: 'input.idempotencyKey' } });
});

test.each<[string, (taskId: string) => object]>([
  ['null for what was absent', (taskId) => ({ taskId, percent: 30, note: null })],
  ['undefined for what was absent', (taskId) => ({ taskId, percent: 30, note: undefined })],
  ['ids in capitals', (taskId) => ({ taskId: taskId.toUpperCase(), percent: 30 })],
  ['null inside of lists and inputs', (taskId) => ({ taskId, percent: 30, more: { none: null } })],
])('a replay by idempotency key is the same request with %s', async (_what, repeated) => {
  const project = await plan.project();
  const taskId = await plan.task(project, await plan.phase(project));
  const first = { taskId, percent: 30, ...('more' in repeated(taskId) && { more: {} }) };
  const run = (input: object) =>
    plan.run(async () => ({ made: taskId }), { name: `verb of ${taskId}`, input });
  const idempotencyKey = `key-${taskId}`;
  expect(await run({ ...first, idempotencyKey })).toEqual({ made: taskId });
  expect(await run({ ...repeated(taskId), idempotencyKey })).toEqual({ made: taskId });
  await expect(run({ ...repeated(taskId), percent: 31, idempotencyKey })).rejects.toMatchObject({
    code: 'CONFLICT',
  });
});

test('of twenty writers with the same old version one wins; the others are shown the current row', async () => {
  const project = await plan.project();
  const taskId = await plan.task(project, await plan.phase(project), { name: 'Contested' });
  const [row] = await plan.rows<{ seen: Date }>('SELECT updated_at AS seen FROM pit.task WHERE id = $1', [
    taskId,
  ]);
  const ifUpdatedAt = row?.seen.toISOString() ?? '';
  const outcomes = await Promise.allSettled(
    Array.from({ length: 20 }, (_, i) =>
      plan.run((tx) => updateProgress(tx, { taskId, percent: i + 1, ifUpdatedAt })),
    ),
  );
  const lost = outcomes.filter((outcome) => outcome.status === 'rejected');
  expect(lost).toHaveLength(19);
  const [now] = await plan.rows<{ percent: number; at: Date }>(
    'SELECT progress_percent AS percent, updated_at AS at FROM pit.task WHERE id = $1',
    [taskId],
  );
  for (const { reason } of lost) {
    expect(reason).toMatchObject({
      code: 'CONFLICT',
      detail: {
        actual: ifUpdatedAt,
        current: {
          id: taskId,
          name: 'Contested',
          status: 'ACTIVE',
          progressPercent: now?.percent,
          updatedAt: now?.at.toISOString(),
        },
      },
    });
  }
});

test('two transactions that lock each other out both succeed in the end', async () => {
  const project = await plan.project();
  const phase = await plan.phase(project);
  const [a = '', b = ''] = await tasksOf(project, phase, 2);
  const attempts = { first: 0, second: 0 };
  let together: () => void = () => undefined;
  const bothHold = new Promise<void>((resolve) => (together = resolve));
  let holding = 0;
  const touch = statement(`UPDATE pit.task SET name = name || $2 WHERE id = $1`);
  const inOrder =
    (name: 'first' | 'second', [one, other]: [string, string]) =>
    async (tx: Tx) => {
      attempts[name] += 1;
      await tx.run(touch, [one, name]);
      if (++holding === 2) together();
      await bothHold;
      await tx.run(touch, [other, name]);
      return {};
    };
  await Promise.all([plan.run(inOrder('first', [a, b])), plan.run(inOrder('second', [b, a]))]);
  expect(attempts.first + attempts.second).toBe(3);
  const rows = await plan.rows<{ name: string }>('SELECT name FROM pit.task WHERE id = ANY ($1)', [[a, b]]);
  for (const { name } of rows) expect(name).toMatch(/first.*second|second.*first/);
});

/** Holds the lock of a project's row; answers how to let go of it. */
async function holdProject(project: string): Promise<() => Promise<void>> {
  const holder = new pg.Client({ connectionString: plan.database.adminUrl });
  await holder.connect();
  await holder.query('BEGIN');
  await holder.query('SELECT FROM pit.project WHERE id = $1 FOR UPDATE', [project]);
  return () => holder.end();
}

test.each([
  ['is let go before the second attempt lets the change through', true],
  ['is held through both attempts is an error for the lock', false],
])('a lock that %s', async (_what, isReleased) => {
  const project = await plan.project();
  const taskId = await plan.task(project, await plan.phase(project));
  const release = await holdProject(project);
  let attempts = 0;
  const outcome = await plan
    .run(async (tx) => {
      attempts += 1;
      if (attempts === 2 && isReleased) await release();
      await tx.run(statement(`SET LOCAL lock_timeout = '50ms'`));
      return updateProgress(tx, { taskId, percent: 40 });
    })
    .catch((error: unknown) => error);
  if (!isReleased) await release();
  expect(attempts).toBe(2);
  expect(outcome).toMatchObject(isReleased ? { taskId } : { code: '55P03' });
  const log = await plan.rows('SELECT FROM pit.task_progress_log WHERE task_id = $1', [taskId]);
  expect(log).toHaveLength(isReleased ? 1 : 0);
});

test('when connections are killed under load, what was acknowledged is stored once, and nothing twice', async () => {
  const project = await plan.project();
  const tasks = await tasksOf(project, await plan.phase(project), 60);
  const updates = tasks.map((taskId) =>
    plan
      .run((tx) => updateProgress(tx, { taskId, percent: 50 }))
      .then(
        () => ({ taskId, isDone: true }),
        (error: unknown) => {
          expect(error).toMatchObject({ code: 'UNAVAILABLE' });
          return { taskId, isDone: false };
        },
      ),
  );
  for (let i = 0; i < 5; i++) {
    await plan.rows(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND application_name = 'test'`,
    );
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const outcomes = await Promise.all(updates);
  expect(outcomes.filter(({ isDone }) => isDone).length).toBeGreaterThan(40);
  const logged = await plan.rows<{ task_id: string; times: number }>(
    'SELECT task_id, count(*)::int AS times FROM pit.task_progress_log WHERE task_id = ANY ($1) GROUP BY 1',
    [tasks],
  );
  const times = new Map(logged.map((row) => [row.task_id, row.times]));
  for (const { taskId, isDone } of outcomes) {
    expect([0, 1]).toContain(times.get(taskId) ?? 0);
    if (isDone) expect(times.get(taskId)).toBe(1);
  }
});

test('a verb that fails leaves nothing behind: no row, no log, no event', async () => {
  const project = await plan.project();
  const taskId = await plan.task(project, await plan.phase(project));
  const failing = plan.run(async (tx) => {
    await updateProgress(tx, { taskId, percent: 70 });
    throw new Error('at the last moment');
  });
  await expect(failing).rejects.toThrow('at the last moment');
  const [left] = await plan.rows(
    `SELECT (SELECT progress_percent FROM pit.task WHERE id = $1) AS percent,
       (SELECT count(*)::int FROM pit.task_progress_log WHERE task_id = $1) AS log,
       (SELECT count(*)::int FROM pit_ops.outbox WHERE stream_id = $2) AS events`,
    [taskId, project],
  );
  expect(left).toEqual({ percent: 0, log: 0, events: 0 });
});
