import { keptInOrder } from './kept-order.ts';
import { compareLinks, packLinks, type LinkView } from './timeline-links.ts';
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

/** The difference of two layouts of a project at one zoom. O(rows log rows + links log links). */
export function diffLayouts(before: TimelineLayout, after: TimelineLayout): TimelineDelta {
  const head = headOf(after);
  const empty = { head, upserts: [], removed: [], moved: [], links: { added: [], removed: [] } };
  if (before.origin !== after.origin || before.unit !== after.unit) return { ...empty, reset: true };
  const rows = matchRows(before, after);
  const moved = movedRows(after, rows);
  const upserts = changedRows(before, after, rows);
  const removed = before.rows.id.filter((_, at) => rows.placeAfter[at] === NOWHERE);
  if (upserts.length + removed.length + moved.length > MAX_DELTA_ROWS) return { ...empty, reset: true };
  return { head, reset: false, upserts, removed, moved, links: linkChanges(before, after, rows) };
}

function headOf({ planSeq, today, origin, unit }: TimelineLayout): TimelineHead {
  return { planSeq, today, origin, unit };
}

/** Of each row where it was, and where it is; -1: nowhere. */
interface RowMatch {
  /** Whether every row is where it was. */
  readonly isSame: boolean;
  readonly placeBefore: Int32Array;
  readonly placeAfter: Int32Array;
}

const NOWHERE = -1;

function matchRows({ rows: was }: TimelineLayout, { rows: is }: TimelineLayout): RowMatch {
  const placeBefore = new Int32Array(is.id.length).fill(NOWHERE);
  const placeAfter = new Int32Array(was.id.length).fill(NOWHERE);
  const isSame = was.id.length === is.id.length && was.id.every((id, at) => id === is.id[at]);
  const known = isSame ? null : new Map(was.id.map((id, at) => [id, at]));
  is.id.forEach((id, at) => {
    const place = known === null ? at : known.get(id);
    if (place === undefined) return;
    placeBefore[at] = place;
    placeAfter[place] = at;
  });
  return { isSame, placeBefore, placeAfter };
}

function movedRows(after: TimelineLayout, { isSame, placeBefore }: RowMatch): TimelineDelta['moved'] {
  if (isSame) return [];
  const survivors = after.rows.id.flatMap((id, toIndex) => {
    const fromIndex = placeBefore[toIndex]!;
    return fromIndex === NOWHERE ? [] : { id, fromIndex, toIndex };
  });
  const kept = keptInOrder(survivors.map((row) => row.fromIndex));
  return survivors.filter((_, at) => !kept.has(at));
}

/** Columns whose values are compared as they stand. */
const PLAIN = ['kind', 'depth', 'x', 'w', 'p', 's', 'f', 'b', 'bx', 'bw'] as const;

function changedRows(
  before: TimelineLayout,
  after: TimelineLayout,
  { placeBefore }: RowMatch,
): TimelineUpsert[] {
  const differs = new Uint8Array(after.rowCount);
  for (const name of PLAIN) {
    const was: readonly (number | null)[] = before.rows[name];
    const is: readonly (number | null)[] = after.rows[name];
    for (let at = 0; at < differs.length; at += 1) if (was[placeBefore[at]!] !== is[at]) differs[at] = 1;
  }
  const changed: TimelineUpsert[] = [];
  for (let at = 0; at < differs.length; at += 1) {
    const was = placeBefore[at]!;
    if (differs[at] === 1 || was === NOWHERE || !isSameElsewhere(before, was, after, at))
      changed.push({ ...rowAt(after, at), index: at });
  }
  return changed;
}

/** Whether two rows have the same parent, label and counts. */
function isSameElsewhere(before: TimelineLayout, was: number, after: TimelineLayout, is: number): boolean {
  const parents = [before.rows.parent[was]!, after.rows.parent[is]!] as const;
  if ((parents[0] === null) !== (parents[1] === null)) return false;
  if (parents[0] !== null && before.rows.id[parents[0]] !== after.rows.id[parents[1]]) return false;
  if (before.labels[before.rows.label[was]!] !== after.labels[after.rows.label[is]!]) return false;
  const [countsBefore, countsAfter] = [before.rows.h[was]!, after.rows.h[is]!];
  return countsBefore === countsAfter || String(countsBefore) === String(countsAfter);
}

/** A link of which a value differs is removed and added. Both are walked in the order of the rows afterwards. */
function linkChanges(before: TimelineLayout, after: TimelineLayout, rows: RowMatch): TimelineDelta['links'] {
  const was = linksAt(before, rows);
  const is = after.links;
  const [added, removed]: TimelineLink[][] = [[], []];
  let [j, k] = [0, 0];
  while (j < was.from.length || k < is.from.length) {
    const order = j === was.from.length ? 1 : k === is.from.length ? -1 : compareLinks(was, j, is, k);
    if (order < 0) removed!.push(linkAt({ rows: after.rows, links: was }, j));
    if (order > 0) added!.push(linkAt(after, k));
    if (order <= 0) j += 1;
    if (order >= 0) k += 1;
  }
  return { added: added!, removed: [...removed!, ...linksOfRemoved(before, rows)] };
}

/** The links of a layout between rows that are there afterwards, by their numbers there. */
function linksAt({ links }: TimelineLayout, { isSame, placeAfter }: RowMatch): LinkView {
  if (isSame) return links;
  const stay = [...links.from.keys()].filter(
    (k) => placeAfter[links.from[k]!] !== NOWHERE && placeAfter[links.to[k]!] !== NOWHERE,
  );
  return packLinks({
    from: stay.map((k) => placeAfter[links.from[k]!]!),
    to: stay.map((k) => placeAfter[links.to[k]!]!),
    t: stay.map((k) => links.t[k]!),
    lag: stay.map((k) => links.lag[k]!),
    b: stay.map((k) => links.b[k]!),
  });
}

function linksOfRemoved(layout: TimelineLayout, { isSame, placeAfter }: RowMatch): TimelineLink[] {
  if (isSame) return [];
  const { links } = layout;
  const isGone = (k: number): boolean =>
    placeAfter[links.from[k]!] === NOWHERE || placeAfter[links.to[k]!] === NOWHERE;
  return [...links.from.keys()].filter(isGone).map((k) => linkAt(layout, k));
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

const keyOf = (link: TimelineLink): string => [link.from, link.to, link.t, link.lag, link.b].join(' ');

function linksByKey(layout: TimelineLayout): Map<string, TimelineLink> {
  return new Map(
    layout.links.from
      .map((_, k) => linkAt(layout, k))
      .map((link): [string, TimelineLink] => [keyOf(link), link]),
  );
}

function linksAfter(layout: TimelineLayout, { links }: TimelineDelta): TimelineLink[] {
  const kept = linksByKey(layout);
  for (const link of links.removed) kept.delete(keyOf(link));
  return [...kept.values(), ...links.added];
}
