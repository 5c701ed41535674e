import { toCents } from '../money.ts';
import {
  add,
  compare,
  divide,
  rational,
  roundHalfUp,
  scale,
  subtract,
  ZERO,
  type Rational,
} from '../rational.ts';

/** What a task that mitigates risk brings: how much it is expected to, and how far it got. */
export interface MitigatingTask {
  /** `linked_risk_mitigation_pct`, a decimal of two places; null mitigates nothing. */
  readonly mitigationPct: string | null;
  /** Exact percentage, 0 to 100. */
  readonly progress: Rational;
  readonly requiresEvidence: boolean;
  /** Whether accepted evidence proves it that has not lapsed; of no account where none is required. */
  readonly isProofCurrent: boolean;
}

/** The two sums behind a mitigation, in hundredths of a percent; they can be added to and taken from. */
export interface MitigationState {
  /** Sum of p x c, c being a fraction of 1. */
  readonly achieved: Rational;
  /** Sum of p. */
  readonly planned: bigint;
}

export const NO_MITIGATION: MitigationState = { achieved: ZERO, planned: 0n };

/** No measure makes a risk vanish: what its tasks achieve together is capped here, in percent. */
export const RISK_MITIGATION_CAP = 90n;

function contribution(task: MitigatingTask): MitigationState {
  const planned = task.mitigationPct === null ? 0n : toCents(task.mitigationPct);
  const counts = !task.requiresEvidence || task.isProofCurrent;
  return { planned, achieved: counts ? divide(scale(task.progress, planned), 100n) : ZERO };
}

/** The sums with one more task. Where evidence is required, progress without accepted evidence that still holds counts as none. */
export function addMitigation(state: MitigationState, task: MitigatingTask): MitigationState {
  const { achieved, planned } = contribution(task);
  return { achieved: add(state.achieved, achieved), planned: state.planned + planned };
}

/** The sums without a task that is in them. */
export function removeMitigation(state: MitigationState, task: MitigatingTask): MitigationState {
  const { achieved, planned } = contribution(task);
  return { achieved: subtract(state.achieved, achieved), planned: state.planned - planned };
}

/** The sums over all tasks, computed afresh. */
export function computeMitigation(tasks: readonly MitigatingTask[]): MitigationState {
  return tasks.reduce(addMitigation, NO_MITIGATION);
}

/** Sums over mitigating tasks that have equally many live subtasks, as one aggregate query gives them. */
export interface MitigationGroup {
  /** Live subtasks of each task; 1 also for tasks without any. */
  readonly parts: bigint;
  /** Sum over the tasks that count of p in hundredths, times the sum of their parts' percentages. */
  readonly mitigated: bigint;
}

/** What the tasks of the groups achieve together; what they plan is not asked, and 0. */
export function mitigationFromGroups(groups: readonly MitigationGroup[]): MitigationState {
  const achieved = groups.reduce(
    (sum, { mitigated, parts }) => add(sum, rational(mitigated, 100n * parts)),
    ZERO,
  );
  return { achieved, planned: 0n };
}

/** How much of a project's planned mitigation is achieved: 100 x sum(p x c) / sum(p), in percent; 0 when none is planned. */
export function projectMitigation(state: MitigationState): Rational {
  return state.planned === 0n ? ZERO : divide(scale(state.achieved, 100n), state.planned);
}

/** How much of one risk its tasks take away: sum(p x c), in percent, capped at 90. */
export function riskMitigation(state: MitigationState): Rational {
  const achieved = divide(state.achieved, 100n);
  const cap = rational(RISK_MITIGATION_CAP);
  return compare(achieved, cap) > 0 ? cap : achieved;
}

/** A percentage as NUMERIC(5,2) stores it, rounded half up: one third of 100 is `"33.33"`. */
export function formatPercent(value: Rational): string {
  const digits = roundHalfUp(scale(value, 100n)).toString().padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
