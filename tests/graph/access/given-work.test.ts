import fc from 'fast-check';
import pg from 'pg';
import { ActorRole } from '../../../src/domain/enums.ts';
import { cloneDatabase, type TestDatabase } from '../../support/postgres/database.ts';
import { openGraph, type Graph } from '../../support/processes/graph.ts';
import { actorOf, idOf, plantPlan, runFor } from '../../support/worlds/planting.ts';

let database: TestDatabase;
let graph: Graph;
let admin: pg.Client;

beforeAll(async () => {
  database = await cloneDatabase();
  await plantPlan(database.adminUrl, 'a', { projects: 4, tasks: 1 });
  // Everything is the first user's, and nothing another's, in a division that the others do not belong to.
  await runFor(database.adminUrl, 'a', NOBODY_ELSE);
  admin = new pg.Client({ connectionString: database.adminUrl });
  await admin.connect();
  graph = await openGraph(database);
});

afterAll(async () => {
  await admin?.end();
  await graph?.close();
  await database?.drop();
});

const owner = idOf('a', 'user', 1);
const NOBODY_ELSE = `
  UPDATE pit.project SET division_id = '${idOf('a', 'division', 1)}', owner_id = '${owner}', sponsor_id = NULL;
  UPDATE pit.phase SET owner_id = '${owner}'; UPDATE pit.work_package SET owner_id = '${owner}';
  UPDATE pit.task SET owner_id = '${owner}', assignees = '[]'; UPDATE pit.subtask SET owner_id = NULL;`;

const worker = idOf('a', 'user', 5);
const caller = { ...actorOf('a', ActorRole.MEMBER, 5), divisionIds: [idOf('a', 'division', 2)] };
const rowOf = { project: 1, phase: 1, work_package: 1, task: 1, subtask: 1 } as const;
const kindOf = { work_package: 'package' } as Readonly<Record<string, string>>;
const at = (table: keyof typeof rowOf) => idOf('a', kindOf[table] ?? table, rowOf[table]);

/** Every way of being given work, and the columns that say so. */
const GIVEN = [
  ['owner of the project', 'project', `owner_id = '${worker}'`],
  ['sponsor of the project', 'project', `sponsor_id = '${worker}'`],
  ['owner of a phase', 'phase', `owner_id = '${worker}'`],
  ['owner of a work package', 'work_package', `owner_id = '${worker}'`],
  ['owner of a task', 'task', `owner_id = '${worker}'`],
  ['assignee of a task', 'task', `assignees = '["${worker}"]'`],
  ['owner of a subtask', 'subtask', `owner_id = '${worker}'`],
] as const;

const READ = `query ($project: ID!, $task: ID!, $these: [_Any!]!) {
  project(id: $project) { id phases { id tasks { nodes { id subtasks { nodes { id } } } } } }
  task(id: $task) { id }
  projects { totalCount }
  tasks { totalCount }
  _entities(representations: $these) { __typename ... on Task { id } ... on Project { id } }
}`;

async function read() {
  const these = [
    { __typename: 'Task', id: at('task') },
    { __typename: 'Project', id: at('project') },
  ];
  const { data } = await graph.ask(caller, READ, { project: at('project'), task: at('task'), these });
  const { projects, tasks, _entities, project, task } = data as Record<string, unknown>;
  return {
    project: (project as { id: string } | null)?.id,
    task: (task as { id: string } | null)?.id,
    projects: (projects as { totalCount: number }).totalCount,
    tasks: (tasks as { totalCount: number }).totalCount,
    entities: (_entities as ({ id: string } | null)[]).map((each) => each?.id),
  };
}

const NOTHING = {
  project: undefined,
  task: undefined,
  projects: 0,
  tasks: 0,
  entities: [undefined, undefined],
};

test.each(GIVEN)('the %s in another division reads it by every way', async (_name, table, columns) => {
  expect(await read()).toEqual(NOTHING);
  await runFor(database.adminUrl, 'a', `UPDATE pit.${table} SET ${columns} WHERE id = '${at(table)}'`);
  const seen = await read();
  await runFor(database.adminUrl, 'a', NOBODY_ELSE);
  expect(seen).toEqual({
    project: at('project'),
    task: at('task'),
    projects: 1,
    tasks: 4,
    entities: [at('task'), at('project')],
  });
});

test.each(GIVEN.slice(2))(
  'what the %s was given and is deleted shows nothing',
  async (_name, table, columns) => {
    const change = (deleted: string) =>
      `UPDATE pit.${table} SET ${columns}, deleted_at = ${deleted} WHERE id = '${at(table)}'`;
    await runFor(database.adminUrl, 'a', change('now()'));
    const seen = await read();
    await runFor(database.adminUrl, 'a', `${change('NULL')}; ${NOBODY_ELSE}`);
    expect(seen).toEqual(NOTHING);
  },
);

const RENAMED = 'Renamed by who was given it';

/** What each of them may change, and what the payload shows of it. */
const CHANGES = [
  [
    'owner of a phase',
    'updatePhase',
    { id: at('phase'), name: RENAMED },
    { phase: { name: RENAMED }, project: { id: at('project') } },
  ],
  [
    'owner of a work package',
    'updateWorkPackage',
    { id: at('work_package'), name: RENAMED },
    { workPackage: { name: RENAMED }, phase: { id: at('phase') }, project: { id: at('project') } },
  ],
  [
    'owner of a task',
    'updateTask',
    { id: at('task'), name: RENAMED },
    { task: { name: RENAMED }, phase: { id: at('phase') }, project: { id: at('project') } },
  ],
  [
    'assignee of a task',
    'updateTask',
    { id: at('task'), name: RENAMED },
    { task: { name: RENAMED }, phase: { id: at('phase') }, project: { id: at('project') } },
  ],
  [
    'owner of a subtask',
    'updateProgress',
    { subtaskId: at('subtask'), percent: 40 },
    { subtask: { progressPercent: 40 }, task: { id: at('task') }, project: { id: at('project') } },
  ],
] as const;

/** A selection that asks for just the fields of the object. */
function selectionOf(fields: object): string {
  const inner = Object.entries(fields).map(([name, below]) =>
    typeof below === 'object' && below !== null ? `${name} ${selectionOf(below as object)}` : name,
  );
  return `{ ${inner.join(' ')} }`;
}

test.each(CHANGES)('the %s in another division changes it by %s', async (given, verb, input, shown) => {
  const [, table, columns] = GIVEN.find(([name]) => name === given) ?? fail(given);
  const type = `${verb.charAt(0).toUpperCase()}${verb.slice(1)}Input!`;
  const mutation = `mutation ($input: ${type}) { ${verb}(input: $input) ${selectionOf(shown)} }`;
  const before = await graph.ask(caller, mutation, { input });
  await runFor(database.adminUrl, 'a', `UPDATE pit.${table} SET ${columns} WHERE id = '${at(table)}'`);
  const after = await graph.ask(caller, mutation, { input });
  await runFor(database.adminUrl, 'a', NOBODY_ELSE);
  expect(before.errors?.[0]?.extensions).toMatchObject({ code: 'NOT_FOUND' });
  expect(after.errors).toBeUndefined();
  expect(after.data).toEqual({ [verb]: shown });
});

function fail(given: string): never {
  throw new Error(`nobody is the ${given}`);
}

/** The rule in words of one table each, read by the superuser: no policy, no function of ours. */
const REFERENCE = `
  SELECT project.id FROM pit.project WHERE project.division_id IS NULL OR project.division_id = ANY ($2)
    OR $1 IN (project.owner_id, project.sponsor_id)
    OR EXISTS (SELECT FROM pit.phase WHERE project_id = project.id AND deleted_at IS NULL AND owner_id = $1)
    OR EXISTS (SELECT FROM pit.work_package WHERE project_id = project.id AND deleted_at IS NULL AND owner_id = $1)
    OR EXISTS (SELECT FROM pit.task WHERE project_id = project.id AND deleted_at IS NULL
      AND (owner_id = $1 OR assignees ? $1::text OR EXISTS (SELECT FROM pit.subtask
        WHERE task_id = task.id AND subtask.deleted_at IS NULL AND subtask.owner_id = $1)))
  ORDER BY 1`;

test('whatever is given to whom, the projects that a caller sees are those of the rule', async () => {
  const gift = fc.record({
    column: fc.constantFrom(...GIVEN.map(([, table, columns]) => [table, columns] as const)),
    row: fc.integer({ min: 1, max: 4 }),
    isDeleted: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(gift, { minLength: 1, maxLength: 4 }), async (gifts) => {
      const changes = gifts.map(({ column: [table, columns], row, isDeleted }) => {
        const deleted = isDeleted && table !== 'project' ? ', deleted_at = now()' : '';
        return `UPDATE pit.${table} SET ${columns}${deleted} WHERE id = '${idOf('a', kindOf[table] ?? table, row)}';`;
      });
      await runFor(database.adminUrl, 'a', changes.join(''));
      const { data } = await graph.ask(caller, '{ projects { edges { node { id } } } }', {});
      const { rows } = await admin.query<{ id: string }>(REFERENCE, [worker, caller.divisionIds]);
      await runFor(database.adminUrl, 'a', `${UNDELETED}${NOBODY_ELSE}`);
      const { edges } = (data as { projects: { edges: { node: { id: string } }[] } }).projects;
      expect(edges.map(({ node }) => node.id).sort()).toEqual(rows.map(({ id }) => id).sort());
    }),
    { numRuns: 25 },
  );
});

const UNDELETED = ['phase', 'work_package', 'task', 'subtask']
  .map((table) => `UPDATE pit.${table} SET deleted_at = NULL WHERE deleted_at IS NOT NULL;`)
  .join('');
