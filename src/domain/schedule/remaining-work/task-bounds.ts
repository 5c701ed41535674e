import { NO_DAY, type DayAxis } from './day-axis.ts';
import { CONSTRAINT_KINDS, TaskFlag, WorkState, type TaskColumns } from './plan-facts.ts';
import type { WorkSpans } from './work-spans.ts';

/** Where nothing asks for a latest finish. */
export const NO_BOUND = 2_147_483_647;

/** What the dates of each open task ask of its remaining work, apart from its links; indices of the axis. */
export interface TaskBounds {
  /** The remaining work starts no earlier; that of a `fixed` task exactly then. */
  readonly notBefore: Int32Array;
  /** The first day on which a milestone may be shown; see `shownDays`. */
  readonly shownFrom: Int32Array;
  /** The work should finish no later (a half-open end); `NO_BOUND` when nothing asks. */
  readonly notAfter: Int32Array;
  /** 1 where links do not move the work. */
  readonly fixed: Uint8Array;
}

/**
 * The bounds of every open task. Until the work begins, a start that a person set, snet and fnet hold it back. Manual
 * tasks, mso and mfo stand on their day. The latest finish is the least of the deadline and of snlt, fnlt, mso, mfo.
 * The data date goes before all of them: what has not been done cannot have been done earlier. Nor can what is left of
 * work that began after the data date, as where a status date lies in the past, come before it began.
 * @param earliest the index of the data date, or of the project's typed start when that is later.
 */
export function taskBounds(
  tasks: TaskColumns,
  spans: WorkSpans,
  axis: DayAxis,
  earliest: number,
): TaskBounds {
  const count = tasks.ids.length;
  const bounds: TaskBounds = {
    notBefore: new Int32Array(count).fill(earliest),
    shownFrom: new Int32Array(count).fill(earliest),
    notAfter: new Int32Array(count).fill(NO_BOUND),
    fixed: new Uint8Array(count),
  };
  for (let n = 0; n < count; n += 1) {
    if (tasks.state[n] === WorkState.COMPLETED) continue;
    if (tasks.actualStart[n] !== NO_DAY) startFrom(bounds, n, axis.indexOf(tasks.actualStart[n]!));
    holdStart(bounds, n, tasks, spans);
    if (tasks.deadline[n] !== NO_DAY) finishBy(bounds, n, axis.indexAfter(tasks.deadline[n]!));
    if (isConstrained(tasks, n)) constrain(bounds, n, { tasks, axis, remaining: spans.remaining[n]! });
  }
  return bounds;
}

/** Whether the task has a constraint other than asap, and its day. */
export function isConstrained({ constraint, constraintDay }: TaskColumns, n: number): boolean {
  return constraint[n] !== 0 && constraintDay[n] !== NO_DAY;
}

function startFrom(bounds: TaskBounds, n: number, index: number): void {
  if (index > bounds.notBefore[n]!) bounds.notBefore[n] = index;
  if (index > bounds.shownFrom[n]!) bounds.shownFrom[n] = index;
}

/** A span of so many days that reaches its end no earlier than this; a milestone is shown on the last day before it. */
function endFrom(bounds: TaskBounds, n: number, finish: number, remaining: number): void {
  if (finish - remaining > bounds.notBefore[n]!) bounds.notBefore[n] = finish - remaining;
  if (finish - 1 > bounds.shownFrom[n]!) bounds.shownFrom[n] = finish - 1;
}

function finishBy(bounds: TaskBounds, n: number, finish: number): void {
  if (finish < bounds.notAfter[n]!) bounds.notAfter[n] = finish;
}

/** The planned start: a manual task's in any case, another's when a person set it and no `must` says otherwise. */
function holdStart(bounds: TaskBounds, n: number, tasks: TaskColumns, { start }: WorkSpans): void {
  const isStarted = tasks.state[n] === WorkState.UNDER_WAY;
  const isManual = (tasks.flags[n]! & TaskFlag.MANUAL) !== 0;
  if (isManual && (isStarted || start[n] !== NO_DAY)) bounds.fixed[n] = 1;
  if (isStarted || start[n] === NO_DAY) return;
  const isOfEngine = (tasks.flags[n]! & TaskFlag.ENGINE_START) !== 0;
  if (isManual || !(isOfEngine || (isConstrained(tasks, n) && isMust(tasks.constraint[n]!)))) {
    startFrom(bounds, n, start[n]!);
  }
}

function isMust(code: number): boolean {
  const kind = CONSTRAINT_KINDS[code];
  return kind === 'mso' || kind === 'mfo';
}

interface Constrained {
  readonly tasks: TaskColumns;
  readonly axis: DayAxis;
  readonly remaining: number;
}

/** What a constraint says of the start is past once the work is under way. */
function constrain(bounds: TaskBounds, n: number, constrained: Constrained): void {
  const { tasks, axis, remaining } = constrained;
  const day = tasks.constraintDay[n]!;
  const kind = CONSTRAINT_KINDS[tasks.constraint[n]!];
  if (kind === 'fnlt' || kind === 'mfo') finishBy(bounds, n, axis.indexAfter(day));
  if (kind === 'mfo') fixFinish(bounds, n, axis.indexAfter(day), remaining);
  if (tasks.state[n] === WorkState.NOT_STARTED) constrainStart(bounds, n, constrained);
}

function constrainStart(bounds: TaskBounds, n: number, { tasks, axis, remaining }: Constrained): void {
  const day = tasks.constraintDay[n]!;
  const kind = CONSTRAINT_KINDS[tasks.constraint[n]!];
  if (kind === 'snet' || kind === 'mso') startFrom(bounds, n, axis.indexOf(day));
  if (kind === 'fnet') endFrom(bounds, n, axis.indexAfter(day), remaining);
  if (kind === 'snlt' || kind === 'mso') finishBy(bounds, n, axis.indexOf(day) + remaining);
  if (kind === 'mso') bounds.fixed[n] = 1;
}

function fixFinish(bounds: TaskBounds, n: number, finish: number, remaining: number): void {
  endFrom(bounds, n, finish, remaining);
  bounds.fixed[n] = 1;
}
