import { randomUUID } from 'node:crypto';
import { PlanGraph } from '../../support/mutations/mutations.ts';

let api: PlanGraph;
let taskId: string;
beforeAll(async () => {
  api = await PlanGraph.open();
  const projectId = await api.plan.project();
  const values = { requires_evidence: true, assignees: JSON.stringify([api.plan.helper]) };
  taskId = await api.plan.task(projectId, await api.plan.phase(projectId), values);
});
afterAll(() => api.close());

const uploader = () => api.plan.actor(api.plan.helper);
const file = () => ({
  fileUrl: `https://files.test/${randomUUID()}`,
  fileType: 'PHOTO',
  sha256: 'b'.repeat(64),
  size: 10,
  mediaType: 'image/png',
  source: 'camera',
});
const submit = async (): Promise<string> => {
  const payload = await api.done<{ evidence: { id: string } }>(
    'submitEvidence',
    { taskId, ...file() },
    'evidence { id }',
    uploader(),
  );
  return payload.evidence.id;
};
const withdraw = (evidenceId: string, more: object = {}) =>
  api.done(
    'withdrawEvidence',
    { evidenceId, reason: 'Wrong photo', ...more },
    'deletedId task { id } project { __typename }',
    uploader(),
  );

test('its uploader takes evidence back before its review; row and reason stay, in the audit log too', async () => {
  const id = await submit();
  const more = { idempotencyKey: randomUUID() };
  expect(await withdraw(id, more)).toMatchObject({ deletedId: id, task: { id: taskId } });
  expect(await withdraw(id, more)).toMatchObject({ deletedId: id });
  const rows = await api.plan.rows(
    `SELECT deleted_at IS NOT NULL AS gone, metadata ->> 'withdrawalReason' AS reason FROM pit.evidence WHERE id = $1`,
    [id],
  );
  expect(rows).toEqual([{ gone: true, reason: 'Wrong photo' }]);
  const audited = await api.plan.rows(
    `SELECT user_id, after_state -> 'metadata' ->> 'withdrawalReason' AS reason FROM pit.audit_log
     WHERE record_id = $1 AND action = 'UPDATE'`,
    [id],
  );
  expect(audited).toEqual([{ user_id: api.plan.helper, reason: 'Wrong photo' }]);
  const told = await api.plan.rows(
    `SELECT title, message FROM pit.notification WHERE user_id = $1 AND title LIKE '%withdrawn'`,
    [api.plan.worker],
  );
  expect(told).toEqual([{ title: 'Evidence for “Task” was withdrawn', message: 'Wrong photo' }]);
  expect((await api.graph.ask(uploader(), `{ evidence(id: "${id}") { id } }`)).data).toEqual({
    evidence: null,
  });
});

test('what it was to supersede counts again', async () => {
  const old = await api.plan.evidence({ task_id: taskId }, 'accepted');
  const made = await api.done<{ evidence: { id: string } }>(
    'supersedeEvidence',
    { evidenceId: old, ...file() },
    'evidence { id }',
    uploader(),
  );
  const complete = () => api.refused('completeTask', { id: taskId });
  expect(await complete()).toMatchObject({ pit: 'PIT008' });
  await withdraw(made.evidence.id);
  expect(await api.done('completeTask', { id: taskId }, 'task { status }')).toEqual({
    task: { status: 'COMPLETED' },
  });
});

test('reviewed evidence stays, and others may not take it back', async () => {
  const reviewed = await submit();
  await api.plan.insert('evidence_review', {
    evidence_id: reviewed,
    reviewer_id: api.plan.sponsor,
    decision: 'rejected',
  });
  const input = { evidenceId: reviewed, reason: 'Too late' };
  expect(await api.refused('withdrawEvidence', input, uploader())).toMatchObject({
    code: 'CONFLICT',
    pit: 'PIT008',
  });
  const mine = { evidenceId: await submit(), reason: 'Not mine' };
  expect(await api.refused('withdrawEvidence', mine)).toMatchObject({ code: 'FORBIDDEN', pit: 'PIT001' });
  const stranger = (await api.plan.neighbour()).actor();
  expect(await api.refused('withdrawEvidence', mine, stranger)).toMatchObject({ code: 'NOT_FOUND' });
  expect(await api.refused('withdrawEvidence', { ...mine, reason: ' ' }, uploader())).toMatchObject({
    field: 'input.reason',
  });
});

test('the reason is not handed in with evidence', async () => {
  const input = { taskId, ...file(), metadata: { withdrawalReason: 'x' } };
  expect(await api.refused('submitEvidence', input, uploader())).toMatchObject({ field: 'input.metadata' });
});
