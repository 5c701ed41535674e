import { print } from 'graphql';
import { ProjectBoardDocument, type ProjectBoardQuery } from '../../generated/operations.ts';
import { openGraph, type Graph } from '../../support/processes/graph.ts';
import { Plan } from '../../support/worlds/plan-database.ts';

let plan: Plan;
let graph: Graph;

beforeAll(async () => {
  plan = await Plan.open();
  graph = await openGraph(plan.database);
});

afterAll(async () => {
  await graph.close();
  await plan.close();
});

// The compiler holds the fields below to the printed schema, and this test holds the service to it.
test('the service answers an operation in the types that were generated from the printed schema', async () => {
  const projectId = await plan.project({ name: 'New school' });
  const phaseId = await plan.phase(projectId, { name: 'Design' });
  const packageId = await plan.workPackage(projectId, phaseId, { name: 'Plans' });
  await plan.task(projectId, phaseId, { name: 'Draw', work_package_id: packageId, start_date: '2026-03-02' });

  const answer = await graph.ask(plan.actor(), print(ProjectBoardDocument), { id: projectId });

  const { project } = answer.data as ProjectBoardQuery;
  expect(answer.errors).toBeUndefined();
  expect(project?.name).toBe('New school');
  const [phase] = project?.phases ?? [];
  expect(phase?.tasks.nodes.map((task) => task.name)).toEqual(['Draw']);
  const [task] = phase?.workPackages[0]?.tasks.nodes ?? [];
  expect(task).toMatchObject({ startDate: '2026-03-02', endDate: null, owner: { id: plan.worker } });
});
