import { randomUUID } from 'node:crypto';
import { PlanGraph } from '../../support/mutations/mutations.ts';

let api: PlanGraph;
let projectId: string;
let taskId: string;
let stepId: string;
beforeAll(async () => {
  api = await PlanGraph.open();
  projectId = await api.plan.project();
  taskId = await api.plan.task(projectId, await api.plan.phase(projectId));
  stepId = await api.plan.subtask(taskId);
});
afterAll(() => api.close());

const add = (input: object, actor = api.plan.actor()) =>
  api.done<{ comment: { id: string } }>(
    'addComment',
    input,
    'comment { id comment newStatus newProgressPercent oldStatus userId } task { id } subtask { id }',
    actor,
  );
const messages = () =>
  api.plan.rows(
    `SELECT user_id, title, message, link FROM pit.notification WHERE org_id = $1 ORDER BY user_id`,
    [api.plan.orgId],
  );

test('a comment is a row of the log that moves nothing, and is told to whoever is mentioned', async () => {
  const { plan } = api;
  const input = {
    taskId,
    text: ' Is the crane there? ',
    mentionUserIds: [plan.helper, plan.owner, plan.helper],
  };
  expect(await add(input)).toMatchObject({
    comment: {
      comment: 'Is the crane there?',
      newStatus: null,
      newProgressPercent: null,
      userId: plan.owner,
    },
    task: { id: taskId },
    subtask: null,
  });
  expect(await messages()).toEqual([
    {
      user_id: plan.helper,
      title: 'You are mentioned in a comment on “Task”',
      message: 'Is the crane there?',
      link: `/pit/tasks/${taskId}`,
    },
  ]);
});

test('it is announced, and listed beside comments of subtasks without entries of progress', async () => {
  const { plan } = api;
  const { comment } = await add({ subtaskId: stepId, text: 'On the step' });
  const [event] = await plan.rows(
    `SELECT topic, payload FROM pit_ops.outbox WHERE stream_id = $1 ORDER BY seq DESC LIMIT 1`,
    [projectId],
  );
  expect(event).toEqual({
    topic: 'pit.task.commented',
    payload: { projectId, taskId, subtaskId: stepId, commentId: comment.id },
  });
  await api.done('updateProgress', { subtaskId: stepId, percent: 40, comment: 'Half way' }, 'task { id }');
  const query = `{ task(id: "${taskId}") { progressLog { totalCount }
    comments(first: 1) { totalCount edges { node { comment } } pageInfo { hasNextPage } }
    subtasks { nodes { comments { edges { node { comment } } } } } } }`;
  const { data } = await api.graph.ask(plan.actor(), query);
  const task = data?.['task'] as Record<string, { totalCount: number }>;
  expect(task['comments']).toEqual({
    totalCount: 2,
    edges: [{ node: { comment: 'On the step' } }],
    pageInfo: { hasNextPage: true },
  });
  expect(task['subtasks']).toEqual({
    nodes: [{ comments: { edges: [{ node: { comment: 'On the step' } }] } }],
  });
  expect(task['progressLog']?.totalCount).toBeGreaterThan(2);
});

test('the same key adds one comment', async () => {
  const input = { taskId, text: 'Once', idempotencyKey: randomUUID() };
  const [first, again] = [await add(input), await add(input)];
  expect(again.comment.id).toBe(first.comment.id);
  const rows = await api.plan.rows(`SELECT id FROM pit.task_progress_log WHERE comment = 'Once'`);
  expect(rows).toEqual([{ id: first.comment.id }]);
});

test('texts, mentions and targets that will not do are refused', async () => {
  const refused = (input: object) => api.refused('addComment', input);
  expect(await refused({ taskId, text: ' ' })).toMatchObject({ field: 'input.text' });
  expect(await refused({ taskId, text: 'x'.repeat(10_001) })).toMatchObject({ field: 'input.text' });
  expect(await refused({ taskId, subtaskId: stepId, text: 'x' })).toMatchObject({ field: 'input' });
  const strangers = Array.from({ length: 21 }, () => randomUUID());
  expect(await refused({ taskId, text: 'x', mentionUserIds: strangers })).toMatchObject({ actual: 21 });
  const neighbour = await api.plan.neighbour();
  expect(await refused({ taskId, text: 'x', mentionUserIds: [neighbour.owner] })).toMatchObject({
    code: 'NOT_FOUND',
    pit: 'PIT002',
  });
  const actor = neighbour.actor();
  expect(await api.refused('addComment', { taskId, text: 'x' }, actor)).toMatchObject({ code: 'NOT_FOUND' });
  const viewer = api.plan.actor(api.plan.helper, 'viewer');
  expect(await api.refused('addComment', { taskId, text: 'x' }, viewer)).toMatchObject({ code: 'FORBIDDEN' });
});

test('in a project of a division only its people and the roles of all divisions are mentioned', async () => {
  const { plan } = api;
  const division_id = await plan.insert('division', { id: randomUUID(), name: 'North' });
  const project = await plan.project({ division_id });
  const task = await plan.task(project, await plan.phase(project), {
    assignees: JSON.stringify([plan.helper]),
  });
  const person = async (role: string) => {
    const id = randomUUID();
    return plan.insert('user', { id, name: role, email: `${id}@example.test`, role });
  };
  const [member, foreman] = [await person('member'), await person('foreman')];
  const people = [plan.sponsor, plan.worker, plan.helper, foreman];
  await add({ taskId: task, text: 'x', mentionUserIds: people });
  expect(
    await api.refused('addComment', { taskId: task, text: 'x', mentionUserIds: [...people, member] }),
  ).toMatchObject({ code: 'BAD_USER_INPUT', pit: 'PIT002', field: 'input.mentionUserIds', actual: [member] });
});
