import { randomUUID } from 'node:crypto';
import { reviewEvidence } from '../../../src/services/evidence/evidence-review.ts';
import { submitEvidence } from '../../../src/services/evidence/evidence.ts';
import { withdrawEvidence } from '../../../src/services/evidence/evidence-withdrawal.ts';
import { SubscriptionGraph, take, tell } from '../../support/subscriptions/subscription-client.ts';
import { Plan } from '../../support/worlds/plan-database.ts';

const TO_REVIEW =
  'subscription ($after: String) { toReviewChanged(after: $after) { cursor topic toReviewCount } }';

let plan: Plan;
let graph: SubscriptionGraph;
let division: string;

beforeAll(async () => {
  plan = await Plan.open();
  graph = await SubscriptionGraph.open(plan);
  division = await plan.insert('division', { id: randomUUID(), name: 'North' });
});
afterAll(async () => {
  await graph?.close();
  await plan?.close();
});

async function task(of: Record<string, unknown> = {}): Promise<string> {
  const project = await plan.project(of);
  return plan.task(project, await plan.phase(project));
}

async function submit(taskId: string): Promise<string> {
  const file = {
    fileUrl: `https://files.test/${randomUUID()}`,
    fileType: 'document',
    source: 'scanner',
    sha256: 'a'.repeat(64),
    size: 1,
    mediaType: 'application/pdf',
  } as const;
  const files = { requireStored: () => Promise.resolve() } as never;
  const { evidenceId } = await plan.run((tx) => submitEvidence(tx, files, { ...file, taskId }), {
    actor: plan.actor(plan.worker),
  });
  return evidenceId;
}

const accept = (evidenceId: string) =>
  plan.run((tx) => reviewEvidence(tx, { evidenceId, decision: 'accepted' }), {
    actor: plan.actor(plan.sponsor),
  });

type Stream = Awaited<ReturnType<SubscriptionGraph['follow']>>;

async function next(stream: Stream): Promise<unknown> {
  const [result] = await take(stream, 1);
  const event = tell(result as never).data['toReviewChanged'];
  return `${String(event?.['topic'])} ${String(event?.['toReviewCount'])}`;
}

test('a reviewer is told of what is handed in, decided and withdrawn, with how much waits for them', async () => {
  const one = await task();
  const stream = await graph.follow(plan.actor(plan.sponsor), TO_REVIEW, {});
  const first = await submit(one);
  expect(await next(stream)).toBe('EVIDENCE_UPLOADED 1');
  const second = await submit(one);
  expect(await next(stream)).toBe('EVIDENCE_UPLOADED 2');
  await accept(first);
  expect(await next(stream)).toBe('EVIDENCE_ACCEPTED 1');
  await plan.run((tx) => withdrawEvidence(tx, { evidenceId: second, reason: 'Wrong file' }), {
    actor: plan.actor(plan.worker),
  });
  expect(await next(stream)).toBe('TASK_UPDATED 0');
  await stream.return();
});

test('what comes while the queue rests is told together, once a project', async () => {
  const [one, two] = [await task(), await task()];
  const stream = await graph.follow(plan.actor(plan.sponsor), TO_REVIEW, {});
  await submit(one);
  expect(await next(stream)).toBe('EVIDENCE_UPLOADED 1');
  for (const each of [one, two, one, two, one]) await submit(each);
  expect([await next(stream), await next(stream)]).toEqual(['EVIDENCE_UPLOADED 6', 'EVIDENCE_UPLOADED 6']);
  await submit(two);
  expect(await next(stream)).toBe('EVIDENCE_UPLOADED 7');
  await stream.return();
});

test('of a project that the caller does not see they are told nothing, and nobody resumes with an override', async () => {
  const [closed, open] = [await task({ division_id: division }), await task()];
  const stream = await graph.follow(plan.actor(plan.helper), TO_REVIEW, {});
  await submit(closed);
  await submit(open);
  const [result] = await take(stream, 1);
  expect(tell(result as never).errors).toBeUndefined();
  await stream.return();
  const foreman = { ...plan.actor(plan.helper, 'foreman'), overrideReason: 'Covers for the owner' };
  expect(await graph.refused(foreman, TO_REVIEW, {})).toMatchObject({ code: 'BAD_USER_INPUT' });
});

test('a stream that rests ends at once', async () => {
  const one = await task();
  const stream = await graph.follow(plan.actor(plan.sponsor), TO_REVIEW, {});
  await submit(one);
  await next(stream);
  const waiting = stream.next();
  await stream.return();
  expect(await waiting).toEqual({ done: true, value: undefined });
});
