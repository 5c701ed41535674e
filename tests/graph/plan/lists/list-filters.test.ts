import { Plan } from '../../../support/worlds/plan-database.ts';
import { openGraph, type Graph } from '../../../support/processes/graph.ts';

let plan: Plan;
let graph: Graph;

const EARLY = '2024-03-01T00:00:00.000Z';
/** A record of another module. */
const ELSEWHERE = '5f0c6f2e-6f3c-4d3a-9f0f-1f6f3c4d3a9f';
const LATE = '2024-04-01T00:00:00.000Z';

beforeAll(async () => {
  plan = await Plan.open();
  graph = await openGraph(plan.database);
  const bare = await plan.project({ name: 'Bare', sponsor_id: null, created_at: EARLY, updated_at: LATE });
  await plan.project({ name: 'Sponsored', start_date: '2024-01-01', created_at: LATE, updated_at: LATE });
  const phaseId = await plan.phase(bare);
  const packageId = await plan.workPackage(bare, phaseId);
  const clusterId = await plan.insert('task_cluster', {
    name: 'Cluster',
    project_id: bare,
    created_by: plan.owner,
    created_at: EARLY,
  });
  const task = (name: string, values: object) =>
    plan.task(bare, phaseId, { name, created_at: EARLY, ...values });
  await task('assigned', { assignees: JSON.stringify([plan.helper]), updated_at: EARLY });
  await task('dated', {
    start_date: '2024-01-02',
    end_date: '2024-01-09',
    description: 'A day',
    updated_at: LATE,
  });
  await task('grouped', { cluster_id: clusterId, work_package_id: packageId, owner_id: plan.helper });
  const raised = await task('raised', {
    source_reference_id: 'R-1',
    source_module: 'wrac',
    priority: 'high',
  });
  const link = (table: string, values: object) => plan.insert(table, { task_id: raised, ...values });
  for (const link_type of ['inherent', 'residual'])
    await link('risk_link', { risk_id: ELSEWHERE, link_type });
  await link('control_link', { control_id: ELSEWHERE });
  await link('incident_link', { incident_id: ELSEWHERE });
  await link('audit_link', { audit_finding_id: ELSEWHERE });
  await link('isms_link', { criteria_code: 'A.8.1', criteria_version: '2022' });
});

afterAll(async () => {
  await graph?.close();
  await plan?.close();
});

const ask = (query: string, variables: Record<string, unknown> = {}) =>
  graph.ask(plan.actor(plan.owner, 'admin'), query, variables);

interface Names {
  list: { totalCount: number; edges: { node: { name: string } }[] };
}

async function names(list: string, filter: string): Promise<string[]> {
  const { data, errors, statements } = await ask(
    `{ list: ${list}(first: 100, filter: ${filter}) { totalCount edges { node { name } } } }`,
  );
  expect(errors).toBeUndefined();
  expect(statements).toBe(2);
  const { totalCount, edges } = (data as unknown as Names).list;
  expect(totalCount).toBe(edges.length);
  return edges.map(({ node }) => node.name).sort();
}

const ALL = ['assigned', 'dated', 'grouped', 'raised'];
const but = (...left: string[]): string[] => ALL.filter((name) => !left.includes(name));

test.each<[filter: string, names: string[]]>([
  ['{ owner: { isNull: true } }', []],
  ['{ owner: { isNull: false } }', ALL],
  ['{ assignees: { isNull: true } }', but('assigned')],
  ['{ assignees: { isNull: false } }', ['assigned']],
  ['{ workPackage: { isNull: false } }', ['grouped']],
  ['{ cluster: { isNull: true } }', but('grouped')],
  ['{ sourceReference: { isNull: false } }', ['raised']],
  ['{ startDate: { isNull: true } }', but('dated')],
  ['{ endDate: { isNull: false } }', ['dated']],
  ['{ endDate: { isNull: true, from: "2024-01-01" } }', []],
  [`{ createdAt: { to: "${EARLY}" } }`, ALL],
  [`{ createdAt: { from: "${LATE}" } }`, []],
  [`{ updatedAt: { to: "${EARLY}" } }`, ['assigned']],
  [`{ updatedAt: { from: "${LATE}", to: "${LATE}" } }`, ['dated']],
  [`{ riskId: ["${ELSEWHERE.toUpperCase()}"] }`, ['raised']],
  ['{ riskId: [] }', []],
  [`{ controlId: ["${ELSEWHERE}"] }`, ['raised']],
  [`{ incidentId: ["${ELSEWHERE}"] }`, ['raised']],
  [`{ auditFindingId: ["${ELSEWHERE}"], riskId: ["${ELSEWHERE}"] }`, ['raised']],
  ['{ ismsCriteriaCode: ["A.8.1", "A.8.2"] }', ['raised']],
  ['{ ismsCriteriaCode: ["A.8.2"] }', []],
  [`{ not: { riskId: ["${ELSEWHERE}"] } }`, but('raised')],
  ['{ not: { priority: [HIGH] } }', but('raised')],
  ['{ not: { sourceReferenceId: ["R-1"] } }', but('raised')],
  ['{ not: { startDate: { from: "2024-01-01" } } }', but('dated')],
  ['{ not: { startDate: { from: "2024-01-01" }, priority: [HIGH] } }', ALL],
  ['{ not: { search: "DAY" } }', but('dated')],
  ['{ not: { workPackage: { isNull: false } } }', but('grouped')],
  ['{ priority: [HIGH], not: { priority: [HIGH] } }', []],
  ['{ not: { status: [] } }', ALL],
  ['{ not: { } }', ALL],
  ['{ not: { search: " ", priority: null } }', ALL],
])('tasks(filter: %s) are %j', async (filter, expected) => {
  expect(await names('tasks', filter)).toEqual(expected);
});

test('who owns or works on a task can be left out', async () => {
  expect(await names('tasks', `{ not: { assigneeId: ["${plan.helper}"] } }`)).toEqual(but('assigned'));
  expect(await names('tasks', `{ not: { ownerId: ["${plan.helper.toUpperCase()}"] } }`)).toEqual(
    but('grouped'),
  );
});

test.each<[list: string, filter: string, names: string[]]>([
  ['projects', '{ sponsor: { isNull: true } }', ['Bare']],
  ['projects', '{ division: { isNull: true } }', ['Bare', 'Sponsored']],
  ['projects', '{ owner: { isNull: true } }', []],
  ['projects', '{ startDate: { isNull: false } }', ['Sponsored']],
  ['projects', `{ createdAt: { to: "${EARLY}" } }`, ['Bare']],
  ['projects', `{ updatedAt: { from: "2030-01-01T00:00:00.000Z" } }`, []],
  ['projects', '{ not: { search: "BARE" } }', ['Sponsored']],
  ['clusters', `{ createdAt: { from: "${EARLY}", to: "${EARLY}" } }`, ['Cluster']],
  ['clusters', '{ not: { sourceModule: [MANUAL] } }', []],
  ['users', '{ not: { email: ["owner@example.test"] } }', ['helper', 'sponsor', 'worker']],
])('%s(filter: %s) are %j', async (list, filter, expected) => {
  expect(await names(list, filter)).toEqual(expected);
});

test('changes of the audit log can be left out by their table', async () => {
  const of = (filter: string) => ask(`{ auditLog(filter: ${filter}) { totalCount } }`);
  const total = async (filter: string) =>
    ((await of(filter)).data?.['auditLog'] as { totalCount: number }).totalCount;
  const [all, tasks, others] = [
    await total('{}'),
    await total('{ tableName: ["task"] }'),
    await total('{ not: { tableName: ["task"] } }'),
  ];
  expect(tasks).toBe(4);
  expect(others).toBe(all - tasks);
  expect(others).toBeGreaterThan(0);
});

test('a change of the audit log says of which request and project it is, and why it was made beyond rights; at once for all', async () => {
  const { data } = await ask('{ auditLog(first: 100) { nodes { id requestId projectId overrideReason } } }');
  const { nodes } = data?.['auditLog'] as { nodes: { id: string }[] };
  const stored = await plan.rows(
    `SELECT audit_log_id AS id, request_id AS "requestId", project_id AS "projectId", override_reason AS "overrideReason"
     FROM pit_ops.audit_detail WHERE audit_log_id = ANY ($1)`,
    [nodes.map(({ id }) => id)],
  );
  const byId = (rows: readonly { id?: unknown }[]) =>
    [...rows].sort((a, b) => String(a.id).localeCompare(String(b.id)));
  expect(byId(nodes)).toEqual(byId(stored));
  expect(nodes.length).toBeGreaterThan(10);
});

test('changes of the audit log are found by project, by request and by what was done beyond rights', async () => {
  const total = async (filter: string) =>
    (
      (await ask(`{ auditLog(filter: ${filter}) { totalCount } }`)).data?.['auditLog'] as {
        totalCount: number;
      }
    ).totalCount;
  const [{ id, request }] = (await plan.rows<{ id: string; request: string | null }>(
    `SELECT project_id AS id, max(request_id) AS request FROM pit_ops.audit_detail
     WHERE org_id = $1 AND project_id IS NOT NULL GROUP BY 1 LIMIT 1`,
    [plan.orgId],
  )) as [{ id: string; request: string | null }];
  const counted = async (condition: string, values: unknown[]) => {
    const [row] = await plan.rows<{ count: number }>(
      `SELECT count(*)::int AS count FROM pit_ops.audit_detail WHERE org_id = $1 AND ${condition}`,
      [plan.orgId, ...values],
    );
    return row?.count ?? 0;
  };
  const all = await total('{}');
  expect(await total(`{ projectId: ["${id}"] }`)).toBe(await counted('project_id = $2', [id]));
  expect(await total(`{ projectId: ["${id}"] }`)).toBeGreaterThan(0);
  expect(await total(`{ not: { projectId: ["${id}"] } }`)).toBe(
    all - (await total(`{ projectId: ["${id}"] }`)),
  );
  await plan.rows(`ALTER TABLE pit_ops.audit_detail DISABLE TRIGGER refuse_update`);
  await plan.rows(
    `UPDATE pit_ops.audit_detail SET request_id = 'r-1', override_reason = 'Agreed' WHERE audit_log_id IN (
       SELECT audit_log_id FROM pit_ops.audit_detail WHERE org_id = $1 ORDER BY seq LIMIT 2)`,
    [plan.orgId],
  );
  await plan.rows(`ALTER TABLE pit_ops.audit_detail ENABLE ALWAYS TRIGGER refuse_update`);
  expect(request).toBeNull();
  expect(await total('{ requestId: ["r-1"] }')).toBe(2);
  expect(await total('{ requestId: ["r-2"] }')).toBe(0);
  expect(await total('{ hasOverride: true }')).toBe(2);
  expect(await total('{ hasOverride: false }')).toBe(all - 2);
});

test('a list below each of many rows is filtered in one statement for all', async () => {
  const query = `{ projects { edges { node { name tasks(filter: { not: { assignees: { isNull: true } } }) {
    edges { node { name } } } } } } }`;
  const { data, statements } = await ask(query);
  expect(statements).toBe(2);
  expect(JSON.stringify(data)).toContain('"assigned"');
  expect(JSON.stringify(data)).not.toContain('"dated"');
});

test('a page goes on behind its cursor under the same filter', async () => {
  const query = `query ($after: String) { tasks(first: 1, after: $after, orderBy: [{ field: NAME }],
    filter: { not: { priority: [HIGH] } }) { edges { node { name } } pageInfo { hasNextPage endCursor } } }`;
  const read: string[] = [];
  let after: string | null = null;
  for (let page = 0; page < 4; page += 1) {
    const { data } = await ask(query, { after });
    const { edges, pageInfo } = data?.['tasks'] as Names['list'] & {
      pageInfo: { hasNextPage: boolean; endCursor: string };
    };
    read.push(...edges.map(({ node }) => node.name));
    if (!pageInfo.hasNextPage) break;
    after = pageInfo.endCursor;
  }
  expect(read).toEqual(but('raised'));
});

const tooMany = JSON.stringify(Array.from({ length: 101 }, (_, i) => `R-${i}`));

test.each<[filter: string, extensions: object]>([
  ['{ not: { ownerId: ["x"] } }', { field: 'filter.not.ownerId[0]', expected: 'a UUID' }],
  ['{ not: { assigneeId: ["x"] } }', { field: 'filter.not.assigneeId[0]', expected: 'a UUID' }],
  ['{ not: { search: "\\u0000" } }', { field: 'filter.not.search' }],
  ['{ not: { sourceReferenceId: ["\\u0000"] } }', { field: 'filter.not.sourceReferenceId[0]' }],
  [
    `{ not: { sourceReferenceId: ${tooMany} } }`,
    { field: 'filter.not.sourceReferenceId', expected: 'at most 100' },
  ],
])('tasks(filter: %s) is refused by its place', async (filter, extensions) => {
  const { errors } = await ask(`{ tasks(filter: ${filter}) { totalCount } }`);
  expect(errors).toHaveLength(1);
  expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', ...extensions });
});

test.each(['{ not: { not: { priority: [HIGH] } } }', '{ not: { deleted: ONLY } }', '{ owner: {} }'])(
  'tasks(filter: %s) is no filter of the contract',
  async (filter) => {
    const { errors } = await ask(`{ tasks(filter: ${filter}) { totalCount } }`);
    expect(errors?.[0]?.extensions['code']).toBe('GRAPHQL_VALIDATION_FAILED');
  },
);
