import { LinkFlag, type PackedTimeline } from './timeline.ts';

/** Which rows are shown where, by what is folded. A position counts shown rows from the top. */
export interface VisibleRows {
  /** The row at each position. */
  readonly rows: Int32Array;
  /** Of each row its position, or that of the folded row that it lies in. */
  readonly positions: Int32Array;
  readonly isParent: Uint8Array;
  readonly isFolded: Uint8Array;
}

/** Rows come depth first, so a parent stands before what it holds. O(rows). */
export function visibleRows({ rows }: PackedTimeline, folded: ReadonlySet<string>): VisibleRows {
  const count = rows.id.length;
  const [isParent, isFolded, isShown] = [0, 0, 0].map(() => new Uint8Array(count)) as [
    Uint8Array,
    Uint8Array,
    Uint8Array,
  ];
  const positions = new Int32Array(count);
  const shown: number[] = [];
  for (let row = 0; row < count; row += 1) {
    if (folded.has(rows.id[row]!)) isFolded[row] = 1;
    const parent = rows.parent[row] ?? -1;
    if (parent >= 0) isParent[parent] = 1;
    if (parent < 0 || (isShown[parent] === 1 && isFolded[parent] === 0)) {
      isShown[row] = 1;
      positions[row] = shown.push(row) - 1;
    } else positions[row] = positions[parent]!;
  }
  return { rows: Int32Array.from(shown), positions, isParent, isFolded };
}

/** The links that touch each position, and the critical ones. Links within one position are left out. */
export interface LinkIndex {
  /** Links of position n are `links[starts[n]]` up to `links[starts[n + 1]]`. */
  readonly starts: Int32Array;
  readonly links: Int32Array;
  readonly critical: Int32Array;
}

/** O(links + positions). */
export function indexLinks({ links }: PackedTimeline, { rows, positions }: VisibleRows): LinkIndex {
  const starts = new Int32Array(rows.length + 1);
  const critical: number[] = [];
  const count = links.from.length;
  const ends = (k: number): readonly [number, number] => [
    positions[links.from[k]!]!,
    positions[links.to[k]!]!,
  ];
  for (let k = 0; k < count; k += 1) {
    const [from, to] = ends(k);
    if (from === to) continue;
    starts[from + 1]! += 1;
    starts[to + 1]! += 1;
    if ((links.b[k]! & LinkFlag.CRITICAL) !== 0) critical.push(k);
  }
  for (let at = 1; at < starts.length; at += 1) starts[at]! += starts[at - 1]!;
  const next = starts.slice();
  const touching = new Int32Array(starts[rows.length] ?? 0);
  for (let k = 0; k < count; k += 1) {
    const [from, to] = ends(k);
    if (from === to) continue;
    touching[next[from]!++] = k;
    touching[next[to]!++] = k;
  }
  return { starts, links: touching, critical: Int32Array.from(critical) };
}

/** The rows that hold a row, the nearest first. */
export function ancestorsOf({ rows }: PackedTimeline, row: number): number[] {
  const ancestors: number[] = [];
  for (let at = rows.parent[row] ?? null; at !== null; at = rows.parent[at] ?? null) ancestors.push(at);
  return ancestors;
}
