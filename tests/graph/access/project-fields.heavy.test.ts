import { randomUUID } from 'node:crypto';
import {
  getNamedType,
  isCompositeType,
  isObjectType,
  type GraphQLField,
  type GraphQLObjectType,
} from 'graphql';
import type { Actor } from '../../../src/domain/directory/actor.ts';
import { openGraph, type Graph } from '../../support/processes/graph.ts';
import { Plan } from '../../support/worlds/plan-database.ts';
import { plantScene, type Scene } from '../../support/worlds/scene.ts';

let plan: Plan;
let graph: Graph;
let scene: Scene;
let viewers: Readonly<Record<string, Actor>>;

beforeAll(async () => {
  plan = await Plan.open();
  const [north = '', south = ''] = await Promise.all(
    ['North', 'South'].map((name) => plan.insert('division', { id: randomUUID(), name })),
  );
  scene = await plantScene(plan, north);
  // Work elsewhere, which those of other divisions see and the others do not.
  const elsewhere = await plan.project({ division_id: south, owner_id: plan.sponsor, sponsor_id: null });
  await plan.task(elsewhere, await plan.phase(elsewhere, { owner_id: plan.sponsor }), {});
  await plan.insert('task_dependency', {
    project_id: scene.project,
    predecessor_task_id: scene.otherTask,
    successor_task_id: scene.lastTask,
  });
  const of = (userId: string, role: Actor['role'], divisionIds: readonly string[] = []): Actor => ({
    ...plan.actor(userId, role),
    divisionIds,
  });
  viewers = {
    owner: of(plan.owner, 'member'),
    sponsor: of(plan.sponsor, 'member'),
    'owner of tasks': of(plan.worker, 'member'),
    'assignee of a task': of(plan.helper, 'member'),
    'administrator of the division': of(scene.leaver, 'admin', [north]),
    'member of the division': of(scene.colleague, 'member', [north]),
    'viewer of the division': of(scene.user, 'viewer', [north]),
    'foreman of all divisions': of(randomUUID(), 'foreman', ['*']),
    service: of(randomUUID(), 'service'),
    'administrator who overrides': { ...of(plan.worker, 'admin'), overrideReason: 'To compare' },
  };
  graph = await openGraph(plan.database);
});
afterAll(async () => {
  await graph?.close();
  await plan?.close();
});

type Field = GraphQLField<unknown, unknown>;

/** Records of the project, by the type of each. */
const records = (): Readonly<Record<string, readonly string[]>> => ({
  Project: [scene.project],
  Phase: [scene.phase, scene.otherPhase],
  WorkPackage: [scene.package, scene.otherPackage],
  Task: [scene.task, scene.otherTask, scene.lastTask, scene.blockedTask, scene.doneTask, scene.stepTask],
  Subtask: [scene.step, scene.blockedStep, scene.doneStep],
  Evidence: [scene.evidence],
  WatchdogAlert: [scene.alert],
  User: [plan.owner, plan.worker],
  Division: [scene.division],
});

function fieldsOf(typename: string): Field[] {
  return Object.values((graph.subgraph.schema.getType(typename) as GraphQLObjectType).getFields());
}
const isMarked = (field: Field): boolean => field.extensions['ofProject'] !== undefined;

/** What is plainly below a field: its marked leaves, those of parts that are no records, and of records once. */
function below(field: Field, compared: Set<string>, depth = 1): string {
  const type = getNamedType(field.type);
  if (!isCompositeType(type)) return field.name;
  if (!isObjectType(type)) return `${field.name} { __typename }`;
  const marked = Object.values(type.getFields()).filter(isMarked);
  const isRecord = records()[type.name] !== undefined;
  const inner = marked
    .filter((each) => !isCompositeType(getNamedType(each.type)) || (!isRecord && depth < 4))
    .map((each) => {
      compared.add(`${type.name}.${each.name}`);
      return below(each, compared, depth + 1);
    });
  return `${field.name} { ${inner.join(' ')} }`;
}

type Row = Record<string, unknown>;

/** The answers of all viewers to one selection of the records of a type. */
async function answers(typename: string, selection: string): Promise<Map<string, Row[]>> {
  const query = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on ${typename} { ${selection} } } }`;
  const of = (records()[typename] ?? []).map((id) => ({ __typename: typename, id }));
  const rows = new Map<string, Row[]>();
  for (const [name, actor] of Object.entries(viewers)) {
    const { data, errors } = await graph.ask(actor, query, { of });
    expect([name, selection, errors]).toEqual([name, selection, undefined]);
    rows.set(name, data?.['_entities'] as Row[]);
  }
  return rows;
}

/** Fields that one operation asks for: more would be too much for it. */
const AT_ONCE = 15;

/** What only events have: their records are those above, and all else of them is as it was stored. */
const OF_EVENTS = /^(Subscription|\w+Event|Timeline(Delta|Row|Move|LinkChanges|Link))\./;
/** What the scene has no place for, beside types that it has. */
const OF_ABSTRACT = ['Evidence.workItem', 'Task.parent'];

test('each field of the project answers byte for byte the same to all who may see the project', async () => {
  const compared = new Set<string>();
  const differing: string[] = [];
  for (const typename of Object.keys(records())) {
    const fields = fieldsOf(typename).filter(isMarked);
    for (let from = 0; from < fields.length; from += AT_ONCE) {
      const some = fields.slice(from, from + AT_ONCE);
      const told = await answers(typename, some.map((field) => below(field, compared)).join(' '));
      for (const { name } of some) {
        compared.add(`${typename}.${name}`);
        const of = (rows: readonly Row[] = []) => JSON.stringify(rows.map((row) => row[name]));
        const first = of(told.get('owner'));
        expect(told.get('owner')?.[0]).toHaveProperty(name);
        for (const [viewer, rows] of told)
          if (of(rows) !== first) differing.push(`${typename}.${name} for ${viewer}`);
      }
    }
  }
  expect(differing).toEqual([]);
  const marked = Object.values(graph.subgraph.schema.getTypeMap())
    .filter(isObjectType)
    .flatMap((type) =>
      Object.values(type.getFields())
        .filter(isMarked)
        .map(({ name }) => `${type.name}.${name}`),
    );
  expect(marked.filter((place) => !compared.has(place) && !OF_EVENTS.test(place))).toEqual([]);
  expect(OF_ABSTRACT.every((place) => compared.has(place))).toBe(true);
});

test.each([
  ['Task', 'viewerMay'],
  ['Project', 'viewerMay'],
  ['User', 'tasks { nodes { id } }'],
])('a comparison of %s { %s }, which is not marked, would find a difference', async (typename, selection) => {
  const told = [...(await answers(typename, selection)).values()].map((rows) => JSON.stringify(rows));
  expect(new Set(told).size).toBeGreaterThan(1);
  expect(
    fieldsOf(typename).find(({ name }) => selection.startsWith(name))?.extensions['ofProject'],
  ).toBeUndefined();
});
