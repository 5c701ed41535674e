import { openGraph, type Graph } from '../../../support/processes/graph.ts';
import { Plan } from '../../../support/worlds/plan-database.ts';

let plan: Plan;
let graph: Graph;
let projectId: string;

beforeAll(async () => {
  plan = await Plan.open();
  graph = await openGraph(plan.database);
  projectId = await plan.project();
  await fill(9_999);
});
afterAll(async () => {
  await graph?.close();
  await plan?.close();
});

/** Brings the project to so many tasks more, behind the triggers. */
async function fill(count: number): Promise<void> {
  const phaseId = await plan.phase(projectId);
  await plan.rows('SET session_replication_role = replica');
  await plan.rows(
    `INSERT INTO pit.task (org_id, project_id, phase_id, name, owner_id)
     SELECT $1, $2, $3, 'T' || n, $4 FROM generate_series(1, $5::int) AS n`,
    [plan.orgId, projectId, phaseId, plan.worker, count],
  );
  await plan.rows('SET session_replication_role = origin');
  await plan.rows(`INSERT INTO pit_ops.task_text SELECT id, org_id, pit_ops.fold_text(name) || E'\\n' FROM pit.task
    ON CONFLICT DO NOTHING`);
}

async function totals(): Promise<unknown> {
  const { data, errors } = await graph.ask(
    plan.actor(),
    `query ($id: ID!) {
      all: tasks(first: 1) { totalCount totalCountAtLeast }
      some: tasks(first: 1, filter: { search: "t99" }) { totalCount totalCountAtLeast }
      project(id: $id) { tasks(first: 1) { totalCount totalCountAtLeast } }
      least: tasks(first: 1) { totalCountAtLeast }
      none: tasks(first: 1) { nodes { id } }
    }`,
    { id: projectId },
  );
  expect(errors).toBeUndefined();
  return data;
}

const both = (totalCount: number | null, totalCountAtLeast: number) => ({ totalCount, totalCountAtLeast });

test('totals are exact up to 10,000, and beyond it said to be at least that', async () => {
  expect(await totals()).toMatchObject({ all: both(9_999, 9_999), project: { tasks: both(9_999, 9_999) } });
  await fill(1);
  expect(await totals()).toMatchObject({
    all: both(10_000, 10_000),
    project: { tasks: both(10_000, 10_000) },
  });
  await fill(1);
  const beyond = both(null, 10_000);
  expect(await totals()).toMatchObject({
    all: beyond,
    some: both(111, 111),
    project: { tasks: beyond },
    least: { totalCountAtLeast: 10_000 },
  });
});
