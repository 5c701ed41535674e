import { toDayNumber } from '../../civil-date.ts';
import { NO_DAY } from '../remaining-work/day-axis.ts';
import { isFolding, orderRows, type RowOrder } from './row-order.ts';
import { histograms } from './timeline-fold.ts';
import { NO_SLACK, NO_STATUS, type TimelineItemLinks, type TimelineItems } from './timeline-items.ts';
import { numberLabels, RowKind, type TimelineHead, type TimelineLayout } from './timeline-layout.ts';
import { packLinks, type LinkColumns } from './timeline-links.ts';

/**
 * Lays a project out. Rows are a depth-first walk of its tree: phases in their order, in each the tasks without package
 * before the packages, subtasks under their tasks. Month folds subtasks; quarter and year fold tasks into counts of the
 * package, or the phase, above them, and their links into links between those, each once and without lag.
 */
export function layoutTimeline(
  head: TimelineHead,
  items: TimelineItems,
  links: TimelineItemLinks,
): TimelineLayout {
  const order = orderRows(items, head.unit);
  const column = columnsOf(order);
  const bars = barsOf(order, items.start, items.end, { items, origin: toDayNumber(head.origin) });
  const promised = barsOf(order, items.baselineStart, items.baselineEnd, {
    items,
    origin: toDayNumber(head.origin),
  });
  const { label, labels } = numberLabels(column((at) => items.labels[at]!));
  const counts = isFolding(head.unit) ? histograms(items, order, head) : new Map<number, readonly number[]>();
  const { planSeq, today, origin, unit } = head;
  return {
    v: 1,
    planSeq,
    today,
    origin,
    unit,
    spanDays: bars.x.reduce<number>((span, x, row) => Math.max(span, (x ?? 0) + (bars.w[row] ?? 0)), 0),
    rowCount: order.item.length,
    rows: {
      id: column((at) => items.ids[at]!),
      kind: column((at) => items.kind[at] as RowKind),
      depth: column((_, row) => order.depth[row]!),
      parent: column((_, row) => (order.parent[row]! < 0 ? null : order.parent[row]!)),
      label,
      x: bars.x,
      w: bars.w,
      p: column((at) => items.progress[at]!),
      s: column((at) => (items.status[at] === NO_STATUS ? null : items.status[at]!)),
      f: column((at) => (items.totalSlack[at] === NO_SLACK ? null : items.totalSlack[at]!)),
      b: column((at) => items.flags[at]!),
      bx: promised.x,
      bw: promised.w,
      h: column((_, row) => counts.get(row) ?? null),
    },
    labels,
    links: packLinks(rowLinks(links, order, isFolding(head.unit))),
  };
}

type Column = <T>(value: (item: number, row: number) => T) => T[];

function columnsOf({ item }: RowOrder): Column {
  return <T>(value: (item: number, row: number) => T): T[] => {
    const column = new Array<T>(item.length);
    for (let row = 0; row < item.length; row += 1) column[row] = value(item[row]!, row);
    return column;
  };
}

interface Bars {
  readonly x: (number | null)[];
  readonly w: (number | null)[];
}

/** First days and lengths on a timeline; one day alone is both. */
function barsOf(
  { item }: RowOrder,
  starts: Int32Array,
  ends: Int32Array,
  { items, origin }: { readonly items: TimelineItems; readonly origin: number },
): Bars {
  const bars: Bars = {
    x: new Array<null>(item.length).fill(null),
    w: new Array<null>(item.length).fill(null),
  };
  for (let row = 0; row < item.length; row += 1) {
    const at = item[row]!;
    const first = starts[at] === NO_DAY ? ends[at]! : starts[at]!;
    if (first === NO_DAY) continue;
    const last = ends[at] === NO_DAY ? first : ends[at]!;
    bars.x[row] = first - origin;
    bars.w[row] = items.kind[at] === RowKind.MILESTONE ? 0 : last - first + 1;
  }
  return bars;
}

/** Links by the numbers of rows. One with an end that is not shown, or within one row, is left out. */
function rowLinks(links: TimelineItemLinks, { home }: RowOrder, isFolded: boolean): LinkColumns {
  const columns: LinkColumns = { from: [], to: [], t: [], lag: [], b: [] };
  for (let k = 0; k < links.from.length; k += 1) {
    const [from = -1, to = -1] = [home[links.from[k]!], home[links.to[k]!]];
    if (from < 0 || to < 0 || from === to) continue;
    columns.from.push(from);
    columns.to.push(to);
    columns.t.push(links.type[k]!);
    columns.lag.push(isFolded ? 0 : links.lag[k]!);
    columns.b.push(links.flags[k]!);
  }
  return columns;
}
