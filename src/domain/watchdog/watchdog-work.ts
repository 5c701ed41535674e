import { daysBetween, type CivilDate } from '../civil-date.ts';
import { AlertCode, TaskStatus } from '../enums.ts';
import { isOpen, ofTask, type Finding, type WatchedProject, type WatchedTask } from './watchdog-facts.ts';
import type { WatchdogThresholds } from './watchdog-thresholds.ts';

const HOURS_PER_DAY = 24;

/** Open work that will soon be late, has nobody, or stands still. */
export function findNeglect(project: WatchedProject, thresholds: WatchdogThresholds): Finding[] {
  return project.tasks
    .filter(isOpen)
    .flatMap((task) =>
      [upcomingDeadline, unassigned, stalled, durationMismatch].flatMap(
        (rule) => rule(task, project, thresholds) ?? [],
      ),
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
 * `stalled_task`, level 3: nothing has been heard of it for 7 days, though it is under way, or though its start has come
 * and it has not been begun. Blocked work stands still for a reason that is known, and work that was never begun and
 * should have ended is overdue, which says enough.
 */
const stalled: Rule = (task, { today }, { stalledDays }) => {
  const { isUnderWay, lastHeard, status, startDate, endDate } = task;
  if (status === TaskStatus.BLOCKED || lastHeard === null) return undefined;
  if (isUnderWay) {
    if (daysBetween(lastHeard, today) < stalledDays) return undefined;
    const message = `Nothing has been heard of “${task.name}” since ${lastHeard}.`;
    return stalledTask(task, message, { lastHeard }, lastHeard);
  }
  if (startDate === null || startDate > today || (endDate !== null && endDate < today)) return undefined;
  const since = startDate > lastHeard ? startDate : lastHeard;
  if (daysBetween(since, today) < stalledDays) return undefined;
  const message = `“${task.name}” was to begin on ${startDate}, and has not been begun.`;
  return stalledTask(task, message, { lastHeard, neverStarted: true, plannedStart: startDate }, since);
};

function stalledTask(
  task: WatchedTask,
  message: string,
  measures: Finding['measures'],
  since: CivilDate,
): Finding {
  return ofTask(task, { code: AlertCode.STALLED_TASK, level: 3, message, measures, since });
}

/**
 * `duration_mismatch`, level 2: under 20 % done, and over 70 % of its working days are gone, today not counted. What has
 * ended its time is overdue, which says enough.
 */
const durationMismatch: Rule = (task, { today, calendar }, thresholds) => {
  const { mismatchProgressPercent, mismatchTimePercent } = thresholds;
  const { startDate, endDate, durationDays, progressPercent } = task;
  if (startDate === null || durationDays === null || durationDays === 0) return undefined;
  if ((endDate !== null && endDate < today) || progressPercent >= mismatchProgressPercent) return undefined;
  const gone = calendar.index(today) - calendar.index(startDate);
  if (100 * gone <= mismatchTimePercent * durationDays) return undefined;
  return ofTask(task, {
    code: AlertCode.DURATION_MISMATCH,
    level: 2,
    message: `“${task.name}” is under ${mismatchProgressPercent} % done, with over ${mismatchTimePercent} % of its time gone.`,
    measures: {},
    // The first day before which more of its working days are gone than may be.
    since: calendar.day(
      calendar.index(startDate) + Math.floor((mismatchTimePercent * durationDays) / 100) + 1,
    ),
  });
};
