import { randomUUID } from 'node:crypto';
import { clock } from '../../../src/clock.ts';
import { systemActor, type Actor } from '../../../src/domain/directory/actor.ts';
import { MOST_WATCHES } from '../../../src/services/notifications/watching.ts';
import { notifyWatchers, watchingOrganisations } from '../../../src/services/notifications/watchers.ts';
import { scanProject } from '../../../src/services/watchdog/watchdog.ts';
import { PlanGraph } from '../../support/mutations/mutations.ts';

let api: PlanGraph;
let division: string;
let project: string;
let phase: string;
let task: string;
const real = { ...clock };

beforeAll(async () => {
  api = await PlanGraph.open();
  division = await api.plan.insert('division', { id: randomUUID(), name: 'North' });
  clock.today = () => '2026-11-18';
});

beforeEach(async () => {
  project = await api.plan.project({ name: 'Move', division_id: division });
  phase = await api.plan.phase(project);
  task = await api.plan.task(project, phase, {
    name: 'Packing',
    status: 'active',
    start_date: '2026-11-16',
    end_date: '2026-12-01',
    duration_days: 12,
  });
  await api.plan.rows('DELETE FROM pit_ops.watch');
  await api.plan.rows('DELETE FROM pit.notification');
  await api.plan.rows('DELETE FROM pit_ops.message_due');
});

afterAll(async () => {
  Object.assign(clock, real);
  await api?.close();
});

/** Who belongs to the division, and has no part in the project. */
const helper = (): Actor => ({ ...api.plan.actor(api.plan.helper), divisionIds: [division] });
const owner = (): Actor => api.plan.actor();

const watch = (input: object = { taskId: task }, who = helper()) =>
  api.done<{ changed: boolean; task: { isWatching: boolean } | null }>(
    'watch',
    input,
    'changed task { isWatching } project { isWatching }',
    who,
  );

/** Looks after the watchers, and answers what was told since, by the name of the person. */
async function told(): Promise<string[]> {
  await api.plan.rows('DELETE FROM pit_ops.message_due');
  await api.plan.run(notifyWatchers, { actor: systemActor(api.plan.orgId) });
  const rows = await api.plan.rows<{ line: string }>(
    `SELECT concat_ws(': ', u.name, d.title, d.message) AS line FROM pit_ops.message_due d
     JOIN pit."user" u ON u.id = d.user_id ORDER BY 1`,
  );
  return rows.map(({ line }) => line);
}

/** Titles of what somebody reads in the platform. */
async function reads(who: Actor): Promise<string[]> {
  const query = '{ viewer { unreadCount } notifications(first: 100) { nodes { title } } }';
  const { data } = await api.graph.ask(who, query, {});
  const { nodes } = data?.['notifications'] as { nodes: { title: string }[] };
  expect((data?.['viewer'] as { unreadCount: number }).unreadCount).toBe(nodes.length);
  return nodes.map(({ title }) => title);
}

const update = (change: object, who = owner()) =>
  api.done('updateTask', { id: task, ...change }, 'task { id }', who);

test('whoever watches a task hears that it is blocked, goes on, ends on another day and is complete', async () => {
  expect(await watch()).toMatchObject({ changed: true, task: { isWatching: true } });
  expect(await watch()).toMatchObject({ changed: false });
  expect(await told()).toEqual([]);

  await api.done('blockTask', { id: task, reason: 'No boxes' }, 'task { id }', owner());
  expect(await told()).toEqual(['helper: “Packing” is blocked.']);
  expect(await told()).toEqual([]);

  await api.done('unblockTask', { id: task }, 'task { id }', owner());
  await update({ endDate: '2026-12-02' });
  expect(await told()).toEqual([
    'helper: What you watch in “Move” has changed: “Packing” can go on.\n“Packing” ends on 2026-12-02, and no more on 2026-12-01.',
  ]);

  await api.done('completeTask', { id: task }, 'task { id }', owner());
  expect(await told()).toEqual(['helper: “Packing” is complete.']);
});

test('progress, a new name and other tasks are no news to who watches a task', async () => {
  const other = await api.plan.task(project, phase, { name: 'Other', order_index: 1 });
  await watch();
  await update({ name: 'Packing all' });
  await api.done('updateProgress', { taskId: task, percent: 10 }, 'task { id }', owner());
  await api.done('completeTask', { id: other }, 'task { id }', owner());
  expect(await told()).toEqual([]);
});

test('nobody hears of what they have done themselves, but of what another does meanwhile', async () => {
  await watch({ taskId: task }, owner());
  await update({ endDate: '2026-12-02' });
  expect(await told()).toEqual([]);
  await update({ endDate: '2026-12-03' });
  await update({ endDate: '2026-12-04' }, api.plan.actor(api.plan.worker));
  expect(await told()).toEqual(['owner: “Packing” ends on 2026-12-04, and no more on 2026-12-02.']);
});

test('whoever watches a project hears of the project: its days, that it rests, and that it is complete', async () => {
  await watch({ projectId: project });
  await api.done('updateProject', { id: project, status: 'ON_HOLD' }, 'project { id }', owner());
  expect(await told()).toEqual(['helper: “Move” is on hold.']);
  await api.done(
    'updateProject',
    { id: project, status: 'ACTIVE', endDate: '2027-01-29' },
    'project { id }',
    owner(),
  );
  expect(await told()).toEqual([
    expect.stringMatching(
      /^helper: What you watch in “Move” has changed: “Move” can go on\.\n(.*\n)?“Move” ends on 2027-01-29/,
    ),
  ]);
});

test('alerts of level 1 and 2 are told to those who watch, but not twice to the people of the project', async () => {
  const late = await api.plan.task(project, phase, {
    name: 'Lifts',
    status: 'overdue',
    start_date: '2026-11-02',
    end_date: '2026-11-06',
    duration_days: 5,
    order_index: 1,
  });
  await watch({ taskId: late });
  await watch({ projectId: project }, owner());
  await watch({ projectId: project }, api.plan.actor(api.plan.worker));
  await api.plan.rows('DELETE FROM pit_ops.message_due');
  await api.plan.run((tx) => scanProject(tx, project), { actor: systemActor(api.plan.orgId) });
  const rows = await api.plan.rows<{ name: string; count: number; text: string }>(
    `SELECT u.name, count(*)::int AS count, string_agg(d.message, ' ') AS text FROM pit_ops.message_due d
     JOIN pit."user" u ON u.id = d.user_id WHERE d.level <= 2 GROUP BY u.name ORDER BY u.name`,
  );
  expect(rows.filter(({ name }) => name !== 'sponsor').map(({ name, count }) => `${name} ${count}`)).toEqual([
    'helper 1',
    'owner 1',
    'worker 1',
  ]);
  expect(rows.find(({ name }) => name === 'helper')?.text).toContain('“Lifts” was due on 2026-11-06');
  expect(await reads(helper())).toHaveLength(1);
  expect(await reads({ ...helper(), divisionIds: [] })).toEqual([]);
});

test('a watcher who does not see the project any more reads nothing of it, also of what they were told before', async () => {
  await watch();
  await update({ endDate: '2026-12-02' });
  expect(await told()).toHaveLength(1);
  const title = '“Packing” ends on 2026-12-02, and no more on 2026-12-01.';
  expect(await reads(helper())).toContain(title);
  expect(await reads({ ...helper(), divisionIds: [] })).not.toContain(title);

  const south = await api.plan.insert('division', { id: randomUUID(), name: 'South' });
  await api.plan.rows('UPDATE pit.project SET division_id = $2 WHERE id = $1', [project, south]);
  expect(await reads(helper())).not.toContain(title);
});

test('a deleted task is watched no more, and one that is moved to another project goes on being watched', async () => {
  const second = await api.plan.task(project, phase, {
    name: 'Moved',
    order_index: 1,
    end_date: '2026-12-01',
  });
  await watch();
  await watch({ taskId: second });
  await api.done('deleteTask', { id: task }, 'task { id }', owner());
  const elsewhere = await api.plan.project({ name: 'Elsewhere', division_id: division });
  const place = { id: second, projectId: elsewhere, phaseId: await api.plan.phase(elsewhere) };
  await api.done('moveTask', place, 'task { id }', owner());
  expect(await told()).toEqual([]);
  expect(await api.plan.rows('SELECT task_id FROM pit_ops.watch')).toEqual([{ task_id: second }]);
  await api.done('completeTask', { id: second }, 'task { id }', owner());
  expect(await told()).toEqual(['helper: “Moved” is complete.']);
  const places = 'SELECT project_id FROM pit_ops.watched_project WHERE project_id = ANY ($1)';
  expect(await api.plan.rows(places, [[project, elsewhere]])).toEqual([{ project_id: elsewhere }]);
});

test('unwatching ends it, also for who does not see the task any more', async () => {
  await watch();
  const blind = { ...helper(), divisionIds: [] };
  expect(await api.refused('watch', { taskId: task }, blind)).toMatchObject({ code: 'NOT_FOUND' });
  expect(await api.done('unwatch', { taskId: task }, 'changed task { id }', blind)).toEqual({
    changed: true,
    task: null,
  });
  expect(await api.refused('unwatch', { taskId: task }, blind)).toMatchObject({ code: 'NOT_FOUND' });
  expect(await api.done('unwatch', { taskId: task }, 'changed', helper())).toEqual({ changed: false });
  await update({ endDate: '2026-12-02' });
  expect(await told()).toEqual([]);
});

test('a task or a project is named, not both and not none, and a user watches so many', async () => {
  for (const input of [{}, { taskId: task, projectId: project }]) {
    expect(await api.refused('watch', input, helper())).toMatchObject({ code: 'BAD_USER_INPUT' });
  }
  await api.plan.rows('ALTER TABLE pit_ops.watch DISABLE TRIGGER begin_watch');
  await api.plan.rows(
    `WITH made AS (
       INSERT INTO pit.task (org_id, project_id, phase_id, name, owner_id, order_index)
       SELECT $1, $2, $3, 'Many', $4, 10 + n FROM generate_series(1, $5::int) AS n RETURNING id)
     INSERT INTO pit_ops.watch (org_id, user_id, task_id) SELECT $1, $6, id FROM made`,
    [api.plan.orgId, project, phase, api.plan.owner, MOST_WATCHES, api.plan.helper],
  );
  await api.plan.rows('ALTER TABLE pit_ops.watch ENABLE ALWAYS TRIGGER begin_watch');
  expect(await api.refused('watch', { taskId: task }, helper())).toMatchObject({
    code: 'LIMIT_EXCEEDED',
    field: 'input.taskId',
    expected: `at most ${MOST_WATCHES} tasks and projects`,
  });
});

test('isWatching of a hundred tasks is one statement, and everybody’s own', async () => {
  await watch();
  const query = `query ($id: ID!) { project(id: $id) { isWatching phases { tasks(first: 100) { nodes { isWatching } } } } }`;
  const answer = await api.graph.ask(helper(), query, { id: project });
  expect(answer.data?.['project']).toEqual({
    isWatching: false,
    phases: [{ tasks: { nodes: [{ isWatching: true }] } }],
  });
  const others = await api.graph.ask(owner(), query, { id: project });
  expect(JSON.stringify(others.data)).not.toContain('true');
});

test('lists have what their reader watches, or all the rest', async () => {
  const other = await api.plan.task(project, phase, { name: 'Other', order_index: 1 });
  await watch();
  await watch({ projectId: project }, owner());
  const listed = async (who: Actor, isWatching: boolean): Promise<unknown> => {
    const query = `query ($isWatching: Boolean, $project: [ID!]) {
      tasks(first: 10, filter: { isWatching: $isWatching, projectId: $project }) { totalCount nodes { id } }
      projects(first: 100, filter: { isWatching: $isWatching }) { nodes { id } } }`;
    const { data, errors } = await api.graph.ask(who, query, { isWatching, project: [project] });
    expect(errors).toBeUndefined();
    const lists = data as Record<'tasks' | 'projects', { nodes: { id: string }[] }>;
    const ids = (list: 'tasks' | 'projects'): string[] => lists[list].nodes.map(({ id }) => id);
    return { tasks: ids('tasks').sort(), isProject: ids('projects').includes(project) };
  };
  expect(await listed(helper(), true)).toEqual({ tasks: [task], isProject: false });
  expect(await listed(helper(), false)).toEqual({ tasks: [other], isProject: true });
  expect(await listed(owner(), true)).toEqual({ tasks: [], isProject: true });
  expect(await listed({ ...api.plan.actor(api.plan.sponsor, 'service') }, true)).toEqual({
    tasks: [],
    isProject: false,
  });
});

test('processes that look at once tell each watcher once', async () => {
  await watch();
  await watch({ projectId: project }, api.plan.actor(api.plan.sponsor));
  await update({ endDate: '2026-12-02' });
  await api.done('updateProject', { id: project, status: 'ON_HOLD' }, 'project { id }', owner());
  await api.plan.rows('DELETE FROM pit_ops.message_due');
  const actor = systemActor(api.plan.orgId);
  await Promise.all(Array.from({ length: 4 }, () => api.plan.run(notifyWatchers, { actor })));
  const rows = await api.plan.rows<{ name: string }>(
    'SELECT u.name FROM pit_ops.message_due d JOIN pit."user" u ON u.id = d.user_id ORDER BY 1',
  );
  expect(rows.map(({ name }) => name)).toEqual(['helper', 'sponsor']);
});

test('a look that fails is made again, and has told nothing', async () => {
  await watch();
  await update({ endDate: '2026-12-02' });
  const actor = systemActor(api.plan.orgId);
  const broken = api.plan.run(
    async (tx) => {
      await notifyWatchers(tx);
      throw new Error('the process is killed');
    },
    { actor },
  );
  await expect(broken).rejects.toThrow('the process is killed');
  expect(await api.plan.rows('SELECT FROM pit_ops.message_due')).toEqual([]);
  expect(await told()).toEqual(['helper: “Packing” ends on 2026-12-02, and no more on 2026-12-01.']);
});

test('organisations are looked after where something has happened to what is watched, and no others', async () => {
  const listed = () => watchingOrganisations(api.plan.pool, api.plan.orgId);
  await watch();
  await told();
  expect(await listed()).not.toContain(api.plan.orgId);
  await update({ endDate: '2026-12-02' });
  expect(await listed()).toContain(api.plan.orgId);
  await told();
  expect(await listed()).not.toContain(api.plan.orgId);
});
