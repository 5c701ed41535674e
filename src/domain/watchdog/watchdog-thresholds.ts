import { AlertCode } from '../enums.ts';

/** What the watchdog finds by itself. An alert of any other code is none of its business. */
export const FOUND_CODES: readonly AlertCode[] = [
  AlertCode.TASK_OVERDUE,
  AlertCode.OVERDUE_CLUSTER,
  AlertCode.UPCOMING_DEADLINE,
  AlertCode.UNASSIGNED,
  AlertCode.STALLED_TASK,
  AlertCode.EVIDENCE_MISSING,
  AlertCode.EVIDENCE_UNREVIEWED,
  AlertCode.EVIDENCE_REJECTED_TWICE,
  AlertCode.EVIDENCE_EXPIRING,
  AlertCode.EVIDENCE_EXPIRED,
  AlertCode.STALLED_SUBTASK,
  AlertCode.STATUS_MISMATCH,
  AlertCode.EARLY_SUCCESSOR_START,
  AlertCode.DEPENDENCY_CYCLE,
  AlertCode.CRITICAL_PATH_DRIFT,
  AlertCode.DURATION_MISMATCH,
  AlertCode.OWNER_OVERLOAD,
  AlertCode.COST_SPIKE,
  AlertCode.RISK_NOT_MITIGATING,
  AlertCode.INTEGRATION_BROKEN,
  AlertCode.ACCEPTANCE_EXPIRED,
  AlertCode.EXTENSION_WAITING,
];

/** Where the rules bite. An organisation changes them by name, in its setting `watchdog`. */
export interface WatchdogThresholds {
  /** Calendar days of lateness over which it is of level 2. */
  readonly overdueDays: number;
  /** Calendar days of lateness over which that of a critical task is of level 1. */
  readonly overdueCriticalDays: number;
  /** Overdue tasks that make a cluster in one work package. */
  readonly clusterTasks: number;
  /** Percent of a project's tasks over which the overdue ones are a cluster. */
  readonly clusterSharePercent: number;
  readonly deadlineHours: number;
  /** Calendar days before its start from which a task should have somebody. */
  readonly unassignedDays: number;
  /** Calendar days without a word after which work counts as stalled. */
  readonly stalledDays: number;
  /** Calendar days over which evidence waits too long for its review. */
  readonly evidenceReviewDays: number;
  readonly evidenceRejections: number;
  /** Calendar days before its last day from which a proof is about to expire. */
  readonly evidenceExpiringDays: number;
  /** Calendar days over which a request for a later day waits too long for its decision. */
  readonly extensionWaitingDays: number;
  /** Calendar days after which a cause that is found for the first time is no news, and nobody is written to. */
  readonly newsDays: number;
  /** Findings of level 4 or 5 of one code in a project over which they become one alert. */
  readonly aggregateOver: number;
  /** Percent under which an open subtask counts as not begun in earnest. */
  readonly stalledSubtaskPercent: number;
  /** Calendar days after its start over which such a subtask is stalled. */
  readonly stalledSubtaskDays: number;
  /** Working days by which a successor may come before its predecessor lets it. */
  readonly earlyStartToleranceDays: number;
  /** Working days over which a finish later than promised is an alert. */
  readonly criticalDriftDays: number;
  /** Percent under which a task has hardly begun. */
  readonly mismatchProgressPercent: number;
  /** Percent of its working days over which such a task is behind its time. */
  readonly mismatchTimePercent: number;
  /** Tasks under way over which their owner has too many. */
  readonly overloadTasks: number;
  /** Percent of the budget at completion over which the money spent is an alert. */
  readonly costSpikePercent: number;
  /** Percent over which the money spent differs from the planned value of the same days. */
  readonly burnRatePercent: number;
  /** Percentage points over which the mitigation of a risk is behind its plan. */
  readonly riskLagPoints: number;
}

export const WATCHDOG_THRESHOLDS: WatchdogThresholds = {
  overdueDays: 2,
  overdueCriticalDays: 5,
  clusterTasks: 3,
  clusterSharePercent: 10,
  deadlineHours: 48,
  unassignedDays: 5,
  stalledDays: 7,
  evidenceReviewDays: 7,
  evidenceRejections: 2,
  evidenceExpiringDays: 30,
  extensionWaitingDays: 5,
  newsDays: 30,
  aggregateOver: 20,
  stalledSubtaskPercent: 10,
  stalledSubtaskDays: 5,
  earlyStartToleranceDays: 0,
  criticalDriftDays: 0,
  mismatchProgressPercent: 20,
  mismatchTimePercent: 70,
  overloadTasks: 10,
  costSpikePercent: 150,
  burnRatePercent: 20,
  riskLagPoints: 10,
};

/** The thresholds that hold: those that the organisation names, over the defaults. Other names are not ours. */
export function thresholdsOf(named: Readonly<Record<string, number>>): WatchdogThresholds {
  const known = Object.keys(WATCHDOG_THRESHOLDS).filter((name) => Object.hasOwn(named, name));
  return { ...WATCHDOG_THRESHOLDS, ...Object.fromEntries(known.map((name) => [name, named[name]])) };
}

/** The largest threshold: what counts days or tasks never needs more. */
const MOST = 1_000_000;

/** Why a threshold that somebody sets is not taken. */
export interface ThresholdRefusal {
  readonly expected: string;
  readonly actual: unknown;
}

/** What is wrong with a threshold that somebody sets; null when nothing is. Null gives it back to its default. */
export function thresholdRefusal(name: string, value: unknown): ThresholdRefusal | null {
  if (!Object.hasOwn(WATCHDOG_THRESHOLDS, name)) {
    return { expected: `one of ${Object.keys(WATCHDOG_THRESHOLDS).join(', ')}`, actual: name };
  }
  const isPercent = name.endsWith('Percent');
  const isTaken =
    typeof value === 'number' && value >= 0 && value <= MOST && (isPercent || Number.isInteger(value));
  if (value === null || isTaken) return null;
  return { expected: `a ${isPercent ? '' : 'whole '}number, 0 to ${MOST}`, actual: value };
}
