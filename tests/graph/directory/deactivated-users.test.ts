import { randomUUID } from 'node:crypto';
import { TEMPLATE_DOCUMENT } from '../../support/worlds/scene.ts';
import { PlanGraph } from '../../support/mutations/mutations.ts';

let api: PlanGraph;
let projectId: string;
let phaseId: string;
let taskId: string;
let leaver: string;

beforeAll(async () => {
  api = await PlanGraph.open();
  leaver = await person();
  projectId = await api.plan.project({ owner_id: leaver, sponsor_id: api.plan.sponsor });
  phaseId = await api.plan.phase(projectId, { owner_id: leaver });
  taskId = await api.plan.task(projectId, phaseId, {
    owner_id: leaver,
    assignees: JSON.stringify([leaver, api.plan.helper]),
  });
  await sync({ isActive: false });
});
afterAll(() => api.close());

async function person(): Promise<string> {
  const id = randomUUID();
  return api.plan.insert('user', { id, name: 'Leaver', email: `${id}@example.test`, role: 'member' });
}

const admin = () => api.plan.actor(api.plan.owner, 'admin');
const service = () => api.plan.actor(api.plan.helper, 'service');
const entry = (more: object) => ({ id: leaver, name: 'Leaver', email: `${leaver}@example.test`, ...more });
const sync = (more: object) =>
  api.done<{ users: number }>('syncDirectory', { users: [entry(more)] }, 'users', service());
const isActive = async (): Promise<unknown> => {
  const { data } = await api.graph.ask(admin(), `{ user(id: "${leaver}") { isActive } }`);
  return (data?.['user'] as { isActive: boolean }).isActive;
};
const GONE = { code: 'BAD_USER_INPUT', pit: 'PIT002', actual: [] as string[] };

test('a directory deactivates a user and takes it back, and what it does not say stays', async () => {
  expect(await isActive()).toBe(false);
  await sync({});
  await sync({ isActive: null });
  expect(await isActive()).toBe(false);
  await sync({ isActive: true });
  expect(await isActive()).toBe(true);
  await sync({ isActive: false });
  const trail = await api.plan.rows(
    `SELECT action, user_id FROM pit.audit_log WHERE table_name = 'deactivated_user' AND record_id = $1
     ORDER BY created_at, id`,
    [leaver],
  );
  const by = (action: string) => ({ action, user_id: api.plan.helper });
  expect(trail).toEqual([by('INSERT'), by('DELETE'), by('INSERT')]);
});

test('nobody deactivates the account that they speak with', async () => {
  const own = { id: api.plan.helper, name: 'Helper', email: 'helper@example.test', isActive: false };
  expect(await api.refused('syncDirectory', { users: [own] }, service())).toMatchObject({
    code: 'BAD_USER_INPUT',
    field: 'input.users[0].isActive',
  });
});

test('no door gives new work to a deactivated user', async () => {
  const { plan } = api;
  const other = await plan.task(projectId, phaseId);
  const step = await plan.subtask(other);
  const template = await plan.insert('task_cluster_template', {
    name: randomUUID(),
    template_json: TEMPLATE_DOCUMENT,
  });
  const otherProject = await plan.project();
  const otherPhase = await plan.phase(otherProject);
  const raised = { sourceModule: 'AUDIT', sourceReferenceId: randomUUID(), name: 'Raised', ownerId: leaver };
  const doors: [string, object, string][] = [
    ['createProject', { name: 'New', ownerId: leaver }, 'input.ownerId'],
    ['createProject', { name: 'New', sponsorId: leaver }, 'input.sponsorId'],
    ['updateProject', { id: otherProject, ownerId: leaver }, 'input.ownerId'],
    ['updateProject', { id: otherProject, sponsorId: leaver }, 'input.sponsorId'],
    ['createPhase', { projectId, name: 'New', ownerId: leaver }, 'input.ownerId'],
    ['updatePhase', { id: otherPhase, ownerId: leaver }, 'input.ownerId'],
    ['createWorkPackage', { phaseId, name: 'New', ownerId: leaver }, 'input.ownerId'],
    ['createTask', { phaseId, name: 'New', ownerId: leaver }, 'input.ownerId'],
    ['createTask', { phaseId, name: 'New', assigneeIds: [leaver] }, 'input.assigneeIds'],
    ['updateTask', { id: other, ownerId: leaver }, 'input.ownerId'],
    ['updateTask', { id: other, assigneeIds: [leaver] }, 'input.assigneeIds'],
    ['assignTask', { id: other, ownerId: leaver }, 'input.ownerId'],
    ['assignTask', { id: other, assigneeIds: [plan.helper, leaver] }, 'input.assigneeIds'],
    ['createSubtask', { taskId: other, name: 'New', ownerId: leaver }, 'input.ownerId'],
    ['updateSubtask', { id: step, ownerId: leaver }, 'input.ownerId'],
    ['addComment', { taskId: other, text: 'Look', mentionUserIds: [leaver] }, 'input.mentionUserIds'],
    [
      'generateFromTemplate',
      { templateId: template, projectId, startDate: '2026-03-02', ownerId: leaver },
      'input.ownerId',
    ],
    ['reassignWork', { fromUserId: plan.worker, toUserId: leaver }, 'input.toUserId'],
    ['awardSkillsCredit', { taskId: other, userId: leaver, creditValue: 5 }, 'input.userId'],
  ];
  for (const [verb, input, field] of doors) {
    const refusal = await api.refused(verb, input, admin());
    expect([verb, refusal]).toEqual([verb, expect.objectContaining({ ...GONE, actual: [leaver], field })]);
  }
  const bulk = await api.refused('raiseTasks', { projectId, tasks: [raised] }, admin());
  expect(JSON.stringify(bulk)).toContain('PIT002');
});

test('the database refuses it too, and lets what they have be', async () => {
  const { plan } = api;
  const give = (column: string, value: string, where: string) =>
    plan.rows(`UPDATE pit.task SET ${column} = $1 WHERE id = $2`, [value, where]);
  const other = await plan.task(projectId, phaseId);
  await expect(give('owner_id', leaver, other)).rejects.toMatchObject({ constraint: 'people_are_active' });
  await expect(give('assignees', JSON.stringify([leaver]), other)).rejects.toMatchObject({
    constraint: 'people_are_active',
  });
  await expect(plan.phase(projectId, { owner_id: leaver })).rejects.toMatchObject({
    constraint: 'people_are_active',
  });
  await give('assignees', JSON.stringify([leaver]), taskId);
  await give('assignees', JSON.stringify([leaver, plan.helper]), taskId);
});

test('who is there already may be sent again', async () => {
  const input = { id: taskId, ownerId: leaver, assigneeIds: [leaver, api.plan.helper] };
  await api.done('assignTask', input, 'task { id }', admin());
  await api.done('updateTask', { ...input, name: 'Renamed' }, 'task { id }', admin());
  await api.done('updateProject', { id: projectId, ownerId: leaver }, 'project { id }', admin());
});

interface Raised {
  items: { task: { ownerId: string } }[];
}

test('work for which nobody is named falls to who is left', async () => {
  const { plan } = api;
  const raised = { sourceModule: 'AUDIT', sourceReferenceId: randomUUID(), name: 'Raised' };
  const fields = 'items { task { ownerId } }';
  const { items } = await api.done<Raised>('raiseTasks', { projectId, tasks: [raised] }, fields, admin());
  expect(items[0]?.task.ownerId).toBe(plan.sponsor);
  const template = await plan.insert('task_cluster_template', {
    name: randomUUID(),
    template_json: TEMPLATE_DOCUMENT,
  });
  const ownerless = await plan.project({ owner_id: api.plan.owner, sponsor_id: null });
  await plan.rows('ALTER TABLE pit.project DISABLE TRIGGER check_people');
  await plan.rows('UPDATE pit.project SET owner_id = $2 WHERE id = $1', [ownerless, leaver]);
  await plan.rows('ALTER TABLE pit.project ENABLE TRIGGER check_people');
  const { taskIds } = await api.done<{ taskIds: string[] }>(
    'generateFromTemplate',
    { templateId: template, projectId: ownerless, startDate: '2026-03-02' },
    'taskIds',
    admin(),
  );
  const made = await plan.rows('SELECT owner_id FROM pit.task WHERE id = ANY ($1::uuid[])', [taskIds]);
  expect(made).toEqual([{ owner_id: plan.owner }]);
  const alone = await api.done<Raised>(
    'raiseTasks',
    { projectId: ownerless, tasks: [{ ...raised, sourceReferenceId: randomUUID() }] },
    fields,
    admin(),
  );
  expect(alone.items[0]?.task.ownerId).toBe(plan.owner);
});

test('they get no messages, change nothing, and still read', async () => {
  const { plan } = api;
  const sent = await plan.rows('SELECT id FROM pit.notification WHERE user_id = $1', [leaver]);
  expect(sent).toEqual([]);
  const actor = plan.actor(leaver);
  const refusal = await api.refused('addComment', { taskId, text: 'Bye' }, actor);
  expect(refusal).toMatchObject({ code: 'FORBIDDEN', pit: 'PIT001', field: 'sub' });
  const { data } = await api.graph.ask(actor, `{ task(id: "${taskId}") { id } }`);
  expect(data?.['task']).toEqual({ id: taskId });
});
