import { randomUUID } from 'node:crypto';
import type { Actor } from '../../../src/domain/directory/actor.ts';
import { MOST_TAGS, MOST_TAGS_OF_ORGANISATION } from '../../../src/domain/plan/tags.ts';
import { PlanGraph } from '../../support/mutations/mutations.ts';

let api: PlanGraph;
let division: string;
let project: string;
let phase: string;
let task: string;

beforeAll(async () => {
  api = await PlanGraph.open();
  division = await api.plan.insert('division', { id: randomUUID(), name: 'North' });
});
beforeEach(async () => {
  await api.plan.rows('DELETE FROM pit_ops.tag');
  project = await api.plan.project({ name: 'Move', division_id: division });
  phase = await api.plan.phase(project);
  task = await api.plan.task(project, phase, { name: 'Packing' });
});
afterAll(() => api?.close());

async function read<T>(query: string, variables: object, who: Actor): Promise<T> {
  const { data, errors } = await api.graph.ask(who, query, variables as Record<string, unknown>);
  if (errors !== undefined) throw new Error(`refused: ${JSON.stringify(errors)}`);
  return data as T;
}
const owner = (): Actor => api.plan.actor();
const admin = (): Actor => ({ ...api.plan.actor(api.plan.helper, 'admin'), divisionIds: [division] });
interface Tagged {
  id: string;
  updatedAt: string;
  tags: { id: string; name: string }[];
}
const SHOWN = '{ id updatedAt tags { id name } }';

async function tagTask(names: string[], more: object = {}, who = owner()): Promise<Tagged> {
  const input = { taskId: task, names, ...more };
  return (await api.done<{ task: Tagged }>('setTaskTags', input, `task ${SHOWN}`, who)).task;
}
async function tagProject(names: string[]): Promise<Tagged> {
  const input = { projectId: project, names };
  return (await api.done<{ project: Tagged }>('setProjectTags', input, `project ${SHOWN}`, owner())).project;
}
const namesOf = ({ tags }: Tagged) => tags.map(({ name }) => name);
const versionOf = async (table: 'task' | 'project', id: string) =>
  (
    await api.plan.rows<{ at: string }>(`SELECT updated_at::text AS at FROM pit.${table} WHERE id = $1`, [id])
  )[0]?.at;

async function found(kind: 'tasks' | 'projects', filter: object, who = owner()): Promise<string[]> {
  const type = kind === 'tasks' ? 'TaskFilter' : 'ProjectFilter';
  const query = `query ($filter: ${type}!) { ${kind}(filter: $filter, first: 50) { nodes { name } } }`;
  const data = await read<Record<string, { nodes: { name: string }[] }>>(query, { filter }, who);
  return data[kind]!.nodes.map(({ name }) => name).sort();
}

test('a task carries exactly the tags that it is given, in one spelling for the organisation', async () => {
  expect(namesOf(await tagTask(['Ünder review', 'Winter  works', 'winter works']))).toEqual([
    'Winter works',
    'Ünder review',
  ]);
  expect(namesOf(await tagProject(['WINTER WORKS']))).toEqual(['Winter works']);
  expect(namesOf(await tagTask(['ünder REVIEW']))).toEqual(['Ünder review']);
  // Two code points for the first letter, as some keyboards write it.
  expect(await found('tasks', { tag: ['u\u0308nder review'] })).toEqual(['Packing']);
  expect(namesOf(await tagTask([]))).toEqual([]);
  const tags = await read<{ tags: { nodes: { name: string }[] } }>(
    '{ tags { nodes { name } } }',
    {},
    owner(),
  );
  expect(tags.tags.nodes.map(({ name }) => name)).toEqual(['Winter works', 'Ünder review']);
});

test('lists are filtered by tag and by group of controls, whatever the case, and never by a tag of something unseen', async () => {
  await api.plan.task(project, phase, { name: 'Moving' });
  await tagTask(['Winter']);
  await tagProject(['Programme A']);
  const group = { taskId: task, controlId: randomUUID(), controlGroup: 'camera_surveillance' };
  await api.done('linkControl', group, '__typename', owner());
  expect(await found('tasks', { projectId: [project], tag: ['WINTER', 'other'] })).toEqual(['Packing']);
  expect(await found('tasks', { projectId: [project], not: { tag: ['winter'] } })).toEqual(['Moving']);
  expect(await found('tasks', { controlGroup: ['camera_surveillance'] })).toEqual(['Packing']);
  expect(await found('projects', { tag: ['programme a'] })).toEqual(['Move']);
  expect(await found('projects', { tag: ['winter'] })).toEqual([]);
  const outsider = { ...api.plan.actor(api.plan.helper), divisionIds: [randomUUID()] };
  expect(await found('projects', { tag: ['programme a'] }, outsider)).toEqual([]);
  expect(await found('tasks', { tag: ['winter'] }, outsider)).toEqual([]);
});

test('a tag gives what carries it a new version, and one that it carries already does not', async () => {
  const before = await versionOf('task', task);
  const tagged = await tagTask(['Winter']);
  expect(await versionOf('task', task)).not.toBe(before);
  expect((await tagTask(['winter'], { ifUpdatedAt: tagged.updatedAt })).updatedAt).toBe(tagged.updatedAt);
  const stale = { taskId: task, names: [], ifUpdatedAt: '2000-01-01T00:00:00.000Z' };
  expect(await api.refused('setTaskTags', stale, owner())).toMatchObject({ code: 'CONFLICT' });
  const version = await versionOf('project', project);
  await tagProject(['Winter']);
  const later = await versionOf('project', project);
  expect(later).not.toBe(version);
  await api.plan.rows('DELETE FROM pit_ops.tag_link WHERE project_id = $1', [project]);
  expect(await versionOf('project', project)).not.toBe(later);
});

test('a tag is renamed in one place, goes on with a task that is moved, and is deleted from all that carries it', async () => {
  const [tag] = (await tagTask(['Winter'])).tags;
  const other = await api.plan.project({ name: 'Other', division_id: division });
  const place = await api.plan.phase(other);
  await api.done('moveTask', { id: task, phaseId: place, projectId: other }, '__typename', admin());
  await api.done('renameTag', { id: tag!.id, name: 'Summer' }, 'tag { name }', admin());
  expect(await found('tasks', { projectId: [other], tag: ['summer'] })).toEqual(['Packing']);
  await api.done('deleteTag', { id: tag!.id }, 'deletedId', admin());
  expect(await found('tasks', { tag: ['summer'] })).toEqual([]);
  expect(await api.refused('deleteTag', { id: tag!.id }, admin())).toMatchObject({ code: 'NOT_FOUND' });
});

test('refused are strangers, names that are none, another’s name, and more tags than there may be', async () => {
  const input = { taskId: task, names: ['x'] };
  const stranger = api.plan.actor(api.plan.helper);
  expect(await api.refused('setTaskTags', input, stranger)).toMatchObject({ code: 'NOT_FOUND' });
  const assignees = JSON.stringify([api.plan.helper]);
  await api.plan.rows('UPDATE pit.task SET assignees = $2 WHERE id = $1', [task, assignees]);
  expect(await api.refused('setTaskTags', input, stranger)).toMatchObject({ code: 'FORBIDDEN' });
  const viewer = { ...api.plan.actor(api.plan.helper, 'viewer'), divisionIds: [division] };
  expect(await api.refused('setTaskTags', input, viewer)).toMatchObject({ code: 'FORBIDDEN' });
  for (const [names, field] of [
    [[' '], 'input.names.0'],
    [['fine', 'x'.repeat(61)], 'input.names.1'],
    [['\u202Eabc'], 'input.names.0'],
    [Array.from({ length: MOST_TAGS + 1 }, (_, n) => `tag ${n}`), 'input.names'],
  ] as const) {
    const refused = await api.refused('setTaskTags', { taskId: task, names }, owner());
    expect(refused).toMatchObject({ code: 'BAD_USER_INPUT', field });
  }
  const tags = (await tagTask(['Winter', 'Summer'])).tags;
  const winter = tags.find(({ name }) => name === 'Winter')!;
  const taken = { id: winter.id, name: 'SUMMER' };
  expect(await api.refused('renameTag', taken, admin())).toMatchObject({ field: 'input.name' });
  expect(await api.refused('renameTag', { ...taken, name: 'Fall' }, owner())).toMatchObject({
    code: 'FORBIDDEN',
  });
});

test('an organisation has 1,000 tags at most, and a project or task 20, at the door of the database too', async () => {
  const many = `INSERT INTO pit_ops.tag (org_id, name) SELECT $1, 'tag ' || n FROM generate_series(1, $2::int) AS n`;
  await api.plan.rows(many, [api.plan.orgId, MOST_TAGS_OF_ORGANISATION]);
  const input = { taskId: task, names: ['one more'] };
  expect(await api.refused('setTaskTags', input, owner())).toMatchObject({ code: 'LIMIT_EXCEEDED' });
  expect(namesOf(await tagTask(['tag 1']))).toEqual(['tag 1']);
  const one = `INSERT INTO pit_ops.tag (org_id, name) VALUES ($1, 'one more')`;
  await expect(api.plan.rows(one, [api.plan.orgId])).rejects.toMatchObject({ constraint: 'tag_most' });
  const all = `INSERT INTO pit_ops.tag_link (org_id, tag_id, project_id) SELECT org_id, id, $1 FROM pit_ops.tag LIMIT 21`;
  await expect(api.plan.rows(all, [project])).rejects.toMatchObject({ constraint: 'tag_link_most' });
});

test('two requests at once that make the same tag make one', async () => {
  const second = await api.plan.task(project, phase, { name: 'Second' });
  const other = await api.plan.project({ name: 'Other', division_id: division });
  const third = await api.plan.task(other, await api.plan.phase(other), { name: 'Third' });
  const ids = [task, second, third];
  await Promise.all(
    ids.map((taskId, n) =>
      api.done('setTaskTags', { taskId, names: [n === 1 ? 'at ONCE' : 'At once'] }, '__typename', owner()),
    ),
  );
  expect(await api.plan.rows('SELECT count(*)::int AS count FROM pit_ops.tag')).toEqual([{ count: 1 }]);
  expect(await found('tasks', { tag: ['at once'] })).toEqual(['Packing', 'Second', 'Third']);
});
