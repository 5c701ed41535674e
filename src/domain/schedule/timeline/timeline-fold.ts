import { fromDayNumber } from '../../civil-date.ts';
import { TaskStatus } from '../../enums.ts';
import { NO_DAY } from '../remaining-work/day-axis.ts';
import { isShown, type RowOrder } from './row-order.ts';
import type { TimelineItems } from './timeline-items.ts';
import { RowFlag, RowKind, STATUS_CODES, type TimelineHead, type TimelineZoom } from './timeline-layout.ts';

type Counts = [unit: number, count: number, done: number, overdue: number, critical: number];

/** Days without a unit: of tasks without dates. */
const NO_UNIT = -1;
const COMPLETED = STATUS_CODES.indexOf(TaskStatus.COMPLETED);

/**
 * By row, what was folded into it; see `TimelineRow.h`. Tasks are counted where they end: in the unit of their last day,
 * those without one in unit -1.
 */
export function histograms(
  items: TimelineItems,
  { home }: Pick<RowOrder, 'home'>,
  { origin, unit }: Pick<TimelineHead, 'origin' | 'unit'>,
): ReadonlyMap<number, readonly number[]> {
  const byRow = new Map<number, Map<number, Counts>>();
  const unitOfDay = unitsFrom(origin, unit);
  for (let at = 0; at < items.kind.length; at += 1) {
    const row = home[at]!;
    if (row < 0 || isShown(items.kind[at]!, unit) || items.kind[at] === RowKind.SUBTASK) continue;
    let counts = byRow.get(row);
    if (counts === undefined) byRow.set(row, (counts = new Map<number, Counts>()));
    const place = unitOfDay(items.end[at]!);
    let known = counts.get(place);
    if (known === undefined) counts.set(place, (known = [place, 0, 0, 0, 0]));
    known[1] += 1;
    if (items.status[at] === COMPLETED) known[2] += 1;
    if ((items.flags[at]! & RowFlag.OVERDUE) !== 0) known[3] += 1;
    if ((items.flags[at]! & RowFlag.CRITICAL) !== 0) known[4] += 1;
  }
  return new Map(
    [...byRow].map(([row, counts]) => [row, [...counts.values()].sort((a, b) => a[0] - b[0]).flat()]),
  );
}

/** The unit of a day, counted from that of the origin; each day is looked up once. */
function unitsFrom(origin: string, unit: TimelineZoom): (day: number) => number {
  const first = unitOf(origin, unit);
  const known = new Map([[NO_DAY, NO_UNIT]]);
  return (day) => {
    let place = known.get(day);
    if (place === undefined) known.set(day, (place = unitOf(fromDayNumber(day), unit) - first));
    return place;
  };
}

/** The number of a day's quarter or year. */
function unitOf(day: string, unit: TimelineZoom): number {
  const year = Number(day.slice(0, 4));
  return unit === 'year' ? year : year * 4 + Math.floor((Number(day.slice(5, 7)) - 1) / 3);
}
