import { randomUUID } from 'node:crypto';
import { systemActor } from '../../../src/domain/directory/actor.ts';
import { ActorRole } from '../../../src/domain/enums.ts';
import { refreshSchedules, staleProjects } from '../../../src/services/schedule/refresh-schedules.ts';
import { PlanGraph } from '../../support/mutations/mutations.ts';

let api: PlanGraph;
beforeAll(async () => {
  api = await PlanGraph.open();
});
afterAll(() => api?.close());

const FIELDS = 'id mitigationForecastDate mitigationAtRiskDays mitigationAchievedPercent';
const QUERY = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Risk { ${FIELDS} } } }`;

async function forecasts(risks: readonly string[], actor = api.plan.actor()) {
  const of = risks.map((id) => ({ __typename: 'Risk', id }));
  const { data, errors, statements } = await api.graph.ask(actor, QUERY, { of });
  expect(errors).toBeUndefined();
  type Forecast = { mitigationForecastDate: string | null; mitigationAtRiskDays: number | null };
  return { risks: (data as { _entities: Forecast[] })._entities, statements };
}

/** A task of the risk that ends on the day, and whose work begins no earlier than on the other. */
async function mitigating(risk: string, project: string, end: string, notBefore?: string): Promise<string> {
  const phase = await api.plan.phase(project);
  const dates = { end_date: end, start_date: end, duration_days: 1 };
  const id = await api.plan.task(project, phase, { ...dates, linked_risk_mitigation_pct: '30' });
  for (const link_type of ['inherent', 'residual']) {
    await api.plan.insert('risk_link', { task_id: id, risk_id: risk, link_type });
  }
  if (notBefore !== undefined) {
    await api.plan.rows(
      `INSERT INTO pit_ops.task_rule (org_id, task_id, project_id, constraint_kind, constraint_date) VALUES ($1, $2, $3, 'snet', $4)`,
      [api.plan.orgId, id, project, notBefore],
    );
  }
  return id;
}

const refresh = (...among: string[]) =>
  api.plan.run(async (tx) => refreshSchedules(tx, await staleProjects(tx, { among, limit: 10 })), {
    actor: systemActor(api.plan.orgId),
  });

test('a risk is mitigated when the last of its tasks is done by the schedule, whichever project it lies in', async () => {
  const [risk, other, none] = [randomUUID(), randomUUID(), randomUUID()];
  const division = await api.plan.insert('division', { name: 'Closed' });
  const here = await api.plan.project();
  const there = await api.plan.project({ division_id: division, owner_id: api.plan.sponsor });
  await mitigating(risk, here, '2031-11-03');
  await mitigating(risk, there, '2031-11-05', '2031-11-14');
  await mitigating(other, here, '2031-11-04');
  expect((await forecasts([risk])).risks).toMatchObject([
    { mitigationForecastDate: null, mitigationAtRiskDays: null },
  ]);
  await refresh(here, there);
  const seen = await forecasts([risk, other, none]);
  expect(seen.risks).toMatchObject([
    { mitigationForecastDate: '2031-11-14', mitigationAtRiskDays: 9 },
    { mitigationForecastDate: '2031-11-04', mitigationAtRiskDays: 0 },
    { mitigationForecastDate: null, mitigationAtRiskDays: null },
  ]);
  const one = await forecasts([risk]);
  expect(one.statements).toBe(seen.statements);
  const worker = api.plan.actor(api.plan.helper, ActorRole.VIEWER);
  expect((await forecasts([risk], worker)).risks).toEqual([seen.risks[0]]);
  const neighbour = await api.plan.neighbour();
  expect((await forecasts([risk], neighbour.actor())).risks).toMatchObject([
    { mitigationForecastDate: null, mitigationAchievedPercent: null },
  ]);
});

test('there is no day while nobody has said how long some of the work takes, or when it ends', async () => {
  const [risk, project] = [randomUUID(), await api.plan.project()];
  const task = await mitigating(risk, project, '2031-11-03');
  await api.plan.rows(`UPDATE pit.task SET end_date = NULL, duration_days = NULL WHERE id = $1`, [task]);
  await refresh(project);
  expect((await forecasts([risk])).risks).toMatchObject([{ mitigationForecastDate: null }]);
  await api.done('updateTask', { id: task, durationDays: 2 }, 'task { id }');
  await refresh(project);
  expect((await forecasts([risk])).risks).toMatchObject([{ mitigationForecastDate: '2031-11-04' }]);
});

test('there is no day while a completed task lacks its proof, or the plan has a cycle', async () => {
  const risk = randomUUID();
  const project = await api.plan.project();
  const task = await mitigating(risk, project, '2031-11-03');
  await api.plan.rows(
    `UPDATE pit.task SET status = 'completed', progress_percent = 100, requires_evidence = true WHERE id = $1`,
    [task],
  );
  await refresh(project);
  const unknown = [{ mitigationForecastDate: null, mitigationAtRiskDays: null }];
  expect((await forecasts([risk])).risks).toMatchObject(unknown);
  await api.plan.evidence({ task_id: task }, 'accepted');
  expect((await forecasts([risk])).risks).toMatchObject([
    { mitigationForecastDate: '2031-11-03', mitigationAtRiskDays: 0 },
  ]);
  const [a, b] = [
    await mitigating(risk, project, '2031-11-03'),
    await mitigating(risk, project, '2031-11-03'),
  ];
  for (const [from, to] of [
    [a, b],
    [b, a],
  ]) {
    await api.plan.insert('task_dependency', {
      project_id: project,
      predecessor_task_id: from,
      successor_task_id: to,
      dependency_type: 'finish_to_start',
    });
  }
  await api.done('updateTask', { id: a, priority: 'HIGH' }, 'task { id }');
  await refresh(project);
  expect((await forecasts([risk])).risks).toMatchObject(unknown);
});
