import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { Project } from '../../../entities/project.ts';
import { pageStatement, type PageSpec } from '../../../src/db/read/keyset-statement.ts';
import { PROJECT_HISTORIES } from '../../../src/db/queries/audit/project-history-query.ts';
import { openGraph } from '../../support/processes/graph.ts';
import { Plan } from '../../support/worlds/plan-database.ts';

let plan: Plan;
let client: pg.Client;
let divisions: string[];

beforeAll(async () => {
  plan = await Plan.open();
  const [one, two] = [randomUUID(), randomUUID()];
  for (const id of [one, two]) await plan.insert('division', { id, name: id });
  client = new pg.Client({ connectionString: plan.database.appUrl });
  await client.connect();
  await client.query(
    `SELECT set_config('app.org_id', $1, false), set_config('app.user_id', $2, false),
       set_config('app.role', 'member', false), set_config('app.division_ids', $3, false)`,
    [plan.orgId, plan.helper, one],
  );
  divisions = [one, two];
});
afterAll(async () => {
  await client?.end();
  await plan?.close();
});

/** Projects of two divisions, of which the caller sees one, with health, overdue tasks and alerts of all sizes. */
async function add(count: number): Promise<void> {
  await plan.rows(
    `INSERT INTO pit.project (org_id, name, owner_id, division_id, progress_percent)
     SELECT $1, 'P' || n, $2, ($3::uuid[])[n % 2 + 1], 100 FROM generate_series(1, $4::int) AS n`,
    [plan.orgId, plan.owner, divisions, count],
  );
  await plan.rows(`UPDATE pit_ops.project_figures SET overdue_task_count = get_byte(uuid_send(project_id), 0),
    yellow_alert_count = get_byte(uuid_send(project_id), 1) % 7, red_alert_count = get_byte(uuid_send(project_id), 2) / 250`);
  await plan.rows('VACUUM ANALYZE pit.project, pit_ops.project_figures');
}

interface Explained {
  Plan: { 'Shared Hit Blocks': number; 'Shared Read Blocks': number };
}

/** Pages of the database that a page of the list touches, once its statement is known, and whether all had to be sorted. */
async function costOf(
  spec: Partial<PageSpec>,
  ...properties: string[]
): Promise<{ pages: number; isSorted: boolean }> {
  const order = properties.map((property) => ({ property, descending: true }));
  const list = { entity: Project, where: [], order, size: 20, backwards: false, ...spec };
  const { statement, values } = pageStatement(list, ['name']);
  const text = `EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ${statement.text}`;
  await client.query(text, values);
  const { rows } = await client.query<{ 'QUERY PLAN': Explained[] }>(text, values);
  const plan = rows[0]?.['QUERY PLAN'][0]?.Plan;
  const pages = (plan?.['Shared Hit Blocks'] ?? 0) + (plan?.['Shared Read Blocks'] ?? 0);
  return { pages, isSorted: JSON.stringify(plan).includes('"Sort"') };
}

test('a page by health, overdue tasks or open alerts touches as little among 8,000 projects as among 80', async () => {
  await add(80);
  const few = (await costOf({}, 'health')).pages;
  await add(7_920);
  const orders = [['health'], ['overdueTaskCount'], ['openAlertCount'], ['health', 'overdueTaskCount']];
  for (const order of orders) {
    for (const where of [[], [{ op: 'from', property: 'overdueTaskCount', value: '1' } as const]]) {
      const { pages, isSorted } = await costOf({ where }, ...order);
      expect([...order, where.length, isSorted]).toEqual([...order, where.length, false]);
      expect(pages).toBeLessThan(few + 250);
    }
  }
});

/** Pages of the database that a statement touches, once it is known. */
async function pagesOf(text: string, values: readonly unknown[]): Promise<number> {
  const explain = `EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ${text}`;
  await client.query(explain, [...values]);
  const { rows } = await client.query<{ 'QUERY PLAN': Explained[] }>(explain, [...values]);
  const found = rows[0]?.['QUERY PLAN'][0]?.Plan;
  return (found?.['Shared Hit Blocks'] ?? 0) + (found?.['Shared Read Blocks'] ?? 0);
}

test('a page of a history touches as little among 5,000 changes of a project as among 50', async () => {
  const projectId = await plan.project();
  const phaseId = await plan.phase(projectId);
  const grow = async (count: number): Promise<void> => {
    await plan.rows(
      `INSERT INTO pit.task (org_id, project_id, phase_id, name, owner_id)
       SELECT $1, $2, $3, 'T' || n, $4 FROM generate_series(1, $5::int) AS n`,
      [plan.orgId, projectId, phaseId, plan.worker, count],
    );
    await plan.rows('VACUUM ANALYZE pit.audit_log, pit_ops.audit_detail');
  };
  const page = () => pagesOf(PROJECT_HISTORIES.text, [[projectId], null, 21]);
  await grow(48);
  const few = await page();
  await grow(4_950);
  expect(await page()).toBeLessThan(few + 60);
  const [row] = await plan.rows<{ seq: string }>(
    'SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY seq) AS seq FROM pit_ops.audit_detail WHERE project_id = $1',
    [projectId],
  );
  expect(await pagesOf(PROJECT_HISTORIES.text, [[projectId], row?.seq, 21])).toBeLessThan(few + 60);
});

test('a summary of more than 20,000 projects says that it is not of all of them', async () => {
  const known = 'SELECT count(*)::int AS n FROM pit.project';
  const [row] = await plan.rows<{ n: number }>(known);
  // Behind the triggers, which is a hundred times as fast.
  await plan.rows('SET session_replication_role = replica');
  await plan.rows(
    `WITH added AS (INSERT INTO pit.project (org_id, name, owner_id)
       SELECT $1, 'P', $2 FROM generate_series(1, $3::int) RETURNING id, org_id)
     INSERT INTO pit_ops.project_figures (project_id, org_id, day, progress_percent) SELECT id, org_id, now(), 0 FROM added`,
    [plan.orgId, plan.owner, 20_001 - (row?.n ?? 0)],
  );
  await plan.rows('SET session_replication_role = origin');
  const graph = await openGraph(plan.database);
  const ask = async (filter: string) =>
    (
      await graph.ask(
        { ...plan.actor(plan.owner), divisionIds: divisions },
        `{ portfolioSummary(filter: ${filter}) { projectCount isComplete } }`,
      )
    ).data?.['portfolioSummary'];
  expect(await ask('{}')).toEqual({ projectCount: 20_001, isComplete: false });
  expect(await ask(`{ divisionId: ["${divisions[0]}"] }`)).toMatchObject({ isComplete: true });
  await graph.close();
});
