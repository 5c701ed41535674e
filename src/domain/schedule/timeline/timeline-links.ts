/** Links in columns, their ends by the numbers of rows; see `TimelineLink`. */
export interface LinkColumns {
  readonly from: number[];
  readonly to: number[];
  readonly t: number[];
  readonly lag: number[];
  readonly b: number[];
}

/** Rows that a layout may have, far beyond those of any plan: the ends of a link and its type make one exact number. */
const MOST_ROWS = 2 ** 24;

/**
 * Links as a layout has them: ordered by their ends, type and lag, in whatever order they come, and each once; the bits of
 * equal ones are put together.
 */
export function packLinks(links: LinkColumns): LinkColumns {
  const keys = Float64Array.from(
    links.from,
    (from, k) => (from * MOST_ROWS + links.to[k]!) * 4 + links.t[k]!,
  );
  const order = Uint32Array.from(links.from.keys()).sort(
    (j, k) => keys[j]! - keys[k]! || links.lag[j]! - links.lag[k]!,
  );
  const packed: LinkColumns = { from: [], to: [], t: [], lag: [], b: [] };
  let last = -1;
  for (const k of order) {
    const end = packed.b.length - 1;
    if (last >= 0 && keys[k] === keys[last] && links.lag[k] === links.lag[last])
      packed.b[end]! |= links.b[k]!;
    else {
      packed.from.push(links.from[k]!);
      packed.to.push(links.to[k]!);
      packed.t.push(links.t[k]!);
      packed.lag.push(links.lag[k]!);
      packed.b.push(links.b[k]!);
    }
    last = k;
  }
  return packed;
}

/** Below 0 where the link `j` of `a` stands before the link `k` of `b`, by ends, type, lag and bits. */
export function compareLinks(a: LinkView, j: number, b: LinkView, k: number): number {
  return (
    a.from[j]! - b.from[k]! ||
    a.to[j]! - b.to[k]! ||
    a.t[j]! - b.t[k]! ||
    a.lag[j]! - b.lag[k]! ||
    a.b[j]! - b.b[k]!
  );
}

/** Links that are only looked at. */
export type LinkView = { readonly [Name in keyof LinkColumns]: readonly number[] };
