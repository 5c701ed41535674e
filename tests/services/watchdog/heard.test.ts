import { clock } from '../../../src/clock.ts';
import { systemActor } from '../../../src/domain/directory/actor.ts';
import { scanProject } from '../../../src/services/watchdog/watchdog.ts';
import { updateTask } from '../../../src/services/plan/tasks/task-update.ts';
import { Plan } from '../../support/worlds/plan-database.ts';

let plan: Plan;
const real = { ...clock };
const TODAY = '2026-11-18';

beforeAll(async () => {
  plan = await Plan.open();
  clock.today = () => TODAY;
});

afterAll(async () => {
  Object.assign(clock, real);
  await plan?.close();
});

/** Codes with their levels of what is found in the project, by the names of the tasks. */
async function found(project: string): Promise<string[]> {
  await plan.run((tx) => scanProject(tx, project), { actor: systemActor(plan.orgId) });
  const rows = await plan.rows<{ line: string }>(
    `SELECT concat_ws(' ', a.data ->> 'level', a.code, coalesce(t.name, s.name, a.data ->> 'subjectType')) AS line
     FROM pit.watchdog_alert a LEFT JOIN pit.task t ON t.id::text = a.data ->> 'subject'
     LEFT JOIN pit.subtask s ON s.id::text = a.data ->> 'subject'
     WHERE a.project_id = $1 AND a.resolved_at IS NULL ORDER BY line`,
    [project],
  );
  return rows.map(({ line }) => line);
}

const OLD = '2026-10-01T12:00:00Z';

/** A task that is under way, and of which nothing has been heard since October. */
async function silentTask(project: string, phase: string, values: object = {}): Promise<string> {
  const dates = { start_date: '2026-10-01', end_date: '2027-10-01', duration_days: 262 };
  return plan.task(project, phase, {
    status: 'active',
    progress_percent: 5,
    created_at: OLD,
    ...dates,
    ...values,
  });
}

describe('of a late plan, the work that remains is critical', () => {
  test.each([
    [
      'that has been completed meanwhile',
      { status: 'completed', progress_percent: 100, end_date: '2026-11-11' },
    ],
    ['that goes on until 25 November', { status: 'active', progress_percent: 80, end_date: '2026-11-25' }],
  ])('whatever longer work there is beside it %s', async (_, long) => {
    const project = await plan.project({ start_date: '2026-10-01' });
    const phase = await plan.phase(project);
    const late = { start_date: '2026-10-01', end_date: '2026-10-07', duration_days: 5, status: 'overdue' };
    const a = await plan.task(project, phase, { name: 'A', ...late });
    const b = {
      name: 'B',
      start_date: '2026-10-08',
      end_date: '2026-10-21',
      duration_days: 10,
      status: 'overdue',
    };
    await plan.insert('task_dependency', {
      project_id: project,
      predecessor_task_id: a,
      successor_task_id: await plan.task(project, phase, b),
    });
    await plan.task(project, phase, { name: 'L', start_date: '2026-10-01', duration_days: 30, ...long });
    const overdue = (await found(project)).filter((line) => line.includes('task_overdue'));
    expect(overdue).toEqual(['1 task_overdue A', '1 task_overdue B']);
  });
});

test('work that reaches beyond the calendar has a schedule too, and other lateness is not critical beside it', async () => {
  const project = await plan.project();
  const phase = await plan.phase(project);
  const late = { start_date: '2026-10-01', end_date: '2026-10-07', duration_days: 5, status: 'overdue' };
  await plan.task(project, phase, { name: 'A', ...late });
  await plan.task(project, phase, { name: 'far', start_date: '9999-12-30', duration_days: 40000 });
  expect(await found(project)).toContain('2 task_overdue A');
});

test('evidence, a review and what a person changes are news of a task; roll-ups and what the platform changes are none', async () => {
  const project = await plan.project({ start_date: '2026-10-01' });
  const phase = await plan.phase(project);
  await silentTask(project, phase, { name: 'silent' });
  const shown = await silentTask(project, phase, { name: 'shown' });
  const file = {
    uploaded_by: plan.worker,
    file_url: 'https://files.test/proof',
    file_type: 'document',
    metadata: {},
  };
  await plan.insert('evidence', { task_id: shown, created_at: '2026-11-17T12:00:00Z', ...file });
  const judged = await silentTask(project, phase, { name: 'judged' });
  const piece = await plan.insert('evidence', { task_id: judged, created_at: OLD, ...file });
  const review = { evidence_id: piece, reviewer_id: plan.sponsor, decision: 'accepted' };
  await plan.insert('evidence_review', { created_at: '2026-11-16T12:00:00Z', ...review });
  const step = await plan.subtask(await silentTask(project, phase, { name: 'shown below' }));
  await plan.insert('evidence', { subtask_id: step, created_at: '2026-11-17T12:00:00Z', ...file });
  const changed = await silentTask(project, phase, { name: 'changed' });
  await plan.run((tx) => updateTask(tx, { id: changed, description: 'Waits for steel.' }));
  const derived = await silentTask(project, phase, { name: 'derived' });
  await plan.rows(`UPDATE pit.task SET progress_percent = 6 WHERE id = $1`, [derived]);
  const stalled = (await found(project)).filter((line) => line.includes('stalled_task'));
  expect(stalled).toEqual(['3 stalled_task derived', '3 stalled_task silent']);
});

test('work that was to begin and never did is stalled, by its planned start', async () => {
  const project = await plan.project({ start_date: '2026-10-01' });
  const phase = await plan.phase(project);
  const planned = { progress_percent: 0, end_date: '2027-10-01' };
  await silentTask(project, phase, { name: 'due', ...planned, start_date: '2026-11-11' });
  await silentTask(project, phase, { name: 'fresh', ...planned, start_date: '2026-11-12' });
  const stalled = (await found(project)).filter((line) => line.includes('stalled_task'));
  expect(stalled).toEqual(['3 stalled_task due']);
});

test('a completed subtask that requires evidence of its own is missed, whatever proves its task', async () => {
  const project = await plan.project();
  const phase = await plan.phase(project);
  const task = await plan.task(project, phase, { name: 'task', requires_evidence: true });
  await plan.evidence({ task_id: task }, 'accepted');
  const done = { requires_evidence: true, status: 'completed', progress_percent: 100 };
  await plan.subtask(task, { name: 'bare', ...done });
  const proven = await plan.subtask(task, { name: 'proven', ...done });
  await plan.evidence({ subtask_id: proven }, 'accepted');
  expect(await found(project)).toEqual(['1 evidence_missing bare']);
});

test('who changed tasks is told to the service alone', async () => {
  const asked = plan.run((tx) => scanProject(tx, '00000000-0000-0000-0000-000000000001'));
  await expect(asked).resolves.toMatchObject({ raised: 0 });
  const project = await plan.project();
  await expect(plan.run((tx) => scanProject(tx, project))).rejects.toMatchObject({ code: '42501' });
});
