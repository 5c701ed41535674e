import { keptInOrder } from './kept-order.ts';
import {
  linkAt,
  packLayout,
  rowAt,
  type TimelineHead,
  type TimelineLayout,
  type TimelineLink,
  type TimelineRow,
} from './timeline-layout.ts';

/** The most rows that a delta names; beyond, the whole is fetched anew. */
export const MAX_DELTA_ROWS = 2_000;

/** A row that is new or differs, with its place among the rows afterwards. */
export interface TimelineUpsert extends TimelineRow {
  readonly index: number;
}

/**
 * What leads from one layout to another. Rows keep their order but for those in `moved` and the new ones, which are put
 * in at their places, lowest first.
 */
export interface TimelineDelta {
  readonly head: TimelineHead;
  /** The layout is to be fetched anew; everything else is empty. */
  readonly reset: boolean;
  readonly upserts: readonly TimelineUpsert[];
  readonly removed: readonly string[];
  readonly moved: readonly { readonly id: string; readonly fromIndex: number; readonly toIndex: number }[];
  readonly links: { readonly added: readonly TimelineLink[]; readonly removed: readonly TimelineLink[] };
}

/** The difference of two layouts of a project at one zoom. O(rows log rows + links). */
export function diffLayouts(before: TimelineLayout, after: TimelineLayout): TimelineDelta {
  const head = headOf(after);
  const empty = { head, upserts: [], removed: [], moved: [], links: { added: [], removed: [] } };
  if (before.origin !== after.origin || before.unit !== after.unit) return { ...empty, reset: true };
  const placeBefore = new Map(before.rows.id.map((id, at) => [id, at]));
  const idsAfter = new Set(after.rows.id);
  const moved = movedRows(after, placeBefore);
  const upserts = changedRows(before, after, placeBefore);
  const removed = before.rows.id.filter((id) => !idsAfter.has(id));
  if (upserts.length + removed.length + moved.length > MAX_DELTA_ROWS) return { ...empty, reset: true };
  return { head, reset: false, upserts, removed, moved, links: linkChanges(before, after) };
}

function headOf({ planSeq, today, origin, unit }: TimelineLayout): TimelineHead {
  return { planSeq, today, origin, unit };
}

function movedRows(after: TimelineLayout, placeBefore: ReadonlyMap<string, number>): TimelineDelta['moved'] {
  const survivors = after.rows.id.flatMap((id, toIndex) => {
    const fromIndex = placeBefore.get(id);
    return fromIndex === undefined ? [] : { id, fromIndex, toIndex };
  });
  const kept = keptInOrder(survivors.map((row) => row.fromIndex));
  return survivors.filter((_, at) => !kept.has(at));
}

function changedRows(
  before: TimelineLayout,
  after: TimelineLayout,
  placeBefore: ReadonlyMap<string, number>,
): TimelineUpsert[] {
  return after.rows.id.flatMap((id, index) => {
    const was = placeBefore.get(id);
    const row = rowAt(after, index);
    return was !== undefined && isSameRow(rowAt(before, was), row) ? [] : { ...row, index };
  });
}

function isSameRow(a: TimelineRow, b: TimelineRow): boolean {
  const names = Object.keys(a) as (keyof TimelineRow)[];
  return names.every((name) => a[name] === b[name] || (name === 'h' && String(a.h) === String(b.h)));
}

const keyOf = (link: TimelineLink): string => [link.from, link.to, link.t, link.lag, link.b].join(' ');

function linksByKey(layout: TimelineLayout): Map<string, TimelineLink> {
  return new Map(
    layout.links.from
      .map((_, k) => linkAt(layout, k))
      .map((link): [string, TimelineLink] => [keyOf(link), link]),
  );
}

/** A link of which a value differs is removed and added. */
function linkChanges(before: TimelineLayout, after: TimelineLayout): TimelineDelta['links'] {
  const [was, is] = [linksByKey(before), linksByKey(after)];
  return {
    added: [...is].filter(([key]) => !was.has(key)).map(([, link]) => link),
    removed: [...was].filter(([key]) => !is.has(key)).map(([, link]) => link),
  };
}

/**
 * The layout to which a delta leads: what a subscriber does, and byte for byte the layout that was computed.
 * @throws RangeError when the delta is a reset: there is nothing to apply.
 */
export function applyDelta(layout: TimelineLayout, delta: TimelineDelta): TimelineLayout {
  if (delta.reset) throw new RangeError('a reset is not applied: the layout is fetched anew');
  const known = new Map(layout.rows.id.map((id, at) => [id, rowAt(layout, at)]));
  const isNew = delta.upserts.filter((row) => !known.has(row.id));
  for (const { index: _, ...row } of delta.upserts) known.set(row.id, row);
  const placed = [
    ...delta.moved.map(({ id, toIndex }) => ({ id, at: toIndex })),
    ...isNew.map(({ id, index }) => ({ id, at: index })),
  ].sort((a, b) => a.at - b.at);
  const lifted = new Set([...delta.removed, ...delta.moved.map((row) => row.id)]);
  const ids = mergePlaced(
    layout.rows.id.filter((id) => !lifted.has(id)),
    placed,
  );
  const rows = ids.map((id) => known.get(id)!);
  return packLayout(delta.head, rows, linksAfter(layout, delta));
}

/** The ids that stay in their order, with the others at their places. */
function mergePlaced(staying: readonly string[], placed: readonly { id: string; at: number }[]): string[] {
  const merged: string[] = [];
  let next = 0;
  for (const { id, at } of placed) {
    while (merged.length < at && next < staying.length) merged.push(staying[next++]!);
    merged.push(id);
  }
  return [...merged, ...staying.slice(next)];
}

function linksAfter(layout: TimelineLayout, { links }: TimelineDelta): TimelineLink[] {
  const kept = linksByKey(layout);
  for (const link of links.removed) kept.delete(keyOf(link));
  return [...kept.values(), ...links.added];
}
