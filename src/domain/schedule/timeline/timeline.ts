import { toDayNumber, type CivilDate } from '../../civil-date.ts';
import { TaskStatus } from '../../enums.ts';
import { foldItems } from './timeline-fold.ts';
import type { TimelineItem, TimelineItemLink } from './timeline-item.ts';
import {
  barOf,
  packId,
  packLayout,
  RowKind,
  type TimelineHead,
  type TimelineLayout,
  type TimelineLink,
  type TimelineRow,
} from './timeline-layout.ts';

/** The position of a status in the rows' column `s`. */
export const STATUS_CODES: readonly TaskStatus[] = Object.values(TaskStatus);

/**
 * Lays a project out. Rows are a depth-first walk of its tree: phases in their order, in each the tasks without package
 * before the packages, subtasks under their tasks. Month folds subtasks; quarter and year fold tasks into counts of the
 * package, or the phase, above them, and their links into links between those.
 * @param items in any order; one whose parent is not among them is left out.
 */
export function layoutTimeline(
  head: TimelineHead,
  items: readonly TimelineItem[],
  links: readonly TimelineItemLink[],
): TimelineLayout {
  const folded = foldItems(head, items, links);
  const children = childrenByParent(folded.items);
  const rows: TimelineRow[] = [];
  const terms = { origin: toDayNumber(head.origin), pack: remembered(packId), day: remembered(toDayNumber) };
  const pending = [...(children.get(null) ?? [])].reverse().map((item) => ({ item, depth: 0 }));
  while (pending.length > 0) {
    const { item, depth } = pending.pop()!;
    rows.push(rowOf(item, depth, terms, folded.histograms.get(item.id) ?? null));
    const inside = children.get(item.id) ?? [];
    for (let at = inside.length - 1; at >= 0; at -= 1) pending.push({ item: inside[at]!, depth: depth + 1 });
  }
  const shown = new Set(rows.map((row) => row.id));
  const packed: TimelineLink[] = [];
  for (const { from, to, t, lag, b } of folded.links) {
    const link = { from: terms.pack(from), to: terms.pack(to), t, lag, b };
    if (shown.has(link.from) && shown.has(link.to)) packed.push(link);
  }
  return packLayout(head, rows, packed);
}

/** What rows are made with. An id stands in its row, its children's and its links, a day in many rows. */
interface RowTerms {
  /** The day number of the origin. */
  readonly origin: number;
  readonly pack: (id: string) => string;
  readonly day: (date: CivilDate) => number;
}

function remembered<T>(make: (key: string) => T): (key: string) => T {
  const known = new Map<string, T>();
  return (key) => {
    let made = known.get(key);
    if (made === undefined) known.set(key, (made = make(key)));
    return made;
  };
}

function childrenByParent(items: readonly TimelineItem[]): Map<string | null, TimelineItem[]> {
  const children = new Map<string | null, TimelineItem[]>();
  for (const item of items) {
    const siblings = children.get(item.parentId);
    if (siblings === undefined) children.set(item.parentId, [item]);
    else siblings.push(item);
  }
  for (const siblings of children.values()) siblings.sort(bySiblingOrder);
  return children;
}

function bySiblingOrder(a: TimelineItem, b: TimelineItem): number {
  const rank = ({ kind }: TimelineItem): number => (kind === RowKind.WORK_PACKAGE ? 1 : 0);
  return rank(a) - rank(b) || a.order - b.order || (a.id < b.id ? -1 : 1);
}

function rowOf(
  item: TimelineItem,
  depth: number,
  { origin, pack, day }: RowTerms,
  h: readonly number[] | null,
): TimelineRow {
  const isMilestone = item.kind === RowKind.MILESTONE;
  const bar = barOf(item, isMilestone, origin, day);
  const baseline = barOf({ start: item.baselineStart, end: item.baselineEnd }, isMilestone, origin, day);
  return {
    id: pack(item.id),
    kind: item.kind,
    depth,
    parent: item.parentId === null ? null : pack(item.parentId),
    label: item.label,
    x: bar.x,
    w: bar.w,
    p: item.progress,
    s: item.status === null ? null : STATUS_CODES.indexOf(item.status),
    f: item.totalSlack,
    b: item.flags,
    bx: baseline.x,
    bw: baseline.w,
    h,
  };
}
