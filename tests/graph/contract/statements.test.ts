import { ActorRole } from '../../../src/domain/enums.ts';
import { forgetPlans } from '../../../src/services/schedule/resident-plans.ts';
import { cloneDatabase, type TestDatabase } from '../../support/postgres/database.ts';
import { openGraph, type Graph } from '../../support/processes/graph.ts';
import { actorOf, idOf, plantPlan } from '../../support/worlds/planting.ts';
import { storeSchedules } from '../../support/worlds/stored-schedules.ts';
import { queryAlong, pathsFromQuery, relationsOf } from '../../support/worlds/relations.ts';

let database: TestDatabase;
let graph: Graph;
const few = actorOf('a', ActorRole.FOREMAN);
const many = actorOf('b', ActorRole.FOREMAN);
const board = actorOf('c');

beforeAll(async () => {
  database = await cloneDatabase();
  // Few are still more than a page: rows of a second level are then not all known from the first.
  await plantPlan(database.adminUrl, 'a', { projects: 1, tasks: 8 });
  await plantPlan(database.adminUrl, 'b', { projects: 2, tasks: 8 });
  await plantPlan(database.adminUrl, 'c', { projects: 1, tasks: 125 });
  // A schedule that is computed for a request takes statements of its own, more or fewer by what is at hand.
  await storeSchedules(database);
  graph = await openGraph(database);
});

afterAll(async () => {
  await graph?.close();
  await database?.drop();
});

const BOARD = `query ($id: ID!) { project(id: $id) { id name progressPercent phases { id name workPackages { id name
  tasks(first: 125) { nodes {
    id name status priority startDate endDate progressPercent owner { id name } subtasks { nodes { id name } } } } } } } }`;

test('a board of 500 tasks takes one statement for each table, as one of 32 does', async () => {
  const large = await graph.ask(board, BOARD, { id: idOf('c', 'project', 1) });
  const small = await graph.ask(few, BOARD, { id: idOf('a', 'project', 1) });
  expect(large.errors).toBeUndefined();
  expect(large.text.match(/"priority"/g)).toHaveLength(500);
  expect([large.statements, small.statements]).toEqual([6, 6]);
});

const ENTITIES = `query ($these: [_Any!]!) { _entities(representations: $these) { ... on Task {
  id name status owner { name } phase { name project { name } } subtasks { nodes { name } } } } }`;

test('a hundred tasks entered by the gateway take one statement for each table', async () => {
  const these = Array.from({ length: 100 }, (_, i) => ({ __typename: 'Task', id: idOf('c', 'task', i + 1) }));
  const answer = await graph.ask(board, ENTITIES, { these });
  expect(answer.errors).toBeUndefined();
  expect((answer.data?.['_entities'] as unknown[]).filter(Boolean)).toHaveLength(100);
  expect(answer.statements).toBe(5);
});

test('no relation of the schema sends more statements when there are more rows', async () => {
  const { schema } = graph.subgraph;
  const paths = pathsFromQuery(schema);
  const relations = relationsOf(schema);
  expect(relations.length).toBeGreaterThan(80);
  for (const relation of relations) {
    const query = queryAlong(schema, [...(paths.get(relation.from) ?? []), relation]);
    // A plan that the process still has at hand takes a statement less.
    forgetPlans(few.orgId, [idOf('a', 'project', 1)]);
    forgetPlans(many.orgId, [idOf('b', 'project', 1), idOf('b', 'project', 2)]);
    const [little, much] = [await graph.ask(few, query), await graph.ask(many, query)];
    const name = `${relation.from}.${relation.field}`;
    expect([name, little.errors, much.errors]).toEqual([name, undefined, undefined]);
    expect([name, much.statements]).toEqual([name, little.statements]);
  }
});

test('totals are counted only when they are asked for', async () => {
  const without = await graph.ask(few, '{ tasks(first: 1) { edges { node { id } } } }');
  const along = await graph.ask(few, '{ tasks(first: 1) { totalCount edges { node { id } } } }');
  expect([without.statements, along.statements]).toEqual([1, 2]);
  expect(along.data).toMatchObject({ tasks: { totalCount: 32 } });
});
