import { recordEvents, progressEntries, type Changed } from '../tasks/task-events.ts';
import { logProgress } from '../status/progress-log.ts';
import type { FactsById } from '../tasks/task-facts.ts';
import type { Tx } from '../../transaction/command.ts';

/**
 * Notes and announces a change of the plan: tasks and subtasks that it moved along get their progress entries; what is
 * merely new has made no progress yet.
 * @param about tasks and subtasks that the request named.
 */
export function recordPlanChange(tx: Tx, changed: Changed, about: readonly string[] = []): void {
  const entries = progressEntries(changed, { about: [] });
  logProgress(
    tx,
    entries.filter(({ before }) => before !== null),
  );
  recordEvents(tx, changed, about);
}

/** Announces the tasks that were there before and are no more. */
export function recordRemoval(tx: Tx, before: FactsById, after: FactsById): void {
  for (const { id: taskId, projectId, isLinked } of before.values()) {
    if (after.has(taskId)) continue;
    const event = { streamId: projectId, payload: { projectId, taskId } };
    tx.emit({ topic: 'pit.task.updated', ...event });
    if (isLinked) tx.emit({ topic: 'pit.integration.update', ...event });
  }
}

/** Announces that something of a project other than its tasks has changed. */
export function recordProjectChange(tx: Tx, projectId: string): void {
  tx.emit({ topic: 'pit.project.updated', streamId: projectId, payload: { projectId } });
}
