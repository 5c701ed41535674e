import pg from 'pg';
import { ProjectOrderField } from '../../../../resolvers/plan/projects/project.inputs.ts';
import { TaskOrderField } from '../../../../resolvers/plan/tasks/task.inputs.ts';
import { TaskPriority, TaskStatus } from '../../../../src/domain/enums.ts';
import { cloneDatabase, type TestDatabase } from '../../../support/postgres/database.ts';
import { openGraph, type Graph } from '../../../support/processes/graph.ts';
import { actorOf, idOf, plantPlan } from '../../../support/worlds/planting.ts';

type Row = Record<string, string | number | null>;
type Term = { field: string; direction: 'ASC' | 'DESC' };

let database: TestDatabase;
let graph: Graph;
const rows: Record<string, Row[]> = {};

const COLUMNS = {
  createdAt: 'created_at',
  updatedAt: 'updated_at',
  startDate: 'start_date',
  endDate: 'end_date',
};

beforeAll(async () => {
  database = await cloneDatabase();
  await plantPlan(database.adminUrl, 'a', { projects: 23, tasks: 1 });
  graph = await openGraph(database);
  const client = new pg.Client({ connectionString: database.adminUrl });
  await client.connect();
  const times = Object.entries(COLUMNS).map(([property, column]) => `${column}::text AS "${property}"`);
  rows['tasks'] = (
    await client.query<Row>(`SELECT id, name, status, priority, ${times.join()}, progress_percent AS "progressPercent"
      FROM pit.task`)
  ).rows;
  rows['projects'] = (
    await client.query<Row>(`SELECT id, name, ${times.join()}, progress_percent AS "progressPercent",
      capex_total::float AS "capexTotal", opex_total::float AS "opexTotal", risk_impact_score::float AS "riskImpactScore",
      risk_mitigation_percent::float AS "riskMitigationPercent", figures.health,
      figures.overdue_task_count AS "overdueTaskCount", figures.open_alert_count AS "openAlertCount"
      FROM pit.project JOIN (SELECT project_id, health, overdue_task_count, open_alert_count FROM pit_ops.project_figures)
        figures ON project_id = id`)
  ).rows;
  await client.end();
});

afterAll(async () => {
  await graph?.close();
  await database?.drop();
});

const FIELDS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  tasks: TaskOrderField,
  projects: ProjectOrderField,
};
/** Words that are ordered by their place in their list. */
const RANKS: Readonly<Record<string, readonly string[]>> = {
  status: Object.values(TaskStatus),
  priority: Object.values(TaskPriority),
};

/** The ids in the order that the terms ask for: what has no value is largest, and the id breaks ties. */
function sortedInMemory(list: string, terms: readonly Term[]): string[] {
  const place = (row: Row, property: string) => {
    const value = row[property] ?? '￿';
    return RANKS[property]?.indexOf(String(value)) ?? value;
  };
  const last = terms.at(-1)?.direction ?? 'ASC';
  const keys = [
    ...terms.map(({ field, direction }) => ({ property: FIELDS[list]?.[field] ?? '', direction })),
    { property: 'id', direction: last },
  ];
  const compare = (a: Row, b: Row): number => {
    for (const { property, direction } of keys) {
      const [x, y] = [place(a, property), place(b, property)];
      if (x !== y) return (x < y ? -1 : 1) * (direction === 'ASC' ? 1 : -1);
    }
    return 0;
  };
  return [...(rows[list] ?? [])].sort(compare).map(({ id }) => String(id));
}

interface PageOf {
  edges: { cursor: string; node: { id: string } }[];
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string; endCursor: string };
}

/** All ids of a list, page by page of seven, from the start or from the end. */
async function readAll(list: string, orderBy: readonly Term[], backwards: boolean): Promise<string[]> {
  const kind = list === 'tasks' ? 'TaskOrder' : 'ProjectOrder';
  const window = backwards ? 'last: 7, before: $cursor' : 'first: 7, after: $cursor';
  const query = `query ($orderBy: [${kind}!], $cursor: String) { list: ${list}(orderBy: $orderBy, ${window}) {
    edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`;
  const ids: string[] = [];
  let cursor: string | null = null;
  for (let pages = 0; pages < 30; pages++) {
    const answer = await graph.ask(actorOf('a'), query, { orderBy, cursor });
    expect(answer.errors).toBeUndefined();
    const { edges, pageInfo } = (answer.data as { list: PageOf }).list;
    const page = edges.map(({ node }) => node.id);
    ids[backwards ? 'unshift' : 'push'](...page);
    expect(pageInfo[backwards ? 'hasNextPage' : 'hasPreviousPage']).toBe(cursor !== null);
    if (!pageInfo[backwards ? 'hasPreviousPage' : 'hasNextPage']) return ids;
    cursor = backwards ? pageInfo.startCursor : pageInfo.endCursor;
  }
  throw new Error('the list never ends');
}

const ORDERS: [string, Term[]][] = Object.entries(FIELDS).flatMap(([list, fields]) =>
  Object.keys(fields).flatMap((field): [string, Term[]][] => [
    [list, [{ field, direction: 'ASC' }]],
    [list, [{ field, direction: 'DESC' }]],
  ]),
);
const MIXED: [string, Term[]][] = [
  [
    'tasks',
    [
      { field: 'STATUS', direction: 'DESC' },
      { field: 'END_DATE', direction: 'ASC' },
    ],
  ],
  [
    'tasks',
    [
      { field: 'START_DATE', direction: 'ASC' },
      { field: 'NAME', direction: 'DESC' },
      { field: 'PROGRESS', direction: 'ASC' },
    ],
  ],
  [
    'projects',
    [
      { field: 'END_DATE', direction: 'DESC' },
      { field: 'CAPEX', direction: 'ASC' },
    ],
  ],
  [
    'tasks',
    [
      { field: 'NAME', direction: 'ASC' },
      { field: 'START_DATE', direction: 'ASC' },
    ],
  ],
  [
    'tasks',
    [
      { field: 'NAME', direction: 'DESC' },
      { field: 'START_DATE', direction: 'DESC' },
      { field: 'END_DATE', direction: 'DESC' },
    ],
  ],
];

test.each([...ORDERS, ...MIXED])(
  'pages of %s by %j, forwards and backwards, are those of a sort',
  async (list, terms) => {
    const expected = sortedInMemory(list, terms);
    expect(await readAll(list, terms, false)).toEqual(expected);
    expect(await readAll(list, terms, true)).toEqual(expected);
  },
);

test('lists that hang on rows page each on its own', async () => {
  const query = `{ projects(first: 3) { edges { node { id tasks(first: 2) { totalCount edges { cursor node { id } }
    pageInfo { hasNextPage } } } } } }`;
  const answer = await graph.ask(actorOf('a'), query);
  const { projects } = answer.data as { projects: { edges: { node: { id: string; tasks: PageOf } }[] } };
  expect(answer.statements).toBe(3);
  for (const { node } of projects.edges) {
    expect(node.tasks).toMatchObject({ totalCount: 4, pageInfo: { hasNextPage: true } });
    const after = node.tasks.edges[1]?.cursor;
    const rest = await graph.ask(
      actorOf('a'),
      `query ($id: ID!, $after: String) { project(id: $id) { tasks(first: 9, after: $after) { edges { node { id } } } } }`,
      { id: node.id, after },
    );
    const page = (rest.data as { project: { tasks: PageOf } }).project.tasks;
    const ids = [...node.tasks.edges, ...page.edges].map((edge) => edge.node.id);
    expect(new Set(ids).size).toBe(4);
  }
});

const REFUSED: [string, string][] = [
  ['first: 0', 'BAD_USER_INPUT'],
  ['first: 101', 'BAD_USER_INPUT'],
  ['first: 1, last: 1', 'BAD_USER_INPUT'],
  ['last: 1, after: "x"', 'BAD_USER_INPUT'],
  ['first: 1, after: "nonsense"', 'BAD_USER_INPUT'],
  ['orderBy: [{ field: NAME }, { field: NAME, direction: DESC }]', 'BAD_USER_INPUT'],
  ['filter: { search: "\\u0000" }', 'BAD_USER_INPUT'],
  ['filter: { projectId: ["nonsense"] }', 'BAD_USER_INPUT'],
];

test.each(REFUSED)('tasks(%s) is refused with %s', async (args, code) => {
  const { errors } = await graph.ask(actorOf('a'), `{ tasks(${args}) { edges { node { id } } } }`);
  expect(errors?.map(({ extensions }) => extensions['code'])).toEqual([code]);
});

test('a cursor is of its own list and order alone', async () => {
  const first = await graph.ask(
    actorOf('a'),
    '{ tasks(first: 1, orderBy: [{ field: NAME }]) { pageInfo { endCursor } } }',
  );
  const { endCursor } = (first.data as { tasks: PageOf }).tasks.pageInfo;
  const other = `query ($after: String) { tasks(first: 1, after: $after, orderBy: [{ field: STATUS }]) { edges { cursor } } }`;
  const { errors } = await graph.ask(actorOf('a'), other, { after: endCursor });
  expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: 'after' });
});

test('a cursor of a list is refused by every other list', async () => {
  const fields = Object.values(graph.subgraph.schema.getQueryType()?.getFields() ?? {});
  const lists = fields
    .filter(({ args }) => args.some(({ name }) => name === 'before'))
    .map(({ name }) => name);
  const page = '(last: 1, before: $at) { edges { cursor } }';
  const nested = `project(id: "${idOf('a', 'project', 1)}") { tasks${page} }`;
  const cursors = new Map<string, string>();
  for (const list of lists) {
    const { data } = await graph.ask(actorOf('a'), `{ ${list}(first: 1) { pageInfo { endCursor } } }`);
    // Some are for administrators, some are empty.
    const cursor = (data?.[list] as PageOf | undefined)?.pageInfo.endCursor;
    if (cursor != null) cursors.set(list, cursor);
  }
  expect(cursors.size).toBeGreaterThan(3);
  for (const [list, cursor] of cursors) {
    const others = [...cursors.keys()].filter((other) => other !== list).map((other) => `${other}${page}`);
    for (const other of [...others, nested]) {
      const { errors } = await graph.ask(actorOf('a'), `query ($at: String) { ${other} }`, { at: cursor });
      expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: 'before' });
    }
  }
});

test('filters mean any of each list, and all of them together', async () => {
  const count = async (filter: string) => {
    const answer = await graph.ask(actorOf('a'), `{ tasks(filter: { ${filter} }) { totalCount } }`);
    return (answer.data as { tasks: { totalCount: number } }).tasks.totalCount;
  };
  const matching = (matches: (row: Row) => boolean) => (rows['tasks'] ?? []).filter(matches).length;
  expect(await count('status: [OVERDUE, BLOCKED]')).toBe(
    matching(({ status }) => status === 'overdue' || status === 'blocked'),
  );
  expect(await count('status: []')).toBe(0);
  expect(await count('status: [OVERDUE], priority: [HIGH, LOW]')).toBe(
    matching(({ status, priority }) => status === 'overdue' && (priority === 'high' || priority === 'low')),
  );
  expect(await count('endDate: { from: "2024-02-03", to: "2024-02-04" }')).toBe(
    matching(({ endDate }) => endDate === '2024-02-03' || endDate === '2024-02-04'),
  );
  expect(await count('search: "TASK 3"')).toBe(matching(({ name }) => name === 'Task 3'));
  expect(await count(`assigneeId: ["${idOf('a', 'user', 1).toUpperCase()}"]`)).toBeGreaterThan(0);
});
