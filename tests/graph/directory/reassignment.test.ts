import { randomUUID } from 'node:crypto';
import { PlanGraph } from '../../support/mutations/mutations.ts';

let api: PlanGraph;
beforeAll(async () => {
  api = await PlanGraph.open();
});
afterAll(() => api.close());

const admin = () => api.plan.actor(api.plan.owner, 'admin');
const COUNTS = 'fromUser { id } toUser { id } counts { role count }';

async function person(): Promise<string> {
  const id = randomUUID();
  return api.plan.insert('user', { id, name: 'Person', email: `${id}@example.test`, role: 'member' });
}

/** A project in which somebody has one piece of work of each kind, and one of two kinds that is complete. */
async function everything(leaver: string) {
  const { plan } = api;
  const project = await plan.project({ owner_id: leaver, sponsor_id: leaver });
  const phase = await plan.phase(project, { owner_id: leaver });
  const workPackage = await plan.workPackage(project, phase, { owner_id: leaver });
  const task = await plan.task(project, phase, { owner_id: leaver });
  const assigned = await plan.task(project, phase, {
    assignees: JSON.stringify([plan.helper, leaver]),
  });
  const done = await plan.task(project, phase, {
    owner_id: leaver,
    assignees: JSON.stringify([leaver]),
    status: 'completed',
    progress_percent: 100,
  });
  const step = await plan.subtask(task, { owner_id: leaver });
  const series = await seriesOf(project, phase, leaver);
  return { project, phase, workPackage, task, assigned, done, step, series };
}

/** A series that they answer for, and whose tasks are assigned to them; its first task is completed, and so no open work. */
async function seriesOf(project: string, phase: string, leaver: string): Promise<string> {
  const first = await api.plan.task(project, phase, {
    owner_id: leaver,
    assignees: JSON.stringify([api.plan.helper, leaver]),
    end_date: '2026-03-31',
    status: 'completed',
    progress_percent: 100,
  });
  const input = { taskId: first, rule: 'FREQ=YEARLY' };
  const { series } = await api.done<{ series: { id: string } }>(
    'createSeries',
    input,
    'series { id }',
    admin(),
  );
  return series.id;
}

const ONE_OF_EACH = [
  'PHASE_OWNER',
  'PROJECT_OWNER',
  'PROJECT_SPONSOR',
  'SERIES_OWNER',
  'SUBTASK_OWNER',
  'TASK_ASSIGNEE',
  'TASK_OWNER',
  'WORK_PACKAGE_OWNER',
].map((role) => ({ role, count: 1 }));

interface Page {
  totalCount: number;
  pageInfo: { hasNextPage: boolean; endCursor: string };
  edges: { node: Record<string, unknown> }[];
}

async function openWork(userId: string, args = '', fields = 'role'): Promise<Page | null> {
  const query = `{ openWork(userId: "${userId}"${args}) {
    totalCount pageInfo { hasNextPage endCursor } edges { node { ${fields} } } } }`;
  const { data, errors } = await api.graph.ask(admin(), query);
  expect(errors).toBeUndefined();
  return data?.['openWork'] as Page | null;
}

test('open work is listed by role, page by page', async () => {
  const leaver = await person();
  const made = await everything(leaver);
  const fields =
    'role project { id } phase { id } workPackage { id } task { id } subtask { id } series { id }';
  const first = await openWork(leaver, ', first: 4', fields);
  expect(first).toMatchObject({ totalCount: 8, pageInfo: { hasNextPage: true } });
  const rest = await openWork(leaver, `, first: 4, after: "${first?.pageInfo.endCursor}"`, fields);
  expect(rest?.pageInfo.hasNextPage).toBe(false);
  const none = {
    phase: null,
    workPackage: null,
    task: null,
    subtask: null,
    series: null,
    project: { id: made.project },
  };
  expect([...(first?.edges ?? []), ...(rest?.edges ?? [])].map(({ node }) => node)).toEqual([
    { ...none, role: 'PHASE_OWNER', phase: { id: made.phase } },
    { ...none, role: 'PROJECT_OWNER' },
    { ...none, role: 'PROJECT_SPONSOR' },
    { ...none, role: 'SERIES_OWNER', series: { id: made.series } },
    { ...none, role: 'SUBTASK_OWNER', subtask: { id: made.step } },
    { ...none, role: 'TASK_ASSIGNEE', task: { id: made.assigned } },
    { ...none, role: 'TASK_OWNER', task: { id: made.task } },
    { ...none, role: 'WORK_PACKAGE_OWNER', workPackage: { id: made.workPackage } },
  ]);
  const last = await openWork(leaver, ', last: 2');
  expect(last?.edges.map(({ node }) => node)).toEqual([
    { role: 'TASK_OWNER' },
    { role: 'WORK_PACKAGE_OWNER' },
  ]);
  expect(await openWork(randomUUID())).toBeNull();
});

test('all of it is handed over at once, and what is complete stays', async () => {
  const { plan } = api;
  const [leaver, heir] = [await person(), await person()];
  const made = await everything(leaver);
  const input = { fromUserId: leaver, toUserId: heir, idempotencyKey: randomUUID() };
  const payload = await api.done<{ counts: { role: string }[] }>('reassignWork', input, COUNTS, admin());
  const byRole = payload.counts.sort((a, b) => (a.role < b.role ? -1 : 1));
  expect({ ...payload, counts: byRole }).toEqual({
    fromUser: { id: leaver },
    toUser: { id: heir },
    counts: ONE_OF_EACH,
  });
  expect(await openWork(leaver)).toMatchObject({ totalCount: 0 });
  // Tasks to come are theirs too.
  expect(
    await plan.rows('SELECT owner_id, mould FROM pit_ops.series WHERE id = $1', [made.series]),
  ).toMatchObject([{ owner_id: heir, mould: { assigneeIds: [plan.helper, heir] } }]);
  expect(await openWork(heir)).toMatchObject({ totalCount: 8 });
  const tasks = await plan.rows('SELECT id, owner_id, assignees FROM pit.task WHERE project_id = $1', [
    made.project,
  ]);
  expect(tasks).toContainEqual({ id: made.done, owner_id: leaver, assignees: [leaver] });
  expect(tasks).toContainEqual({ id: made.assigned, owner_id: plan.worker, assignees: [plan.helper, heir] });
  const messages = await plan.rows('SELECT title FROM pit.notification WHERE user_id = $1', [heir]);
  expect(messages).toEqual([{ title: 'You have taken over 8 pieces of open work' }]);
  expect(await plan.rows('SELECT title FROM pit.notification WHERE user_id = $1', [leaver])).toEqual([
    { title: 'Work is no longer yours: 8 pieces of open work' },
  ]);
  const events = await plan.rows<{ topic: string }>(
    'SELECT topic, payload FROM pit_ops.outbox WHERE stream_id = $1 ORDER BY seq',
    [made.project],
  );
  expect(events.map(({ topic }) => topic).sort()).toEqual([
    'pit.project.updated',
    'pit.series.updated',
    'pit.series.updated',
    'pit.subtask.updated',
    'pit.task.updated',
    'pit.task.updated',
    'pit.task.updated',
  ]);
  const audit = await plan.rows(
    `SELECT DISTINCT table_name FROM pit.audit_log WHERE user_id = $1 AND action = 'UPDATE'
       AND after_state ->> 'owner_id' = $2 ORDER BY table_name`,
    [plan.owner, heir],
  );
  expect(audit.map((row) => (row as { table_name: string }).table_name)).toEqual([
    'phase',
    'project',
    'series',
    'subtask',
    'task',
    'work_package',
  ]);
  await api.done('reassignWork', input, COUNTS, admin());
  expect(await plan.rows('SELECT id FROM pit.notification WHERE user_id = $1', [heir])).toHaveLength(1);
});

test('somebody who is assigned already is so once', async () => {
  const [leaver, heir] = [await person(), await person()];
  const project = await api.plan.project();
  const task = await api.plan.task(project, await api.plan.phase(project), {
    assignees: JSON.stringify([leaver, api.plan.helper, heir]),
  });
  await api.done('reassignWork', { fromUserId: leaver, toUserId: heir }, COUNTS, admin());
  const [row] = await api.plan.rows('SELECT assignees FROM pit.task WHERE id = $1', [task]);
  expect(row).toEqual({ assignees: [heir, api.plan.helper] });
});

test('some projects are handed over by name, archived ones are refused', async () => {
  const [leaver, heir] = [await person(), await person()];
  const [one, other] = [await everything(leaver), await everything(leaver)];
  const input = { fromUserId: leaver, toUserId: heir, projectIds: [one.project] };
  await api.done('reassignWork', input, COUNTS, admin());
  expect(await openWork(leaver)).toMatchObject({ totalCount: 8 });
  await api.plan.rows(`UPDATE pit.project SET status = 'archived' WHERE id = $1`, [other.project]);
  expect(await openWork(leaver)).toMatchObject({ totalCount: 0 });
  const refused = (projectIds: string[]) =>
    api.refused('reassignWork', { fromUserId: leaver, toUserId: heir, projectIds }, admin());
  expect(await refused([other.project])).toMatchObject({ code: 'CONFLICT', projectId: other.project });
  expect(await refused([randomUUID()])).toMatchObject({ code: 'NOT_FOUND', field: 'input.projectIds' });
});

test('more than one request hands over is refused as a whole', async () => {
  const { plan } = api;
  const [leaver, heir] = [await person(), await person()];
  const project = await plan.project();
  const phase = await plan.phase(project);
  await plan.rows(
    `INSERT INTO pit.task (org_id, project_id, phase_id, name, owner_id, order_index)
     SELECT $1, $2, $3, 'Task', $4, n FROM generate_series(0, 2000) AS n`,
    [plan.orgId, project, phase, leaver],
  );
  const input = { fromUserId: leaver, toUserId: heir };
  expect(await api.refused('reassignWork', input, admin())).toMatchObject({
    code: 'BAD_USER_INPUT',
    field: 'input.projectIds',
  });
  await plan.rows('DELETE FROM pit.task WHERE project_id = $1 AND order_index = 2000', [project]);
  const { counts } = await api.done<{ counts: object[] }>('reassignWork', input, COUNTS, admin());
  expect(counts).toEqual([{ role: 'TASK_OWNER', count: 2_000 }]);
});

test('members, owners and foremen without a reason hand nothing over', async () => {
  const { plan } = api;
  const input = { fromUserId: plan.worker, toUserId: plan.helper };
  for (const actor of [plan.actor(plan.owner, 'member'), plan.actor(plan.owner, 'foreman')]) {
    expect(await api.refused('reassignWork', input, actor)).toMatchObject({ code: 'FORBIDDEN' });
  }
  expect(await api.refused('reassignWork', { ...input, toUserId: plan.worker }, admin())).toMatchObject({
    code: 'BAD_USER_INPUT',
    field: 'input.toUserId',
  });
});
