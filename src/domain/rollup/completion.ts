import { shownPercent, subtaskState } from './progress.ts';
import type { ManualStatus } from '../plan/status.ts';
import { TaskStatus } from '../enums.ts';

/** The most that work shows while it is not complete, in percent. */
export const MOST_WHILE_OPEN = 99;

/** A task or subtask before its roll-up. */
export interface CompletableWork {
  readonly hand: ManualStatus;
  /** As stored or as just reported, 0 to 100; of no account for a task with subtasks. */
  readonly progressPercent: number;
  /** As stored: whether it was complete until now. */
  readonly status: TaskStatus;
  readonly isEvidenceGateMet: boolean;
}

/** How completion leaves a task or subtask. */
export interface Completion {
  readonly hand: ManualStatus;
  /** 100 exactly when it is complete. */
  readonly progressPercent: number;
  /** Whether it was complete and is not any more, by hand or because it lost its proof or got an open subtask. */
  readonly isReopened: boolean;
}

/**
 * Decides whether work is complete: somebody said so or reported 100, or all subtasks are complete; and in each case the
 * evidence gate is met. What is said before the gate is met is kept as a claim, at 99. Work that was complete and no
 * longer is goes back to the progress that it had before, and the claim is taken back.
 *
 * @param subtaskPercents rolled-up progress of the live subtasks; none for a subtask.
 * @param progressBefore progress before the last claim, in percent; null when that is not known.
 */
export function decideCompletion(
  work: CompletableWork,
  subtaskPercents: readonly number[],
  progressBefore: number | null,
): Completion {
  const hasSubtasks = subtaskPercents.length > 0;
  const progressPercent = hasSubtasks ? shownPercent(subtaskState(subtaskPercents)) : work.progressPercent;
  const isClaimed = hasSubtasks ? isClaimedBySubtasks(work.hand, progressPercent) : isClaimedByHand(work);
  if (isClaimed && work.isEvidenceGateMet) {
    return { hand: work.hand, progressPercent: 100, isReopened: false };
  }
  // Subtasks that are all complete would complete it again as soon as there is evidence.
  const isClaimedBelow = hasSubtasks && isClaimed;
  if (work.status === TaskStatus.COMPLETED) {
    const before = hasSubtasks ? progressPercent : (progressBefore ?? MOST_WHILE_OPEN);
    return reopened(before, isClaimedBelow ? 'reopened' : stillReopened(work.hand));
  }
  const completion = isClaimed && !hasSubtasks ? 'completed' : work.hand.completion;
  return { hand: { ...work.hand, completion }, progressPercent: capped(progressPercent), isReopened: false };
}

function isClaimedByHand({ hand, progressPercent }: CompletableWork): boolean {
  return hand.completion === 'completed' || (hand.completion === 'open' && progressPercent === 100);
}

function isClaimedBySubtasks(hand: ManualStatus, progressPercent: number): boolean {
  return progressPercent === 100 && hand.completion !== 'reopened';
}

function stillReopened({ completion }: ManualStatus): 'open' | 'reopened' {
  return completion === 'reopened' ? 'reopened' : 'open';
}

function reopened(percent: number, completion: 'open' | 'reopened'): Completion {
  const hand: ManualStatus = { isStarted: true, isBlocked: false, completion };
  return { hand, progressPercent: capped(percent), isReopened: true };
}

function capped(percent: number): number {
  return Math.min(percent, MOST_WHILE_OPEN);
}
