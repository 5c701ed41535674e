import type { Value } from '../../db/connection/parameters.ts';
import { TAKE_ADVICE } from '../../db/queries/advice/proposal-query.ts';
import { ADD_REVIEW } from '../../db/queries/evidence/evidence-query.ts';
import { adviceOf } from '../../domain/directory/advice-settings.ts';
import { badInput } from '../../domain/errors.ts';
import { requireReviewable } from '../../domain/evidence/evidence.ts';
import { optionalText, requireText, TEXT_LIMITS } from '../../domain/text.ts';
import { ReviewDecision } from '../../domain/enums.ts';
import { announceEvidence, answerFor, linkTo, nameOf, openEvidence, ownersOf } from './evidence-item.ts';
import { shortenValidity } from './evidence-validity.ts';
import { updateAfterProof, type EvidenceAnswer, type EvidenceItem } from './evidence-item.ts';
import { sendMessage } from '../notifications/notifications.ts';
import { authorise, relationsAtTask } from '../plan/projects/authorization.ts';
import { ConcurrencyConflict } from '../transaction/mutation-transaction.ts';
import type { Tx } from '../transaction/command.ts';

export interface ReviewInput {
  readonly evidenceId: string;
  readonly decision: ReviewDecision;
  /** Why; anything but an acceptance has to say. */
  readonly comment?: string | null;
  /** What a model makes of it, 0 to 100 and in words: kept beside the decision, and never part of it. */
  readonly aiScore?: number | null;
  readonly aiFeedback?: string | null;
  /** With an acceptance: the last day on which it proves, no later than the piece says itself. */
  readonly validUntil?: string | null;
}

/** How a message says a decision. */
const VERDICTS: Readonly<Record<ReviewDecision, string>> = {
  [ReviewDecision.PENDING]: 'is being reviewed',
  [ReviewDecision.ACCEPTED]: 'was accepted',
  [ReviewDecision.REJECTED]: 'was rejected',
  [ReviewDecision.NEEDS_CLARIFICATION]: 'needs clarification',
};

/**
 * Judges evidence. An acceptance is final, and may complete the work that waited for it.
 * @throws PitError NOT_FOUND; FORBIDDEN, PIT008, to its uploader and the owner of the work; CONFLICT, PIT008, once it
 * is accepted or superseded; BAD_USER_INPUT.
 */
export async function reviewEvidence(tx: Tx, input: ReviewInput): Promise<EvidenceAnswer> {
  const { decision } = input;
  const values = reviewValuesOf(input);
  const item = await openEvidence(tx, input.evidenceId);
  const { project, task, subtask, evidence } = item;
  const parties = {
    reviewerId: tx.actor.userId,
    uploadedBy: evidence.uploadedBy,
    ownerIds: ownersOf(item),
  };
  requireReviewable(parties, evidence, decision);
  const relations = relationsAtTask(project, task, subtask?.ownerId);
  authorise(tx, 'reviewEvidence', { ...relations, isReviewer: true });
  if (input.validUntil != null) shortenOnAcceptance(tx, item, decision, input.validUntil);
  const [comment, ...advice] = values;
  const reviewId = await addReview(tx, [
    evidence.id,
    decision,
    comment,
    ...(await adviceFor(tx, item, advice)),
  ]);
  await updateAfterProof(tx, item);
  if (decision === ReviewDecision.ACCEPTED || decision === ReviewDecision.REJECTED) {
    announceEvidence(tx, item, decision, evidence.id);
  }
  await notifyOfReview(tx, item, decision, comment);
  return answerFor(item, evidence.id, reviewId);
}

function shortenOnAcceptance(tx: Tx, item: EvidenceItem, decision: ReviewDecision, end: string): void {
  if (decision === ReviewDecision.ACCEPTED) return shortenValidity(tx, item, end);
  throw badInput('Only what is accepted holds until a day.', {
    pit: 'PIT008',
    field: 'input.validUntil',
    expected: 'nothing, unless the decision is an acceptance',
    actual: end,
  });
}

type Advice = [aiScore: number | null, aiFeedback: string | null];
type ReviewValues = [comment: string | null, ...Advice];

/** What a model made of the piece is kept beside the decision, unless the reviewer says something else of it. */
async function adviceFor(tx: Tx, { evidence }: EvidenceItem, said: Advice): Promise<Advice> {
  const isSaid = said.some((each) => each !== null);
  if (isSaid || !adviceOf(tx.settings.ai).enabled) return said;
  const { rows } = await tx.run(TAKE_ADVICE, [evidence.id]);
  const [taken] = rows;
  return taken === undefined ? said : [taken.output.score ?? null, taken.output.feedback ?? null];
}

function reviewValuesOf({ decision, comment, aiScore, aiFeedback }: ReviewInput): ReviewValues {
  const needsReason = decision !== ReviewDecision.ACCEPTED;
  const said = needsReason
    ? requireText(comment, 'input.comment', TEXT_LIMITS.comment)
    : optionalText(comment, 'input.comment', TEXT_LIMITS.comment);
  return [
    said,
    requireScore(aiScore ?? null),
    optionalText(aiFeedback, 'input.aiFeedback', TEXT_LIMITS.comment),
  ];
}

function requireScore(score: number | null): number | null {
  if (score === null || (Number.isInteger(score) && score >= 0 && score <= 100)) return score;
  throw badInput('The score is not acceptable.', {
    field: 'input.aiScore',
    expected: 'a whole number from 0 to 100',
    actual: score,
  });
}

async function addReview(tx: Tx, values: readonly Value[]): Promise<string> {
  const { rows } = await tx.run(ADD_REVIEW, values);
  const [review] = rows;
  if (review === undefined) throw new ConcurrencyConflict('a review was written while this one waited');
  return review.id;
}

function notifyOfReview(
  tx: Tx,
  item: EvidenceItem,
  decision: ReviewDecision,
  text: string | null,
): Promise<void> {
  const title = `Evidence for “${nameOf(item)}” ${VERDICTS[decision]}`;
  const message = { title, text, link: linkTo(item), projectId: item.project.id };
  return sendMessage(tx, [item.evidence.uploadedBy, ...ownersOf(item)], message);
}
