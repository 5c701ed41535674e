import { addDays } from '../civil-date.ts';
import { AlertCode } from '../enums.ts';
import { ofTask, type Finding, type WatchedProject } from './watchdog-facts.ts';

/** The words for what an acceptance was about, by its kind. */
export const ACCEPTED_WORDS = {
  risk_acceptance: 'acceptance of a risk',
  control_exception: 'exception of a control',
  finding_exception: 'exception of a finding',
  criterion_exception: 'exception of a criterion',
} as const;

/**
 * `acceptance_expired`, level 2: what was accepted or excepted is so no more, and work on it is open. About the oldest such task, in its
 * project; resolved by another acceptance, and with the work.
 */
export function findEndedAcceptances({
  tasks,
  endedAcceptances,
}: Pick<WatchedProject, 'tasks' | 'endedAcceptances'>): Finding[] {
  const byId = new Map(tasks.map((task) => [task.id, task]));
  return endedAcceptances.flatMap(({ taskId, what, endedOn }) => {
    const task = byId.get(taskId);
    if (task === undefined) return [];
    const message = `The ${what} that “${task.name}” is about has ended on ${endedOn}, and the work is open.`;
    const since = addDays(endedOn, 1);
    return [
      ofTask(task, { code: AlertCode.ACCEPTANCE_EXPIRED, level: 2, message, measures: { endedOn }, since }),
    ];
  });
}
