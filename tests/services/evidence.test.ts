import { createHash, randomUUID } from 'node:crypto';
import type { Actor } from '../../src/domain/actor.ts';
import { Plan } from '../support/plan-database.ts';
import { startTestService, type TestService } from '../support/service.ts';

interface Refusal {
  message: string;
  extensions: { code: string; pit?: string; field?: string };
}
type Data = Record<string, Record<string, unknown>>;

let plan: Plan;
let service: TestService;

beforeAll(async () => {
  plan = await Plan.open();
  service = await startTestService(plan.database);
});

afterAll(async () => {
  await service.stop();
  await plan.close();
});

async function ask(actor: Actor, query: string, variables: Record<string, unknown> = {}) {
  const { body } = await service.query(await service.token(actor), query, variables);
  return { data: body.data as Data | null, errors: (body.errors ?? []) as Refusal[] };
}

async function done(actor: Actor, query: string, variables: Record<string, unknown> = {}): Promise<Data> {
  const { data, errors } = await ask(actor, query, variables);
  expect(errors).toEqual([]);
  return data ?? {};
}

async function refused(actor: Actor, query: string, input: object): Promise<Refusal['extensions']> {
  const { errors } = await ask(actor, query, { input });
  expect(errors).toHaveLength(1);
  return (errors[0] as Refusal).extensions;
}

const PREPARE = `mutation ($input: PrepareUploadInput!) {
  prepareUpload(input: $input) { uploadUrl fileUrl expiresAt } }`;
const STATE = `evidence { id fileUrl metadata downloadUrl latestDecision } review { decision comment aiScore aiFeedback }
  task { status progressPercent } subtask { status } project { riskMitigationPercent progressPercent }`;
const SUBMIT = `mutation ($input: SubmitEvidenceInput!) { submitEvidence(input: $input) { ${STATE} } }`;
const SUPERSEDE = `mutation ($input: SupersedeEvidenceInput!) { supersedeEvidence(input: $input) { ${STATE} } }`;
const REVIEW = `mutation ($input: ReviewEvidenceInput!) { reviewEvidence(input: $input) { ${STATE} } }`;
const PROGRESS = `mutation ($input: UpdateProgressInput!) {
  updateProgress(input: $input) { task { status progressPercent } subtask { status } } }`;

const describeFile = (content: string) => ({
  sha256: createHash('sha256').update(content).digest('hex'),
  size: Buffer.byteLength(content),
  mediaType: 'application/pdf',
});
/** Evidence that lies with somebody else. */
const elsewhere = (content = randomUUID()) => ({
  fileUrl: `https://files.test/${encodeURIComponent(content)}`,
  fileType: 'DOCUMENT',
  source: 'scanner',
  ...describeFile(content),
});

async function upload(actor: Actor, content: string): Promise<string> {
  const { prepareUpload } = await done(actor, PREPARE, {
    input: { ...describeFile(content), fileName: 'proof.pdf' },
  });
  const url = prepareUpload?.['uploadUrl'] as string;
  const response = await fetch(url, { method: 'PUT', body: Buffer.from(content) });
  expect(response.status).toBe(201);
  return prepareUpload?.['fileUrl'] as string;
}

async function submit(actor: Actor, target: object): Promise<string> {
  const { submitEvidence } = await done(actor, SUBMIT, { input: { ...target, ...elsewhere() } });
  return (submitEvidence?.['evidence'] as { id: string }).id;
}

const review = (evidenceId: string, decision: string, comment?: string) => ({
  input: { evidenceId, decision, comment },
});
const topicsOf = async (projectId: string): Promise<string[]> => {
  const rows = await plan.rows<{ topic: string }>(
    'SELECT topic FROM pit_ops.outbox WHERE stream_id = $1 ORDER BY seq',
    [projectId],
  );
  return rows.map(({ topic }) => topic);
};
const titlesFor = async (userId: string): Promise<string[]> => {
  const query = 'SELECT title FROM pit.notification WHERE user_id = $1 ORDER BY created_at';
  return (await plan.rows<{ title: string }>(query, [userId])).map(({ title }) => title);
};

/** A task of `worker`, with `helper` at work on it too, that takes evidence to be done. */
async function provenTask(values: object = {}) {
  const projectId = await plan.project();
  const phaseId = await plan.phase(projectId);
  const taskId = await plan.task(projectId, phaseId, {
    requires_evidence: true,
    linked_risk_mitigation_pct: 40,
    assignees: JSON.stringify([plan.helper]),
    ...values,
  });
  return { projectId, phaseId, taskId };
}

test('the life of evidence: refused, handed in again, accepted, and the task is done', async () => {
  const [worker, helper, sponsor] = [plan.worker, plan.helper, plan.sponsor].map((id) => plan.actor(id));
  const { projectId, phaseId, taskId } = await provenTask({ name: 'Fire doors' });
  await plan.task(projectId, phaseId, { linked_risk_mitigation_pct: 60 });

  const halfway = await done(worker as Actor, PROGRESS, { input: { taskId, percent: 100 } });
  expect(halfway['updateProgress']?.['task']).toEqual({ status: 'ACTIVE', progressPercent: 100 });

  const fileUrl = await upload(helper as Actor, 'a report');
  const file = { fileUrl, fileType: 'DOCUMENT', source: 'inspection', ...describeFile('a report') };
  const first = await done(helper as Actor, SUBMIT, {
    input: { taskId, ...file, metadata: { signature: 'abc' } },
  });
  const evidence = first['submitEvidence']?.['evidence'] as { id: string; downloadUrl: string };
  expect(evidence).toMatchObject({
    fileUrl,
    latestDecision: null,
    metadata: { signature: 'abc', source: 'inspection', ...describeFile('a report') },
  });
  expect(await (await fetch(evidence.downloadUrl)).text()).toBe('a report');

  for (const party of [helper, worker]) {
    expect(
      await refused(party as Actor, REVIEW, { evidenceId: evidence.id, decision: 'ACCEPTED' }),
    ).toMatchObject({
      code: 'FORBIDDEN',
      pit: 'PIT008',
    });
  }
  const rejected = await done(sponsor as Actor, REVIEW, review(evidence.id, 'REJECTED', 'No date on it'));
  expect(rejected['reviewEvidence']).toMatchObject({
    evidence: { latestDecision: 'REJECTED' },
    review: { decision: 'REJECTED', comment: 'No date on it' },
    task: { status: 'ACTIVE' },
    project: { riskMitigationPercent: '0.00' },
  });

  const second = await submit(helper as Actor, { taskId });
  const accepted = await done(sponsor as Actor, REVIEW, {
    input: { evidenceId: second, decision: 'ACCEPTED', aiScore: 3, aiFeedback: 'Looks forged' },
  });
  expect(accepted['reviewEvidence']).toMatchObject({
    review: { decision: 'ACCEPTED', comment: null, aiScore: 3, aiFeedback: 'Looks forged' },
    task: { status: 'COMPLETED', progressPercent: 100 },
    project: { riskMitigationPercent: '40.00', progressPercent: 50 },
  });

  expect(
    await refused(sponsor as Actor, REVIEW, review(second, 'REJECTED', 'After all').input),
  ).toMatchObject({
    code: 'CONFLICT',
    pit: 'PIT008',
  });
  const change = `UPDATE pit.evidence SET file_url = 'https://files.test/other' WHERE id = $1`;
  await expect(plan.run((tx) => tx.query(change, [second]))).rejects.toMatchObject({ code: '23514' });
  await expect(plan.rows(change, [second])).rejects.toMatchObject({ code: '23514' });

  const log = await plan.rows(
    `SELECT source, old_status, new_status FROM pit.task_progress_log WHERE task_id = $1 ORDER BY created_at DESC LIMIT 1`,
    [taskId],
  );
  expect(log).toEqual([{ source: 'auto_from_evidence', old_status: 'active', new_status: 'completed' }]);
  const topics = await topicsOf(projectId);
  expect(topics.filter((topic) => topic.startsWith('pit.evidence') || topic.endsWith('completed'))).toEqual([
    'pit.evidence.uploaded',
    'pit.evidence.rejected',
    'pit.evidence.uploaded',
    'pit.task.completed',
    'pit.evidence.accepted',
  ]);
  const waiting = 'Evidence for “Fire doors” waits for review';
  expect(await titlesFor(plan.worker)).toEqual([
    waiting,
    'Evidence for “Fire doors” was rejected',
    waiting,
    'Evidence for “Fire doors” was accepted',
  ]);
  expect(await titlesFor(plan.helper)).toEqual([
    'Evidence for “Fire doors” was rejected',
    'Evidence for “Fire doors” was accepted',
  ]);
  expect(await topicsOf(plan.helper)).toEqual(['pit.notification.created', 'pit.notification.created']);
});

test('advice decides nothing: evidence that a model is sure of stays what the reviewer made of it', async () => {
  const { taskId } = await provenTask();
  await done(plan.actor(plan.worker), PROGRESS, { input: { taskId, percent: 100 } });
  const evidenceId = await submit(plan.actor(plan.helper), { taskId });
  const answer = await done(plan.actor(plan.sponsor), REVIEW, {
    input: { evidenceId, decision: 'NEEDS_CLARIFICATION', comment: 'Which door?', aiScore: 100 },
  });
  expect(answer['reviewEvidence']).toMatchObject({ task: { status: 'ACTIVE' } });
});

test('a subtask that requires evidence waits for its own, and its acceptance opens the gate of its task', async () => {
  const { taskId } = await provenTask();
  const subtaskId = await plan.subtask(taskId, { requires_evidence: true, owner_id: plan.worker });
  const [worker, sponsor] = [plan.actor(plan.worker), plan.actor(plan.sponsor)];
  await done(sponsor, REVIEW, review(await submit(worker, { taskId }), 'REJECTED', 'Not this'));
  const waiting = await done(worker, PROGRESS, { input: { subtaskId, percent: 100 } });
  expect(waiting['updateProgress']).toEqual({
    task: { status: 'ACTIVE', progressPercent: 100 },
    subtask: { status: 'ACTIVE' },
  });
  const evidenceId = await submit(worker, { subtaskId });
  const answer = await done(sponsor, REVIEW, review(evidenceId, 'ACCEPTED'));
  expect(answer['reviewEvidence']).toMatchObject({
    subtask: { status: 'COMPLETED' },
    task: { status: 'COMPLETED' },
  });
});

test('evidence of the task does not prove its subtask', async () => {
  const { taskId } = await provenTask();
  const subtaskId = await plan.subtask(taskId, { requires_evidence: true });
  const [worker, sponsor] = [plan.actor(plan.worker), plan.actor(plan.sponsor)];
  await done(worker, PROGRESS, { input: { subtaskId, percent: 100 } });
  const evidenceId = await submit(worker, { taskId });
  await done(sponsor, REVIEW, review(evidenceId, 'ACCEPTED'));
  const [row] = await plan.rows('SELECT status FROM pit.subtask WHERE id = $1', [subtaskId]);
  expect(row).toEqual({ status: 'active' });
});

test('the owner of a subtask judges no evidence of it', async () => {
  const { taskId } = await provenTask();
  const subtaskId = await plan.subtask(taskId, { owner_id: plan.sponsor });
  const evidenceId = await submit(plan.actor(plan.worker), { subtaskId });
  expect(await refused(plan.actor(plan.sponsor), REVIEW, { evidenceId, decision: 'ACCEPTED' })).toMatchObject(
    {
      code: 'FORBIDDEN',
      pit: 'PIT008',
    },
  );
});

test('superseding opens the gate again; the old one is closed for ever', async () => {
  const { projectId, taskId } = await provenTask();
  const [worker, sponsor] = [plan.actor(plan.worker), plan.actor(plan.sponsor)];
  await done(worker, PROGRESS, { input: { taskId, percent: 100 } });
  const evidenceId = await submit(worker, { taskId });
  await done(sponsor, REVIEW, review(evidenceId, 'ACCEPTED'));

  const superseded = await done(worker, SUPERSEDE, { input: { evidenceId, ...elsewhere() } });
  expect(superseded['supersedeEvidence']).toMatchObject({
    evidence: { latestDecision: null, metadata: { supersedes: evidenceId } },
    task: { status: 'ACTIVE', progressPercent: 100 },
    project: { riskMitigationPercent: '0.00' },
  });
  expect(await refused(worker, SUPERSEDE, { evidenceId, ...elsewhere() })).toMatchObject({
    code: 'CONFLICT',
    pit: 'PIT008',
  });
  expect(await refused(sponsor, REVIEW, review(evidenceId, 'REJECTED', 'Old').input)).toMatchObject({
    code: 'CONFLICT',
  });

  const { id } = superseded['supersedeEvidence']?.['evidence'] as { id: string };
  const accepted = await done(sponsor, REVIEW, review(id, 'ACCEPTED'));
  expect(accepted['reviewEvidence']).toMatchObject({
    task: { status: 'COMPLETED' },
    project: { riskMitigationPercent: '100.00' },
  });
  expect((await topicsOf(projectId)).filter((topic) => topic === 'pit.task.completed')).toHaveLength(2);
});

test('mitigation moves with the acceptance, by what was done until then', async () => {
  const { projectId, phaseId, taskId } = await provenTask({ linked_risk_mitigation_pct: 30 });
  await plan.task(projectId, phaseId, { linked_risk_mitigation_pct: 10, progress_percent: 50 });
  const [worker, sponsor] = [plan.actor(plan.worker), plan.actor(plan.sponsor)];
  await done(worker, PROGRESS, { input: { taskId, percent: 33 } });
  const evidenceId = await submit(worker, { taskId });
  const mitigation = async () => {
    const query = 'SELECT risk_mitigation_percent AS percent FROM pit.project WHERE id = $1';
    return (await plan.rows<{ percent: string }>(query, [projectId]))[0]?.percent;
  };
  expect(await mitigation()).toBe('12.50');
  await done(sponsor, REVIEW, review(evidenceId, 'ACCEPTED'));
  // (30 * 0.33 + 10 * 0.5) / 40
  expect(await mitigation()).toBe('37.25');
});

test('reviews that race are dated one after the other, and one acceptance wins', async () => {
  const { taskId } = await provenTask();
  const evidenceId = await submit(plan.actor(plan.worker), { taskId });
  const reviewers = [plan.actor(plan.sponsor), plan.actor(plan.owner), plan.actor(plan.helper)];
  const asked = Array.from({ length: 12 }, (_, n) =>
    ask(
      reviewers[n % 3] as Actor,
      REVIEW,
      review(evidenceId, n % 2 === 0 ? 'REJECTED' : 'ACCEPTED', `Review ${n}`),
    ),
  );
  const codes = (await Promise.all(asked)).flatMap(({ errors }) =>
    errors.map(({ extensions }) => extensions.code),
  );
  expect(codes.filter((code) => code !== 'CONFLICT')).toEqual([]);
  const rows = await plan.rows<{ decision: string; created_at: Date }>(
    'SELECT decision, created_at FROM pit.evidence_review WHERE evidence_id = $1 ORDER BY created_at',
    [evidenceId],
  );
  expect(rows).toHaveLength(12 - codes.length);
  expect(new Set(rows.map((row) => row.created_at.getTime())).size).toBe(rows.length);
  expect(rows.filter(({ decision }) => decision === 'accepted')).toHaveLength(1);
  expect(rows.at(-1)?.decision).toBe('accepted');
});

test('the same request under one key hands in once', async () => {
  const { taskId } = await provenTask();
  const input = { taskId, ...elsewhere(), idempotencyKey: randomUUID() };
  const answers = await Promise.all([1, 2, 3].map(() => done(plan.actor(plan.worker), SUBMIT, { input })));
  const ids = answers.map(({ submitEvidence }) => (submitEvidence?.['evidence'] as { id: string }).id);
  expect(new Set(ids).size).toBe(1);
  expect(await plan.rows('SELECT FROM pit.evidence WHERE task_id = $1', [taskId])).toHaveLength(1);
});

describe('refused, and nothing changed', () => {
  let taskId: string;
  let projectId: string;
  let evidenceId: string;
  let before: unknown;
  const rows = async () => [
    await plan.rows('SELECT * FROM pit.evidence ORDER BY id'),
    await plan.rows('SELECT * FROM pit.evidence_review ORDER BY id'),
    await plan.rows('SELECT * FROM pit.notification ORDER BY id'),
    await topicsOf(projectId),
  ];

  beforeAll(async () => {
    ({ taskId, projectId } = await provenTask());
    evidenceId = await submit(plan.actor(plan.worker), { taskId });
    before = await rows();
  });
  afterEach(async () => expect(await rows()).toEqual(before));

  const stranger: Actor = { userId: randomUUID(), orgId: randomUUID(), role: 'member', divisionIds: [] };
  const worker = () => plan.actor(plan.worker);

  test('a file that is not here, of another size, of another content or organisation', async () => {
    const fileUrl = await upload(worker(), 'another report');
    const file = { taskId, fileUrl, fileType: 'PHOTO', source: 'camera', ...describeFile('another report') };
    const wrong: [object, string][] = [
      [{ fileUrl: `s3://pit-local/${plan.orgId}/${randomUUID()}` }, 'NOT_FOUND'],
      [{ fileUrl: fileUrl.replace(plan.orgId, randomUUID()) }, 'NOT_FOUND'],
      [{ sha256: describeFile('x').sha256 }, 'NOT_FOUND'],
      [{ size: 1 }, 'BAD_USER_INPUT'],
      [{ size: 2.5 }, 'BAD_USER_INPUT'],
      [{ fileUrl: 'http://files.test/a' }, 'BAD_USER_INPUT'],
      [{ fileUrl: 'file:///etc/passwd' }, 'BAD_USER_INPUT'],
      [{ sha256: 'abc' }, 'BAD_USER_INPUT'],
      [{ source: ' ' }, 'BAD_USER_INPUT'],
      [{ metadata: { supersedes: evidenceId } }, 'BAD_USER_INPUT'],
      [{ metadata: ['x'] }, 'BAD_USER_INPUT'],
      [{ metadata: 'x' }, 'BAD_USER_INPUT'],
      [{ subtaskId: randomUUID() }, 'BAD_USER_INPUT'],
      [{ taskId: null }, 'BAD_USER_INPUT'],
      [{ taskId: randomUUID() }, 'NOT_FOUND'],
      [{ taskId: 'x' }, 'NOT_FOUND'],
    ];
    for (const [change, code] of wrong) {
      expect([change, await refused(worker(), SUBMIT, { ...file, ...change })]).toMatchObject([
        change,
        { code },
      ]);
    }
  });

  test('a review that decides nothing, says nothing, or scores beyond the scale', async () => {
    const sponsor = plan.actor(plan.sponsor);
    const wrong = [
      { decision: 'PENDING', comment: 'Later' },
      { decision: 'REJECTED' },
      { decision: 'REJECTED', comment: ' ' },
      { decision: 'ACCEPTED', aiScore: 101 },
      { decision: 'ACCEPTED', comment: 'x'.repeat(5_001) },
    ];
    for (const input of wrong) {
      expect(await refused(sponsor, REVIEW, { evidenceId, ...input })).toMatchObject({
        code: 'BAD_USER_INPUT',
      });
    }
  });

  test('viewers, and members who have nothing to do with the task', async () => {
    const viewer = plan.actor(plan.worker, 'viewer');
    const file = elsewhere();
    const { fileUrl: _url, fileType: _type, source: _source, ...announced } = file;
    expect(await refused(viewer, PREPARE, announced)).toMatchObject({ code: 'FORBIDDEN' });
    expect(await refused(viewer, SUBMIT, { taskId, ...file })).toMatchObject({ code: 'FORBIDDEN' });
    expect(await refused(viewer, SUPERSEDE, { evidenceId, ...file })).toMatchObject({ code: 'FORBIDDEN' });
    expect(await refused(viewer, REVIEW, { evidenceId, decision: 'ACCEPTED' })).toMatchObject({
      code: 'FORBIDDEN',
    });
    const passerBy = plan.actor(randomUUID());
    for (const [query, target] of [
      [SUBMIT, { taskId }],
      [SUPERSEDE, { evidenceId }],
    ] as const) {
      expect(await refused(passerBy, query, { ...target, ...file })).toMatchObject({
        code: 'FORBIDDEN',
        pit: 'PIT001',
      });
    }
    expect(
      await refused(plan.actor(plan.sponsor, 'service'), REVIEW, { evidenceId, decision: 'ACCEPTED' }),
    ).toMatchObject({ code: 'FORBIDDEN', pit: 'PIT001' });
  });

  test('what another organisation owns is not there', async () => {
    await plan.rows('INSERT INTO pit.organisation (id, name) VALUES ($1, $2)', [stranger.orgId, 'Strangers']);
    for (const role of ['admin', 'member', 'service'] as const) {
      const other = { ...stranger, role };
      expect(await refused(other, SUBMIT, { taskId, ...elsewhere() })).toMatchObject({ code: 'NOT_FOUND' });
      expect(await refused(other, SUPERSEDE, { evidenceId, ...elsewhere() })).toMatchObject({
        code: 'NOT_FOUND',
      });
      expect(await refused(other, REVIEW, { evidenceId, decision: 'ACCEPTED' })).toMatchObject({
        code: 'NOT_FOUND',
      });
    }
  });
});
