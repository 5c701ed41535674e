import {
  labelOf,
  rowAt,
  type LinkColumns,
  type PackedRow,
  type PackedTimeline,
  type TimelineHead,
} from './timeline.ts';

export interface PackedLink {
  readonly from: string;
  readonly to: string;
  readonly t: number;
  readonly lag: number;
  readonly b: number;
}

/** What leads from one timeline to the next: `TimelineDelta.packed` of the graph. */
export interface PackedDelta {
  readonly head: TimelineHead;
  readonly upserts: readonly (PackedRow & { readonly index: number })[];
  readonly removed: readonly string[];
  readonly moved: readonly { readonly id: string; readonly toIndex: number }[];
  readonly links: { readonly added: readonly PackedLink[]; readonly removed: readonly PackedLink[] };
}

/** The timeline to which a change leads: the one that the service has, column for column. */
export function applyDelta(timeline: PackedTimeline, delta: PackedDelta): PackedTimeline {
  const ids = idsAfter(timeline, delta);
  const places = new Map(ids.map((id, at) => [id, at]));
  const was = new Map(timeline.rows.id.map((id, at) => [id, at]));
  const changed = new Map(delta.upserts.map(({ index: _, ...row }) => [row.id, row]));
  const rows = ids.map((id) => changed.get(id) ?? rowAt(timeline, was.get(id)!));
  const column = <Name extends keyof PackedRow>(name: Name): PackedRow[Name][] =>
    rows.map((row) => row[name]);
  const { label, labels } = numberLabels(rows.map((row) => row.label));
  const { planSeq, today, origin, unit } = delta.head;
  return {
    v: 1,
    planSeq,
    today,
    origin,
    unit,
    spanDays: rows.reduce((span, { x, w }) => Math.max(span, (x ?? 0) + (w ?? 0)), 0),
    rowCount: rows.length,
    rows: {
      id: column('id'),
      kind: column('kind'),
      depth: column('depth'),
      parent: rows.map(({ parent }) => (parent === null ? null : places.get(parent)!)),
      label,
      x: column('x'),
      w: column('w'),
      p: column('p'),
      s: column('s'),
      f: column('f'),
      b: column('b'),
      bx: column('bx'),
      bw: column('bw'),
      h: column('h'),
    },
    labels,
    links: linksAfter(timeline, delta, places),
  };
}

/** Rows keep their order but for moved and new ones, which are put in at their places, lowest first. */
function idsAfter({ rows }: PackedTimeline, { upserts, removed, moved }: PackedDelta): readonly string[] {
  const known = new Set(rows.id);
  const placed = [
    ...moved.map(({ id, toIndex }) => ({ id, at: toIndex })),
    ...upserts.filter(({ id }) => !known.has(id)).map(({ id, index }) => ({ id, at: index })),
  ].sort((a, b) => a.at - b.at);
  if (placed.length === 0 && removed.length === 0) return rows.id;
  const lifted = new Set([...removed, ...moved.map(({ id }) => id)]);
  const staying = rows.id.filter((id) => !lifted.has(id));
  const merged: string[] = [];
  let next = 0;
  for (const { id, at } of placed) {
    while (merged.length < at && next < staying.length) merged.push(staying[next++]!);
    merged.push(id);
  }
  return [...merged, ...staying.slice(next)];
}

function numberLabels(texts: readonly string[]): { label: number[]; labels: string[] } {
  const known = new Map<string, number>();
  const label = texts.map((text) => {
    const place = known.get(text) ?? known.size;
    known.set(text, place);
    return place;
  });
  return { label, labels: [...known.keys()] };
}

const keyOf = ({ from, to, t, lag, b }: PackedLink): string => `${from} ${to} ${t} ${lag} ${b}`;

function linksAfter(
  { rows, links }: PackedTimeline,
  delta: PackedDelta,
  places: ReadonlyMap<string, number>,
): LinkColumns {
  const { added, removed } = delta.links;
  const gone = new Set(removed.map(keyOf));
  const kept = links.from
    .map((from, k): PackedLink => ({
      from: rows.id[from]!,
      to: rows.id[links.to[k]!]!,
      t: links.t[k]!,
      lag: links.lag[k]!,
      b: links.b[k]!,
    }))
    .filter((link) => gone.size === 0 || !gone.has(keyOf(link)));
  const all = [...kept, ...added]
    .map((link) => ({ ...link, from: places.get(link.from)!, to: places.get(link.to)! }))
    .sort((a, b) => a.from - b.from || a.to - b.to || a.t - b.t || a.lag - b.lag);
  return {
    from: all.map(({ from }) => from),
    to: all.map(({ to }) => to),
    t: all.map(({ t }) => t),
    lag: all.map(({ lag }) => lag),
    b: all.map(({ b }) => b),
  };
}

/** What somebody who looks on is told of a change: the labels of the tasks that it is about. */
export function changedLabels(timeline: PackedTimeline, delta: PackedDelta): string[] {
  const changed = new Set(delta.upserts.map(({ id }) => id));
  return timeline.rows.id.flatMap((id, at) =>
    changed.has(id) && timeline.rows.kind[at]! > 2 ? [labelOf(timeline, at)] : [],
  );
}
