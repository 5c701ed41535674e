import { randomUUID } from 'node:crypto';
import { clock } from '../../../src/clock.ts';
import { WATCHED_RISK_WORK } from '../../../src/db/queries/watchdog/shared-facts-query.ts';
import { systemActor } from '../../../src/domain/directory/actor.ts';
import { rollOverDays } from '../../../src/jobs/day-roll-over.ts';
import { rebuildRollups } from '../../../src/services/rollup/rollup.ts';
import { PlanGraph } from '../../support/mutations/mutations.ts';

const real = { ...clock };
let today = '2026-03-18';
let api: PlanGraph;

beforeAll(async () => {
  clock.today = () => today;
  api = await PlanGraph.open();
});
afterAll(async () => {
  Object.assign(clock, real);
  await api?.close();
});

const turn = async (day: string): Promise<void> => {
  today = day;
  await rollOverDays(api.plan.pool);
};

/** Hands proof of the task in, which holds through the day, has it accepted, and completes the task. */
async function prove(taskId: string, validUntil: string): Promise<void> {
  const file = {
    fileUrl: `https://files.test/${randomUUID()}`,
    fileType: 'DOCUMENT',
    sha256: 'a'.repeat(64),
    size: 10,
    mediaType: 'application/pdf',
    source: 'scanner',
  };
  const { evidence } = await api.done<{ evidence: { id: string } }>(
    'submitEvidence',
    { taskId, ...file, validUntil },
    'evidence { id }',
    api.plan.actor(api.plan.helper),
  );
  const decision = { evidenceId: evidence.id, decision: 'ACCEPTED' };
  await api.done('reviewEvidence', decision, '__typename', api.plan.actor(api.plan.sponsor, 'admin'));
  await api.done('completeTask', { id: taskId }, '__typename');
}

test('a yearly control counts once: its newest proven year, and none once that has lapsed', async () => {
  const projectId = await api.plan.project();
  const phaseId = await api.plan.phase(projectId);
  const [riskId, controlId] = [randomUUID(), randomUUID()];
  const first = await api.plan.task(projectId, phaseId, {
    name: 'Test the alarms',
    start_date: '2026-03-18',
    end_date: '2026-03-31',
    duration_days: 10,
    requires_evidence: true,
    linked_risk_mitigation_pct: '40',
    capex_cost: '100.00',
    assignees: JSON.stringify([api.plan.helper]),
  });
  await api.plan.run((tx) => rebuildRollups(tx, projectId));
  await api.done('linkRisk', { taskId: first, riskId, linkType: 'RESIDUAL' }, '__typename');
  await api.done('linkControl', { taskId: first, controlId }, '__typename');
  const rule = { rule: 'FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=31', dateShift: 'PREVIOUS_WORKING_DAY' };
  await api.done('createSeries', { taskId: first, ...rule }, '__typename');

  const newest = async (): Promise<string> => {
    const [row] = await api.plan.rows<{ task_id: string }>(
      `SELECT task_id FROM pit_ops.occurrence WHERE project_id = $1 ORDER BY nominal_on DESC LIMIT 1`,
      [projectId],
    );
    return String(row?.task_id);
  };
  const sums = () =>
    api.plan.rows(`SELECT node_id, state FROM pit_ops.rollup WHERE node_id IN ($1, $2) ORDER BY node_id`, [
      projectId,
      phaseId,
    ]);
  const query = `query ($id: ID!, $control: [ID!], $reps: [_Any!]!) { project(id: $id) { progressPercent riskMitigationPercent capexTotal }
    controlCoverage(filter: { controlId: $control }) { nodes { state units done proven overdue nextDue provenUntil } }
    _entities(representations: $reps) { ... on Risk { mitigationAchievedPercent } } }`;
  /** Progress, mitigation and cost of the project, mitigation of the risk, and coverage of the control. */
  const stands = async () => {
    const reps = [{ __typename: 'Risk', id: riskId }];
    const variables = { id: projectId, control: [controlId], reps };
    const { data, errors } = await api.graph.ask(api.plan.actor(), query, variables);
    expect(errors).toBeUndefined();
    const { project, controlCoverage, _entities } = data as {
      project: { progressPercent: number; riskMitigationPercent: number; capexTotal: string };
      controlCoverage: { nodes: Record<string, unknown>[] };
      _entities: { mitigationAchievedPercent: number }[];
    };
    const { state, units, done, proven, nextDue, provenUntil } = controlCoverage.nodes[0] ?? {};
    // What was kept by differences is what comes out from scratch.
    const kept = await sums();
    await api.plan.run((tx) => rebuildRollups(tx, projectId));
    expect(await sums()).toEqual(kept);
    const { progressPercent, capexTotal } = project;
    const mitigated = _entities[0]?.mitigationAchievedPercent;
    return [progressPercent, mitigated, capexTotal, state, units, done, proven, nextDue, provenUntil].join(
      ' ',
    );
  };

  expect(await stands()).toBe('0 0 100.00 PLANNED 1 0 0 2026-03-31 ');
  await turn('2026-03-30');
  await prove(first, '2027-04-14');
  await turn('2026-03-30');
  expect(await stands()).toBe('100 40 200.00 COVERED 1 1 1 2027-03-31 2027-04-14');
  await turn('2027-03-25');
  const second = await newest();
  await prove(second, '2028-04-14');
  await turn('2027-03-25');
  // Not 80: history does not count again.
  expect(await stands()).toBe('100 40 300.00 COVERED 1 1 1 2028-03-31 2028-04-14');
  // The watchdog sums up the same when it asks whether the risk is mitigated.
  const { rows: watched } = await api.plan.run((tx) => tx.run(WATCHED_RISK_WORK, [projectId]), {
    actor: systemActor(api.plan.orgId),
  });
  expect(watched).toMatchObject([{ riskId, mitigationPct: '40.00', percents: 100, isProofCurrent: true }]);
  await turn('2028-03-31');
  expect(await stands()).toBe('100 40 400.00 COVERED 1 1 1 2028-03-31 2028-04-14');
  await turn('2028-04-01');
  expect(await stands()).toBe('100 40 400.00 OVERDUE 1 1 1 2028-03-31 2028-04-14');
  // The second year has lapsed, and the third is late: it is what the series stands by.
  await turn('2028-04-15');
  expect(await stands()).toBe('0 0 400.00 OVERDUE 1 0 0 2028-03-31 ');
});
