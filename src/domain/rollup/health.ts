import { daysBetween, type CivilDate } from '../civil-date.ts';
import { AlertSeverity, Health, HealthRule } from '../enums.ts';

/** What a project's health is judged by; counts are of live tasks. */
export interface HealthFacts {
  readonly today: CivilDate;
  readonly start: CivilDate | null;
  readonly end: CivilDate | null;
  readonly progressPercent: number;
  readonly tasks: number;
  readonly overdueTasks: number;
  /** Calendar days that the most overdue task is late; 0 when none is. */
  readonly longestOverdueDays: number;
  /** The worst severity among its open alerts; null when there is none. */
  readonly worstAlert: AlertSeverity | null;
}

/** Where amber and red begin. */
export interface HealthThresholds {
  /** Points by which the share of time elapsed may exceed the progress. */
  readonly lagAmberOver: number;
  readonly lagRedOver: number;
  /** Percent of the tasks that are overdue. */
  readonly overdueShareAmberFrom: number;
  readonly overdueShareRedOver: number;
  /** Days that the most overdue task is late. */
  readonly overdueDaysAmberFrom: number;
  readonly overdueDaysRedOver: number;
}

export const HEALTH_THRESHOLDS: HealthThresholds = {
  lagAmberOver: 15,
  lagRedOver: 25,
  overdueShareAmberFrom: 1,
  overdueShareRedOver: 10,
  overdueDaysAmberFrom: 1,
  overdueDaysRedOver: 7,
};

/** One thing that speaks against green, in words for people. */
export interface HealthReason {
  readonly rule: HealthRule;
  readonly health: Health;
  readonly message: string;
}

export interface HealthVerdict {
  readonly health: Health;
  /** Amber and red reasons, red first; empty when green. */
  readonly reasons: readonly HealthReason[];
}

const RANK: Readonly<Record<Health, number>> = { green: 0, amber: 1, red: 2 };

const ALERT_HEALTH: Readonly<Record<AlertSeverity, Health>> = {
  [AlertSeverity.GREEN]: Health.GREEN,
  [AlertSeverity.AMBER]: Health.AMBER,
  [AlertSeverity.RED]: Health.RED,
};

/** The worst of four: time elapsed minus progress, share of tasks overdue, longest overdue, worst open alert. */
export function deriveHealth(facts: HealthFacts, thresholds = HEALTH_THRESHOLDS): HealthVerdict {
  const reasons = [
    behindTime(facts, thresholds),
    overdueShare(facts, thresholds),
    longestOverdue(facts, thresholds),
    openAlerts(facts),
  ]
    .filter((reason) => reason.health !== Health.GREEN)
    .sort((a, b) => RANK[b.health] - RANK[a.health]);
  return { health: reasons[0]?.health ?? Health.GREEN, reasons };
}

/**
 * How much of a project's time is gone, in percent of its calendar days, today not counted: 0 on its first
 * day, 100 on the day after its last. 0 without dates.
 */
export function timeElapsedPercent({
  today,
  start,
  end,
}: Pick<HealthFacts, 'today' | 'start' | 'end'>): number {
  if (start === null || end === null) return 0;
  const total = daysBetween(start, end) + 1;
  const elapsed = Math.min(total, Math.max(0, daysBetween(start, today)));
  return (100 * elapsed) / total;
}

function level(isRed: boolean, isAmber: boolean): Health {
  if (isRed) return Health.RED;
  return isAmber ? Health.AMBER : Health.GREEN;
}

function behindTime(facts: HealthFacts, thresholds: HealthThresholds): HealthReason {
  const elapsed = timeElapsedPercent(facts);
  const lag = elapsed - facts.progressPercent;
  return {
    rule: HealthRule.BEHIND_TIME,
    health: level(lag > thresholds.lagRedOver, lag > thresholds.lagAmberOver),
    message: `${Math.round(elapsed)} % of the time is gone, ${facts.progressPercent} % is done`,
  };
}

function overdueShare(facts: HealthFacts, thresholds: HealthThresholds): HealthReason {
  const share = facts.tasks === 0 ? 0 : (100 * facts.overdueTasks) / facts.tasks;
  return {
    rule: HealthRule.OVERDUE_SHARE,
    health: level(share > thresholds.overdueShareRedOver, share >= thresholds.overdueShareAmberFrom),
    message: `${facts.overdueTasks} of ${facts.tasks} tasks are overdue`,
  };
}

function longestOverdue(facts: HealthFacts, thresholds: HealthThresholds): HealthReason {
  const days = facts.longestOverdueDays;
  return {
    rule: HealthRule.LONGEST_OVERDUE,
    health: level(days > thresholds.overdueDaysRedOver, days >= thresholds.overdueDaysAmberFrom),
    message: `the most overdue task is ${days} days late`,
  };
}

function openAlerts({ worstAlert }: HealthFacts): HealthReason {
  return {
    rule: HealthRule.OPEN_ALERTS,
    health: worstAlert === null ? Health.GREEN : ALERT_HEALTH[worstAlert],
    message: `the worst open alert is ${worstAlert ?? 'none'}`,
  };
}
