import { NO_DAY } from '../../../domain/schedule/remaining-work/day-axis.ts';
import { isUndated, TaskFlag, WorkState } from '../../../domain/schedule/remaining-work/plan-facts.ts';
import type { ProjectSchedule } from '../../../domain/schedule/remaining-work/project-schedule.ts';
import {
  NO_PARENT,
  NO_SLACK,
  NO_STATUS,
  UNKNOWN,
  type TimelineItemLinks,
  type TimelineItems,
} from '../../../domain/schedule/timeline/timeline-items.ts';
import type { ItemRecords } from '../../../domain/schedule/timeline/timeline-records.ts';
import {
  packId,
  RowFlag,
  RowKind,
  TimelineLinkFlag,
} from '../../../domain/schedule/timeline/timeline-layout.ts';
import type { TIMELINE_ITEMS } from '../../../db/queries/schedule/timeline-items-query.ts';
import type { RowOfStatement } from '../../../db/connection/statement.ts';
import { intColumn, textColumn } from '../plan-columns.ts';
import type { ComputedPlan } from '../stored-plan.ts';

/** What a timeline shows beside the schedule, as `TIMELINE_ITEMS` answers it. */
export type PackedItems = Omit<RowOfStatement<typeof TIMELINE_ITEMS>, 'projectId' | 'planSeq'>;

/** The records of a project with their days by the computed plan, and its links. */
export interface ScheduledItems {
  readonly items: TimelineItems;
  readonly links: TimelineItemLinks;
}

/** The records with their days by the computed plan; those given stay as they are. */
export function timelineItems(computed: ComputedPlan, { ids, items: own }: ItemRecords): ScheduledItems {
  const items = {
    ...own,
    start: own.start.slice(),
    end: own.end.slice(),
    flags: own.flags.slice(),
    totalSlack: own.totalSlack.slice(),
  };
  const places = placesOf(computed.plan.facts.tasks.ids, ids);
  places.forEach((at, n) => {
    if (at !== UNKNOWN) scheduleItem(items, at, computed, n);
  });
  spanParents(items);
  return { items, links: timelineLinks(computed, places) };
}

/** Records out of their columns. */
export function itemRecords(packed: PackedItems): ItemRecords {
  const ids = textColumn(packed.ids);
  return { ids, items: unpackItems(ids, packed) };
}

function unpackItems(ids: readonly string[], packed: PackedItems): TimelineItems {
  const whole = (text: string, none: number): Int32Array => intColumn(text, ids.length, none);
  const days = (text: string): Int32Array => whole(text, NO_DAY);
  const places = new Map(ids.map((id, at) => [id, at]));
  const placeOf = (id: string): number => (id === 'NULL' ? NO_PARENT : (places.get(id) ?? UNKNOWN));
  return {
    ids: ids.map(packId),
    parent: Int32Array.from(textColumn(packed.parents), placeOf),
    kind: Uint8Array.from(whole(packed.kinds, 0)),
    labels: packed.names,
    order: whole(packed.orders, 0),
    start: days(packed.starts),
    end: days(packed.ends),
    progress: Uint8Array.from(whole(packed.progress, 0)),
    status: Int8Array.from(whole(packed.statuses, NO_STATUS)),
    totalSlack: new Int32Array(ids.length).fill(NO_SLACK),
    flags: Uint8Array.from(whole(packed.flags, 0)),
    baselineStart: days(packed.baselineStarts),
    baselineEnd: days(packed.baselineEnds),
  };
}

/** Where the tasks of a plan stand among the records; both are ordered by their ids. */
function placesOf(tasks: readonly string[], records: readonly string[]): Int32Array {
  let at = 0;
  return Int32Array.from(tasks, (id) => {
    while (at < records.length && records[at]! < id) at += 1;
    return records[at] === id ? at : UNKNOWN;
  });
}

/**
 * What the schedule says of the task with that number. Work that has begun is shown from where it began; a task of which
 * nothing says when or how long has no bar. Where dependencies form a cycle, the typed days are shown.
 */
function scheduleItem(items: TimelineItems, at: number, { plan, outcome }: ComputedPlan, n: number): void {
  const { tasks } = plan.facts;
  if ((tasks.flags[n]! & TaskFlag.MANUAL) !== 0) items.flags[at]! |= RowFlag.MANUAL;
  const { schedule } = outcome;
  if (schedule === null) return;
  items.flags[at]! |= scheduleFlags(schedule, n);
  const state = schedule.network.state[n];
  if (state !== WorkState.COMPLETED) items.totalSlack[at] = schedule.totalSlack[n]!;
  if (isUndated(tasks, n)) {
    items.start[at] = NO_DAY;
    items.end[at] = NO_DAY;
    return;
  }
  const { shown, axis } = schedule;
  const first = axis.dayNumber(shown.earlyStart[n]!);
  const began = state === WorkState.NOT_STARTED ? NO_DAY : beganOn(tasks, n);
  items.start[at] = began === NO_DAY ? first : Math.min(began, first);
  items.end[at] = axis.dayNumber(Math.max(shown.earlyStart[n]!, shown.earlyFinish[n]!));
}

type Tasks = ComputedPlan['plan']['facts']['tasks'];

function beganOn({ actualStart, start }: Tasks, n: number): number {
  return actualStart[n] === NO_DAY ? start[n]! : actualStart[n]!;
}

function scheduleFlags({ critical, onLongestPath }: ProjectSchedule, n: number): number {
  return (critical[n] === 1 ? RowFlag.CRITICAL : 0) | (onLongestPath[n] === 1 ? RowFlag.LONGEST_PATH : 0);
}

/** What holds others spans their bars; where none of them has one, its own days stay. */
function spanParents({ kind, parent, start, end }: TimelineItems): void {
  const first = new Int32Array(kind.length).fill(NO_DAY);
  const last = new Int32Array(kind.length).fill(NO_DAY);
  const widen = (at: number, holder: number): void => {
    const from = start[at] === NO_DAY ? end[at]! : start[at]!;
    const to = end[at] === NO_DAY ? from : end[at]!;
    if (holder < 0 || from === NO_DAY) return;
    if (first[holder] === NO_DAY || from < first[holder]!) first[holder] = from;
    // NO_DAY is below every day.
    if (to > last[holder]!) last[holder] = to;
  };
  kind.forEach((of, at) => {
    if (of === RowKind.TASK || of === RowKind.MILESTONE) widen(at, parent[at]!);
  });
  for (const holders of [RowKind.WORK_PACKAGE, RowKind.PHASE, RowKind.PROJECT]) {
    kind.forEach((of, at) => {
      if (of !== holders) return;
      if (first[at] !== NO_DAY) {
        start[at] = first[at]!;
        end[at] = last[at]!;
      }
      widen(at, parent[at]!);
    });
  }
}

/** The links of a computed plan. One is critical when it drives one critical task by another. */
function timelineLinks({ plan, outcome }: ComputedPlan, places: Int32Array): TimelineItemLinks {
  const { links } = plan.facts;
  const { schedule } = outcome;
  const flags = new Uint8Array(links.ids.length);
  flags.forEach((_, k) => {
    if (schedule?.driving[k] !== 1) return;
    const isCritical = schedule.critical[links.from[k]!] === 1 && schedule.critical[links.to[k]!] === 1;
    flags[k] = TimelineLinkFlag.DRIVING | (isCritical ? TimelineLinkFlag.CRITICAL : 0);
  });
  return {
    from: links.from.map((n) => places[n]!),
    to: links.to.map((n) => places[n]!),
    type: links.type,
    lag: links.lag,
    flags,
  };
}
