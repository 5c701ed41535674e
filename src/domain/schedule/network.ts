import type { WorkCalendar } from '../calendar.ts';
import type { CivilDate } from '../civil-date.ts';
import { arcWeight, type Network } from './critical-path.ts';
import type { DependencyType } from '../enums.ts';

/** A task as the schedule sees it. */
export interface ScheduledTask {
  readonly id: string;
  readonly durationDays: number;
  /** Where given, the work starts no earlier. */
  readonly notBefore?: CivilDate | null;
}

/** A dependency as the schedule sees it. */
export interface ScheduledLink {
  readonly predecessorId: string;
  readonly successorId: string;
  readonly type: DependencyType;
  readonly lagDays: number;
}

/** A network with the way back from its numbers to ids: node n is `taskIds[n]`, arc k is `links[k]`. */
export interface TaskNetwork extends Network {
  readonly taskIds: readonly string[];
  readonly links: readonly ScheduledLink[];
}

/** Day indices of a project: 0 is its first working day. */
export interface DayOrigin {
  readonly calendar: WorkCalendar;
  readonly projectStart: CivilDate;
}

/** The index of the first working day that is not before `date`; negative before the project's start. */
export function dayIndex(date: CivilDate, origin: DayOrigin): number {
  return origin.calendar.index(date) - origin.calendar.index(origin.projectStart);
}

/**
 * Tasks and dependencies as the arrays that `computeSchedule` reads. A link to a task that is not among
 * them (deleted, or of another project) asks nothing and is left out.
 */
export function buildNetwork(
  tasks: readonly ScheduledTask[],
  links: readonly ScheduledLink[],
  origin: DayOrigin,
): TaskNetwork {
  const nodeOf = new Map(tasks.map((task, node) => [task.id, node]));
  const kept = links.filter((link) => nodeOf.has(link.predecessorId) && nodeOf.has(link.successorId));
  const durations = Int32Array.from(tasks, (task) => task.durationDays);
  const from = Int32Array.from(kept, (link) => nodeOf.get(link.predecessorId)!);
  const to = Int32Array.from(kept, (link) => nodeOf.get(link.successorId)!);
  const weights = Int32Array.from(kept, (link, arc) =>
    arcWeight(link.type, link.lagDays, durations[from[arc]!]!, durations[to[arc]!]!),
  );
  const notBefore = Int32Array.from(tasks, ({ notBefore: date }) =>
    date == null ? 0 : Math.max(0, dayIndex(date, origin)),
  );
  return {
    nodeCount: tasks.length,
    taskIds: tasks.map((task) => task.id),
    links: kept,
    durations,
    from,
    to,
    weights,
    notBefore,
  };
}

/**
 * The dates to show for a span of day indices: the last day included. A milestone (start = finish) is shown
 * on the day its predecessors finish, which is the day before its index; at the project's start there is no
 * such day and it is shown on the first one.
 */
export function shownDates(
  start: number,
  finish: number,
  origin: DayOrigin,
): { start: CivilDate; end: CivilDate } {
  const { calendar, projectStart } = origin;
  const first = calendar.index(projectStart);
  if (finish > start) return { start: calendar.day(first + start), end: calendar.day(first + finish - 1) };
  const day = calendar.day(first + Math.max(0, start - 1));
  return { start: day, end: day };
}
