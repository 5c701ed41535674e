import fc from 'fast-check';
import { clock } from '../../../src/clock.ts';
import { addDays } from '../../../src/domain/civil-date.ts';
import { rollOverDays } from '../../../src/jobs/day-roll-over.ts';
import { rebuildRollups } from '../../../src/services/rollup/rollup.ts';
import { moveStatus } from '../../../src/services/plan/status/task-status.ts';
import { storedAndFresh } from '../../support/worlds/fresh-numbers.ts';
import { elsewhere, EvidenceWorld, PROGRESS, REVIEW, SUBMIT, SUPERSEDE } from './evidence-world.ts';

const real = { ...clock };
const FIRST = '2027-03-01';
let today = FIRST;
let world: EvidenceWorld;

beforeAll(async () => {
  clock.today = () => today;
  world = await EvidenceWorld.open();
});
beforeEach(() => {
  today = FIRST;
});
afterAll(async () => {
  Object.assign(clock, real);
  await world?.close();
});

const STATE = `query ($id: ID!) { task(id: $id) { status progressPercent provenUntil isProofCurrent
  evidence { nodes { observedOn validUntil isCurrent } } project { riskMitigationPercent status } } }`;
const stateOf = async (taskId: string) =>
  (await world.done(world.sponsor, STATE, { id: taskId }))['task'] as Record<string, unknown>;

const submitted = async (taskId: string, values: object): Promise<string> => {
  const input = { taskId, ...elsewhere(), ...values };
  const { submitEvidence } = await world.done(world.helper, SUBMIT, { input });
  return (submitEvidence?.['evidence'] as { id: string }).id;
};
const accept = (evidenceId: string, values: object = {}) =>
  world.done(world.sponsor, REVIEW, { input: { evidenceId, decision: 'ACCEPTED', ...values } });

test('proof is valid through its last day, then mitigates 0, and neither status, progress nor gate moves', async () => {
  const { projectId, taskId } = await world.provenTask();
  await world.done(world.worker, PROGRESS, { input: { taskId, percent: 100 } });
  const evidenceId = await submitted(taskId, { observedOn: '2027-02-20', validUntil: '2027-03-31' });
  await accept(evidenceId);
  const proven = {
    status: 'COMPLETED',
    progressPercent: 100,
    provenUntil: '2027-03-31',
    isProofCurrent: true,
    evidence: { nodes: [{ observedOn: '2027-02-20', validUntil: '2027-03-31', isCurrent: true }] },
    project: { riskMitigationPercent: 100, status: 'ACTIVE' },
  };
  expect(await stateOf(taskId)).toEqual(proven);

  today = '2027-03-31';
  await rollOverDays(world.plan.pool);
  expect(await stateOf(taskId)).toEqual(proven);

  const topics = await world.topicsOf(projectId);
  today = '2027-04-01';
  await rollOverDays(world.plan.pool);
  const lapsed = {
    ...proven,
    isProofCurrent: false,
    evidence: { nodes: [{ observedOn: '2027-02-20', validUntil: '2027-03-31', isCurrent: false }] },
    project: { riskMitigationPercent: 0, status: 'ACTIVE' },
  };
  expect(await stateOf(taskId)).toEqual(lapsed);
  expect((await world.topicsOf(projectId)).slice(topics.length)).toEqual([
    'pit.evidence.expired',
    'pit.project.updated',
  ]);
  await rollOverDays(world.plan.pool);
  today = '2027-04-02';
  await rollOverDays(world.plan.pool);
  const expired = (await world.topicsOf(projectId)).filter((topic) => topic === 'pit.evidence.expired');
  expect(expired).toHaveLength(1);

  await accept(await submitted(taskId, { validUntil: '2027-05-01' }));
  expect(await stateOf(taskId)).toMatchObject({
    provenUntil: '2027-05-01',
    isProofCurrent: true,
    project: { riskMitigationPercent: 100 },
  });
});

test('work of an archived project loses its mitigation with its proof, and any other write first counts it as it was', async () => {
  const { projectId, phaseId, taskId } = await world.provenTask();
  const other = await world.plan.task(projectId, phaseId, { linked_risk_mitigation_pct: 60 });
  await world.done(world.worker, PROGRESS, { input: { taskId, percent: 100 } });
  await accept(await submitted(taskId, { validUntil: '2027-03-05' }));
  today = '2027-03-06';
  // Nothing has rolled over: the report of the other task alone changes the sums.
  await world.done(world.worker, PROGRESS, { input: { taskId: other, percent: 50 } });
  expect(await world.mitigationOf(projectId)).toBe('70.00');
  await world.done(world.worker, PROGRESS, { input: { taskId: other, percent: 100 } });
  expect(await world.mitigationOf(projectId)).toBe('100.00');
  await world.plan.rows(`UPDATE pit.project SET status = 'archived' WHERE id = $1`, [projectId]);
  await rollOverDays(world.plan.pool);
  expect(await world.mitigationOf(projectId)).toBe('60.00');
});

test('who submits and who reviews says until when a piece holds, within what the organisation allows', async () => {
  const { taskId } = await world.provenTask();
  const file = () => ({ taskId, ...elsewhere() });
  const { helper, sponsor } = world;
  const refusal = { code: 'BAD_USER_INPUT', pit: 'PIT008' };
  expect(await world.refused(helper, SUBMIT, { ...file(), observedOn: '2027-03-02' })).toMatchObject({
    ...refusal,
    field: 'input.observedOn',
  });
  expect(await world.refused(helper, SUBMIT, { ...file(), validUntil: '2027-02-28' })).toMatchObject({
    ...refusal,
    field: 'input.validUntil',
  });
  await world.plan.rows(
    `UPDATE pit.organisation SET settings = '{"evidence": {"validMonths": 12, "maxValidMonths": 24}}' WHERE id = $1`,
    [world.plan.orgId],
  );
  expect(await world.refused(helper, SUBMIT, { ...file(), validUntil: '2029-03-02' })).toMatchObject(refusal);
  const evidenceId = await submitted(taskId, { observedOn: '2027-02-28' });
  const review = { evidenceId, decision: 'ACCEPTED' };
  expect(await world.refused(sponsor, REVIEW, { ...review, validUntil: '2028-02-29' })).toMatchObject({
    ...refusal,
    field: 'input.validUntil',
    expected: 'a day from 2027-02-28 to 2028-02-28',
  });
  const rejected = { ...review, decision: 'REJECTED', comment: 'No', validUntil: '2027-06-30' };
  expect(await world.refused(sponsor, REVIEW, rejected)).toMatchObject(refusal);
  await accept(evidenceId, { validUntil: '2027-06-30' });
  expect(await stateOf(taskId)).toMatchObject({ provenUntil: '2027-06-30' });
  await world.plan.rows(`UPDATE pit.organisation SET settings = '{}' WHERE id = $1`, [world.plan.orgId]);

  const later = `UPDATE pit_ops.evidence_validity SET valid_until = '2030-01-01' WHERE evidence_id = $1`;
  const final = { code: '23514', constraint: 'evidence_validity_accepted_is_final' };
  await expect(world.plan.rows(later, [evidenceId])).rejects.toMatchObject(final);
  await expect(
    world.plan.rows('DELETE FROM pit_ops.evidence_validity WHERE evidence_id = $1', [evidenceId]),
  ).rejects.toMatchObject(final);
  const stored = await world.plan.rows<{ until: string; by: string }>(
    `SELECT valid_until::text AS until, set_by AS by FROM pit_ops.evidence_validity WHERE evidence_id = $1`,
    [evidenceId],
  );
  expect(stored).toEqual([{ until: '2027-06-30', by: 'reviewer' }]);
  const audited = await world.plan.rows(
    `SELECT action FROM pit.audit_log WHERE table_name = 'evidence_validity' AND after_state ->> 'evidence_id' = $1 ORDER BY created_at`,
    [evidenceId],
  );
  expect(audited).toEqual([{ action: 'INSERT' }, { action: 'UPDATE' }]);
});

test('a renewal leaves the old proof in force until its own end, and takes over without a gap once it is accepted', async () => {
  const { taskId } = await world.provenTask();
  await world.done(world.worker, PROGRESS, { input: { taskId, percent: 100 } });
  const old = await submitted(taskId, { validUntil: '2027-03-31' });
  const renewal = { taskId, ...elsewhere(), renewsId: old };
  const { helper } = world;
  expect(await world.refused(helper, SUBMIT, renewal)).toMatchObject({ code: 'CONFLICT', pit: 'PIT008' });
  await accept(old);
  const { taskId: other } = await world.provenTask();
  expect(await world.refused(helper, SUBMIT, { ...renewal, taskId: other })).toMatchObject({
    code: 'NOT_FOUND',
    field: 'input.renewsId',
  });

  today = '2027-03-20';
  const newer = await submitted(taskId, { renewsId: old, validUntil: '2028-03-31' });
  const links = `query ($id: ID!) { evidence(id: $id) { isCurrent renews { id } renewedBy { id } } }`;
  const shown = async (id: string) => (await world.done(world.sponsor, links, { id }))['evidence'];
  expect(await shown(old)).toEqual({ isCurrent: true, renews: null, renewedBy: { id: newer } });
  expect(await shown(newer)).toEqual({ isCurrent: false, renews: { id: old }, renewedBy: null });
  expect(await stateOf(taskId)).toMatchObject({ provenUntil: '2027-03-31', isProofCurrent: true });

  await accept(newer);
  expect(await shown(old)).toMatchObject({ isCurrent: true });
  expect(await stateOf(taskId)).toMatchObject({ provenUntil: '2028-03-31' });
  today = '2027-04-01';
  await rollOverDays(world.plan.pool);
  expect(await shown(old)).toMatchObject({ isCurrent: false });
  expect(await stateOf(taskId)).toMatchObject({
    isProofCurrent: true,
    project: { riskMitigationPercent: 100 },
  });
});

type Step =
  | { act: 'submit' | 'supersede'; days: number | null }
  | { act: 'report'; percent: number }
  | { act: 'reopen' }
  | { act: 'wait'; days: number }
  | { act: 'roll over' };

const ends = fc.option(fc.integer({ min: 0, max: 12 }));
const steps: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ act: fc.constant('submit' as const), days: ends }),
  fc.record({ act: fc.constant('supersede' as const), days: ends }),
  fc.record({ act: fc.constant('report' as const), percent: fc.constantFrom(0, 40, 100) }),
  fc.record({ act: fc.constant('reopen' as const) }),
  fc.record({ act: fc.constant('wait' as const), days: fc.integer({ min: 1, max: 9 }) }),
  fc.record({ act: fc.constant('roll over' as const) }),
);

test('after any sequence of writes, roll-overs and days that pass, the sums are those made from scratch', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(steps, { minLength: 4, maxLength: 12 }), async (sequence) => {
      today = FIRST;
      const { projectId, phaseId, taskId } = await world.provenTask();
      await world.plan.task(projectId, phaseId, { linked_risk_mitigation_pct: 60, progress_percent: 50 });
      await world.done(world.worker, PROGRESS, { input: { taskId, percent: 70 } });
      // What was planted was never settled.
      await world.plan.run(async (tx) => ({ tasks: (await rebuildRollups(tx, projectId)).size }));
      let last: string | null = null;
      for (const each of sequence) last = (await take(each, taskId, last)) ?? last;
      await rollOverDays(world.plan.pool);
      const { stored, fresh } = await storedAndFresh(world.plan, projectId, { today, weighting: 'equal' });
      expect(stored).toEqual(fresh);
    }),
    { numRuns: 12 },
  );
}, 60_000);

async function take(step: Step, taskId: string, last: string | null): Promise<string | null> {
  if (step.act === 'submit' || step.act === 'supersede') return handIn(step, taskId, last);
  if (step.act === 'wait') today = addDays(today, step.days);
  else if (step.act === 'roll over') await rollOverDays(world.plan.pool);
  else if (step.act === 'report') {
    await world.ask(world.worker, PROGRESS, { input: { taskId, percent: step.percent } });
  } else await world.plan.run((tx) => moveStatus(tx, 'reopenTask', { id: taskId })).catch(() => undefined);
  return null;
}

/** Hands a piece in and accepts it; @returns its id. */
async function handIn(
  step: Extract<Step, { days: number | null }>,
  taskId: string,
  last: string | null,
): Promise<string | null> {
  const end = step.days === null ? {} : { validUntil: addDays(today, step.days) };
  if (step.act === 'submit' || last === null) {
    const id = await submitted(taskId, end);
    await accept(id);
    return id;
  }
  const input = { evidenceId: last, ...elsewhere(), ...end };
  const { data } = await world.ask(world.helper, SUPERSEDE, { input });
  const id = (data?.['supersedeEvidence']?.['evidence'] as { id: string } | undefined)?.id;
  if (id !== undefined) await accept(id);
  return id ?? null;
}
