import { getNamedType, type GraphQLField } from 'graphql';
import { references } from '../../../schema/references.ts';
import { ALL_DIVISIONS } from '../../../src/domain/directory/actor.ts';
import { ActorRole } from '../../../src/domain/enums.ts';
import { cloneDatabase, type TestDatabase } from '../../support/postgres/database.ts';
import { openGraph, type Graph } from '../../support/processes/graph.ts';
import { actorOf, idOf, plantPlan, runFor } from '../../support/worlds/planting.ts';
import { pathsFromQuery, queryAlong, relationsOf } from '../../support/worlds/relations.ts';
import { startTestService, type TestService } from '../../support/processes/service.ts';

/** Ids of organisation A, by the type that they are of. */
const IDS_OF_A: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries({
    Organisation: 'organisation',
    Division: 'division',
    User: 'user',
    Team: 'team',
    Project: 'project',
    Phase: 'phase',
    WorkPackage: 'package',
    Task: 'task',
    Subtask: 'subtask',
    TaskCluster: 'cluster',
    TaskClusterTemplate: 'template',
    Evidence: 'evidence',
    WatchdogAlert: 'alert',
    Risk: 'risk',
    Control: 'control',
    ControlSet: 'controlset',
    Incident: 'incident',
    AuditFinding: 'finding',
  }).map(([typename, kind]) => [typename, idOf('a', kind, 1)]),
);
/** What is looked up by id, and by no reference of a sibling. */
const WITHOUT_REFERENCE: Readonly<Record<string, string>> = {
  Baseline: idOf('a', 'baseline', 1),
  ScheduleApplication: idOf('a', 'application', 1),
  PlanImport: idOf('a', 'import', 1),
  ProjectExport: idOf('a', 'export', 1),
  Proposal: idOf('a', 'proposal', 1),
  Acceptance: idOf('a', 'acceptance', 1),
};
/** What another module owns has no organisation here: PIT answers for any id, and knows no work on it. */
const FOREIGN = ['Risk', 'Control', 'ControlSet', 'Incident', 'AuditFinding'];

let database: TestDatabase;
let graph: Graph;
let service: TestService;
let tokenOfB: string;
let tokenOfA: string;

beforeAll(async () => {
  database = await cloneDatabase();
  await plantPlan(database.adminUrl, 'a', { projects: 2, tasks: 3 });
  await plantPlan(database.adminUrl, 'b', { projects: 2, tasks: 3 });
  graph = await openGraph(database);
  service = await startTestService(database);
  tokenOfA = await service.token(actorOf('a', ActorRole.SERVICE));
  tokenOfB = await service.token(actorOf('b', ActorRole.SERVICE));
});

afterAll(async () => {
  await service?.stop();
  await graph?.close();
  await database?.drop();
});

function fieldsWithId(): GraphQLField<unknown, unknown>[] {
  const fields = graph.subgraph.schema.getQueryType()?.getFields() ?? {};
  return Object.values(fields).filter(({ args }) => args.some(({ name }) => name === 'id'));
}

test("no query field that takes an id answers with B's token for an id of A", async () => {
  const fields = fieldsWithId();
  expect(fields.length).toBeGreaterThanOrEqual(11);
  for (const { name, type } of fields) {
    const query = `query ($id: ID!) { found: ${name}(id: $id) { id } }`;
    const typename = getNamedType(type).name;
    const id = IDS_OF_A[typename] ?? WITHOUT_REFERENCE[typename];
    const [own, others] = [
      await service.query(tokenOfA, query, { id }),
      await service.query(tokenOfB, query, { id }),
    ];
    expect([name, own.body.data]).toEqual([name, { found: { id } }]);
    expect([name, others.body]).toEqual([name, { data: { found: null } }]);
  }
});

const BY_REFERENCE = (
  typename: string,
) => `query ($these: [_Any!]!) { _entities(representations: $these) { __typename
  ... on ${typename} { id } } }`;

test("no reference answers with B's token for an id of A", async () => {
  expect(Object.keys(IDS_OF_A).sort()).toEqual(Object.keys(references).sort());
  for (const typename of Object.keys(references).filter((each) => !FOREIGN.includes(each))) {
    const these = [{ __typename: typename, id: IDS_OF_A[typename] }];
    const own = await service.query(tokenOfA, BY_REFERENCE(typename), { these });
    const others = await service.query(tokenOfB, BY_REFERENCE(typename), { these });
    expect(own.body.data).toEqual({ _entities: [{ __typename: typename, id: IDS_OF_A[typename] }] });
    expect(others.body).toEqual({ data: { _entities: [null] } });
  }
});

test("what other modules own shows B none of A's work", async () => {
  for (const typename of FOREIGN) {
    const query = `query ($these: [_Any!]!) { _entities(representations: $these) {
      ... on ${typename} { tasks { totalCount edges { node { id } } } } } }`;
    const these = [{ __typename: typename, id: IDS_OF_A[typename] }];
    const own = await service.query(tokenOfA, query, { these });
    const others = await service.query(tokenOfB, query, { these });
    expect(JSON.stringify(own.body)).toContain('"node"');
    expect(others.body.data).toEqual({ _entities: [{ tasks: { totalCount: 0, edges: [] } }] });
  }
});

test("a project's code is known in its own organisation alone", async () => {
  const query = `query ($these: [_Any!]!) { projectByCode(code: "a-1") { id }
    _entities(representations: $these) { ... on Project { id } } }`;
  const these = [{ __typename: 'Project', code: 'a-1' }];
  const id = IDS_OF_A['Project'];
  expect((await service.query(tokenOfA, query, { these })).body.data).toEqual({
    projectByCode: { id },
    _entities: [{ id }],
  });
  expect((await service.query(tokenOfB, query, { these })).body.data).toEqual({
    projectByCode: null,
    _entities: [null],
  });
});

test("no way through the graph leads B to anything of A's", async () => {
  const { schema } = graph.subgraph;
  const paths = pathsFromQuery(schema);
  const ofA = new RegExp(
    [...Object.values(IDS_OF_A), 'Organisation a', '@a\\.example', 'Template of a'].join('|'),
  );
  for (const relation of relationsOf(schema)) {
    const query = queryAlong(schema, [...(paths.get(relation.from) ?? []), relation]);
    expect((await graph.ask(actorOf('b', ActorRole.FOREMAN), query)).text).not.toMatch(ofA);
  }
});

test('filters by ids of A find B nothing', async () => {
  const filters = ['projectId', 'ownerId', 'assigneeId', 'phaseId', 'workPackageId', 'clusterId'];
  for (const field of filters) {
    const query = `query ($ids: [ID!]) { tasks(filter: { ${field}: $ids }) { totalCount } }`;
    const ids = Object.values(IDS_OF_A);
    expect((await graph.ask(actorOf('a'), query, { ids })).data).not.toEqual({ tasks: { totalCount: 0 } });
    expect((await graph.ask(actorOf('b'), query, { ids })).data).toEqual({ tasks: { totalCount: 0 } });
  }
});

test("inside an organisation a division's project is seen by its members, its people and modules", async () => {
  const sees = async (actor: Parameters<Graph['ask']>[0]) => {
    const id = idOf('a', 'project', 1);
    const answer = await graph.ask(actor, `query ($id: ID!) { project(id: $id) { id } }`, { id });
    return answer.data?.['project'] !== null;
  };
  // User 3 owns every task, and nobody is assigned to any.
  const owned = `assignees = '[]', owner_id = '${idOf('a', 'user', 3)}'`;
  await runFor(database.adminUrl, 'a', `UPDATE pit.task SET ${owned} WHERE org_id = pit_ops.ctx_org()`);
  const outsider = { ...actorOf('a', ActorRole.MEMBER, 5), divisionIds: [] };
  expect(await sees(outsider)).toBe(false);
  expect(await sees({ ...outsider, divisionIds: [idOf('a', 'division', 1)] })).toBe(true);
  // The star stands for all divisions of the organisation, for those roles that may hold it.
  expect(await sees({ ...outsider, divisionIds: ALL_DIVISIONS })).toBe(false);
  for (const role of [ActorRole.ADMIN, ActorRole.FOREMAN]) {
    expect(await sees({ ...outsider, role })).toBe(false);
    expect(await sees({ ...outsider, role, divisionIds: ALL_DIVISIONS })).toBe(true);
    expect(await sees({ ...actorOf('b', role), divisionIds: ALL_DIVISIONS })).toBe(false);
  }
  expect(await sees({ ...outsider, userId: idOf('a', 'user', 2) })).toBe(true);
  expect(await sees({ ...outsider, userId: idOf('a', 'user', 3) })).toBe(true);
  expect(await sees({ ...outsider, role: ActorRole.SERVICE })).toBe(true);
});

test('without a token there is nothing but the schema', async () => {
  expect(await service.query(undefined, '{ projects { totalCount } }')).toMatchObject({
    status: 401,
    body: { errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] },
  });
  expect((await service.query(undefined, '{ _service { sdl } }')).status).toBe(200);
});

test('a token whose user belongs to another organisation changes nothing, and is told why', async () => {
  const disguised = { ...actorOf('a'), userId: idOf('b', 'user', 1) };
  const update = 'mutation ($input: UpdateProgressInput!) { updateProgress(input: $input) { task { id } } }';
  const answer = await graph.ask(disguised, update, { input: { taskId: idOf('a', 'task', 1), percent: 7 } });
  expect(answer.errors).toMatchObject([
    {
      message: "The token's user is not known here: sync it first.",
      extensions: { code: 'FORBIDDEN', field: 'sub' },
    },
  ]);
});
