import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { Project } from '../../../../entities/project.ts';
import { Task } from '../../../../entities/task.ts';
import type { Condition, PageSpec } from '../../../../src/context.ts';
import {
  countStatement,
  pageStatement,
  type KeysetStatement,
} from '../../../../src/db/read/keyset-statement.ts';
import { Plan } from '../../../support/worlds/plan-database.ts';

let plan: Plan;
let client: pg.Client;
let divisions: string[];
/** Belongs to no division and works in five projects. */
let helper: string;

beforeAll(async () => {
  plan = await Plan.open();
  helper = plan.helper;
  divisions = Array.from({ length: 6 }, () => randomUUID());
  for (const id of divisions) await plan.insert('division', { id, name: id });
  client = new pg.Client({ connectionString: plan.database.appUrl });
  await client.connect();
});
afterAll(async () => {
  await client?.end();
  await plan?.close();
});

/** From here on the connection asks as a member of these divisions. */
async function actAs(own: readonly string[]): Promise<void> {
  await client.query(
    `SELECT set_config('app.org_id', $1, false), set_config('app.user_id', $2, false), set_config('app.role', 'member', false),
       set_config('app.division_ids', $3, false), set_config('app.whole', '', false)`,
    [plan.orgId, helper, own.join(',')],
  );
}

/** Projects of a hundred tasks, of all divisions in turn; the first five have a task of the helper. */
async function add(projects: number): Promise<void> {
  // Behind the triggers, which is ten times as fast, but for those that count who has work.
  for (const table of ['project', 'phase', 'task'])
    await plan.rows(`ALTER TABLE pit.${table} ENABLE TRIGGER audit_row`);
  for (const table of ['phase', 'task'])
    await plan.rows(`ALTER TABLE pit.${table} ENABLE TRIGGER audit_inserted`);
  await plan.rows('SET session_replication_role = replica');
  await plan.rows(
    `WITH made AS (
       INSERT INTO pit.project (org_id, name, owner_id, division_id)
       SELECT $1, 'P' || n, $2, ($3::uuid[])[1 + n % 6] FROM generate_series(1, $4::int) AS n RETURNING id, org_id, owner_id
     ), phases AS (
       INSERT INTO pit.phase (org_id, project_id, name, owner_id) SELECT org_id, id, 'F', owner_id FROM made
       RETURNING id, org_id, project_id, owner_id
     )
     INSERT INTO pit.task (org_id, project_id, phase_id, name, owner_id, status, start_date, end_date)
     SELECT org_id, project_id, id, 'T', owner_id, (enum_range(NULL::pit.task_status_enum))[1 + n % 7], date '2026-01-01',
       date '2026-01-01' + (n * 7 + get_byte(uuid_send(project_id), 0)) % 365 FROM phases, generate_series(1, 100) AS n`,
    [plan.orgId, plan.owner, divisions, projects],
  );
  await plan.rows(
    `UPDATE pit.task SET assignees = jsonb_build_array($1::uuid) WHERE id IN (
       SELECT DISTINCT ON (project_id) id FROM pit.task ORDER BY project_id DESC, id LIMIT 5)
       AND NOT EXISTS (SELECT FROM pit_ops.project_access WHERE user_id = $1::uuid)`,
    [helper],
  );
  await plan.rows('SET session_replication_role = origin');
  await plan.rows('VACUUM ANALYZE pit.project, pit.task, pit_ops.project_access');
}

interface Node {
  'Node Type': string;
  'Relation Name'?: string;
  'Subplan Name'?: string;
  'Actual Loops'?: number;
  'Shared Hit Blocks': number;
  'Shared Read Blocks': number;
  Filter?: string;
  Plans?: Node[];
}

interface Cost {
  /** Pages of the database that the statement touches. */
  readonly pages: number;
  /** Tables that were read from one end to the other. */
  readonly scanned: string[];
  /** Sets of rows that were gathered before the first row was answered. */
  readonly gathered: number;
}

/** What a statement costs once its plan is one for all parameters, as the service's are. */
async function costOf({ statement, values }: KeysetStatement): Promise<Cost> {
  const name = `s${statement.name}`.replace(/\W/g, '_');
  await client.query('SET plan_cache_mode = force_generic_plan');
  await client.query(`PREPARE ${name} AS ${statement.text}`);
  const given = values.map((value) => (value === null ? 'NULL' : pg.escapeLiteral(value))).join(', ');
  const explain = `EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, FORMAT JSON) EXECUTE ${name}${values.length > 0 ? `(${given})` : ''}`;
  await client.query(explain);
  const { rows } = await client.query<{ 'QUERY PLAN': { Plan: Node }[] }>(explain);
  await client.query(`DEALLOCATE ${name}`);
  const top = rows[0]?.['QUERY PLAN'][0]?.Plan as Node;
  const run: Node[] = [];
  const visit = (node: Node): void => {
    if (node['Actual Loops'] === 0) return;
    run.push(node);
    node.Plans?.forEach(visit);
  };
  visit(top);
  const hashed = new Set(JSON.stringify(run).match(/hashed SubPlan \d+/g) ?? []);
  return {
    pages: top['Shared Hit Blocks'] + top['Shared Read Blocks'],
    scanned: run
      .filter((node) => node['Node Type'] === 'Seq Scan')
      .map((node) => node['Relation Name'] ?? ''),
    gathered: run.filter((node) =>
      [...hashed].some((each) => node['Subplan Name'] === each.slice('hashed '.length)),
    ).length,
  };
}

const page = (
  entity: typeof Task | typeof Project,
  property: string,
  where: readonly Condition[] = [],
): PageSpec => ({
  entity,
  where,
  order: [{ property, descending: false }],
  size: 50,
  backwards: false,
});
const FILTERED: readonly Condition[] = [
  { op: 'in', property: 'status', values: ['overdue', 'active'] },
  { op: 'from', property: 'endDate', value: '2026-02-01' },
];

async function costs(): Promise<Record<string, Cost>> {
  const [row] = await plan.rows<{ id: string }>(
    'SELECT task.id FROM pit.task JOIN pit.project ON project.id = project_id WHERE division_id = $1 LIMIT 1',
    [divisions[0]],
  );
  const one: readonly Condition[] = [{ op: 'in', property: 'id', values: [row?.id ?? ''] }];
  return {
    'a task by its id': await costOf(pageStatement(page(Task, 'id', one), ['name'])),
    'a filtered page of tasks': await costOf(pageStatement(page(Task, 'endDate', FILTERED), ['name'])),
    'the first page of tasks': await costOf(pageStatement(page(Task, 'endDate'), ['name'])),
    'the first page of projects': await costOf(pageStatement(page(Project, 'name'), ['name'])),
  };
}

/** Of any number of tasks. A filter by status is checked after the policies, so that each row that it passes over is looked up. */
const MOST_PAGES: Readonly<Record<string, number>> = {
  'a task by its id': 20,
  'a filtered page of tasks': 4_000,
  'the first page of tasks': 1_200,
  'the first page of projects': 250,
};

const FEW: Condition = {
  op: 'expression',
  sql: () => 'project_id = ANY (ARRAY(SELECT pit_ops.ctx_few_projects()))',
};

test('lists of a member of half the divisions touch as little among 20,000 tasks as among 2,000, and gather nothing', async () => {
  await add(20);
  await actAs(divisions.slice(0, 3));
  const few = await costs();
  await add(180);
  await actAs(divisions.slice(0, 3));
  const many = await costs();
  for (const found of [few, many]) {
    for (const [title, { pages, scanned, gathered }] of Object.entries(found)) {
      // A table of few pages is read as a whole, whoever asks.
      expect([title, found === many ? scanned : [], gathered]).toEqual([title, [], 0]);
      expect([title, pages, pages <= (MOST_PAGES[title] ?? 0)]).toEqual([title, pages, true]);
    }
  }
  // Who works in five projects reads the 500 tasks of those, and not all that come before them in the order.
  await actAs([]);
  const byProject = await costOf(pageStatement(page(Task, 'endDate', [FEW]), ['name']));
  const inOrder = await costOf(pageStatement(page(Task, 'endDate'), ['name']));
  expect(byProject.pages).toBeLessThan(3_000);
  expect(inOrder.pages).toBeGreaterThan(2 * byProject.pages);
});

test('a count over all that is seen gathers the projects, where looking each up would touch five times as much', async () => {
  await actAs(divisions.slice(0, 3));
  const count = countStatement({ ...page(Task, 'endDate'), where: [] }, undefined, undefined, true);
  const single = await costOf(count);
  await client.query(`SELECT set_config('app.whole', 'on', false)`);
  const gathered = await costOf(count);
  expect([single.gathered, gathered.gathered]).toEqual([0, 1]);
  expect(single.pages).toBeGreaterThan(2 * gathered.pages);
});
