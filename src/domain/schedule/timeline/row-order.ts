import { UNKNOWN, type TimelineItems } from './timeline-items.ts';
import { RowKind, type TimelineZoom } from './timeline-layout.ts';

/** The rows of a layout: of which record each is, and where it stands in the tree. */
export interface RowOrder {
  /** By row the record. */
  readonly item: Int32Array;
  readonly depth: Uint8Array;
  /** By row the row above it, -1 at the top. */
  readonly parent: Int32Array;
  /** By record its row; of one that is folded the row that it is folded into, -1 where there is none. */
  readonly home: Int32Array;
}

/** Whether tasks are folded into what holds them at that zoom. */
export function isFolding(unit: TimelineZoom): boolean {
  return unit === 'quarter' || unit === 'year';
}

/** Whether records are shown on their own at that zoom, by their kind. */
export function isShown(kind: number, unit: TimelineZoom): boolean {
  if (kind === RowKind.SUBTASK) return unit === 'day' || unit === 'week';
  if (kind === RowKind.TASK || kind === RowKind.MILESTONE) return !isFolding(unit);
  return true;
}

/** A depth-first walk of the tree of the records that a zoom shows. */
export function orderRows(items: TimelineItems, unit: TimelineZoom): RowOrder {
  const { kind, parent } = items;
  const { first, children } = childrenByParent(items, unit);
  const item = new Int32Array(children.length);
  const depth = new Uint8Array(children.length);
  const parentRow = new Int32Array(children.length);
  const home = new Int32Array(kind.length).fill(-1);
  const pending = Array.from(children.subarray(0, first[1])).reverse();
  let rows = 0;
  while (pending.length > 0) {
    const at = pending.pop()!;
    const above = parent[at]! < 0 ? -1 : home[parent[at]!]!;
    item[rows] = at;
    parentRow[rows] = above;
    depth[rows] = above < 0 ? 0 : depth[above]! + 1;
    home[at] = rows;
    rows += 1;
    for (let child = first[at + 2]! - 1; child >= first[at + 1]!; child -= 1) pending.push(children[child]!);
  }
  foldHomes(items, home, unit);
  return { item: item.subarray(0, rows), depth, parent: parentRow, home };
}

/** The shown records, those of one parent together and in their order; those without one come first. */
function childrenByParent(
  items: TimelineItems,
  unit: TimelineZoom,
): { first: Int32Array; children: Int32Array } {
  const { kind, parent } = items;
  const first = new Int32Array(kind.length + 2);
  const isChild = (at: number): boolean => parent[at] !== UNKNOWN && isShown(kind[at]!, unit);
  for (let at = 0; at < kind.length; at += 1) if (isChild(at)) first[parent[at]! + 2]! += 1;
  for (let at = 1; at < first.length; at += 1) first[at]! += first[at - 1]!;
  const children = new Int32Array(first.at(-1) ?? 0);
  const next = first.slice();
  for (let at = 0; at < kind.length; at += 1) {
    if (!isChild(at)) continue;
    children[next[parent[at]! + 1]!] = at;
    next[parent[at]! + 1]! += 1;
  }
  const rank = (at: number): number => (kind[at] === RowKind.WORK_PACKAGE ? 1 : 0);
  const bySiblingOrder = (a: number, b: number): number =>
    rank(a) - rank(b) || items.order[a]! - items.order[b]! || a - b;
  for (let at = 1; at < first.length; at += 1) {
    if (first[at]! - first[at - 1]! > 1) children.subarray(first[at - 1], first[at]).sort(bySiblingOrder);
  }
  return { first, children };
}

/** What is not shown goes by the row of the nearest record above it that is. */
function foldHomes({ kind, parent }: TimelineItems, home: Int32Array, unit: TimelineZoom): void {
  for (let at = 0; at < kind.length; at += 1) {
    if (isShown(kind[at]!, unit)) continue;
    let above = parent[at]!;
    while (above >= 0 && !isShown(kind[above]!, unit)) above = parent[above]!;
    home[at] = above < 0 ? -1 : home[above]!;
  }
}
