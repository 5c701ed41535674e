import type { CivilDate } from '../../civil-date.ts';
import { TaskStatus } from '../../enums.ts';
import type { TimelineItem, TimelineItemLink } from './timeline-item.ts';
import { RowFlag, RowKind, type TimelineHead, type TimelineZoom } from './timeline-layout.ts';

/** Whether work is shown on its own at that zoom, by its kind. */
function isShown(kind: RowKind, unit: TimelineZoom): boolean {
  if (kind === RowKind.SUBTASK) return unit === 'day' || unit === 'week';
  if (kind === RowKind.TASK || kind === RowKind.MILESTONE) return unit !== 'quarter' && unit !== 'year';
  return true;
}

export interface Folded {
  readonly items: readonly TimelineItem[];
  readonly links: readonly TimelineItemLink[];
  /** By the id of a shown row, what was folded into it; see `TimelineRow.h`. */
  readonly histograms: ReadonlyMap<string, readonly number[]>;
}

/**
 * What a zoom shows. Of quarters and years, tasks are counted where they end: in the unit of their last day, those without
 * one in unit -1. Links of folded tasks become links of the rows they are folded into, each once, without lag; those
 * within one row vanish.
 */
export function foldItems(
  head: Pick<TimelineHead, 'origin' | 'unit'>,
  items: readonly TimelineItem[],
  links: readonly TimelineItemLink[],
): Folded {
  const shown = items.filter((item) => isShown(item.kind, head.unit));
  const hidden = new Map(
    items.filter((item) => !isShown(item.kind, head.unit)).map((item) => [item.id, item]),
  );
  if (hidden.size === 0) return { items: shown, links: links.filter(isBetweenRows), histograms: new Map() };
  const isFolding = head.unit === 'quarter' || head.unit === 'year';
  const home = (id: string): string => {
    let at = id;
    for (let item = hidden.get(at); item !== undefined; item = hidden.get(at)) at = item.parentId ?? '';
    return at;
  };
  return {
    items: shown,
    links: mergeLinks(
      links.map((link) => ({ ...link, from: home(link.from), to: home(link.to) })),
      isFolding,
    ),
    histograms: isFolding ? histogramsOf(hidden.values(), home, head) : new Map(),
  };
}

const isBetweenRows = ({ from, to }: TimelineItemLink): boolean => from !== to;

/** Links by their ends and type, each once; within one row, none. */
function mergeLinks(links: readonly TimelineItemLink[], isFolding: boolean): TimelineItemLink[] {
  const merged = new Map<string, TimelineItemLink>();
  for (const link of links) {
    if (!isBetweenRows(link)) continue;
    const lag = isFolding ? 0 : link.lag;
    const key = [link.from, link.to, link.t, lag].join(' ');
    merged.set(key, { ...link, lag, b: link.b | (merged.get(key)?.b ?? 0) });
  }
  return [...merged.values()];
}

type Counts = [unit: number, count: number, done: number, overdue: number, critical: number];

/** Days without a unit: of tasks without dates. */
const NO_UNIT = -1;

function histogramsOf(
  tasks: Iterable<TimelineItem>,
  home: (id: string) => string,
  { origin, unit }: Pick<TimelineHead, 'origin' | 'unit'>,
): Map<string, number[]> {
  const byRow = new Map<string, Map<number, Counts>>();
  for (const task of tasks) {
    if (task.kind === RowKind.SUBTASK) continue;
    const row = home(task.id);
    const counts = byRow.get(row) ?? new Map<number, Counts>();
    byRow.set(row, counts);
    const at = task.end === null ? NO_UNIT : unitOf(task.end, unit) - unitOf(origin, unit);
    const known = counts.get(at) ?? [at, 0, 0, 0, 0];
    counts.set(at, [
      at,
      known[1] + 1,
      known[2] + (task.status === TaskStatus.COMPLETED ? 1 : 0),
      known[3] + ((task.flags & RowFlag.OVERDUE) === 0 ? 0 : 1),
      known[4] + ((task.flags & RowFlag.CRITICAL) === 0 ? 0 : 1),
    ]);
  }
  return new Map(
    [...byRow].map(([id, counts]) => [id, [...counts.values()].sort((a, b) => a[0] - b[0]).flat()]),
  );
}

/** The number of a day's quarter or year. */
function unitOf(day: CivilDate, unit: TimelineZoom): number {
  const year = Number(day.slice(0, 4));
  return unit === 'year' ? year : year * 4 + Math.floor((Number(day.slice(5, 7)) - 1) / 3);
}
