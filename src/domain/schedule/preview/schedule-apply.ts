import { toDayNumber, type CivilDate } from '../../civil-date.ts';
import { dateOrNull, NO_DAY } from '../remaining-work/day-axis.ts';
import {
  NO_COUNT,
  TaskFlag,
  WorkState,
  type PlanFacts,
  type StartOrigin,
  type TaskMode,
} from '../remaining-work/plan-facts.ts';
import type { TaskChange } from './plan-change.ts';
import type { SchedulePreview } from './schedule-preview.ts';

/** What applying a preview writes to one task; what is absent stays as it is stored. */
export interface TaskWrite {
  readonly taskId: string;
  /** The place in `PlanChange.tasks` of what the preview asks of this task; absent where it merely moves with others. */
  readonly asked?: number;
  readonly dates?: WrittenDates;
  /** `engine` where links or the data date hold the start, `person` where the person's own start does. */
  readonly startOrigin?: StartOrigin;
  readonly mode?: TaskMode;
  /**
   * What is left to do, and who says so; without days it follows from the progress. Of work under way that moves it is
   * pinned by the engine, since its duration changes with its end, and what is left to do would be derived from that. That
   * stands until somebody next reports progress, who takes it back.
   */
  readonly remaining?: { readonly days: number | null; readonly origin: StartOrigin };
}

/** Dates as they are to be stored. */
export interface WrittenDates {
  /** Absent: the start stays. */
  readonly startDate?: CivilDate | null;
  readonly endDate: CivilDate | null;
  /** Working days; null of work of which nobody has said how long it takes. */
  readonly durationDays: number | null;
}

/**
 * The writes by which the stored plan becomes that of a preview: all that it asks of tasks, moved by it or not, and the start
 * and end of automatic tasks that move and have not begun, the end of those under way. Manual and completed tasks
 * get what is asked of them alone. What is asked comes first, the rest in the order of the plan.
 * @param exceptTaskIds tasks that merely move with others, to be left as they are stored.
 */
export function previewWrites(
  preview: SchedulePreview,
  exceptTaskIds: ReadonlySet<string> = new Set(),
): TaskWrite[] {
  const { change, moved } = preview;
  const asked = new Set(change.tasks.map(({ taskId }) => taskId));
  const passive = moved.filter(({ taskId }) => !asked.has(taskId) && !exceptTaskIds.has(taskId));
  const moving = new Set(moved.map(({ taskId }) => taskId));
  const numbers = numbersOf(preview.plan, new Set([...asked, ...passive.map(({ taskId }) => taskId)]));
  return [
    ...change.tasks.flatMap((task, at): TaskWrite[] => {
      const n = numbers.get(task.taskId);
      if (n === undefined) return [];
      return [{ asked: at, ...writeOfAsked(preview, n, task, moving.has(task.taskId)) }];
    }),
    ...passive.flatMap(({ taskId }): TaskWrite[] => {
      const dated = scheduledWrite(preview, numbers.get(taskId)!, {});
      return dated === null ? [] : [{ taskId, ...dated }];
    }),
  ];
}

/** The numbers of these tasks, without those that are deleted. */
function numbersOf({ tasks }: PlanFacts, taskIds: ReadonlySet<string>): ReadonlyMap<string, number> {
  const numbers = new Map<string, number>();
  tasks.ids.forEach((id, n) => {
    if (taskIds.has(id)) numbers.set(id, n);
  });
  return numbers;
}

function writeOfAsked(preview: SchedulePreview, n: number, task: TaskChange, isMoving: boolean): TaskWrite {
  const { taskId, startDate, durationDays, remainingDays, mode } = task;
  const isDated = startDate !== undefined || durationDays !== undefined;
  const isLeftAnew = durationDays !== undefined && preview.plan.tasks.state[n] !== WorkState.COMPLETED;
  const days = remainingDays ?? (isLeftAnew ? null : remainingDays);
  return {
    taskId,
    ...(startDate != null && { startOrigin: 'person' as const }),
    ...(mode !== undefined && { mode }),
    ...(days !== undefined && { remaining: { days, origin: 'person' as const } }),
    ...((isDated || isMoving) &&
      (scheduledWrite(preview, n, task) ?? (isDated && { dates: givenDates(preview.plan, n) }))),
  };
}

/** Dates as they are asked of work to which the schedule gives none. */
function givenDates({ tasks }: PlanFacts, n: number): WrittenDates {
  const duration = tasks.duration[n]!;
  return {
    startDate: dateOrNull(tasks.start[n]!),
    endDate: dateOrNull(tasks.end[n]!),
    durationDays: duration === NO_COUNT ? null : duration,
  };
}

interface Dates {
  readonly start: CivilDate;
  readonly end: CivilDate;
}

type ScheduledWrite = Pick<TaskWrite, 'dates' | 'startOrigin' | 'remaining'>;

/** The dates that the schedule gives to automatic work that is not complete; null where it gives none. */
function scheduledWrite(
  preview: SchedulePreview,
  n: number,
  asked: Omit<TaskChange, 'taskId'>,
): ScheduledWrite | null {
  const { tasks } = preview.plan;
  const isManual = (tasks.flags[n]! & TaskFlag.MANUAL) !== 0;
  const { after } = preview.pictures;
  const [start, end] = [dateOrNull(after.start[n]!), dateOrNull(after.end[n]!)];
  if (isManual || tasks.state[n] === WorkState.COMPLETED || start === null || end === null) return null;
  return tasks.state[n] === WorkState.UNDER_WAY
    ? writeOfStarted(preview, n, { start, end }, asked)
    : writeOfOpen(preview, n, { start, end });
}

function writeOfOpen({ plan, schedule }: SchedulePreview, n: number, { start, end }: Dates): ScheduledWrite {
  const { duration, remaining } = schedule.network;
  return {
    dates: {
      startDate: start,
      endDate: end,
      // Of work that has not begun, what somebody said is left is all of it.
      durationDays: plan.tasks.remaining[n] === NO_COUNT ? duration[n]! : remaining[n]!,
    },
    startOrigin: isHeldByPerson(plan, n, schedule.earlyStart[n]!, schedule.network.start[n]!)
      ? 'person'
      : 'engine',
  };
}

/**
 * A start that a person set and that the schedule keeps stays the person's, or it would be lost on the next day. An end
 * alone says the start too.
 */
function isHeldByPerson({ tasks }: PlanFacts, n: number, earlyStart: number, ownStart: number): boolean {
  const isDated = tasks.start[n] !== NO_DAY || tasks.end[n] !== NO_DAY;
  return isDated && (tasks.flags[n]! & TaskFlag.ENGINE_START) === 0 && earlyStart === ownStart;
}

/** The planned start stays, unless there is none or the end comes to lie before it. A milestone has one day. */
function writeOfStarted(
  { plan, schedule }: SchedulePreview,
  n: number,
  { start, end }: Dates,
  asked: Omit<TaskChange, 'taskId'>,
): ScheduledWrite {
  const { axis, network } = schedule;
  const planned = plan.tasks.start[n]!;
  if (network.duration[n] === 0) return { dates: { startDate: end, endDate: end, durationDays: 0 } };
  const isKept = planned !== NO_DAY && planned <= toDayNumber(end);
  const isAsked = asked.startDate !== undefined || asked.durationDays !== undefined;
  const first = isKept ? planned : toDayNumber(start);
  return {
    dates: {
      ...((!isKept || isAsked) && { startDate: dateOrNull(first) }),
      endDate: end,
      durationDays: axis.indexAfter(toDayNumber(end)) - axis.indexOf(first),
    },
    remaining:
      asked.remainingDays == null
        ? { days: network.remaining[n]!, origin: 'engine' }
        : { days: asked.remainingDays, origin: 'person' },
  };
}
