import { toDayNumber, type CivilDate } from '../../civil-date.ts';
import { NO_DAY } from '../remaining-work/day-axis.ts';
import {
  NO_COUNT,
  TaskFlag,
  WorkState,
  type PlanFacts,
  type StartOrigin,
} from '../remaining-work/plan-facts.ts';
import type { SchedulePreview } from './schedule-preview.ts';

/** What applying a preview writes to one task; what is absent stays as it is stored. */
export interface TaskWrite {
  readonly taskId: string;
  readonly startDate?: CivilDate;
  readonly endDate: CivilDate;
  readonly durationDays: number;
  /**
   * Of work under way: pinned, since its duration changes with its end, and what is left to do would be derived from
   * that. It stands until somebody next reports progress, who takes it back.
   */
  readonly remainingDays?: number;
  /** `engine` where links or the data date hold the start, `person` where the person's own start does. */
  readonly startOrigin?: StartOrigin;
}

/**
 * The writes by which stored dates become those of a preview: start and end of automatic tasks that have not begun, the
 * end of those under way. Manual and completed tasks are left alone.
 * @param exceptTaskIds tasks to leave as they are stored.
 */
export function previewWrites(
  preview: SchedulePreview,
  exceptTaskIds: ReadonlySet<string> = new Set(),
): TaskWrite[] {
  const { plan } = preview;
  const numberOf = new Map(plan.tasks.ids.map((id, n) => [id, n]));
  return preview.moved.flatMap((move) => {
    const n = numberOf.get(move.taskId)!;
    const isManual = (plan.tasks.flags[n]! & TaskFlag.MANUAL) !== 0;
    const isWritten =
      !isManual && plan.tasks.state[n] !== WorkState.COMPLETED && !exceptTaskIds.has(move.taskId);
    if (!isWritten || move.startAfter === null || move.endAfter === null) return [];
    const dates = { taskId: move.taskId, start: move.startAfter, end: move.endAfter };
    return plan.tasks.state[n] === WorkState.UNDER_WAY
      ? writeOfStarted(preview, n, dates)
      : writeOfOpen(preview, n, dates);
  });
}

interface Dates {
  readonly taskId: string;
  readonly start: CivilDate;
  readonly end: CivilDate;
}

function writeOfOpen(
  { plan, schedule }: SchedulePreview,
  n: number,
  { taskId, start, end }: Dates,
): TaskWrite {
  const { duration, remaining } = schedule.network;
  return {
    taskId,
    startDate: start,
    endDate: end,
    // Of work that has not begun, what somebody said is left is all of it.
    durationDays: plan.tasks.remaining[n] === NO_COUNT ? duration[n]! : remaining[n]!,
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
  { taskId, start, end }: Dates,
): TaskWrite {
  const { axis, network } = schedule;
  const planned = plan.tasks.start[n]!;
  if (network.duration[n] === 0) return { taskId, startDate: end, endDate: end, durationDays: 0 };
  const isKept = planned !== NO_DAY && planned <= toDayNumber(end);
  return {
    taskId,
    ...(isKept ? {} : { startDate: start }),
    endDate: end,
    durationDays: axis.indexAfter(toDayNumber(end)) - axis.indexOf(isKept ? planned : toDayNumber(start)),
    remainingDays: network.remaining[n]!,
  };
}
