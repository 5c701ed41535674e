import type { WorkCalendar } from '../calendar.ts';
import { addDays, type CivilDate } from '../civil-date.ts';
import { badInput, type PitError } from '../errors.ts';
import { DependencyType, TaskStatus } from '../enums.ts';

/** What people said of a task by hand; all else about its status follows from facts. */
export interface ManualStatus {
  readonly isStarted: boolean;
  readonly isBlocked: boolean;
  /**
   * `completed` is a claim: it counts once the evidence gate is met and no subtask is open. `reopened` keeps a task
   * whose subtasks are all complete from completing itself again.
   */
  readonly completion: 'open' | 'completed' | 'reopened';
}

export const NO_MANUAL_STATUS: ManualStatus = { isStarted: false, isBlocked: false, completion: 'open' };

export function isSameManualStatus(a: ManualStatus, b: ManualStatus): boolean {
  return a.isStarted === b.isStarted && a.isBlocked === b.isBlocked && a.completion === b.completion;
}

/** The moves people make; every other change of status is derived. */
export const StatusMove = {
  START: 'start',
  BLOCK: 'block',
  UNBLOCK: 'unblock',
  COMPLETE: 'complete',
  REOPEN: 'reopen',
} as const;
export type StatusMove = (typeof StatusMove)[keyof typeof StatusMove];

/** What one predecessor holds against a task. */
export interface PredecessorHold {
  /** The first day on which the task is held up if the predecessor has not done its part; null without a plan. */
  readonly constraintDate: CivilDate | null;
  readonly isMet: boolean;
}

/** All that a status is derived from. A subtask has no predecessors. */
export interface StatusFacts {
  readonly hand: ManualStatus;
  readonly start: CivilDate | null;
  readonly end: CivilDate | null;
  /** 100 exactly when it is complete (`decideCompletion`). */
  readonly progressPercent: number;
  readonly predecessors: readonly PredecessorHold[];
}

/** The day on which a status is looked at. */
export interface StatusDay {
  readonly today: CivilDate;
  /** How many calendar days before its start a task is upcoming. */
  readonly upcomingDays: number;
}

export const DEFAULT_UPCOMING_DAYS = 5;

/**
 * The status, by the first that holds: completed (progress 100, which is complete work alone),
 * blocked (by hand, or by a predecessor whose constraint date has come and is unmet), overdue (end before
 * today), due today, active (started, or its start has come, or progress over 0), upcoming (starts within
 * `upcomingDays`), not started. The same rule serves tasks and subtasks.
 */
export function deriveStatus(facts: StatusFacts, day: StatusDay): TaskStatus {
  if (isCompleted(facts)) return TaskStatus.COMPLETED;
  if (facts.hand.isBlocked || isHeldUp(facts.predecessors, day.today)) return TaskStatus.BLOCKED;
  if (isOverdue(facts.end, day.today)) return TaskStatus.OVERDUE;
  if (facts.end === day.today) return TaskStatus.DUE_TODAY;
  if (isUnderWay(facts) || (facts.start !== null && facts.start <= day.today)) return TaskStatus.ACTIVE;
  const horizon = addDays(day.today, day.upcomingDays);
  if (facts.start !== null && facts.start <= horizon) return TaskStatus.UPCOMING;
  return TaskStatus.NOT_STARTED;
}

/** Whether unfinished work is late. Completed work never is: ask only for what is open. */
export function isOverdue(end: CivilDate | null, today: CivilDate): boolean {
  return end !== null && end < today;
}

/**
 * What a dependency holds against its successor. A link from the predecessor's finish (FS, FF) is met when
 * it is completed, one from its start (SS, SF) when it is under way or completed. It begins to hold on the
 * first working day after the predecessor's planned day, shifted by the lag in the same calendar.
 */
export function predecessorHold(
  link: { readonly type: DependencyType; readonly lagDays: number },
  predecessor: Omit<StatusFacts, 'predecessors'>,
  calendar: WorkCalendar,
): PredecessorHold {
  const isFromFinish =
    link.type === DependencyType.FINISH_TO_START || link.type === DependencyType.FINISH_TO_FINISH;
  const planned = isFromFinish ? predecessor.end : predecessor.start;
  return {
    constraintDate: planned === null ? null : calendar.day(calendar.indexAfter(planned) + link.lagDays),
    isMet: isCompleted(predecessor) || (!isFromFinish && isUnderWay(predecessor)),
  };
}

/**
 * The moves that are open now: a completed task can only be reopened, one blocked by hand only unblocked.
 * One that a predecessor holds up cannot be started, but may be found to be done.
 */
export function allowedMoves(facts: StatusFacts, today: CivilDate): StatusMove[] {
  if (isCompleted(facts)) return [StatusMove.REOPEN];
  if (facts.hand.isBlocked) return [StatusMove.UNBLOCK];
  const canStart = !isUnderWay(facts) && !isHeldUp(facts.predecessors, today);
  return [...(canStart ? [StatusMove.START] : []), StatusMove.BLOCK, StatusMove.COMPLETE];
}

/**
 * The manual status after a move. Completion's own conditions (evidence, open subtasks) are asked beforehand.
 * @throws PitError BAD_USER_INPUT with the allowed moves in `detail.allowedMoves`.
 */
export function applyMove(move: StatusMove, facts: StatusFacts, today: CivilDate): ManualStatus {
  const allowed = allowedMoves(facts, today);
  if (!allowed.includes(move)) throw refuseMove(move, allowed);
  switch (move) {
    case StatusMove.START:
      return { ...facts.hand, isStarted: true };
    case StatusMove.BLOCK:
      return { ...facts.hand, isBlocked: true };
    case StatusMove.UNBLOCK:
      return { ...facts.hand, isBlocked: false };
    case StatusMove.COMPLETE:
      return { ...facts.hand, completion: 'completed' };
    case StatusMove.REOPEN:
      return { isStarted: true, isBlocked: false, completion: 'reopened' };
  }
}

/**
 * The manual status after progress was reported: 100 claims completion, less takes a claim back. Progress of a completed
 * task is not touched before it is reopened.
 * @throws PitError BAD_USER_INPUT with the allowed moves, when the task is completed.
 */
export function applyProgress(percent: number, facts: StatusFacts, today: CivilDate): ManualStatus {
  if (isCompleted(facts)) throw refuseMove('update progress', allowedMoves(facts, today), 'input.percent');
  return { ...facts.hand, completion: percent === 100 ? 'completed' : 'open' };
}

function refuseMove(move: string, allowed: readonly StatusMove[], field = 'input.id'): PitError {
  return badInput(`cannot ${move} now; allowed: ${allowed.join(', ')}`, {
    field,
    expected: allowed,
    actual: move,
    allowedMoves: allowed,
  });
}

function isCompleted({ progressPercent }: Pick<StatusFacts, 'progressPercent'>): boolean {
  return progressPercent === 100;
}

function isUnderWay(facts: { readonly hand: ManualStatus; readonly progressPercent: number }): boolean {
  return facts.hand.isStarted || facts.progressPercent > 0;
}

function isHeldUp(predecessors: readonly PredecessorHold[], today: CivilDate): boolean {
  return predecessors.some(
    ({ constraintDate, isMet }) => !isMet && constraintDate !== null && constraintDate <= today,
  );
}
