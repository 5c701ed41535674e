import type { Loaders } from '../../db/read/loaders.ts';
import { TASK_FACTS } from '../../db/queries/schedule/task-facts-query.ts';
import type { ActualDates } from '../../domain/plan/actual-dates.ts';
import { DEFAULT_TASK_RULE, type TaskRule } from '../../domain/schedule/task-rule.ts';

/** When work on a task began and ended, what is left of it, and by which rules it is scheduled. */
export interface ScheduleFacts extends ActualDates, TaskRule {
  /** Working days still to do as somebody said; null derives them. */
  readonly remainingDays: number | null;
}

const NOTHING_SAID: ScheduleFacts = {
  ...DEFAULT_TASK_RULE,
  actualStart: null,
  actualFinish: null,
  remainingDays: null,
};

/** The facts of a task; one statement for all of a tick. */
export function readScheduleFacts(loaders: Loaders, taskId: string): Promise<ScheduleFacts> {
  const loader = loaders.custom<ScheduleFacts>('scheduleFacts', async (ids, reader) => {
    const rows = await reader.rows(TASK_FACTS, [ids]);
    const byId = new Map<string, ScheduleFacts>(rows.map((row) => [row.id, row]));
    return ids.map((id) => byId.get(id) ?? NOTHING_SAID);
  });
  return loader.load(taskId);
}
