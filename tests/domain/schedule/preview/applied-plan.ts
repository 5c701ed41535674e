import { copyTasks } from '../../../../src/domain/schedule/preview/plan-copy.ts';
import type { TaskWrite } from '../../../../src/domain/schedule/preview/schedule-apply.ts';
import type { SchedulePreview } from '../../../../src/domain/schedule/preview/schedule-preview.ts';
import { dayOrNone } from '../../../../src/domain/schedule/remaining-work/day-axis.ts';
import {
  NO_COUNT,
  TaskFlag,
  type PlanFacts,
} from '../../../../src/domain/schedule/remaining-work/plan-facts.ts';

/** The stored plan with the writes of a preview made, as the database would hold it. */
export function applied(
  stored: PlanFacts,
  { plan, change: { tasks: asked } }: SchedulePreview,
  writes: readonly TaskWrite[],
): PlanFacts {
  const gone = new Set(asked.filter((task) => task.delete === true).map(({ taskId }) => taskId));
  const { tasks } = copyTasks(stored.tasks, (id) => !gone.has(id));
  for (const { taskId, dates: written, startOrigin, mode, remaining } of writes) {
    const n = tasks.ids.indexOf(taskId);
    if (written !== undefined) {
      if (written.startDate !== undefined) tasks.start[n] = dayOrNone(written.startDate);
      tasks.end[n] = dayOrNone(written.endDate);
      tasks.duration[n] = written.durationDays ?? NO_COUNT;
    }
    if (startOrigin !== undefined) setFlag(tasks.flags, n, TaskFlag.ENGINE_START, startOrigin === 'engine');
    if (mode !== undefined) setFlag(tasks.flags, n, TaskFlag.MANUAL, mode === 'manual');
    if (remaining !== undefined) tasks.remaining[n] = remaining.days ?? NO_COUNT;
  }
  return { tasks, links: plan.links };
}

function setFlag(flags: Uint8Array, n: number, flag: number, isSet: boolean): void {
  flags[n] = (flags[n]! & ~flag) | (isSet ? flag : 0);
}
