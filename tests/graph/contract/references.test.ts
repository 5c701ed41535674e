import { cloneDatabase, type TestDatabase } from '../../support/postgres/database.ts';
import { openGraph, type Graph } from '../../support/processes/graph.ts';
import { actorOf, idOf, plantPlan, runFor } from '../../support/worlds/planting.ts';

let database: TestDatabase;
let graph: Graph;

beforeAll(async () => {
  database = await cloneDatabase();
  await plantPlan(database.adminUrl, 'a', { projects: 2, tasks: 2 });
  graph = await openGraph(database);
});

afterAll(async () => {
  await graph?.close();
  await database?.drop();
});

const QUERY = `query ($these: [_Any!]!) { _entities(representations: $these) { __typename
  ... on Task { id name } ... on Project { id code } ... on Risk { id mitigationAchievedPercent } } }`;

async function enter(these: unknown[]) {
  const { data, errors, statements } = await graph.ask(actorOf('a'), QUERY, { these });
  return { found: data?.['_entities'] as (Record<string, unknown> | null)[] | undefined, errors, statements };
}

const task = { __typename: 'Task', id: idOf('a', 'task', 1) };

test('keys that lead nowhere are null in their place and disturb no other', async () => {
  const wrong = [
    { __typename: 'Task' },
    { __typename: 'Task', id: null },
    { __typename: 'Task', id: 7 },
    { __typename: 'Task', id: ['x'] },
    { __typename: 'Task', id: 'nonsense' },
    { __typename: 'Task', id: `${task.id}'; DROP TABLE pit.task; --` },
    { __typename: 'Task', id: '\u0000' },
    { __typename: 'Task', id: idOf('a', 'nothing', 1) },
    { __typename: 'Project', code: '\u0000' },
    { __typename: 'Project', code: 'no such code' },
    { __typename: 'Project', code: '{"a,b\\' },
    { __typename: 'Project', code: 'x'.repeat(5000) },
    { __typename: 'Project' },
    { __typename: 'Risk', id: 'nonsense' },
  ];
  const { found, errors } = await enter([task, ...wrong, task]);
  expect(errors).toBeUndefined();
  expect(found?.[0]).toMatchObject({ __typename: 'Task', name: 'Task 1' });
  expect(found?.slice(1, -1)).toEqual(wrong.map(() => null));
  expect(found?.at(-1)).toEqual(found?.[0]);
});

test('answers stand in the order of the questions, whatever their types and however often', async () => {
  const byId = { __typename: 'Project', id: idOf('a', 'project', 2) };
  const byCode = { __typename: 'Project', code: 'a-2' };
  const risk = { __typename: 'Risk', id: idOf('a', 'risk', 1) };
  const upper = { __typename: 'Task', id: task.id.toUpperCase() };
  const { found, statements } = await enter([risk, byCode, task, byId, upper, risk]);
  const project = { __typename: 'Project', id: byId.id, code: 'a-2' };
  expect(found).toMatchObject([
    { __typename: 'Risk', id: risk.id },
    project,
    { id: task.id },
    project,
    { id: task.id },
    { __typename: 'Risk' },
  ]);
  expect(statements).toBe(4);
});

test('a key that is null is none: the other key of the representation counts', async () => {
  const [id, code] = [idOf('a', 'project', 2), 'a-2'];
  const keys = [{ id: null, code }, { id, code: null }, { id: null, code: null }, { id: null }];
  const { found, errors } = await enter(keys.map((key) => ({ __typename: 'Project', ...key })));
  expect(errors).toBeUndefined();
  expect(found).toEqual([
    { __typename: 'Project', id, code },
    { __typename: 'Project', id, code },
    null,
    null,
  ]);
});

test('a representation contributes its key and nothing else', async () => {
  const { found } = await enter([{ ...task, name: 'forged', __proto__: { polluted: true } }]);
  expect(found).toMatchObject([{ name: 'Task 1' }]);
});

test('a type that is no entity of PIT, and too many representations, are refused', async () => {
  const code = async (these: unknown[]) => (await enter(these)).errors?.[0]?.extensions['code'];
  expect(await code([{ __typename: 'PageInfo', id: task.id }])).toBe('BAD_USER_INPUT');
  expect(await code([{ __typename: 'constructor', id: task.id }])).toBe('BAD_USER_INPUT');
  expect(await code([{ id: task.id }])).toBe('BAD_USER_INPUT');
  expect(await code(new Array(1001).fill(task))).toBe('LIMIT_EXCEEDED');
});

test('what is deleted is gone: from references, lists, links and dependencies', async () => {
  const gone = idOf('a', 'task', 2);
  const query = `query ($these: [_Any!]!, $id: ID!, $gone: ID!) { task(id: $gone) { id }
    first: task(id: $id) { successors { id } }
    project(id: "${idOf('a', 'project', 1)}") { dependencies { totalCount } tasks { totalCount } }
    _entities(representations: $these) { ... on Task { id } ... on Incident { tasks { edges { node { id } } } } } }`;
  const these = [
    { __typename: 'Task', id: gone },
    { __typename: 'Incident', id: idOf('a', 'incident', 2) },
  ];
  const before = await graph.ask(actorOf('a'), query, { these, id: task.id, gone });
  expect(before.data).toMatchObject({
    task: { id: gone },
    first: { successors: [{ id: idOf('a', 'dependency', 1) }] },
    project: { dependencies: { totalCount: 7 }, tasks: { totalCount: 8 } },
  });
  await runFor(database.adminUrl, 'a', `UPDATE pit.task SET deleted_at = now() WHERE id = '${gone}'`);
  const after = await graph.ask(actorOf('a'), query, { these, id: task.id, gone });
  expect(after.data).toMatchObject({
    task: null,
    first: { successors: [] },
    project: { dependencies: { totalCount: 5 }, tasks: { totalCount: 7 } },
    _entities: [null, {}],
  });
  expect(before.text).toContain(gone);
  expect(after.text).not.toContain(gone);
});
