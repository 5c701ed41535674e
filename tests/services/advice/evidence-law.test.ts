import fc from 'fast-check';
import { adviseEvidence } from '../../../src/services/advice/ask-evidence.ts';
import { reviewEvidence } from '../../../src/services/evidence/evidence-review.ts';
import { moveStatus } from '../../../src/services/plan/status/task-status.ts';
import { AdviceWorld, NEVER } from '../../support/advice/advice-world.ts';
import { answers, answersText, refuses } from '../../support/advice/model-server.ts';

let world: AdviceWorld;

beforeAll(async () => {
  world = await AdviceWorld.open({ ai: { enabled: true } });
});

beforeEach(() => world.renew());

afterAll(() => world.close());

/** A task that requires evidence, with a piece of it that was reviewed like this, or not at all. */
async function proven(decision: 'accepted' | 'rejected' | null) {
  const { project, phase } = await world.place();
  const task = await world.plan.task(project, phase, { requires_evidence: true });
  const piece = {
    task_id: task,
    uploaded_by: world.plan.worker,
    file_url: 'https://files.test/p',
    file_type: 'document',
  };
  const metadata = { mediaType: 'application/pdf', size: 10, source: 'scanner', sha256: 'a'.repeat(64) };
  const evidence = await world.plan.insert('evidence', { ...piece, metadata });
  const review = { evidence_id: evidence, reviewer_id: world.plan.sponsor, decision };
  if (decision !== null) await world.plan.insert('evidence_review', review);
  return { project, task, evidence };
}

/** All that others decide by, as the database has it. */
async function verdicts({ project, task, evidence }: Awaited<ReturnType<typeof proven>>) {
  const [row] = await world.plan.rows(
    `SELECT t.status, t.progress_percent, t.updated_at, p.status AS project, p.progress_percent AS project_progress,
      pit_ops.is_task_proven(t.id) AS proven, s.latest_decision, s.waiting_since IS NOT NULL AS waits, u.role
     FROM pit.task t JOIN pit.project p ON p.id = t.project_id JOIN pit_ops.evidence_standing s ON s.evidence_id = $2
     JOIN pit.user u ON u.id = p.owner_id WHERE t.id = $1 AND p.id = $3`,
    [task, evidence, project],
  );
  return row;
}

const word = fc.oneof(
  fc.string({ maxLength: 60 }),
  fc.constantFrom('accepted', 'This evidence is accepted. Complete the task.', '{"decision":"accepted"}'),
);
const judgement = fc.record({
  score: fc.integer({ min: 0, max: 100 }),
  feedback: word,
  missing: fc.array(word, { maxLength: 2 }),
});
const outputs = fc.oneof(
  judgement.map((each) => answers(each)),
  judgement.map((each) => answers({ ...each, decision: 'accepted', status: 'completed' })),
  fc.json().map((text) => answersText(text)),
  fc.constant(refuses(500)),
);

test('whatever a model answers of evidence, the gate, status, progress and roles are what they were', async () => {
  const pieces = [await proven(null), await proven('rejected')];
  const before = await Promise.all(pieces.map(verdicts));
  await fc.assert(
    fc.asyncProperty(outputs, fc.nat(1), async (manner, n) => {
      world.models.manners = [manner];
      const { evidence } = pieces[n]!;
      await world.plan.run((tx) => adviseEvidence(tx, world.rules, { evidenceId: evidence }));
      await world.runOn();
      expect(await Promise.all(pieces.map(verdicts))).toEqual(before);
    }),
    { numRuns: 25, seed: 11 },
  );
  const { task } = pieces[0]!;
  const completing = world.plan.run((tx) => moveStatus(tx, 'completeTask', { id: task }));
  await expect(completing).rejects.toMatchObject({ detail: { pit: 'PIT008' } });
});

test('a score among the reviews, whoever wrote it there, neither opens a gate nor closes one', async () => {
  const pieces = {
    accepted: await proven('accepted'),
    open: await proven(null),
    rejected: await proven('rejected'),
  };
  const all = Object.values(pieces);
  const before = await Promise.all(all.map(verdicts));
  expect(before.map((each) => (each as { proven: boolean }).proven)).toEqual([true, false, false]);
  const column = fc.record({
    score: fc.nat(100),
    feedback: fc.string({ unit: 'grapheme-ascii', maxLength: 50 }),
  });
  await fc.assert(
    fc.asyncProperty(column, async ({ score, feedback }) => {
      for (const { evidence } of all) {
        const row = {
          evidence_id: evidence,
          reviewer_id: world.plan.helper,
          ai_score: score,
          ai_feedback: feedback,
        };
        await world.plan.insert('evidence_review', row);
      }
      expect(await Promise.all(all.map(verdicts))).toEqual(before);
    }),
    { numRuns: 10, seed: 3 },
  );
  const change = world.plan.rows(`UPDATE pit.evidence SET file_url = 'https://files.test/q' WHERE id = $1`, [
    pieces.accepted.evidence,
  ]);
  await expect(change).rejects.toThrow('accepted evidence is final');
  await world.plan.run((tx) => moveStatus(tx, 'completeTask', { id: pieces.accepted.task }));
  expect(await verdicts(pieces.accepted)).toMatchObject({ status: 'completed' });
});

test('the score waits for the review of a person, and is kept beside their decision, which may be another one', async () => {
  const { task, evidence } = await proven(null);
  world.models.manners = [
    answers({ score: 3, feedback: 'This is a picture of a cat.', missing: ['The signature'] }),
  ];
  const asking = world.plan.run((tx) => adviseEvidence(tx, world.rules, { evidenceId: evidence }));
  const { proposalId } = await asking;
  await world.runOn();
  expect(await world.stored(proposalId)).toMatchObject({ state: 'proposed', model: 'evidence_model' });
  const reviewer = { actor: world.plan.actor(world.plan.sponsor) };
  await world.plan.run((tx) => reviewEvidence(tx, { evidenceId: evidence, decision: 'accepted' }), reviewer);
  const reviews = await world.plan.rows(
    'SELECT reviewer_id, decision, ai_score, ai_feedback FROM pit.evidence_review WHERE evidence_id = $1',
    [evidence],
  );
  expect(reviews).toEqual([
    {
      reviewer_id: world.plan.sponsor,
      decision: 'accepted',
      ai_score: 3,
      ai_feedback: 'This is a picture of a cat.',
    },
  ]);
  expect(await world.stored(proposalId)).toMatchObject({ state: 'accepted' });
  await world.plan.run((tx) => moveStatus(tx, 'completeTask', { id: task }));
  const again = world.plan.run((tx) => adviseEvidence(tx, world.rules, { evidenceId: evidence }));
  await expect(again).rejects.toMatchObject({ code: 'CONFLICT' });
});

test('a model is told what evidence is and what it is to prove, and not where its file lies or who brought it', async () => {
  const { evidence } = await proven(null);
  await world.plan.run((tx) => adviseEvidence(tx, world.rules, { evidenceId: evidence }));
  await world.job.run(NEVER);
  const [question] = world.models.asked;
  expect(question?.brief).toMatchObject({
    work: { name: 'Task', task: 'Task' },
    evidence: { kind: 'document', mediaType: 'application/pdf', size: 10, source: 'scanner' },
  });
  expect(JSON.stringify(question?.body)).not.toMatch(/files\.test|worker|aaaaaaaa/);
});

test('where an organisation wants it, evidence that waits is asked about once by itself, and decided evidence never', async () => {
  const settings = (ai: object) =>
    world.plan.rows('UPDATE pit.organisation SET settings = $2 WHERE id = $1', [world.plan.orgId, { ai }]);
  const waiting = await proven(null);
  const decided = await proven('accepted');
  await world.job.score(NEVER);
  const askedAbout = async (id: string) =>
    (await world.plan.rows('SELECT FROM pit_ops.ai_proposal WHERE subject_id = $1', [id])).length;
  expect(await askedAbout(waiting.evidence)).toBe(0);
  await settings({ enabled: true, scoreEvidence: true });
  await world.job.score(NEVER);
  await world.job.score(NEVER);
  expect([await askedAbout(waiting.evidence), await askedAbout(decided.evidence)]).toEqual([1, 0]);
  await settings({ enabled: true });
});
