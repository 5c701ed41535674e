import type { CivilDate } from '../civil-date.ts';
import type { ScheduledLink } from '../schedule/network.ts';
import type { WorkCalendar } from '../calendar.ts';
import { AlertCode, AlertSeverity, type ProjectLifecycle, TaskStatus } from '../enums.ts';

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
];

/** 1 is the gravest. */
export type AlertLevel = 1 | 2 | 3 | 4 | 5;

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
  /** Calendar days after which a cause that is found for the first time is no news, and nobody is written to. */
  readonly newsDays: number;
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
  newsDays: 30,
};

/** The thresholds that hold: those that the organisation names, over the defaults. Other names are not ours. */
export function thresholdsOf(named: Readonly<Record<string, number>>): WatchdogThresholds {
  const known = Object.keys(WATCHDOG_THRESHOLDS).filter((name) => Object.hasOwn(named, name));
  return { ...WATCHDOG_THRESHOLDS, ...Object.fromEntries(known.map((name) => [name, named[name]])) };
}

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
  /** Started by hand, or at over 0 %. */
  readonly isUnderWay: boolean;
  /** Somebody is assigned, or its owner is another than the project's. */
  readonly isAssigned: boolean;
  /** Day of the latest entry in its progress log, or of its creation; only asked of what is under way. */
  readonly lastHeard: CivilDate | null;
  readonly requiresEvidence: boolean;
  /** Null where there is no evidence. */
  readonly proof: Proof | null;
}

/** All that the rules look at. The same facts on the same day give the same findings. */
export interface WatchedProject {
  readonly id: string;
  readonly name: string;
  readonly lifecycle: ProjectLifecycle;
  readonly startDate: CivilDate | null;
  /** The civil date in the organisation's time zone. */
  readonly today: CivilDate;
  readonly calendar: WorkCalendar;
  readonly tasks: readonly WatchedTask[];
  readonly links: readonly ScheduledLink[];
}

/** Something that needs attention: at most one for each code and subject of a project. */
export interface Finding {
  readonly code: AlertCode;
  readonly subjectType: 'task' | 'work_package' | 'project';
  /** Id of what it is about. */
  readonly subject: string;
  readonly level: AlertLevel;
  /** One sentence for people. It counts no days, so that an alert stays as it is while nothing but time goes on. */
  readonly message: string;
  /** The figures behind it. */
  readonly measures: Readonly<Record<string, string | number>>;
  /** The day on which the cause came about; null where that is not known. */
  readonly since: CivilDate | null;
}

/** Levels 1 and 2 are red, 3 is amber, 4 and 5 are green. */
export function severityOf(level: AlertLevel): AlertSeverity {
  if (level <= 2) return AlertSeverity.RED;
  return level === 3 ? AlertSeverity.AMBER : AlertSeverity.GREEN;
}

/** Everything but completed work, blocked work too. */
export function isOpen({ status }: WatchedTask): boolean {
  return status !== TaskStatus.COMPLETED;
}

/** A finding about one task. */
export function ofTask(task: WatchedTask, finding: Omit<Finding, 'subject' | 'subjectType'>): Finding {
  return { subjectType: 'task', subject: task.id, ...finding };
}
