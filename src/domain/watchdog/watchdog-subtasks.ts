import { daysBetween, laterDate } from '../civil-date.ts';
import { AlertCode, TaskStatus } from '../enums.ts';
import { isOpen, type Finding, type WatchedProject, type WatchedSubtask } from './watchdog-facts.ts';
import type { WatchdogThresholds } from './watchdog-thresholds.ts';

/** Subtasks that stand still. */
export function findStalledSubtasks(project: WatchedProject, thresholds: WatchdogThresholds): Finding[] {
  return project.subtasks.flatMap((subtask) => stalledSubtask(subtask, project.today, thresholds));
}

/**
 * `stalled_subtask`, level 3: under 10 % done over 5 days after it was to begin, or after it was made where that was later.
 * A blocked one stands still for a reason that is known.
 */
function stalledSubtask(
  subtask: WatchedSubtask,
  today: string,
  { stalledSubtaskPercent, stalledSubtaskDays }: WatchdogThresholds,
): Finding[] {
  const { startDate, createdOn, progressPercent, status, hand } = subtask;
  if (!isOpen(subtask) || status === TaskStatus.BLOCKED || progressPercent >= stalledSubtaskPercent)
    return [];
  const isDue = startDate !== null && startDate <= today;
  if (!isDue && !hand.isStarted && progressPercent === 0) return [];
  const since = isDue ? laterDate(startDate, createdOn) : createdOn;
  if (daysBetween(since, today) <= stalledSubtaskDays) return [];
  return [
    {
      code: AlertCode.STALLED_SUBTASK,
      level: 3,
      subjectType: 'subtask',
      subject: subtask.id,
      message: `The subtask “${subtask.name}” is under ${stalledSubtaskPercent} % done, and was to begin on ${since}.`,
      measures: { since },
      since,
    },
  ];
}
