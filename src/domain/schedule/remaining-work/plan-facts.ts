import type { CivilDate } from '../../civil-date.ts';
import { DependencyType } from '../../enums.ts';
import { dayOrNone, NO_DAY } from './day-axis.ts';

/*
 * What is known of a plan, in columns: entry n of every column of tasks speaks of the same task, entry k of every column
 * of links of the same link. A hundred thousand tasks are a dozen typed arrays, not a hundred thousand objects. Nothing
 * here depends on a calendar: days are counted from 1970-01-01, `NO_DAY` where there is none.
 */

/** How far the work of a task is. */
export const WorkState = { NOT_STARTED: 0, UNDER_WAY: 1, COMPLETED: 2 } as const;
export type WorkState = (typeof WorkState)[keyof typeof WorkState];

/** Whether links move a task, or only a person does. */
export const TASK_MODES = ['auto', 'manual'] as const;
export type TaskMode = (typeof TASK_MODES)[number];

/** Who set the start of a task: a person's start binds, the engine's does not. */
export const START_ORIGINS = ['person', 'engine'] as const;
export type StartOrigin = (typeof START_ORIGINS)[number];

/**
 * As soon as possible; start, finish no earlier than; start, finish no later than; must start, must finish on (PMI,
 * Practice Standard for Scheduling). The position in the list is the code in `TaskColumns.constraint`.
 */
export const CONSTRAINT_KINDS = ['asap', 'snet', 'fnet', 'snlt', 'fnlt', 'mso', 'mfo'] as const;
export type ConstraintKind = (typeof CONSTRAINT_KINDS)[number];

/** The link types in the order of their codes in `LinkColumns.type`: 0 FS, 1 SS, 2 FF, 3 SF. */
export const LINK_TYPES = [
  DependencyType.FINISH_TO_START,
  DependencyType.START_TO_START,
  DependencyType.FINISH_TO_FINISH,
  DependencyType.START_TO_FINISH,
] as const;

/** Bits of `TaskColumns.flags`. */
export const TaskFlag = { MANUAL: 1, ENGINE_START: 2 } as const;

/** Where a column of whole days, such as remaining work, has none. */
export const NO_COUNT = -1;

export interface TaskColumns {
  readonly ids: string[];
  /** Planned start and last day. */
  readonly start: Int32Array;
  readonly end: Int32Array;
  /** Working days, 0 a milestone; `NO_COUNT` when not given. */
  readonly duration: Int32Array;
  /** Whole percent, 0 to 100. */
  readonly progress: Uint8Array;
  /** `WorkState`. */
  readonly state: Uint8Array;
  readonly actualStart: Int32Array;
  /** The last day on which it was worked on. */
  readonly actualFinish: Int32Array;
  /** Working days still to do as somebody said; `NO_COUNT` derives them from the progress. */
  readonly remaining: Int32Array;
  /** `TaskFlag`. */
  readonly flags: Uint8Array;
  /** Position in `CONSTRAINT_KINDS`, and its day. */
  readonly constraint: Uint8Array;
  readonly constraintDay: Int32Array;
  readonly deadline: Int32Array;
}

export interface LinkColumns {
  readonly ids: string[];
  /** Numbers of the predecessor and the successor. */
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** Position in `LINK_TYPES`. */
  readonly type: Uint8Array;
  /** Working days, negative for a lead. */
  readonly lag: Int32Array;
}

export interface PlanFacts {
  readonly tasks: TaskColumns;
  readonly links: LinkColumns;
}

/** One task as an object, for callers that have few. What is absent is as a task without a rule: automatic, asap. */
export interface PlannedTask {
  readonly id: string;
  readonly start?: CivilDate | null;
  readonly end?: CivilDate | null;
  readonly durationDays?: number | null;
  readonly progress?: number;
  readonly state?: WorkState;
  readonly actualStart?: CivilDate | null;
  readonly actualFinish?: CivilDate | null;
  readonly remainingDays?: number | null;
  readonly mode?: TaskMode;
  readonly startOrigin?: StartOrigin;
  readonly constraintKind?: ConstraintKind;
  readonly constraintDate?: CivilDate | null;
  readonly deadline?: CivilDate | null;
}

/** One link as an object. */
export interface PlannedLink {
  readonly id: string;
  readonly predecessorId: string;
  readonly successorId: string;
  readonly type: DependencyType;
  readonly lagDays: number;
}

/** Columns for so many tasks, all of them without dates and not started. */
export function emptyTasks(count: number): TaskColumns {
  const days = (): Int32Array => new Int32Array(count).fill(NO_DAY);
  const counts = (): Int32Array => new Int32Array(count).fill(NO_COUNT);
  return {
    ids: new Array<string>(count).fill(''),
    start: days(),
    end: days(),
    duration: counts(),
    progress: new Uint8Array(count),
    state: new Uint8Array(count),
    actualStart: days(),
    actualFinish: days(),
    remaining: counts(),
    flags: new Uint8Array(count),
    constraint: new Uint8Array(count),
    constraintDay: days(),
    deadline: days(),
  };
}

/** Writes one task into its place; how a resident plan takes in a changed row. */
export function writeTask(tasks: TaskColumns, n: number, task: PlannedTask): void {
  tasks.ids[n] = task.id;
  tasks.start[n] = dayOrNone(task.start);
  tasks.end[n] = dayOrNone(task.end);
  tasks.duration[n] = task.durationDays ?? NO_COUNT;
  tasks.progress[n] = task.progress ?? 0;
  tasks.state[n] = task.state ?? WorkState.NOT_STARTED;
  tasks.actualStart[n] = dayOrNone(task.actualStart);
  tasks.actualFinish[n] = dayOrNone(task.actualFinish);
  tasks.remaining[n] = task.remainingDays ?? NO_COUNT;
  tasks.flags[n] = flagsOf(task);
  tasks.constraint[n] = CONSTRAINT_KINDS.indexOf(task.constraintKind ?? 'asap');
  tasks.constraintDay[n] = dayOrNone(task.constraintDate);
  tasks.deadline[n] = dayOrNone(task.deadline);
}

function flagsOf({ mode, startOrigin }: PlannedTask): number {
  return (mode === 'manual' ? TaskFlag.MANUAL : 0) | (startOrigin === 'engine' ? TaskFlag.ENGINE_START : 0);
}

/** Tasks as columns, in the order given. */
export function packTasks(tasks: readonly PlannedTask[]): TaskColumns {
  const columns = emptyTasks(tasks.length);
  tasks.forEach((task, n) => writeTask(columns, n, task));
  return columns;
}

/**
 * Links as columns. A link of which an end is not among the tasks (deleted, or of another project) asks nothing and is
 * left out.
 * @param ids the tasks in the order of their columns.
 */
export function packLinks(links: readonly PlannedLink[], ids: readonly string[]): LinkColumns {
  const numberOf = new Map(ids.map((id, n) => [id, n]));
  const kept = links.filter((link) => numberOf.has(link.predecessorId) && numberOf.has(link.successorId));
  return {
    ids: kept.map((link) => link.id),
    from: Int32Array.from(kept, (link) => numberOf.get(link.predecessorId)!),
    to: Int32Array.from(kept, (link) => numberOf.get(link.successorId)!),
    type: Uint8Array.from(kept, (link) => LINK_TYPES.indexOf(link.type)),
    lag: Int32Array.from(kept, (link) => link.lagDays),
  };
}

/** A plan of few objects as columns. */
export function packPlan(tasks: readonly PlannedTask[], links: readonly PlannedLink[]): PlanFacts {
  const columns = packTasks(tasks);
  return { tasks: columns, links: packLinks(links, columns.ids) };
}

/**
 * How far the work is by what is stored. The stored status alone does not tell: it turns to active by the mere passing
 * of the planned start.
 */
export function workStateOf(facts: {
  readonly isCompleted: boolean;
  readonly progress: number;
  readonly hasActualStart: boolean;
}): WorkState {
  if (facts.isCompleted) return WorkState.COMPLETED;
  return facts.hasActualStart || facts.progress > 0 ? WorkState.UNDER_WAY : WorkState.NOT_STARTED;
}

/** Whether nobody has said when a task is, or how long it takes. It counts as a milestone; it is shown no day. */
export function isUndated(
  { start, end, duration, actualStart, actualFinish, constraintDay }: TaskColumns,
  n: number,
): boolean {
  return (
    duration[n] === NO_COUNT &&
    start[n] === NO_DAY &&
    end[n] === NO_DAY &&
    actualStart[n] === NO_DAY &&
    actualFinish[n] === NO_DAY &&
    constraintDay[n] === NO_DAY
  );
}

/**
 * Whether nobody has said how long a task takes, nor when it ends. It counts as a milestone in the network; its own dates
 * are not the schedule's to give, or it would be due on the data date, each day anew.
 */
export function isOpenEnded({ end, duration, constraintDay }: TaskColumns, n: number): boolean {
  return duration[n] === NO_COUNT && end[n] === NO_DAY && constraintDay[n] === NO_DAY;
}
