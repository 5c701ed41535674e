import { daysBetween, laterDate, type CivilDate } from '../civil-date.ts';
import { isOverdue } from '../plan/status.ts';
import { AlertCode } from '../enums.ts';
import {
  isOpen,
  ofTask,
  type AlertLevel,
  type Finding,
  type WatchedProject,
  type WatchedTask,
} from './watchdog-facts.ts';
import type { WatchdogThresholds } from './watchdog-thresholds.ts';

/** One late task is late; it takes two to make a cluster, however few tasks the project has. */
const SMALLEST_CLUSTER = 2;

interface LateTask extends WatchedTask {
  readonly endDate: CivilDate;
}

/** What should have ended and did not, task by task and where it piles up. */
export function findLateness(project: WatchedProject, thresholds: WatchdogThresholds): Finding[] {
  const late = project.tasks.filter((task): task is LateTask => isLate(task, project.today));
  return [...overdueTasks(project, late, thresholds), ...overdueClusters(project, late, thresholds)];
}

/** Late work that is blocked is late all the same. */
function isLate(task: WatchedTask, today: CivilDate): boolean {
  return isOpen(task) && isOverdue(task.endDate, today);
}

/**
 * `task_overdue`: level 3; 2 when it is over 2 days late; 1 when over 5 days and critical. Days are days of the
 * calendar.
 */
function overdueTasks(
  project: WatchedProject,
  late: readonly LateTask[],
  { overdueDays, overdueCriticalDays }: WatchdogThresholds,
): Finding[] {
  const daysLate = (task: LateTask): number => daysBetween(task.endDate, project.today);
  const levelOf = (task: LateTask): AlertLevel => {
    if (task.isCritical && daysLate(task) > overdueCriticalDays) return 1;
    return daysLate(task) > overdueDays ? 2 : 3;
  };
  return late.map((task) => {
    const level = levelOf(task);
    const consequence = level === 1 ? ', and the end of the project hangs on it' : '';
    return ofTask(task, {
      code: AlertCode.TASK_OVERDUE,
      level,
      message: `“${task.name}” was due on ${task.endDate}${consequence}.`,
      measures: { dueOn: task.endDate },
      since: task.endDate,
    });
  });
}

/**
 * `overdue_cluster`, level 2: three or more overdue tasks in one work package, or over 10 % of all tasks of the project.
 */
function overdueClusters(
  project: WatchedProject,
  late: readonly LateTask[],
  { clusterTasks, clusterSharePercent }: WatchdogThresholds,
): Finding[] {
  const packages = new Map<string, [LateTask, ...LateTask[]]>();
  for (const task of late) {
    if (task.workPackage === null) continue;
    const others = packages.get(task.workPackage.id);
    if (others === undefined) packages.set(task.workPackage.id, [task]);
    else others.push(task);
  }
  const clusters = [...packages]
    .filter(([, tasks]) => tasks.length >= clusterTasks)
    .map(([subject, tasks]) => {
      const where = tasks[0].workPackage?.name ?? '';
      const message = `${tasks.length} tasks of “${where}” are overdue.`;
      return clusterOf({ subjectType: 'work_package', subject, message }, tasks);
    });
  const all = project.tasks.length;
  const isMany = late.length >= SMALLEST_CLUSTER && 100 * late.length > clusterSharePercent * all;
  if (!isMany) return clusters;
  const message = `${late.length} of the ${all} tasks of “${project.name}” are overdue.`;
  return [...clusters, clusterOf({ subjectType: 'project', subject: project.id, message }, late)];
}

function clusterOf(
  about: Pick<Finding, 'subject' | 'subjectType' | 'message'>,
  tasks: readonly LateTask[],
): Finding {
  const code = AlertCode.OVERDUE_CLUSTER;
  const since = tasks.map((task) => task.endDate).reduce(laterDate);
  return { ...about, code, level: 2, measures: { overdue: tasks.length }, since };
}
