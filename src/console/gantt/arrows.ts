/** How far a line leads away from a bar before it turns, in pixels. */
const GAP = 7;
const HEAD = 5;

export interface LinkEnd {
  readonly left: number;
  readonly right: number;
  /** Middle of the bar. */
  readonly y: number;
}

/** The line and the head of an arrow as path data. */
export interface Arrow {
  readonly line: string;
  readonly head: string;
}

/**
 * An orthogonal arrow between two bars: out of the end that binds, into the end that is bound.
 *
 * @param type 0 finish to start, 1 start to start, 2 finish to finish, 3 start to finish.
 * @param rowHeight where the line has to lead back it does so between two rows.
 */
export function arrowOf(from: LinkEnd, to: LinkEnd, type: number, rowHeight: number): Arrow {
  const outward = type === 0 || type === 2 ? 1 : -1;
  // An arrow into a start points right, one into a finish left.
  const inward = type === 0 || type === 1 ? 1 : -1;
  const x1 = outward === 1 ? from.right : from.left;
  const x2 = inward === 1 ? to.left : to.right;
  const tip = `M${n(x2)} ${n(to.y)}l${-inward * HEAD} ${-HEAD + 2}v${2 * (HEAD - 2)}z`;
  return {
    line: `M${n(x1)} ${n(from.y)}${turns([x1, from.y], [x2, to.y], { outward, inward, rowHeight })}H${n(x2)}`,
    head: tip,
  };
}

type Point = readonly [x: number, y: number];

function turns(
  [x1, y1]: Point,
  [x2, y2]: Point,
  { outward, inward, rowHeight }: { outward: number; inward: number; rowHeight: number },
): string {
  const out = x1 + outward * GAP;
  const into = x2 - inward * GAP;
  if (outward !== inward) {
    // Both ends lie on the same side: around the outermost.
    const x = outward === 1 ? Math.max(out, into) : Math.min(out, into);
    return `H${n(x)}V${n(y2)}`;
  }
  if ((into - out) * outward >= 0) return `H${n(into)}V${n(y2)}`;
  const between = y1 + (Math.sign(y2 - y1) * rowHeight) / 2;
  return `H${n(out)}V${n(between)}H${n(into)}V${n(y2)}`;
}

/** Pixels with one decimal: half as long, and nobody sees the rest. */
export function n(value: number): number {
  return Math.round(value * 10) / 10;
}
