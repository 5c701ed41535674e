import { statement } from '../../../src/db/connection/statement.ts';
import { randomUUID } from 'node:crypto';
import type { Actor } from '../../../src/domain/directory/actor.ts';
import { reviewEvidence } from '../../../src/services/evidence/evidence-review.ts';
import {
  describeFile,
  elsewhere,
  EvidenceWorld,
  PROGRESS,
  review,
  REVIEW,
  SUBMIT,
  SUPERSEDE,
} from './evidence-world.ts';

let world: EvidenceWorld;

beforeAll(async () => {
  world = await EvidenceWorld.open();
});

afterAll(() => world.close());

test('the life of evidence: refused, handed in again, accepted, and the task is done', async () => {
  const { worker, helper, sponsor } = world;
  const { projectId, phaseId, taskId } = await world.provenTask({ name: 'Fire doors' });
  await world.plan.task(projectId, phaseId, { linked_risk_mitigation_pct: 60 });

  const halfway = await world.done(worker, PROGRESS, { input: { taskId, percent: 100 } });
  expect(halfway['updateProgress']?.['task']).toEqual({ status: 'ACTIVE', progressPercent: 99 });

  const fileUrl = await world.upload(helper, 'a report');
  const file = { fileUrl, fileType: 'DOCUMENT', source: 'inspection', ...describeFile('a report') };
  const first = await world.done(helper, SUBMIT, {
    input: { taskId, ...file, metadata: { signature: 'abc' } },
  });
  const evidence = first['submitEvidence']?.['evidence'] as { id: string; downloadUrl: string };
  expect(evidence).toMatchObject({
    fileUrl,
    latestDecision: null,
    metadata: { other: { signature: 'abc' }, source: 'inspection', ...describeFile('a report') },
  });
  expect(await (await fetch(evidence.downloadUrl)).text()).toBe('a report');

  for (const party of [helper, worker]) {
    expect(
      await world.refused(party, REVIEW, { evidenceId: evidence.id, decision: 'ACCEPTED' }),
    ).toMatchObject({
      code: 'FORBIDDEN',
      pit: 'PIT008',
    });
  }
  const rejected = await world.done(sponsor, REVIEW, review(evidence.id, 'REJECTED', 'No date on it'));
  expect(rejected['reviewEvidence']).toMatchObject({
    evidence: { latestDecision: 'REJECTED' },
    review: { decision: 'REJECTED', comment: 'No date on it' },
    task: { status: 'ACTIVE' },
    project: { riskMitigationPercent: 0 },
  });

  const second = await world.submit(helper, { taskId });
  const accepted = await world.done(sponsor, REVIEW, {
    input: { evidenceId: second, decision: 'ACCEPTED', aiScore: 3, aiFeedback: 'Looks forged' },
  });
  expect(accepted['reviewEvidence']).toMatchObject({
    review: { decision: 'ACCEPTED', comment: null, aiScore: 3, aiFeedback: 'Looks forged' },
    task: { status: 'COMPLETED', progressPercent: 100 },
    project: { riskMitigationPercent: 40, progressPercent: 50 },
  });

  expect(await world.refused(sponsor, REVIEW, review(second, 'REJECTED', 'After all').input)).toMatchObject({
    code: 'CONFLICT',
    pit: 'PIT008',
  });
  const change = `UPDATE pit.evidence SET file_url = 'https://files.test/other' WHERE id = $1`;
  await expect(world.plan.run((tx) => tx.run(statement(change), [second]))).rejects.toMatchObject({
    code: '23514',
  });
  await expect(world.plan.rows(change, [second])).rejects.toMatchObject({ code: '23514' });

  const log = await world.plan.rows(
    `SELECT source, old_status, new_status FROM pit.task_progress_log WHERE task_id = $1 ORDER BY created_at DESC LIMIT 1`,
    [taskId],
  );
  expect(log).toEqual([{ source: 'auto_from_evidence', old_status: 'active', new_status: 'completed' }]);
  const topics = await world.topicsOf(projectId);
  expect(topics.filter((topic) => topic.startsWith('pit.evidence') || topic.endsWith('completed'))).toEqual([
    'pit.evidence.uploaded',
    'pit.evidence.rejected',
    'pit.evidence.uploaded',
    'pit.task.completed',
    'pit.evidence.accepted',
  ]);
  const waiting = 'Evidence for “Fire doors” waits for review';
  expect(await world.titlesFor(world.worker)).toEqual([
    waiting,
    'Evidence for “Fire doors” was rejected',
    waiting,
    'Evidence for “Fire doors” was accepted',
  ]);
  expect(await world.titlesFor(world.helper)).toEqual([
    'Evidence for “Fire doors” was rejected',
    'Evidence for “Fire doors” was accepted',
  ]);
  expect(await world.topicsOf(world.helper.userId)).toEqual([
    'pit.notification.created',
    'pit.notification.created',
  ]);
});

test('evidence waits for the review of those who answer for the project, unless they hand it in or the work is theirs', async () => {
  const { taskId } = await world.provenTask();
  const yours = 'Evidence for “Task” waits for your review';
  const count = async (userId: string): Promise<number> => {
    const titles = await world.titlesFor(world.plan.actor(userId));
    return titles.filter((title) => title === yours).length;
  };
  const { owner, sponsor, worker } = world.plan;
  const before = await Promise.all([owner, sponsor, worker].map(count));
  await world.submit(world.worker, { taskId });
  await world.submit(world.plan.actor(owner), { taskId });
  await world.plan.rows('UPDATE pit.task SET owner_id = $2 WHERE id = $1', [taskId, sponsor]);
  await world.submit(world.helper, { taskId });
  const after = await Promise.all([owner, sponsor, worker].map(count));
  expect(after.map((n, at) => n - (before[at] ?? 0))).toEqual([2, 2, 0]);
});

test('who sees the evidence gets its file, and nobody else hears of it', async () => {
  const { taskId } = await world.provenTask();
  const fileUrl = await world.upload(world.worker, 'a plan of the building');
  const file = { fileUrl, fileType: 'PHOTO', source: 'camera', ...describeFile('a plan of the building') };
  await world.done(world.worker, SUBMIT, { input: { taskId, ...file } });
  await world.submit(world.worker, { taskId });
  const query = 'query ($id: ID!) { task(id: $id) { evidence { nodes { downloadUrl } } } }';
  const seen = await world.done(world.plan.actor(world.plan.sponsor, 'viewer'), query, { id: taskId });
  const { nodes } = seen['task']?.['evidence'] as { nodes: { downloadUrl: string | null }[] };
  const [own, foreign] = nodes;
  const response = await fetch(own?.downloadUrl ?? '');
  expect(response.headers.get('content-disposition')).toBe(`attachment; filename*=UTF-8''proof.pdf`);
  expect(await response.text()).toBe('a plan of the building');
  expect(foreign).toEqual({ downloadUrl: null });
  const stranger: Actor = { userId: randomUUID(), orgId: randomUUID(), role: 'admin', divisionIds: [] };
  expect(await world.done(stranger, query, { id: taskId })).toEqual({ task: null });
});

test('an administrator judges what they do not see with a reason, and not without', async () => {
  const divisionId = await world.plan.insert('division', { name: 'Elsewhere' });
  const { projectId, taskId } = await world.provenTask({ assignees: '[]' });
  await world.plan.rows('UPDATE pit.project SET division_id = $2 WHERE id = $1', [projectId, divisionId]);
  const evidenceId = await world.submit(world.worker, { taskId });
  const admin = world.plan.actor(world.plan.helper, 'admin');
  const accept = (actor: Actor) =>
    world.plan.run((tx) => reviewEvidence(tx, { evidenceId, decision: 'accepted' }), { actor });
  await expect(accept(admin)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await accept({ ...admin, overrideReason: 'The reviewer has left us' });
  expect(await world.titlesFor(world.worker)).toContain('Evidence for “Task” was accepted');
});

test('advice decides nothing: evidence that a model is sure of stays what the reviewer made of it', async () => {
  const { taskId } = await world.provenTask();
  await world.done(world.worker, PROGRESS, { input: { taskId, percent: 100 } });
  const evidenceId = await world.submit(world.helper, { taskId });
  const answer = await world.done(world.sponsor, REVIEW, {
    input: { evidenceId, decision: 'NEEDS_CLARIFICATION', comment: 'Which door?', aiScore: 100 },
  });
  expect(answer['reviewEvidence']).toMatchObject({ task: { status: 'ACTIVE' } });
});

test('a subtask that requires evidence waits for its own, and its acceptance opens the gate of its task', async () => {
  const { taskId } = await world.provenTask();
  const subtaskId = await world.plan.subtask(taskId, {
    requires_evidence: true,
    owner_id: world.plan.worker,
  });
  const { worker, sponsor } = world;
  await world.done(sponsor, REVIEW, review(await world.submit(worker, { taskId }), 'REJECTED', 'Not this'));
  const waiting = await world.done(worker, PROGRESS, { input: { subtaskId, percent: 100 } });
  expect(waiting['updateProgress']).toEqual({
    task: { status: 'ACTIVE', progressPercent: 99 },
    subtask: { status: 'ACTIVE' },
  });
  const evidenceId = await world.submit(worker, { subtaskId });
  const answer = await world.done(sponsor, REVIEW, review(evidenceId, 'ACCEPTED'));
  expect(answer['reviewEvidence']).toMatchObject({
    subtask: { status: 'COMPLETED' },
    task: { status: 'COMPLETED' },
  });
});

test('evidence of the task does not prove its subtask', async () => {
  const { taskId } = await world.provenTask();
  const subtaskId = await world.plan.subtask(taskId, { requires_evidence: true });
  const { worker, sponsor } = world;
  await world.done(worker, PROGRESS, { input: { subtaskId, percent: 100 } });
  const evidenceId = await world.submit(worker, { taskId });
  await world.done(sponsor, REVIEW, review(evidenceId, 'ACCEPTED'));
  const [row] = await world.plan.rows('SELECT status FROM pit.subtask WHERE id = $1', [subtaskId]);
  expect(row).toEqual({ status: 'active' });
});

test('the owner of a subtask judges no evidence of it', async () => {
  const { taskId } = await world.provenTask();
  const subtaskId = await world.plan.subtask(taskId, { owner_id: world.plan.sponsor });
  const evidenceId = await world.submit(world.worker, { subtaskId });
  expect(await world.refused(world.sponsor, REVIEW, { evidenceId, decision: 'ACCEPTED' })).toMatchObject({
    code: 'FORBIDDEN',
    pit: 'PIT008',
  });
});

test('superseding opens the gate again; the old one is closed for ever', async () => {
  const { projectId, taskId } = await world.provenTask();
  const { worker, sponsor } = world;
  await world.done(worker, PROGRESS, { input: { taskId, percent: 100 } });
  const evidenceId = await world.submit(worker, { taskId });
  await world.done(sponsor, REVIEW, review(evidenceId, 'ACCEPTED'));

  const superseded = await world.done(worker, SUPERSEDE, { input: { evidenceId, ...elsewhere() } });
  expect(superseded['supersedeEvidence']).toMatchObject({
    evidence: { latestDecision: null, metadata: { supersedes: evidenceId } },
    task: { status: 'ACTIVE', progressPercent: 0 },
    project: { riskMitigationPercent: 0 },
  });
  expect(await world.refused(worker, SUPERSEDE, { evidenceId, ...elsewhere() })).toMatchObject({
    code: 'CONFLICT',
    pit: 'PIT008',
  });
  expect(await world.refused(sponsor, REVIEW, review(evidenceId, 'REJECTED', 'Old').input)).toMatchObject({
    code: 'CONFLICT',
  });

  const { id } = superseded['supersedeEvidence']?.['evidence'] as { id: string };
  const accepted = await world.done(sponsor, REVIEW, review(id, 'ACCEPTED'));
  expect(accepted['reviewEvidence']).toMatchObject({
    task: { status: 'ACTIVE', progressPercent: 0 },
    project: { riskMitigationPercent: 0 },
  });
  await world.done(worker, PROGRESS, { input: { taskId, percent: 100 } });
  expect(await world.mitigationOf(projectId)).toBe('100.00');
  expect((await world.topicsOf(projectId)).filter((topic) => topic === 'pit.task.completed')).toHaveLength(2);
});

test('mitigation moves with the acceptance, by what was done until then', async () => {
  const { projectId, phaseId, taskId } = await world.provenTask({ linked_risk_mitigation_pct: 30 });
  await world.plan.task(projectId, phaseId, { linked_risk_mitigation_pct: 10, progress_percent: 50 });
  const { worker, sponsor } = world;
  await world.done(worker, PROGRESS, { input: { taskId, percent: 33 } });
  const evidenceId = await world.submit(worker, { taskId });
  expect(await world.mitigationOf(projectId)).toBe('12.50');
  await world.done(sponsor, REVIEW, review(evidenceId, 'ACCEPTED'));
  // (30 * 0.33 + 10 * 0.5) / 40
  expect(await world.mitigationOf(projectId)).toBe('37.25');
});

test('reviews that race are dated one after the other, and one acceptance wins', async () => {
  const { taskId } = await world.provenTask();
  const evidenceId = await world.submit(world.worker, { taskId });
  const reviewers = [world.sponsor, world.owner, world.helper];
  const asked = Array.from({ length: 12 }, (_, n) =>
    world.ask(
      reviewers[n % 3] as Actor,
      REVIEW,
      review(evidenceId, n % 2 === 0 ? 'REJECTED' : 'ACCEPTED', `Review ${n}`),
    ),
  );
  const codes = (await Promise.all(asked)).flatMap(({ errors }) =>
    errors.map(({ extensions }) => extensions.code),
  );
  expect(codes.filter((code) => code !== 'CONFLICT')).toEqual([]);
  const rows = await world.plan.rows<{ decision: string; created_at: Date }>(
    'SELECT decision, created_at FROM pit.evidence_review WHERE evidence_id = $1 ORDER BY created_at',
    [evidenceId],
  );
  expect(rows).toHaveLength(12 - codes.length);
  expect(new Set(rows.map((row) => row.created_at.getTime())).size).toBe(rows.length);
  expect(rows.filter(({ decision }) => decision === 'accepted')).toHaveLength(1);
  expect(rows.at(-1)?.decision).toBe('accepted');
});

test('the same request under one key hands in once', async () => {
  const { taskId } = await world.provenTask();
  const input = { taskId, ...elsewhere(), idempotencyKey: randomUUID() };
  const answers = await Promise.all([1, 2, 3].map(() => world.done(world.worker, SUBMIT, { input })));
  const ids = answers.map(({ submitEvidence }) => (submitEvidence?.['evidence'] as { id: string }).id);
  expect(new Set(ids).size).toBe(1);
  expect(await world.plan.rows('SELECT FROM pit.evidence WHERE task_id = $1', [taskId])).toHaveLength(1);
});
