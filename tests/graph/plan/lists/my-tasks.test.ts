import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { Task } from '../../../../entities/task.ts';
import type { Condition } from '../../../../src/context.ts';
import { pageStatement } from '../../../../src/db/read/keyset-statement.ts';
import type { Actor } from '../../../../src/domain/directory/actor.ts';
import { Plan } from '../../../support/worlds/plan-database.ts';
import { openGraph, type Graph } from '../../../support/processes/graph.ts';

let plan: Plan;
let graph: Graph;
let me: string;
let seen: string;
let hidden: string;

beforeAll(async () => {
  plan = await Plan.open();
  graph = await openGraph(plan.database);
  me = await plan.insert('user', { id: randomUUID(), name: 'Me', email: 'me@example.test', role: 'member' });
  seen = await plan.insert('division', { id: randomUUID(), name: 'Seen' });
  hidden = await plan.insert('division', { id: randomUUID(), name: 'Hidden' });
  const [one, two] = [await plan.project({ division_id: seen }), await plan.project({ division_id: hidden })];
  const [phaseOne, phaseTwo] = [await plan.phase(one), await plan.phase(two)];
  const mine = { owner_id: me };
  await plan.task(one, phaseOne, { name: 'other', end_date: '2026-01-01' });
  await plan.task(one, phaseOne, { name: 'owned', ...mine, end_date: '2026-02-02' });
  await plan.task(one, phaseOne, { name: 'done', ...mine, status: 'completed', end_date: '2026-01-03' });
  const assignees = JSON.stringify([plan.helper, me]);
  await plan.task(two, phaseTwo, { name: 'assigned', assignees, end_date: '2026-02-01' });
  await plan.task(two, phaseTwo, { name: 'undated', assignees, priority: 'high' });
  await plan.task(two, phaseTwo, { name: 'both', ...mine, assignees, end_date: '2026-02-03' });
  await plan.task(two, phaseTwo, { name: 'gone', ...mine, deleted_at: '2026-01-02T03:04:05.678Z' });
  // Half of the organisation's work is in a division that the user does not belong to.
  for (const [project, phase] of [
    [one, phaseOne],
    [two, phaseTwo],
  ]) {
    await plan.rows(
      `INSERT INTO pit.task (org_id, project_id, phase_id, name, owner_id, order_index)
       SELECT $1, $2, $3, 'Other', $4, 10 + n FROM generate_series(1, 3000) AS n`,
      [plan.orgId, project, phase, plan.worker],
    );
  }
  await plan.rows('ANALYZE pit.task, pit.project');
});

afterAll(async () => {
  await graph?.close();
  await plan?.close();
});

const caller = () => ({ ...plan.actor(me), divisionIds: [seen] });

interface Page {
  totalCount: number | null;
  pageInfo: { endCursor: string; hasNextPage: boolean };
  edges: { node: { name: string } }[];
}

async function myTasks(args: string, actor: Actor = caller()) {
  const { data, errors, statements } = await graph.ask(
    actor,
    `{ myTasks(${args}) { totalCount pageInfo { endCursor hasNextPage } edges { node { name } } } }`,
  );
  expect(errors).toBeUndefined();
  const page = data?.['myTasks'] as Page;
  return { ...page, names: page.edges.map(({ node }) => node.name), statements };
}

test('my tasks are those that I own or am assigned to, open ones first', async () => {
  const { names, totalCount, statements } = await myTasks('first: 100');
  expect(names).toEqual(['assigned', 'owned', 'both', 'undated', 'done']);
  expect(totalCount).toBe(5);
  expect(statements).toBe(2);
  expect((await myTasks('last: 2')).names).toEqual(['undated', 'done']);
});

test('they are filtered and ordered, and paged without a gap', async () => {
  expect((await myTasks('filter: { priority: [HIGH] }')).names).toEqual(['undated']);
  const order = 'orderBy: [{ field: NAME, direction: DESC }]';
  expect((await myTasks(order)).names).toEqual(['undated', 'owned', 'both', 'assigned', 'done']);
  const walked: string[] = [];
  for (let after = ''; ;) {
    const page = await myTasks(`first: 2${after}`);
    walked.push(...page.names);
    if (!page.pageInfo.hasNextPage) break;
    after = `, after: "${page.pageInfo.endCursor}"`;
  }
  expect(walked).toEqual(['assigned', 'owned', 'both', 'undated', 'done']);
});

test('others have theirs', async () => {
  expect((await myTasks('first: 5', plan.actor(plan.sponsor))).names).toEqual([]);
});

/** How the database finds them, for who sees half of the organisation. */
async function planOf(...where: Condition[]): Promise<string> {
  const order = ['isCompleted', 'endDate'].map((property) => ({ property, descending: false }));
  const mine: Condition = { op: 'mine', userId: me };
  const spec = { entity: Task, where: [mine, ...where], order, size: 20, backwards: false };
  const { statement, values } = pageStatement(spec, ['name']);
  const client = new pg.Client({ connectionString: plan.database.appUrl });
  await client.connect();
  try {
    await client.query('BEGIN');
    await client.query(
      `SELECT set_config('app.org_id', $1, true), set_config('app.user_id', $2, true),
         set_config('app.role', 'member', true), set_config('app.division_ids', $3, true)`,
      [plan.orgId, me, seen],
    );
    const { rows } = await client.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${statement.text}`, values);
    return rows.map((row) => row['QUERY PLAN']).join('\n');
  } finally {
    await client.end();
  }
}

test('they are found by indexes, by who sees half of the organisation', async () => {
  const lines = await planOf();
  expect(lines).toMatch(/Index Scan using \S+ on task/);
  expect(lines).not.toMatch(/Seq Scan on task\b/);
});

test('a bound of their slack is not searched for in the whole project of each', async () => {
  const lines = await planOf(
    { op: 'from', property: 'totalSlack', value: '0' },
    { op: 'to', property: 'totalSlack', value: '5' },
  );
  expect(lines).toContain('total_slack');
  expect(lines).not.toMatch(/Index Cond: .*total_slack/);
});
