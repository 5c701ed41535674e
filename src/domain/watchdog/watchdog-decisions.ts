import { addDays, daysBetween } from '../civil-date.ts';
import { AlertCode } from '../enums.ts';
import { ofTask, type Finding, type WatchedProject, type WatchedTask } from './watchdog-facts.ts';
import type { WatchdogThresholds } from './watchdog-thresholds.ts';

/** The words for what an acceptance was about, by its kind. */
export const ACCEPTED_WORDS = {
  risk_acceptance: 'acceptance of a risk',
  control_exception: 'exception of a control',
  finding_exception: 'exception of a finding',
  criterion_exception: 'exception of a criterion',
} as const;

/** Decisions that are missing: on later days that were asked for, and on what was accepted until a day. */
export function findUndecided(project: WatchedProject, thresholds: WatchdogThresholds): Finding[] {
  const waiting = project.tasks.flatMap((task) => extensionWaiting(task, project.today, thresholds));
  return [...waiting, ...endedAcceptances(project)];
}

/** `extension_waiting`, level 3: a later day was asked for over 5 days ago, and nobody has decided. */
function extensionWaiting(
  task: WatchedTask,
  today: string,
  { extensionWaitingDays }: WatchdogThresholds,
): Finding[] {
  const { extensionAskedOn } = task;
  if (extensionAskedOn === null || daysBetween(extensionAskedOn, today) <= extensionWaitingDays) return [];
  const message = `A later day for “${task.name}” was asked for on ${extensionAskedOn}, and nobody has decided.`;
  const measures = { extensionAskedOn };
  const since = extensionAskedOn;
  return [ofTask(task, { code: AlertCode.EXTENSION_WAITING, level: 3, message, measures, since })];
}

/**
 * `acceptance_expired`, level 2: what was accepted or excepted is so no more, and work on it is open. About the oldest such task, in its
 * project; resolved by another acceptance, and with the work.
 */
function endedAcceptances({ tasks, endedAcceptances: ended }: WatchedProject): Finding[] {
  const byId = new Map(tasks.map((task) => [task.id, task]));
  return ended.flatMap(({ taskId, what, endedOn }) => {
    const task = byId.get(taskId);
    if (task === undefined) return [];
    const message = `The ${what} that “${task.name}” is about has ended on ${endedOn}, and the work is open.`;
    const since = addDays(endedOn, 1);
    return [
      ofTask(task, { code: AlertCode.ACCEPTANCE_EXPIRED, level: 2, message, measures: { endedOn }, since }),
    ];
  });
}
