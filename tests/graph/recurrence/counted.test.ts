import { randomUUID } from 'node:crypto';
import { clock } from '../../../src/clock.ts';
import { WATCHED_RISK_WORK } from '../../../src/db/queries/watchdog/shared-facts-query.ts';
import { systemActor } from '../../../src/domain/directory/actor.ts';
import { rollOverDays } from '../../../src/jobs/day-roll-over.ts';
import { rebuildRollups } from '../../../src/services/rollup/rollup.ts';
import { PlanGraph } from '../../support/mutations/mutations.ts';
import { storedAndFresh } from '../../support/worlds/fresh-numbers.ts';

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

/** The process runs on another day. */
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

test('a yearly control counts once: its newest proven year, and the one that is late once that has lapsed', async () => {
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
  const query = `query ($id: ID!, $control: [ID!], $reps: [_Any!]!) {
    project(id: $id) { progressPercent capexTotal series { nodes { onTimePercent lateCount missedCount } } }
    controlCoverage(filter: { controlId: $control }) { nodes { state units done proven nextDue provenUntil onTimePercent } }
    _entities(representations: $reps) { ... on Risk { mitigationAchievedPercent } } }`;
  /** Year of the counted occurrence; progress, mitigation of the risk and cost; coverage of the control; what was in time. */
  const stands = async () => {
    const reps = [{ __typename: 'Risk', id: riskId }];
    const variables = { id: projectId, control: [controlId], reps };
    const { data, errors } = await api.graph.ask(api.plan.actor(), query, variables);
    expect(errors).toBeUndefined();
    const { project, controlCoverage, _entities } = data as {
      project: {
        progressPercent: number;
        capexTotal: string;
        series: { nodes: { onTimePercent: number | null; lateCount: number; missedCount: number }[] };
      };
      controlCoverage: { nodes: Record<string, unknown>[] };
      _entities: { mitigationAchievedPercent: number }[];
    };
    const { state, units, done, proven, nextDue, provenUntil, onTimePercent } =
      controlCoverage.nodes[0] ?? {};
    const [series] = project.series.nodes;
    expect(series?.onTimePercent).toBe(onTimePercent);
    // What was kept by differences is what comes out from scratch.
    const kept = await sums();
    await api.plan.run((tx) => rebuildRollups(tx, projectId));
    expect(await sums()).toEqual(kept);
    const { stored, fresh } = await storedAndFresh(api.plan, projectId, { today, weighting: 'equal' });
    expect(stored).toEqual(fresh);
    const counted = await api.plan.rows<{ year: string }>(
      `SELECT extract(year FROM nominal_on) AS year FROM pit_ops.occurrence WHERE project_id = $1 AND is_counted`,
      [projectId],
    );
    const mitigated = _entities[0]?.mitigationAchievedPercent;
    return [
      `${counted.map(({ year }) => year).join('+')} counts: ${project.progressPercent} %, ${mitigated}, ${project.capexTotal}`,
      `${String(state)} ${String(units)}/${String(done)}/${String(proven)} due ${String(nextDue)} until ${String(provenUntil)}`,
      `${String(onTimePercent)} % in time, ${series?.lateCount} late`,
    ].join('; ');
  };
  const lapses = () =>
    api.plan.rows(`SELECT seq FROM pit_ops.outbox WHERE stream_id = $1 AND topic = 'pit.evidence.expired'`, [
      projectId,
    ]);
  const statuses = () =>
    api.plan.rows(
      `SELECT id, status FROM pit.task WHERE project_id = $1 AND status = 'completed' ORDER BY id`,
      [projectId],
    );

  expect(await stands()).toBe(
    '2026 counts: 0 %, 0, 100.00; PLANNED 1/0/0 due 2026-03-31 until null; null % in time, 0 late',
  );
  await turn('2026-03-30');
  await prove(first, '2027-04-14');
  await turn('2026-03-30');
  expect(await stands()).toBe(
    '2026 counts: 100 %, 40, 200.00; COVERED 1/1/1 due 2027-03-31 until 2027-04-14; 100 % in time, 0 late',
  );
  await turn('2027-03-25');
  const second = await newest();
  await prove(second, '2028-04-14');
  await turn('2027-03-25');
  // Not 80: history does not count again.
  expect(await stands()).toBe(
    '2027 counts: 100 %, 40, 300.00; COVERED 1/1/1 due 2028-03-31 until 2028-04-14; 100 % in time, 0 late',
  );
  // The watchdog sums up the same when it asks whether the risk is mitigated.
  const { rows: watched } = await api.plan.run((tx) => tx.run(WATCHED_RISK_WORK, [projectId]), {
    actor: systemActor(api.plan.orgId),
  });
  expect(watched).toMatchObject([{ riskId, mitigationPct: '40.00', percents: 100, isProofCurrent: true }]);
  const third = await newest();
  // The day itself makes the fourth.
  await turn('2028-03-31');
  expect(await stands()).toBe(
    '2027 counts: 100 %, 40, 400.00; COVERED 1/1/1 due 2028-03-31 until 2028-04-14; 100 % in time, 0 late',
  );
  for (const day of ['2028-04-01', '2028-04-14']) {
    await turn(day);
    expect(await stands()).toBe(
      '2027 counts: 100 %, 40, 400.00; OVERDUE 1/1/1 due 2028-03-31 until 2028-04-14; 66.67 % in time, 1 late',
    );
  }
  const [before, completed] = [await lapses(), await statuses()];
  // The second year has lapsed, and the third is late: it is what the series stands by. Nothing is reopened.
  await turn('2028-04-15');
  expect(await stands()).toBe(
    '2028 counts: 0 %, 0, 400.00; LAPSED 1/0/0 due 2028-03-31 until null; 66.67 % in time, 1 late',
  );
  expect((await lapses()).length - before.length).toBe(1);
  expect(await statuses()).toEqual(completed);
  await turn('2028-05-02');
  await prove(third, '2029-04-13');
  await turn('2028-05-02');
  expect(await stands()).toBe(
    '2028 counts: 100 %, 40, 400.00; COVERED 1/1/1 due 2029-03-30 until 2029-04-13; 66.67 % in time, 1 late',
  );
});
