import { randomUUID } from 'node:crypto';
import type { Actor } from '../../../src/domain/directory/actor.ts';
import type { ActorRole } from '../../../src/domain/enums.ts';
import { PlanGraph } from '../../support/mutations/mutations.ts';

let api: PlanGraph;
let projectId: string;
let phaseId: string;
let taskId: string;

beforeAll(async () => {
  api = await PlanGraph.open();
});
beforeEach(async () => {
  projectId = await api.plan.project();
  phaseId = await api.plan.phase(projectId);
  taskId = await api.plan.task(projectId, phaseId);
});
afterAll(() => api?.close());

const actor = (who: 'owner' | 'sponsor' | 'worker' | 'helper', role: ActorRole = 'member'): Actor =>
  api.plan.actor(api.plan[who], role);

async function submit(place: object = { taskId }, who = actor('worker')): Promise<string> {
  const file = {
    fileUrl: `https://files.test/${randomUUID()}`,
    fileType: 'DOCUMENT',
    source: 'scanner',
    sha256: 'a'.repeat(64),
    size: 1,
    mediaType: 'application/pdf',
  };
  const selection = 'evidence { id }';
  const { evidence } = await api.done<{ evidence: { id: string } }>(
    'superseded' in place ? 'supersedeEvidence' : 'submitEvidence',
    'superseded' in place ? { ...file, evidenceId: place.superseded } : { ...file, ...place },
    selection,
    who,
  );
  return evidence.id;
}

const review = (evidenceId: string, decision: string, who = actor('sponsor')) =>
  api.done('reviewEvidence', { evidenceId, decision, comment: 'Looked at it.' }, 'evidence { id }', who);

/** Ids of `evidences` in the project of the test. */
async function listed(filter: object = {}, orderBy: object[] = [], who = actor('owner')): Promise<string[]> {
  const query = `query ($filter: EvidenceFilter, $orderBy: [EvidenceOrder!]) {
    evidences(first: 100, filter: $filter, orderBy: $orderBy) { totalCount nodes { id } } }`;
  const variables = { filter: { projectId: [projectId], ...filter }, orderBy };
  const { data, errors } = await api.graph.ask(who, query, variables);
  expect(errors).toBeUndefined();
  const { nodes, totalCount } = data?.['evidences'] as { nodes: { id: string }[]; totalCount: number };
  expect(totalCount).toBe(nodes.length);
  return nodes.map(({ id }) => id);
}

/** What waits for somebody, of the pieces given: their places in them, in the order of the queue. */
async function queueOf(who: Actor, pieces: readonly string[]): Promise<number[]> {
  const query = '{ viewer { toReviewCount toReview(first: 100) { nodes { id waitingSince createdAt } } } }';
  const { data, errors } = await api.graph.ask(who, query, {});
  expect(errors).toBeUndefined();
  const { toReview, toReviewCount } = data?.['viewer'] as {
    toReviewCount: number;
    toReview: { nodes: { id: string; waitingSince: string; createdAt: string }[] };
  };
  expect(toReviewCount).toBe(toReview.nodes.length);
  for (const { waitingSince, createdAt } of toReview.nodes) expect(waitingSince).toBe(createdAt);
  return toReview.nodes.map(({ id }) => pieces.indexOf(id)).filter((place) => place >= 0);
}

const LONGEST = [{ field: 'WAITING_SINCE' }];

test('the queue of a reviewer has what waits, longest first, without what they handed in or answer for', async () => {
  const step = await api.plan.subtask(taskId, { owner_id: api.plan.sponsor });
  const pieces = [
    await submit(),
    await submit({ subtaskId: step }),
    await submit({ taskId }, actor('helper', 'admin')),
  ];
  expect(await queueOf(actor('owner'), pieces)).toEqual([0, 1, 2]);
  // Owns the subtask of the second piece; has the task of all, and uploaded the third.
  expect(await queueOf(actor('sponsor'), pieces)).toEqual([0, 2]);
  expect(await queueOf(actor('worker'), pieces)).toEqual([]);
  expect(await queueOf(actor('helper', 'admin'), pieces)).toEqual([0, 1]);
  expect(await queueOf(actor('owner', 'viewer'), pieces)).toEqual([]);
  expect(await queueOf(actor('owner', 'service'), pieces)).toEqual([]);
});

test('whatever stands in a queue its reviewer may decide, and a refusal waits for nobody', async () => {
  const pieces = [await submit(), await submit(), await submit(), await submit()];
  await review(pieces[0]!, 'ACCEPTED');
  await review(pieces[1]!, 'REJECTED');
  await review(pieces[2]!, 'NEEDS_CLARIFICATION');
  expect(await queueOf(actor('owner'), pieces)).toEqual([3]);
  expect(await listed({ isWaiting: true })).toEqual([pieces[3]]);
  expect(await listed({ isWaiting: false })).toEqual([pieces[2], pieces[1], pieces[0]]);
  expect(await listed({ latestDecision: ['REJECTED', 'ACCEPTED'] }, [{ field: 'CREATED_AT' }])).toEqual(
    pieces.slice(0, 2),
  );
  const refused = await api.refused(
    'reviewEvidence',
    { evidenceId: pieces[3], decision: 'ACCEPTED' },
    actor('worker'),
  );
  expect(refused).toMatchObject({ code: 'FORBIDDEN', pit: 'PIT008' });
});

test('a superseded piece waits no longer, and again once its successor is withdrawn', async () => {
  const first = await submit();
  const second = await submit({ superseded: first });
  expect(await listed({ isWaiting: true })).toEqual([second]);
  await api.done(
    'withdrawEvidence',
    { evidenceId: second, reason: 'The wrong file.' },
    '__typename',
    actor('worker'),
  );
  expect(await listed({ isWaiting: true })).toEqual([first]);
});

test("a model's advice decides nothing: the piece goes on waiting, and a decision stays one", async () => {
  const [open, decided] = [await submit(), await submit()];
  await review(decided, 'REJECTED');
  for (const evidence_id of [open, decided]) {
    const advice = { evidence_id, reviewer_id: api.plan.helper, decision: 'pending', ai_score: 3 };
    await api.plan.insert('evidence_review', advice);
  }
  expect(await listed({ isWaiting: true })).toEqual([open]);
  expect(await listed({ latestDecision: ['REJECTED'] })).toEqual([decided]);
});

test('evidence of deleted work is not listed, and comes back with it', async () => {
  const step = await api.plan.subtask(taskId);
  const pieces = [await submit(), await submit({ subtaskId: step })];
  await api.done('deleteSubtask', { id: step }, '__typename');
  expect(await listed({}, LONGEST)).toEqual(pieces.slice(0, 1));
  await api.done('restoreSubtask', { id: step }, '__typename');
  expect(await listed({}, LONGEST)).toEqual(pieces);
  await api.done('deleteTask', { id: taskId, cascade: true }, '__typename');
  expect(await listed({}, LONGEST)).toEqual([]);
  expect(await queueOf(actor('owner'), pieces)).toEqual([]);
});

test('filters by owner, uploader, kind and text meet, and pages of the order by waiting join without a gap', async () => {
  const pieces: string[] = [];
  for (let n = 0; n < 5; n += 1) pieces.push(await submit());
  await review(pieces[1]!, 'REJECTED');
  await review(pieces[3]!, 'REJECTED');
  expect(await listed({ ownerId: [api.plan.worker], uploaderId: [api.plan.worker] })).toHaveLength(5);
  expect(await listed({ ownerId: [api.plan.sponsor] })).toEqual([]);
  expect(await listed({ fileType: ['PHOTO'] })).toEqual([]);
  expect(await listed({ search: 'FILES.test' })).toHaveLength(5);
  const seen: string[] = [];
  let after: string | null = null;
  do {
    const query = `query ($filter: EvidenceFilter, $after: String) { evidences(first: 2, after: $after, filter: $filter,
      orderBy: [{ field: WAITING_SINCE }]) { nodes { id } pageInfo { endCursor hasNextPage } } }`;
    const { data } = await api.graph.ask(actor('owner'), query, {
      filter: { projectId: [projectId] },
      after,
    });
    const page = data?.['evidences'] as {
      nodes: { id: string }[];
      pageInfo: { endCursor: string; hasNextPage: boolean };
    };
    seen.push(...page.nodes.map(({ id }) => id));
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  } while (after !== null);
  expect(seen).toEqual([pieces[0], pieces[2], pieces[4]]);
});

test('a malformed id of a filter is refused with its place, and another organisation sees nothing', async () => {
  await submit();
  const query = `query ($filter: EvidenceFilter) { evidences(filter: $filter) { totalCount } }`;
  const { errors } = await api.graph.ask(actor('owner'), query, { filter: { projectId: ['x'] } });
  expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: 'filter.projectId[0]' });
  const neighbour = await api.plan.neighbour();
  const { data } = await api.graph.ask(
    neighbour.actor(neighbour.owner, 'admin'),
    '{ evidences { totalCount } viewer { toReviewCount } }',
    {},
  );
  expect(data).toEqual({ evidences: { totalCount: 0 }, viewer: { toReviewCount: 0 } });
});
