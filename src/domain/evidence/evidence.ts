import { badInput, conflict, forbidden } from '../errors.ts';
import { ReviewDecision } from '../enums.ts';

/** One review of a piece of evidence. `createdAt` sorts as text (ISO 8601 in UTC); the id breaks ties. */
export interface ReviewFacts {
  readonly id: string;
  readonly decision: ReviewDecision;
  readonly createdAt: string;
}

/** A live piece of evidence as the gate sees it. */
export interface EvidenceFacts {
  readonly latestDecision: ReviewDecision | null;
  /** Another piece took its place; it proves nothing any more. */
  readonly isSuperseded: boolean;
}

/** The decision that counts: the latest review's; null without any. */
export function latestDecision(reviews: readonly ReviewFacts[]): ReviewDecision | null {
  const isLater = (a: ReviewFacts, b: ReviewFacts): boolean =>
    a.createdAt === b.createdAt ? a.id > b.id : a.createdAt > b.createdAt;
  const latest = reviews.reduce<ReviewFacts | null>(
    (best, review) => (best === null || isLater(review, best) ? review : best),
    null,
  );
  return latest?.decision ?? null;
}

/** Whether at least one piece stands accepted. For a task its own evidence and that of its live subtasks. */
export function hasAcceptedEvidence(evidence: readonly EvidenceFacts[]): boolean {
  return evidence.some((piece) => !piece.isSuperseded && piece.latestDecision === ReviewDecision.ACCEPTED);
}

/** Whether evidence stands in the way of completion; a subtask is asked with its own evidence alone. */
export function isEvidenceGateMet(requiresEvidence: boolean, evidence: readonly EvidenceFacts[]): boolean {
  return !requiresEvidence || hasAcceptedEvidence(evidence);
}

/**
 * Grants the completion of a task or subtask by hand.
 * @throws PitError BAD_USER_INPUT: PIT008 while the evidence gate is not met; PIT004 while live subtasks are open.
 */
export function requireCompletable(facts: {
  readonly isEvidenceGateMet: boolean;
  readonly openSubtasks: number;
}): void {
  if (!facts.isEvidenceGateMet) {
    throw badInput('completion needs evidence whose latest review is accepted', {
      pit: 'PIT008',
      field: 'input.id',
      expected: 'at least one piece of evidence with an accepted latest review',
    });
  }
  if (facts.openSubtasks > 0) {
    throw badInput(`${facts.openSubtasks} subtasks are still open`, {
      pit: 'PIT004',
      field: 'input.id',
      expected: 'no open subtasks',
      actual: facts.openSubtasks,
    });
  }
}

/** Who takes part in a review. Owners are those of the task and, for a subtask's evidence, of the subtask. */
export interface ReviewParties {
  readonly reviewerId: string;
  readonly uploadedBy: string;
  readonly ownerIds: readonly (string | null)[];
}

/** Whether this person may judge this evidence: neither who uploaded it nor who owns the work. */
export function mayReview({ reviewerId, uploadedBy, ownerIds }: ReviewParties): boolean {
  return reviewerId !== uploadedBy && !ownerIds.includes(reviewerId);
}

/** The decisions a reviewer may take; pending is where evidence begins. */
export const REVIEWER_DECISIONS: readonly ReviewDecision[] = [
  ReviewDecision.ACCEPTED,
  ReviewDecision.REJECTED,
  ReviewDecision.NEEDS_CLARIFICATION,
];

/**
 * Grants a review.
 * @throws PitError PIT008: FORBIDDEN to the uploader and the owner; CONFLICT once accepted or superseded;
 * BAD_USER_INPUT for a decision that is none.
 */
export function requireReviewable(
  parties: ReviewParties,
  evidence: EvidenceFacts,
  decision: ReviewDecision,
): void {
  if (!mayReview(parties)) {
    throw forbidden('evidence is reviewed by neither its uploader nor the owner of the work', {
      pit: 'PIT008',
    });
  }
  requireUndecided(evidence);
  if (!REVIEWER_DECISIONS.includes(decision)) {
    throw badInput('this is no decision', {
      pit: 'PIT008',
      field: 'input.decision',
      expected: REVIEWER_DECISIONS,
      actual: decision,
    });
  }
}

/**
 * Grants a change, a deletion or a further review of evidence.
 * @throws PitError CONFLICT, PIT008, once it is accepted (it can only be superseded) or superseded.
 */
export function requireUndecided(evidence: EvidenceFacts): void {
  requireCurrent(evidence);
  if (evidence.latestDecision === ReviewDecision.ACCEPTED) {
    throw conflict('accepted evidence does not change; supersede it', { pit: 'PIT008' });
  }
}

/**
 * Grants that evidence is withdrawn; a model's advice is no review.
 * @throws PitError CONFLICT, PIT008, once somebody has judged it, or another took its place.
 */
export function requireUnreviewed(evidence: EvidenceFacts): void {
  requireCurrent(evidence);
  const { latestDecision: decision } = evidence;
  if (decision === null || decision === ReviewDecision.PENDING) return;
  throw conflict('reviewed evidence is not withdrawn; supersede it', { pit: 'PIT008', actual: decision });
}

/**
 * Grants that a new piece renews this one, which proves until its own end.
 * @throws PitError CONFLICT, PIT008, unless it is accepted and nothing took its place.
 */
export function requireRenewable(evidence: EvidenceFacts): void {
  requireCurrent(evidence);
  const { latestDecision: decision } = evidence;
  if (decision === ReviewDecision.ACCEPTED) return;
  throw conflict('only accepted evidence is renewed; supersede it', { pit: 'PIT008', actual: decision });
}

/**
 * Grants that another piece takes this one's place, accepted or not.
 * @throws PitError CONFLICT, PIT008, when one already did.
 */
export function requireCurrent(evidence: EvidenceFacts): void {
  if (evidence.isSuperseded) {
    throw conflict('this evidence has been superseded', { pit: 'PIT008' });
  }
}
