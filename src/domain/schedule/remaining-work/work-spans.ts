import { NO_DAY, type DayAxis } from './day-axis.ts';
import { isOpenEnded, NO_COUNT, WorkState, type TaskColumns } from './plan-facts.ts';

/*
 * From dated facts to indices of an axis. The data date is the index from which on work is still to be done; see
 * `ScheduleRules.dataDate`.
 */

/** Where the work of each task stands on the axis, half-open. `NO_DAY` where it has not begun, or ended. */
export interface WorkSpans {
  /** Working days planned; a task of which only the last day is known has one, one without dates none. */
  readonly duration: Int32Array;
  /** Working days still to do; 0 for milestones and for completed work. */
  readonly remaining: Int32Array;
  /** Planned start. */
  readonly start: Int32Array;
  readonly actualStart: Int32Array;
  readonly actualFinish: Int32Array;
}

/** @param dataIndex the index of the data date. */
export function workSpans(tasks: TaskColumns, axis: DayAxis, dataIndex: number): WorkSpans {
  const count = tasks.ids.length;
  const spans: WorkSpans = {
    duration: new Int32Array(count),
    remaining: new Int32Array(count),
    start: new Int32Array(count),
    actualStart: new Int32Array(count).fill(NO_DAY),
    actualFinish: new Int32Array(count).fill(NO_DAY),
  };
  for (let n = 0; n < count; n += 1) {
    spans.duration[n] = plannedDuration(tasks, n, axis);
    spans.start[n] = plannedStart(tasks, n, axis, spans.duration[n]!);
    if (tasks.state[n] === WorkState.COMPLETED) placeCompleted(spans, n, tasks, { axis, dataIndex });
    else spans.remaining[n] = remainingDays(tasks, n, spans.duration[n]!);
    if (tasks.state[n] === WorkState.UNDER_WAY)
      spans.actualStart[n] = startOfStarted(spans, n, tasks, { axis, dataIndex });
  }
  return spans;
}

/** Working days of a task: as stored, else those of its dates. */
export function plannedDuration({ start, end, duration }: TaskColumns, n: number, axis: DayAxis): number {
  if (duration[n] !== NO_COUNT) return duration[n]!;
  if (end[n] === NO_DAY) return 0;
  return start[n] === NO_DAY ? 1 : Math.max(0, axis.indexAfter(end[n]!) - axis.indexOf(start[n]!));
}

function plannedStart({ start, end }: TaskColumns, n: number, axis: DayAxis, duration: number): number {
  if (start[n] !== NO_DAY) return axis.indexOf(start[n]!);
  if (end[n] === NO_DAY) return NO_DAY;
  return duration === 0 ? axis.indexOf(end[n]!) : axis.indexAfter(end[n]!) - duration;
}

/**
 * What is left of work that is not complete: as somebody said, else the share of its duration that its progress leaves,
 * rounded up, and one day at least, since work that is not complete is not done.
 */
export function remainingDays({ remaining, progress }: TaskColumns, n: number, duration: number): number {
  if (duration === 0) return 0;
  if (remaining[n] !== NO_COUNT) return remaining[n]!;
  if (progress[n] === 0) return duration;
  return Math.max(1, Math.ceil((duration * (100 - progress[n]!)) / 100));
}

interface DataDate {
  readonly axis: DayAxis;
  readonly dataIndex: number;
}

/**
 * Work under way whose start nobody recorded began as planned, and on the data date at the latest. A milestone has one day,
 * which is still to come, wherever it was planned.
 */
function startOfStarted(
  spans: WorkSpans,
  n: number,
  tasks: TaskColumns,
  { axis, dataIndex }: DataDate,
): number {
  if (tasks.actualStart[n] !== NO_DAY) return axis.indexOf(tasks.actualStart[n]!);
  if (spans.duration[n] === 0 && !isOpenEnded(tasks, n)) return dataIndex;
  return spans.start[n] === NO_DAY ? dataIndex : Math.min(spans.start[n]!, dataIndex);
}

/**
 * Completed work stands where it was done. A milestone has no first and last day: it stands on the index of its day, or
 * closing it today would push its successors by a day. Where nobody recorded the finish, it is the planned one, and the
 * data date at the latest.
 */
function placeCompleted(
  spans: WorkSpans,
  n: number,
  tasks: TaskColumns,
  { axis, dataIndex }: DataDate,
): void {
  const duration = spans.duration[n]!;
  const after = duration === 0 ? axis.indexOf.bind(axis) : axis.indexAfter.bind(axis);
  const planned = spans.start[n] === NO_DAY ? dataIndex : Math.min(spans.start[n]! + duration, dataIndex);
  const finish = tasks.actualFinish[n] === NO_DAY ? planned : after(tasks.actualFinish[n]!);
  const began = tasks.actualStart[n] === NO_DAY ? finish - duration : axis.indexOf(tasks.actualStart[n]!);
  spans.actualFinish[n] = finish;
  spans.actualStart[n] = duration === 0 ? finish : Math.min(began, finish);
}
