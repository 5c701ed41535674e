import { fromDayNumber, type CivilDate } from '../../../domain/civil-date.ts';
import { NO_DAY } from '../../../domain/schedule/remaining-work/day-axis.ts';
import { NO_COUNT, TaskFlag, WorkState } from '../../../domain/schedule/remaining-work/plan-facts.ts';
import type { ProjectSchedule } from '../../../domain/schedule/remaining-work/project-schedule.ts';
import type { TimelineItem, TimelineItemLink } from '../../../domain/schedule/timeline/timeline-item.ts';
import { RowFlag, RowKind, TimelineLinkFlag } from '../../../domain/schedule/timeline/timeline-layout.ts';
import { STATUS_CODES } from '../../../domain/schedule/timeline/timeline.ts';
import type { TIMELINE_ITEMS } from '../../../db/queries/schedule/timeline-items-query.ts';
import type { RowOfStatement } from '../../../db/connection/statement.ts';
import { intColumn, textColumn } from '../plan-columns.ts';
import type { ComputedPlan } from '../stored-plan.ts';

/** What a timeline shows beside the schedule, as `TIMELINE_ITEMS` answers it. */
export type PackedItems = RowOfStatement<typeof TIMELINE_ITEMS>;

/** What a row shows of the schedule. */
type Scheduled = Pick<TimelineItem, 'start' | 'end' | 'totalSlack' | 'flags'>;

const UNSCHEDULED: Scheduled = { start: null, end: null, totalSlack: null, flags: 0 };

/** The records of a project with their days by the computed plan, in whatever order. */
export function timelineItems(computed: ComputedPlan, packed: PackedItems): TimelineItem[] {
  const ids = textColumn(packed.ids);
  const parents = textColumn(packed.parents);
  const whole = (text: string, none: number): Int32Array => intColumn(text, ids.length, none);
  const [kinds, orders, flags] = [whole(packed.kinds, 0), whole(packed.orders, 0), whole(packed.flags, 0)];
  const days = (text: string): Int32Array => whole(text, NO_DAY);
  const [starts, ends] = [days(packed.starts), days(packed.ends)];
  const [promisedStarts, promisedEnds] = [days(packed.baselineStarts), days(packed.baselineEnds)];
  const [progress, statuses] = [whole(packed.progress, 0), whole(packed.statuses, -1)];
  const places = new Map(computed.plan.facts.tasks.ids.map((id, n) => [id, n]));
  const dayOf = dayTexts();
  const items = ids.map((id, at): TimelineItem => {
    const n = places.get(id);
    const typed = { ...UNSCHEDULED, start: dayOf(starts[at]!), end: dayOf(ends[at]!) };
    const scheduled = n === undefined ? typed : scheduledAt(computed, n, typed, dayOf);
    const parent = parents[at]!;
    return {
      id,
      parentId: parent === 'NULL' ? null : parent,
      kind: kinds[at] as RowKind,
      label: packed.names[at]!,
      order: orders[at]!,
      start: scheduled.start,
      end: scheduled.end,
      progress: progress[at]!,
      status: STATUS_CODES[statuses[at]!] ?? null,
      totalSlack: scheduled.totalSlack,
      flags: flags[at]! | scheduled.flags,
      baselineStart: dayOf(promisedStarts[at]!),
      baselineEnd: dayOf(promisedEnds[at]!),
    };
  });
  return spanParents(items);
}

type DayText = (day: number) => CivilDate | null;

/** Each day is written once: most days of a plan stand in many rows. */
function dayTexts(): DayText {
  const known = new Map<number, CivilDate>();
  return (day) => {
    if (day === NO_DAY) return null;
    let text = known.get(day);
    if (text === undefined) known.set(day, (text = fromDayNumber(day)));
    return text;
  };
}

/**
 * What the schedule says of the task with that number. Work that has begun is shown from where it began; a task of which
 * nothing says when or how long has no bar. Where dependencies form a cycle, the typed days are shown.
 */
function scheduledAt(
  { plan, outcome }: ComputedPlan,
  n: number,
  typed: Scheduled,
  dayOf: DayText,
): Scheduled {
  const { tasks } = plan.facts;
  const manual = (tasks.flags[n]! & TaskFlag.MANUAL) === 0 ? 0 : RowFlag.MANUAL;
  const { schedule } = outcome;
  if (schedule === null) return { ...typed, flags: manual };
  const flags = manual | scheduleFlags(schedule, n);
  const isOpen = schedule.network.state[n] !== WorkState.COMPLETED;
  const totalSlack = isOpen ? schedule.totalSlack[n]! : null;
  if (isUndated(plan.facts.tasks, n)) return { start: null, end: null, totalSlack, flags };
  const shown = shownDay(schedule, schedule.shown.earlyStart[n]!);
  const end = shownDay(schedule, Math.max(schedule.shown.earlyStart[n]!, schedule.shown.earlyFinish[n]!));
  const began = schedule.network.state[n] === WorkState.NOT_STARTED ? null : beganOn(tasks, n, dayOf);
  return { start: began !== null && began < shown ? began : shown, end, totalSlack, flags };
}

type Tasks = ComputedPlan['plan']['facts']['tasks'];

function isUndated(
  { start, end, duration, actualStart, actualFinish, constraintDay }: Tasks,
  n: number,
): boolean {
  const days = [start[n], end[n], actualStart[n], actualFinish[n], constraintDay[n]];
  return duration[n] === NO_COUNT && days.every((day) => day === NO_DAY);
}

function beganOn({ actualStart, start }: Tasks, n: number, dayOf: DayText): CivilDate | null {
  return dayOf(actualStart[n]!) ?? dayOf(start[n]!);
}

function scheduleFlags({ critical, onLongestPath }: ProjectSchedule, n: number): number {
  return (critical[n] === 1 ? RowFlag.CRITICAL : 0) | (onLongestPath[n] === 1 ? RowFlag.LONGEST_PATH : 0);
}

function shownDay({ axis }: ProjectSchedule, index: number): CivilDate {
  return axis.date(index);
}

/** What holds others spans their bars; where none of them has one, its own days stay. */
function spanParents(items: TimelineItem[]): TimelineItem[] {
  const spans = new Map<string, { start: CivilDate; end: CivilDate }>();
  const widen = (id: string | null, start: CivilDate | null, end: CivilDate | null): void => {
    const [first, last] = [start ?? end, end ?? start];
    if (id === null || first === null || last === null) return;
    const known = spans.get(id);
    if (known === undefined) spans.set(id, { start: first, end: last });
    else {
      if (first < known.start) known.start = first;
      if (last > known.end) known.end = last;
    }
  };
  const spanned = items.slice();
  const holders: RowKind[] = [RowKind.WORK_PACKAGE, RowKind.PHASE, RowKind.PROJECT];
  for (const { kind, parentId, start, end } of items) {
    if (kind === RowKind.TASK || kind === RowKind.MILESTONE) widen(parentId, start, end);
  }
  for (const kind of holders) {
    spanned.forEach((item, at) => {
      if (item.kind !== kind) return;
      const span = { ...item, ...spans.get(item.id) };
      spanned[at] = span;
      widen(span.parentId, span.start, span.end);
    });
  }
  return spanned;
}

/** The links of a computed plan. One is critical when it drives one critical task by another. */
export function timelineLinks({ plan, outcome }: ComputedPlan): TimelineItemLink[] {
  const { tasks, links } = plan.facts;
  const { schedule } = outcome;
  return links.ids.map((_, k) => {
    const [from, to] = [links.from[k]!, links.to[k]!];
    const isDriving = schedule?.driving[k] === 1;
    const isCritical = isDriving && schedule.critical[from] === 1 && schedule.critical[to] === 1;
    const b = (isCritical ? TimelineLinkFlag.CRITICAL : 0) | (isDriving ? TimelineLinkFlag.DRIVING : 0);
    return { from: tasks.ids[from]!, to: tasks.ids[to]!, t: links.type[k]!, lag: links.lag[k]!, b };
  });
}
