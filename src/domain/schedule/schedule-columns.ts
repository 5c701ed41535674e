import { PitError } from '../errors.ts';
import { NO_DAY, type DayAxis } from './remaining-work/day-axis.ts';
import { WorkState, type PlanFacts } from './remaining-work/plan-facts.ts';
import { placeOf } from './remaining-work/plan-patch.ts';
import type { ProjectSchedule } from './remaining-work/project-schedule.ts';
import { LinkEffect } from './remaining-work/remaining-network.ts';

/** What is stored of the schedule of a plan's tasks, in columns: so that what has become other is found in memory. */
export interface ScheduleColumns {
  /** Ordered, as those of the plan. */
  readonly taskIds: readonly string[];
  /** Of each task, one after the other: the four days, total and free slack, state and marks as one number. */
  readonly values: Int32Array;
  readonly linkIds: readonly string[];
  /** Of each link, one after the other: the number of its successor, its slack, and 0 asks nothing, 1 asks, 2 drives. */
  readonly linkValues: Int32Array;
}

const WIDTH = 7;
const LINK_WIDTH = 3;
/** Bits beside the state. */
const Mark = { CRITICAL: 4, LONGEST_PATH: 8 } as const;
/** Of days beyond the calendar. */
const [FIRST, LAST] = [NO_DAY + 1, 2_147_483_647];

/** What is to be stored of a schedule; nothing where the dependencies form a cycle. */
export function scheduleColumns(
  { tasks, links }: PlanFacts,
  schedule: ProjectSchedule | null,
): ScheduleColumns {
  const [taskIds, linkIds] = schedule === null ? [[], []] : [tasks.ids, links.ids];
  const values = new Int32Array(taskIds.length * WIDTH);
  const linkValues = new Int32Array(linkIds.length * LINK_WIDTH);
  if (schedule !== null) {
    for (let n = 0; n < taskIds.length; n += 1) writeTask(values, n, schedule);
    for (let k = 0; k < linkIds.length; k += 1) writeLink(linkValues, k, links.to[k]!, schedule);
  }
  return { taskIds, values, linkIds, linkValues };
}

function writeTask(values: Int32Array, n: number, schedule: ProjectSchedule): void {
  const { shown, axis, network, totalSlack, freeSlack, critical, onLongestPath } = schedule;
  const isOpen = network.state[n] !== WorkState.COMPLETED;
  const at = n * WIDTH;
  values[at] = dayOf(axis, shown.earlyStart[n]!);
  values[at + 1] = dayOf(axis, Math.max(shown.earlyStart[n]!, shown.earlyFinish[n]!));
  values[at + 2] = isOpen ? dayOf(axis, shown.lateStart[n]!) : NO_DAY;
  values[at + 3] = isOpen ? dayOf(axis, shown.lateFinish[n]!) : NO_DAY;
  values[at + 4] = isOpen ? totalSlack[n]! : NO_DAY;
  values[at + 5] = isOpen ? freeSlack[n]! : NO_DAY;
  const marks = critical[n]! * Mark.CRITICAL + onLongestPath[n]! * Mark.LONGEST_PATH;
  values[at + 6] = network.state[n]! + marks;
}

function writeLink(
  values: Int32Array,
  k: number,
  to: number,
  { network, linkSlack, driving }: ProjectSchedule,
): void {
  const isAsking = network.effect[k] !== LinkEffect.NONE;
  values[k * LINK_WIDTH] = to;
  values[k * LINK_WIDTH + 1] = isAsking ? linkSlack[k]! : 0;
  values[k * LINK_WIDTH + 2] = isAsking ? 1 + driving[k]! : 0;
}

function dayOf(axis: DayAxis, index: number): number {
  try {
    return axis.dayNumber(index);
  } catch (error) {
    if (!(error instanceof PitError)) throw error;
    return index < 0 ? FIRST : LAST;
  }
}

/** What has become other from one schedule to a later one. */
export interface ScheduleDiff {
  /** Numbers, in the later one, of the tasks of which other is to be stored. */
  readonly differing: ReadonlySet<number>;
  /** Tasks of the earlier one that the later does not have. */
  readonly gone: readonly string[];
}

/** Tasks whose own values differ, and those whose links do: what their links leave is stored with them. */
export function diffSchedules(before: ScheduleColumns, after: ScheduleColumns): ScheduleDiff {
  const differing = new Set<number>();
  const gone: string[] = [];
  walk(before.taskIds, after.taskIds, (from, to) => {
    if (to === null) gone.push(before.taskIds[from!]!);
    else if (from === null || !isTaskEqual(before.values, from, after.values, to)) differing.add(to);
  });
  const successorBefore = (k: number): string => before.taskIds[before.linkValues[k * LINK_WIDTH]!]!;
  walk(before.linkIds, after.linkIds, (from, to) => {
    const was = from === null ? null : successorBefore(from);
    const is = to === null ? null : after.taskIds[after.linkValues[to * LINK_WIDTH]!]!;
    if (was === is && isLinkEqual(before.linkValues, from!, after.linkValues, to!)) return;
    for (const id of [was, is]) {
      const n = id === null ? -1 : placeOf(after.taskIds, id);
      if (n >= 0) differing.add(n);
    }
  });
  return { differing, gone };
}

/** Visits the ids of two ordered lists in order, each once, with its place in both; null where one lacks it. */
function walk(
  before: readonly string[],
  after: readonly string[],
  visit: (from: number | null, to: number | null) => void,
): void {
  let [from, to] = [0, 0];
  while (from < before.length || to < after.length) {
    const [was, is] = [before[from], after[to]];
    if (was === is) visit(from++, to++);
    else if (is === undefined || (was !== undefined && was < is)) visit(from++, null);
    else visit(null, to++);
  }
}

function isTaskEqual(before: Int32Array, from: number, after: Int32Array, to: number): boolean {
  for (let at = 0; at < WIDTH; at += 1)
    if (before[from * WIDTH + at] !== after[to * WIDTH + at]) return false;
  return true;
}

function isLinkEqual(before: Int32Array, from: number, after: Int32Array, to: number): boolean {
  const [a, b] = [from * LINK_WIDTH, to * LINK_WIDTH];
  return before[a + 1] === after[b + 1] && before[a + 2] === after[b + 2];
}
