import { daysBetween } from '../civil-date.ts';
import { AlertCode, TaskStatus } from '../enums.ts';
import {
  isOpen,
  ofTask,
  type Finding,
  type WatchdogThresholds,
  type WatchedProject,
  type WatchedTask,
} from './watchdog-facts.ts';

const HOURS_PER_DAY = 24;

/** Open work that will soon be late, has nobody, or stands still. */
export function findNeglect(project: WatchedProject, thresholds: WatchdogThresholds): Finding[] {
  return project.tasks
    .filter(isOpen)
    .flatMap((task) =>
      [upcomingDeadline, unassigned, stalled].flatMap((rule) => rule(task, project, thresholds) ?? []),
    );
}

type Rule = (
  task: WatchedTask,
  project: WatchedProject,
  thresholds: WatchdogThresholds,
) => Finding | undefined;

/** `upcoming_deadline`, level 4: due within 48 hours. Dates have no hours: today, tomorrow or the day after. */
const upcomingDeadline: Rule = (task, { today }, { deadlineHours }) => {
  if (task.endDate === null || task.endDate < today) return undefined;
  if (daysBetween(today, task.endDate) * HOURS_PER_DAY > deadlineHours) return undefined;
  return ofTask(task, {
    code: AlertCode.UPCOMING_DEADLINE,
    level: 4,
    message: `“${task.name}” is due on ${task.endDate}.`,
    measures: { dueOn: task.endDate },
    since: null,
  });
};

/**
 * `unassigned`, level 4: nobody is assigned, and its owner is merely that of the project, though the work is under way
 * or starts within 5 days. A task that has ended its time is overdue, which says enough.
 */
const unassigned: Rule = (task, { today }, { unassignedDays }) => {
  if (task.isAssigned || (task.endDate !== null && task.endDate < today)) return undefined;
  const isNear = task.startDate !== null && daysBetween(today, task.startDate) <= unassignedDays;
  if (!isNear && !task.isUnderWay) return undefined;
  return ofTask(task, {
    code: AlertCode.UNASSIGNED,
    level: 4,
    message: `Nobody is assigned to “${task.name}”.`,
    measures: {},
    since: null,
  });
};

/**
 * `stalled_task`, level 3: under way, and no entry in its progress log for 7 days. Blocked work stands still for a
 * reason that is known.
 */
const stalled: Rule = (task, { today }, { stalledDays }) => {
  const { isUnderWay, lastHeard, status } = task;
  if (!isUnderWay || status === TaskStatus.BLOCKED || lastHeard === null) return undefined;
  if (daysBetween(lastHeard, today) < stalledDays) return undefined;
  return ofTask(task, {
    code: AlertCode.STALLED_TASK,
    level: 3,
    message: `Nothing has been heard of “${task.name}” since ${lastHeard}.`,
    measures: { lastHeard },
    since: lastHeard,
  });
};
