import type { CivilDate } from '../civil-date.ts';
import type { WorkCalendar } from '../calendar.ts';
import type { BudgetedWork, CostPoint } from '../cost/earned-value.ts';
import type { ManualStatus } from '../plan/status.ts';
import type { MitigatingTask } from '../rollup/mitigation.ts';
import {
  AlertSeverity,
  type AlertCode,
  type DependencyType,
  type ProjectLifecycle,
  TaskStatus,
} from '../enums.ts';

/** 1 is the gravest. */
export type AlertLevel = 1 | 2 | 3 | 4 | 5;

/** What became of a task's evidence: its own, and that of its subtasks. Deleted pieces do not count. */
export interface Proof {
  /** At least one piece stands accepted. */
  readonly isProven: boolean;
  /** Reviews that rejected a piece, also one that was superseded since. */
  readonly rejections: number;
  /** Pieces that nobody has judged yet. */
  readonly waiting: number;
  /** Since when the oldest of these waits; null when none does. */
  readonly waitingSince: CivilDate | null;
  /** The last day of the accepted piece that holds longest; null where that has no end, or none is accepted. */
  readonly provenUntil: CivilDate | null;
  /** Pieces among those that wait which renew an accepted one. */
  readonly renewals: number;
}

/** A live task as the watchdog sees it. */
export interface WatchedTask {
  readonly id: string;
  readonly name: string;
  readonly workPackage: { readonly id: string; readonly name: string } | null;
  readonly status: TaskStatus;
  readonly startDate: CivilDate | null;
  readonly endDate: CivilDate | null;
  /** Working days. */
  readonly durationDays: number | null;
  readonly progressPercent: number;
  readonly hand: ManualStatus;
  /** When its work began and ended; null: not so far, or nobody knows. */
  readonly actualStart: CivilDate | null;
  readonly actualFinish: CivilDate | null;
  /** Started by hand, or at over 0 %. */
  readonly isUnderWay: boolean;
  /** No total slack in the schedule of the work that remains; of a plan without a schedule every task. */
  readonly isCritical: boolean;
  /** Somebody is assigned, or its owner is another than the project's. */
  readonly isAssigned: boolean;
  /**
   * The day on which it was last heard of: an entry in its progress log, evidence, a review, what a person changed, or
   * else its creation; null where that is not asked.
   */
  readonly lastHeard: CivilDate | null;
  readonly requiresEvidence: boolean;
  /** Null where there is no evidence. */
  readonly proof: Proof | null;
  /** When a later day was asked for that nobody has decided on; null where none was. */
  readonly extensionAskedOn: CivilDate | null;
  /** The series that it is an occurrence of; null where it does not come again. */
  readonly seriesId: string | null;
  /** The date of the rule that it stands for; null as `seriesId` is. */
  readonly nominalOn: CivilDate | null;
}

/** A live subtask as the watchdog sees it. */
export interface WatchedSubtask {
  readonly id: string;
  readonly name: string;
  readonly taskId: string;
  readonly status: TaskStatus;
  readonly startDate: CivilDate | null;
  readonly endDate: CivilDate | null;
  readonly progressPercent: number;
  readonly hand: ManualStatus;
  readonly createdOn: CivilDate;
  readonly requiresEvidence: boolean;
  /** At least one of its own pieces of evidence stands accepted. */
  readonly isProven: boolean;
}

/** A dependency between live tasks. */
export interface WatchedLink {
  readonly id: string;
  readonly predecessorId: string;
  readonly successorId: string;
  readonly type: DependencyType;
  readonly lagDays: number;
}

/** What the schedule of the work that remains says of the whole project. */
export interface WatchedSchedule {
  readonly promisedFinish: CivilDate | null;
  /** Working days by which the forecast finish is later than promised; null without either. */
  readonly varianceDays: number | null;
  /** The first open task of the longest path. */
  readonly driver: { readonly id: string; readonly name: string; readonly endDate: CivilDate | null } | null;
}

/** What the work costs, and what was spent. */
export interface WatchedCost {
  readonly planned: readonly BudgetedWork[];
  /** The same in the current baseline; null without one. */
  readonly baseline: readonly BudgetedWork[] | null;
  /** Capital and operating cost spent by each snapshot, the oldest first. */
  readonly spent: readonly CostPoint[];
}

/** How many tasks a person has under way in each active project, the most first, equal ones by their ids. */
export interface Workload {
  readonly userId: string;
  readonly name: string;
  readonly projects: readonly { readonly id: string; readonly tasks: number }[];
}

/** A task that mitigates a risk, with its plan. */
export interface RiskWork extends MitigatingTask {
  readonly projectId: string;
  readonly isProjectActive: boolean;
  readonly start: CivilDate | null;
  readonly end: CivilDate | null;
}

/** All live work of the organisation that mitigates a risk. */
export interface RiskLoad {
  readonly riskId: string;
  /** Somebody has accepted it, until a day that has not passed. */
  readonly isAccepted: boolean;
  readonly work: readonly RiskWork[];
}

/** An acceptance or exception that has come to its end, with nothing in its place. */
export interface EndedAcceptance {
  /** The oldest open task of what it is about. */
  readonly taskId: string;
  /** What it is about, in words. */
  readonly what: string;
  /** Its last day. */
  readonly endedOn: CivilDate;
}

/** All that the rules look at. The same facts on the same day give the same findings. */
export interface WatchedProject {
  readonly id: string;
  readonly name: string;
  readonly lifecycle: ProjectLifecycle;
  /** The civil date in the organisation's time zone. */
  readonly today: CivilDate;
  readonly calendar: WorkCalendar;
  /** Days before its start from which a task is upcoming. */
  readonly upcomingDays: number;
  /** The stored statuses are those of today. */
  readonly isSettled: boolean;
  readonly tasks: readonly WatchedTask[];
  readonly subtasks: readonly WatchedSubtask[];
  readonly links: readonly WatchedLink[];
  /** Null where the plan has none: with a cycle, or beyond the calendar. */
  readonly schedule: WatchedSchedule | null;
  readonly cost: WatchedCost;
  /** Of those who own work in it, over all active projects. */
  readonly workloads: readonly Workload[];
  /** The risks that its work mitigates, with all work of the organisation on them. */
  readonly risks: readonly RiskLoad[];
  /** Of what its open work is linked to, where the oldest such work of the organisation is its own. */
  readonly endedAcceptances: readonly EndedAcceptance[];
  /** Deliveries about it to webhooks were given up, and were not sent again. */
  readonly hasDeadDeliveries: boolean;
}

/** What kind of record a finding is about. */
export type SubjectType = 'task' | 'subtask' | 'work_package' | 'project' | 'dependency' | 'user' | 'risk';

/** A figure, a word or a day, a flag, or the ids of records. */
export type Measure = string | number | boolean | readonly string[];

/** Something that needs attention: at most one for each code and subject of a project. */
export interface Finding {
  readonly code: AlertCode;
  readonly subjectType: SubjectType;
  /** Id of what it is about. */
  readonly subject: string;
  readonly level: AlertLevel;
  /** One sentence for people. It counts no days, so that an alert stays as it is while nothing but time goes on. */
  readonly message: string;
  /** The figures behind it. */
  readonly measures: Readonly<Record<string, Measure>>;
  /** The day on which the cause came about; null where that is not known. */
  readonly since: CivilDate | null;
}

/** Levels 1 and 2 are red, 3 is amber, 4 and 5 are green. */
export function severityOf(level: AlertLevel): AlertSeverity {
  if (level <= 2) return AlertSeverity.RED;
  return level === 3 ? AlertSeverity.AMBER : AlertSeverity.GREEN;
}

/** Everything but completed work, blocked work too. */
export function isOpen({ status }: { readonly status: TaskStatus }): boolean {
  return status !== TaskStatus.COMPLETED;
}

/** A finding about one task. */
export function ofTask(task: WatchedTask, finding: Omit<Finding, 'subject' | 'subjectType'>): Finding {
  return { subjectType: 'task', subject: task.id, ...finding };
}
