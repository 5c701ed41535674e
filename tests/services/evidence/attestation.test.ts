import { clock } from '../../../src/clock.ts';
import { rollOverDays } from '../../../src/jobs/day-roll-over.ts';
import { elsewhere, EvidenceWorld, PROGRESS, REVIEW, SUBMIT } from './evidence-world.ts';

const real = { ...clock };
let today = '2027-03-01';
let world: EvidenceWorld;

beforeAll(async () => {
  clock.today = () => today;
  world = await EvidenceWorld.open();
});
afterAll(async () => {
  Object.assign(clock, real);
  await world?.close();
});

const proofOf = async (id: string) =>
  (
    await world.done(world.sponsor, `query ($id: ID!) { task(id: $id) { provenUntil isProofCurrent } }`, {
      id,
    })
  )['task'];

const submitted = async (taskId: string, values: object): Promise<string> => {
  const input = { taskId, ...elsewhere(), ...values };
  const { submitEvidence } = await world.done(world.helper, SUBMIT, { input });
  return (submitEvidence?.['evidence'] as { id: string }).id;
};
const accept = (evidenceId: string) =>
  world.done(world.sponsor, REVIEW, { input: { evidenceId, decision: 'ACCEPTED' } });

test('an attestation renews by the same file, in the name of who says so, and takes the task’s months where it names no end', async () => {
  const { taskId, projectId } = await world.provenTask();
  await world.done(world.worker, PROGRESS, { input: { taskId, percent: 100 } });
  const old = await submitted(taskId, { validUntil: '2027-03-31' });
  const POLICY = `mutation ($input: SetEvidencePolicyInput!) { setEvidencePolicy(input: $input) { task { evidenceValidMonths } } }`;
  const ATTEST = `mutation ($input: AttestEvidenceInput!) { attestEvidence(input: $input) { evidence {
    id fileUrl observedOn validUntil isCurrent metadata { sha256 size mediaType source other } renews { id fileUrl metadata { sha256 size } } } } }`;
  const { helper, owner, sponsor } = world;
  const says = { evidenceId: old, comment: 'Walked the route: the lamps still burn' };
  expect(await world.refused(helper, ATTEST, says)).toMatchObject({ code: 'CONFLICT', pit: 'PIT008' });
  await accept(old);
  expect(await world.refused(helper, ATTEST, { ...says, comment: ' ' })).toMatchObject({
    code: 'BAD_USER_INPUT',
    field: 'input.comment',
  });
  for (const months of [0, 121]) {
    expect(await world.refused(owner, POLICY, { taskId, validMonths: months })).toMatchObject({
      code: 'BAD_USER_INPUT',
      pit: 'PIT008',
      field: 'input.validMonths',
    });
  }
  expect(await world.refused(helper, POLICY, { taskId, validMonths: 6 })).toMatchObject({
    code: 'FORBIDDEN',
  });
  const set = async (validMonths: number | null) =>
    (await world.done(owner, POLICY, { input: { taskId, validMonths } }))['setEvidencePolicy'];
  expect(await set(6)).toEqual({ task: { evidenceValidMonths: 6 } });

  // Its time is over: the work mitigates nothing, and the attestation gives it back once it is accepted.
  today = '2027-04-10';
  await rollOverDays(world.plan.pool);
  expect(await world.mitigationOf(projectId)).toBe('0.00');
  const { attestEvidence } = await world.done(helper, ATTEST, {
    input: { ...says, observedOn: '2027-04-05' },
  });
  const piece = attestEvidence?.['evidence'] as { id: string; renews: Record<string, unknown> };
  expect(piece).toMatchObject({ observedOn: '2027-04-05', validUntil: '2027-10-05', isCurrent: false });
  expect(piece).toMatchObject({ ...piece.renews, id: piece.id });
  expect(piece).toMatchObject({ metadata: { source: 'scanner', other: { attestation: says.comment } } });
  expect(await world.refused(helper, REVIEW, { evidenceId: piece.id, decision: 'ACCEPTED' })).toMatchObject({
    code: 'FORBIDDEN',
    pit: 'PIT008',
  });
  await accept(piece.id);
  expect(await proofOf(taskId)).toMatchObject({ provenUntil: '2027-10-05', isProofCurrent: true });
  expect(await world.mitigationOf(projectId)).toBe('100.00');

  // What was handed in keeps its days; what comes has those of the organisation again.
  expect(await set(null)).toEqual({ task: { evidenceValidMonths: null } });
  const endless = await submitted(taskId, {});
  const LIST = `query ($filter: EvidenceFilter) { evidences(first: 9, filter: $filter) { totalCount nodes { id } } organisation { settledOn } }`;
  const listed = async (filter: object) => {
    const data = await world.done(sponsor, LIST, { filter: { projectId: [projectId], ...filter } });
    expect(data['organisation']).toEqual({ settledOn: today });
    return (data['evidences']?.['nodes'] as { id: string }[]).map(({ id }) => id);
  };
  expect(await listed({ isCurrent: true })).toEqual([piece.id]);
  expect(await listed({ isCurrent: false })).toEqual([endless, old]);
  expect(await listed({ validUntil: { isNull: true } })).toEqual([endless]);
  expect(await listed({ validUntil: { isNull: false } })).toEqual([piece.id, old]);
  expect(await listed({ validUntil: { from: '2027-03-31', to: '2027-10-04' } })).toEqual([old]);
  expect(await listed({ validUntil: { from: '2027-04-01' } })).toEqual([piece.id]);
  today = '2027-10-06';
  await rollOverDays(world.plan.pool);
  expect(await listed({ isCurrent: true })).toEqual([]);
});
