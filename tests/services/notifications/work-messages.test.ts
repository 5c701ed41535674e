import { assignTask } from '../../../src/services/plan/tasks/assignment.ts';
import { createTask, createTasks } from '../../../src/services/plan/tasks/task-create.ts';
import { createSubtask, updateSubtask } from '../../../src/services/plan/tasks/subtask-plan.ts';
import { updateTask, updateTasks } from '../../../src/services/plan/tasks/task-update.ts';
import { moveStatus } from '../../../src/services/plan/status/task-status.ts';
import { raiseTasks } from '../../../src/services/intake/intake.ts';
import { generateFromTemplate } from '../../../src/services/templates/template-generation.ts';
import { TEMPLATE_DOCUMENT } from '../../support/worlds/scene.ts';
import { Plan } from '../../support/worlds/plan-database.ts';

let plan: Plan;
let project: string;
let phase: string;
let task: string;
let other: string;

beforeAll(async () => {
  plan = await Plan.open();
});

beforeEach(async () => {
  project = await plan.project({ name: 'Move' });
  phase = await plan.phase(project);
  task = await plan.task(project, phase, { name: 'First', order_index: 0 });
  other = await plan.task(project, phase, { name: 'Second', order_index: 1 });
  await plan.rows('DELETE FROM pit_ops.message_due');
});

afterAll(() => plan.close());

/** Who has been told what since the test began, by the name of the person. */
async function told(): Promise<string[]> {
  const rows = await plan.rows<{ line: string }>(
    `SELECT u.name || ': ' || d.title AS line FROM pit_ops.message_due d JOIN pit."user" u ON u.id = d.user_id ORDER BY 1`,
  );
  return rows.map(({ line }) => line);
}

test('whoever is assigned hears of it, and so does whoever is not any more, but not who stays', async () => {
  await plan.run((tx) => assignTask(tx, { id: task, ownerId: plan.sponsor, assigneeIds: [plan.helper] }));
  expect(await told()).toEqual([
    'helper: You have work: “First” in “Move”',
    'sponsor: You have work: “First” in “Move”',
    'worker: Work is no longer yours: “First” in “Move”',
  ]);
  await plan.rows('DELETE FROM pit_ops.message_due');
  await plan.run((tx) => assignTask(tx, { id: task, ownerId: plan.helper, assigneeIds: [plan.sponsor] }));
  expect(await told()).toEqual([]);
});

test('who makes or takes work hears nothing of it', async () => {
  await plan.run((tx) => createTask(tx, { phaseId: phase, name: 'Own' }));
  await plan.run((tx) => updateTask(tx, { id: task, ownerId: plan.owner }));
  expect(await told()).toEqual(['worker: Work is no longer yours: “First” in “Move”']);
});

test('a change that hands nothing over tells nobody', async () => {
  await plan.run((tx) => updateTask(tx, { id: task, name: 'Renamed', ownerId: plan.worker }));
  expect(await told()).toEqual([]);
});

test('many tasks at once are one message for each person', async () => {
  const tasks = ['a', 'b', 'c'].map((name) => ({ phaseId: phase, name, ownerId: plan.worker }));
  await plan.run((tx) => createTasks(tx, { projectId: project, tasks, mode: 'all_or_nothing' }));
  expect(await told()).toEqual(['worker: You have work in “Move”']);
  await plan.rows('DELETE FROM pit_ops.message_due');
  const change = { ownerId: plan.helper };
  await plan.run((tx) => updateTasks(tx, { ids: [task, other], change, mode: 'all_or_nothing' }));
  expect(await told()).toEqual([
    'helper: You have work in “Move”',
    'worker: Work is no longer yours in “Move”',
  ]);
});

test('work that another module raises, and work from a template, is told of too', async () => {
  const raised = {
    sourceModule: 'audit',
    sourceReferenceId: crypto.randomUUID(),
    name: 'Finding',
    ownerId: plan.helper,
  } as const;
  await plan.run((tx) => raiseTasks(tx, { projectId: project, tasks: [raised] }));
  expect(await told()).toEqual(['helper: You have work: “Finding” in “Move”']);
  await plan.rows('DELETE FROM pit_ops.message_due');
  const templateId = await plan.insert('task_cluster_template', {
    name: 'Template',
    template_json: TEMPLATE_DOCUMENT,
  });
  const input = { templateId, projectId: project, startDate: '2026-03-02', ownerId: plan.sponsor };
  await plan.run((tx) => generateFromTemplate(tx, input));
  expect(await told()).toEqual(['sponsor: You have work: “First task” in “Move”']);
});

test('whoever gets a subtask hears of it, and whoever has it no more, but nobody of one that is left to the task', async () => {
  const made = await plan.run((tx) =>
    createSubtask(tx, { taskId: task, name: 'Step', ownerId: plan.helper }),
  );
  expect(await told()).toEqual(['helper: You have work: “Step” in “Move”']);
  await plan.rows('DELETE FROM pit_ops.message_due');
  const id = made.subtaskId ?? '';
  await plan.run((tx) => updateSubtask(tx, { id, ownerId: plan.sponsor }));
  expect(await told()).toEqual([
    'helper: Work is no longer yours: “Step” in “Move”',
    'sponsor: You have work: “Step” in “Move”',
  ]);
  await plan.rows('DELETE FROM pit_ops.message_due');
  await plan.run((tx) => updateSubtask(tx, { id, name: 'Other step' }));
  await plan.run((tx) => createSubtask(tx, { taskId: task, name: 'Of the task' }));
  expect(await told()).toEqual([]);
  await plan.run((tx) => updateSubtask(tx, { id, ownerId: null }));
  expect(await told()).toEqual(['sponsor: Work is no longer yours: “Other step” in “Move”']);
});

test('a block is told of with its reason, and its end, to everyone but who caused it', async () => {
  const byWorker = { actor: plan.actor(plan.worker) };
  await plan.run((tx) => moveStatus(tx, 'blockTask', { id: task, reason: 'No permit' }), byWorker);
  expect(await told()).toEqual(['owner: “First” is blocked']);
  const reasons = await plan.rows('SELECT message, project_id FROM pit_ops.message_due');
  expect(reasons).toEqual([{ message: 'No permit', project_id: project }]);
  await plan.run((tx) => moveStatus(tx, 'unblockTask', { id: task }));
  expect(await told()).toEqual(['owner: “First” is blocked', 'worker: “First” can go on']);
});
