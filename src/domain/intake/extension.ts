import { PLAN_DAYS, type CivilDate } from '../civil-date.ts';
import { ActorRole } from '../enums.ts';
import { badInput, conflict, forbidden } from '../errors.ts';
import { requireText } from '../text.ts';

/** What became of a request for a later day. */
export const ExtensionState = {
  REQUESTED: 'requested',
  GRANTED: 'granted',
  REFUSED: 'refused',
  WITHDRAWN: 'withdrawn',
  LAPSED: 'lapsed',
  CLOSED: 'closed',
} as const;
export type ExtensionState = (typeof ExtensionState)[keyof typeof ExtensionState];

/** What somebody decides of a request. */
export const ExtensionDecision = { GRANTED: 'granted', REFUSED: 'refused' } as const;
export type ExtensionDecision = (typeof ExtensionDecision)[keyof typeof ExtensionDecision];

const REASON = { least: 10, most: 2_000 } as const;

/**
 * Why a later day is asked for, 10 to 2,000 characters.
 * @throws PitError BAD_USER_INPUT.
 */
export function requireExtensionReason(text: unknown): string {
  const field = 'input.reason';
  const reason = requireText(text, field, REASON.most);
  if (reason.length >= REASON.least) return reason;
  const expected = `${REASON.least} to ${REASON.most} characters`;
  throw badInput(`${field} expects ${expected}`, { field, expected, actual: reason.length });
}

/** What a request is about. */
export interface Requested {
  /** The day that the work is committed to; null: to none. */
  readonly dueOn: CivilDate | null;
  readonly isCompleted: boolean;
  /** Whether a request waits already. */
  readonly isWaiting: boolean;
}

/**
 * Grants that a later day is asked for.
 * @returns the day that holds.
 * @throws PitError CONFLICT for work that is committed to none, is completed, or waits for a decision already; BAD_USER_INPUT,
 * PIT006, for a day that is not later.
 */
export function requireRequestable(
  { dueOn, isCompleted, isWaiting }: Requested,
  asked: CivilDate,
): CivilDate {
  const field = 'input.dueOn';
  if (dueOn === null) throw conflict('The task is committed to no day.', { field: 'input.taskId' });
  if (isCompleted) throw conflict('Completed work needs no later day.', { field: 'input.taskId' });
  if (isWaiting) throw conflict('A request for this task waits to be decided.', { field: 'input.taskId' });
  if (asked > dueOn && asked <= PLAN_DAYS.last) return dueOn;
  const expected = `a day after ${dueOn}, up to ${PLAN_DAYS.last}`;
  throw badInput(`${field} expects ${expected}`, { pit: 'PIT006', field, expected, actual: asked });
}

/** Who decides on a request, and of what. */
export interface Decision {
  readonly deciderId: string;
  readonly role: ActorRole;
  readonly requestedBy: string;
  /** Those who do the work: its owner and assignees. */
  readonly workerIds: readonly string[];
  readonly state: ExtensionState;
  /** The day that held when it was asked. */
  readonly currentDue: CivilDate;
  /** The one that holds now; null: none. */
  readonly dueOn: CivilDate | null;
  readonly extensions: number;
  readonly maxExtensions: number;
}

/**
 * Grants that a request is decided: never by who asked or does the work, once, of the day that still holds, and beyond the most
 * extensions by administrators alone.
 * @throws PitError FORBIDDEN, PIT006; CONFLICT.
 */
export function requireDecidable(decision: Decision): void {
  const { deciderId, requestedBy, workerIds, currentDue, dueOn, extensions, maxExtensions, role } = decision;
  requireWaiting(decision.state);
  if (deciderId === requestedBy || workerIds.includes(deciderId)) {
    throw forbidden('who asks for a later day, or does the work, does not decide on it', { pit: 'PIT006' });
  }
  if (currentDue !== dueOn) {
    throw conflict('The work is committed to another day by now.', { expected: currentDue, actual: dueOn });
  }
  if (extensions >= maxExtensions && role !== ActorRole.ADMIN) {
    throw forbidden(`after ${maxExtensions} extensions only an administrator grants another`, {
      pit: 'PIT006',
      expected: 'an administrator',
      actual: role,
    });
  }
}

/**
 * Goes on only if nobody has decided yet.
 * @throws PitError CONFLICT.
 */
export function requireWaiting(state: ExtensionState): void {
  if (state === ExtensionState.REQUESTED) return;
  throw conflict(`The request was ${state}.`, { field: 'input.extensionId', actual: state });
}
