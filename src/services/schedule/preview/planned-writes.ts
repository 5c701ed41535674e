import { dateOrNull } from '../../../domain/schedule/remaining-work/day-axis.ts';
import { TaskFlag, WorkState, type StartOrigin } from '../../../domain/schedule/remaining-work/plan-facts.ts';
import type { TaskChange } from '../../../domain/schedule/preview/plan-change.ts';
import { previewWrites, type TaskWrite } from '../../../domain/schedule/preview/schedule-apply.ts';
import type { SchedulePreview } from '../../../domain/schedule/preview/schedule-preview.ts';
import type { PreviewRequest } from './preview-request.ts';

/** What applying a preview stores of one task. What is absent stays. */
export interface PlannedWrite {
  readonly taskId: string;
  /** Its dates as they are to be. */
  readonly dates?: {
    /** Absent: the start stays. */
    readonly startDate?: string | null;
    readonly endDate: string | null;
    readonly durationDays: number;
  };
  readonly startOrigin?: StartOrigin;
  readonly mode?: 'auto' | 'manual';
  /** What is left to do, and who says so. */
  readonly remaining?: { readonly days: number | null; readonly origin: StartOrigin };
  /** Where a refusal points to in the input. */
  readonly field: string;
}

/**
 * What a preview stores: what it names of tasks, and over that the dates to which it moves them.
 * @param except moved tasks to leave as they are stored.
 */
export function plannedWrites(
  preview: SchedulePreview,
  { change }: PreviewRequest,
  except: ReadonlySet<string>,
): PlannedWrite[] {
  const writes = new Map<string, PlannedWrite>();
  const field = change.field ?? 'input';
  const numbers = numbersOf(preview, change.tasks);
  change.tasks.forEach((task, at) => {
    const n = numbers.get(task.taskId);
    if (n !== undefined) writes.set(task.taskId, namedWrite(preview, n, task, `${field}.tasks.${at}`));
  });
  for (const move of previewWrites(preview, except)) {
    const named = writes.get(move.taskId);
    writes.set(move.taskId, { field, ...named, ...movedWrite(move, named) });
  }
  return [...writes.values()];
}

/** The numbers of the tasks that a change names and keeps. */
function numbersOf({ plan }: SchedulePreview, tasks: readonly TaskChange[]): ReadonlyMap<string, number> {
  const named = new Set(tasks.filter((task) => task.delete !== true).map((task) => task.taskId));
  const numbers = new Map<string, number>();
  plan.tasks.ids.forEach((id, n) => {
    if (named.has(id)) numbers.set(id, n);
  });
  return numbers;
}

function namedWrite(preview: SchedulePreview, n: number, task: TaskChange, field: string): PlannedWrite {
  const { taskId, startDate, durationDays, remainingDays, mode } = task;
  const isDated = startDate !== undefined || durationDays !== undefined;
  return {
    taskId,
    field,
    ...(isDated && (startDate === null ? freedDates(preview, n) : givenDates(preview, n, startDate))),
    ...(mode !== undefined && { mode }),
    ...(remainingDays !== undefined && { remaining: { days: remainingDays, origin: 'person' as const } }),
  };
}

function givenDates({ plan }: SchedulePreview, n: number, startDate: string | undefined) {
  const { start, end, duration } = plan.tasks;
  const dates = {
    startDate: dateOrNull(start[n]!),
    endDate: dateOrNull(end[n]!),
    durationDays: duration[n]!,
  };
  return { dates, ...(startDate !== undefined && { startOrigin: 'person' as const }) };
}

/** A start that a person takes back is the schedule's from then on, wherever that puts the task. */
function freedDates(preview: SchedulePreview, n: number) {
  const { plan, pictures, schedule } = preview;
  const isOpen = plan.tasks.state[n] === WorkState.NOT_STARTED;
  if (!isOpen || (plan.tasks.flags[n]! & TaskFlag.MANUAL) !== 0) return givenDates(preview, n, undefined);
  const dates = {
    startDate: dateOrNull(pictures.after.start[n]!),
    endDate: dateOrNull(pictures.after.end[n]!),
    durationDays: schedule.network.duration[n]!,
  };
  return { dates, startOrigin: 'engine' as const };
}

function movedWrite(move: TaskWrite, named: PlannedWrite | undefined): Omit<PlannedWrite, 'field'> {
  const { taskId, startDate = named?.dates?.startDate, endDate, durationDays, startOrigin } = move;
  const { remainingDays } = move;
  const isPinned = remainingDays !== undefined && named?.remaining?.days == null;
  return {
    taskId,
    dates: { ...(startDate !== undefined && { startDate }), endDate, durationDays },
    ...(startOrigin !== undefined && { startOrigin }),
    ...(isPinned && { remaining: { days: remainingDays, origin: 'engine' as const } }),
  };
}
