import { addDays, type CivilDate } from '../civil-date.ts';
import { badInput, conflict, forbidden } from '../errors.ts';
import { optionalText, requireText, TEXT_LIMITS } from '../text.ts';
import { isUuid } from '../uuid.ts';

/** What is accepted, or excepted. */
export const AcceptanceKind = {
  RISK_ACCEPTANCE: 'risk_acceptance',
  CONTROL_EXCEPTION: 'control_exception',
  FINDING_EXCEPTION: 'finding_exception',
  CRITERION_EXCEPTION: 'criterion_exception',
} as const;
export type AcceptanceKind = (typeof AcceptanceKind)[keyof typeof AcceptanceKind];

/** What became of an acceptance. */
export const AcceptanceState = {
  PROPOSED: 'proposed',
  ACTIVE: 'active',
  REJECTED: 'rejected',
  WITHDRAWN: 'withdrawn',
  REVOKED: 'revoked',
  EXPIRED: 'expired',
  RENEWED: 'renewed',
} as const;
export type AcceptanceState = (typeof AcceptanceState)[keyof typeof AcceptanceState];

/** What somebody decides of a proposal. */
export const AcceptanceDecision = { ACCEPTED: 'active', REJECTED: 'rejected' } as const;
export type AcceptanceDecision = (typeof AcceptanceDecision)[keyof typeof AcceptanceDecision];

/** What an acceptance is about: a record of another module, or a criterion of a standard. */
export interface AcceptanceOrigin {
  readonly kind: AcceptanceKind;
  /** Id of the risk, control or finding; null for a criterion. */
  readonly originId: string | null;
  readonly criteriaCode: string | null;
  readonly criteriaVersion: string | null;
}

/** As it is asked for. */
export interface NamedOrigin {
  readonly kind: AcceptanceKind;
  readonly originId?: string | null;
  readonly criteriaCode?: string | null;
  readonly criteriaVersion?: string | null;
}

const REASON = { least: 10, most: 2_000 } as const;
const LONGEST = { code: 200, version: 100 } as const;

/**
 * What the acceptance is to be about, spelt as it is stored.
 * @throws PitError BAD_USER_INPUT where the kind and what is named do not fit.
 */
export function requireOrigin({ kind, originId, ...criterion }: NamedOrigin): AcceptanceOrigin {
  const criteriaCode = optionalText(criterion.criteriaCode, 'input.criteriaCode', LONGEST.code);
  const criteriaVersion = optionalText(criterion.criteriaVersion, 'input.criteriaVersion', LONGEST.version);
  const isCriterion = kind === AcceptanceKind.CRITERION_EXCEPTION;
  if (isCriterion) {
    if (criteriaCode === null) throw misnamed('input.criteriaCode', 'the code of the criterion', null);
    if (originId != null) throw misnamed('input.originId', 'no id, since it is about a criterion', originId);
    return { kind, originId: null, criteriaCode, criteriaVersion };
  }
  if (!isUuid(originId)) throw misnamed('input.originId', 'the id of the record, a UUID', originId);
  if (criteriaCode !== null || criteriaVersion !== null)
    throw misnamed('input.criteriaCode', 'no criterion, since it is about a record', criteriaCode);
  return { kind, originId: originId.toLowerCase(), criteriaCode, criteriaVersion };
}

function misnamed(field: string, expected: string, actual: unknown): Error {
  const shown = typeof actual === 'string' ? actual.slice(0, 64) : null;
  return badInput(`${field} expects ${expected}`, { field, expected, actual: shown });
}

/**
 * Why it is proposed, 10 to 2,000 characters.
 * @throws PitError BAD_USER_INPUT.
 */
export function requireAcceptanceReason(text: unknown): string {
  const field = 'input.reason';
  const reason = requireText(text, field, REASON.most);
  if (reason.length >= REASON.least) return reason;
  const expected = `${REASON.least} to ${REASON.most} characters`;
  throw badInput(`${field} expects ${expected}`, { field, expected, actual: reason.length });
}

/**
 * Grants the last day of an acceptance that begins today: one there is, and not behind what the organisation allows.
 * @throws PitError BAD_USER_INPUT, PIT006.
 */
export function requireAcceptanceEnd(endsOn: CivilDate, today: CivilDate, maxDays: number): CivilDate {
  const field = 'input.endsOn';
  const last = addDays(today, maxDays);
  if (endsOn > today && endsOn <= last) return endsOn;
  const expected = `a day after ${today}, up to ${last}`;
  throw badInput(`${field} expects ${expected}`, { pit: 'PIT006', field, expected, actual: endsOn });
}

/** What is known of an acceptance that somebody is about to change. */
export interface KnownAcceptance {
  /** As stored. */
  readonly state: AcceptanceState;
  readonly endsOn: CivilDate;
  readonly proposedBy: string;
}

/** What became of it as of today: what has passed its last day has expired, whether that is stored yet or not. */
export function acceptanceStateOn(
  { state, endsOn }: Pick<KnownAcceptance, 'state' | 'endsOn'>,
  today: CivilDate,
): AcceptanceState {
  const isOpen = state === AcceptanceState.PROPOSED || state === AcceptanceState.ACTIVE;
  return isOpen && endsOn < today ? AcceptanceState.EXPIRED : state;
}

/**
 * Goes on only if the acceptance stands where the change begins.
 * @throws PitError CONFLICT.
 */
export function requireAcceptanceState(
  known: Pick<KnownAcceptance, 'state' | 'endsOn'>,
  expected: AcceptanceState,
  today: CivilDate,
): void {
  const actual = acceptanceStateOn(known, today);
  if (actual === expected) return;
  throw conflict(`The acceptance is ${actual}.`, { field: 'input.acceptanceId', expected, actual });
}

/**
 * Grants that somebody decides: neither who proposed it, nor who owns open work on it or is assigned to such work.
 * @throws PitError FORBIDDEN, PIT006.
 */
export function requireImpartial(deciderId: string, proposedBy: string, isWorker: boolean): void {
  if (deciderId !== proposedBy && !isWorker) return;
  throw forbidden('who proposes an acceptance, or does the work on it, does not decide on it', {
    pit: 'PIT006',
  });
}

/** What who decides or ends says of it; null where nothing. @throws PitError BAD_USER_INPUT. */
export function acceptanceComment(text: unknown, isRequired: boolean, field: string): string | null {
  return isRequired
    ? requireText(text, field, TEXT_LIMITS.comment)
    : optionalText(text, field, TEXT_LIMITS.comment);
}

/** The words for what an acceptance is about, in messages. */
export function originWords({ kind, criteriaCode }: Pick<AcceptanceOrigin, 'kind' | 'criteriaCode'>): string {
  const words: Readonly<Record<AcceptanceKind, string>> = {
    [AcceptanceKind.RISK_ACCEPTANCE]: 'acceptance of a risk',
    [AcceptanceKind.CONTROL_EXCEPTION]: 'exception of a control',
    [AcceptanceKind.FINDING_EXCEPTION]: 'exception of a finding',
    [AcceptanceKind.CRITERION_EXCEPTION]: `exception of ${String(criteriaCode)}`,
  };
  return words[kind];
}
