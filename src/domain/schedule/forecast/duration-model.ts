import { normalShare } from './random.ts';

/** By how much durations differ from what was planned: values of a quantile function, over a grid of normal quantiles. */
export type RatioTable = Float64Array;

/** The grid: from -6 to 6 in steps of 1/64. */
const [FROM, TO, PER_UNIT] = [-6, 6, 64];
export const GRID = (TO - FROM) * PER_UNIT + 1;

/** The table of a quantile function, so that a draw is a look-up between two values. */
export function tableOf(quantile: (share: number) => number): RatioTable {
  const table = new Float64Array(GRID);
  for (let at = 0; at < GRID; at += 1) table[at] = quantile(normalShare(FROM + at / PER_UNIT));
  return table;
}

/** The ratio at a standard normal quantile. */
export function ratioAt(table: RatioTable, z: number): number {
  const place = Math.min(Math.max((z - FROM) * PER_UNIT, 0), GRID - 1.000001);
  const at = Math.floor(place);
  const low = table[at]!;
  return low + (table[at + 1]! - low) * (place - at);
}

/** What a task takes at best, most often and at worst, as shares of its planned duration. */
export interface Triangle {
  readonly least: number;
  readonly mode: number;
  readonly most: number;
}

/**
 * The quantile of a triangular distribution (the inverse of its distribution function; e.g. Vose, Risk Analysis, 3rd edition,
 * appendix III). Of one that has no width it is its mode.
 */
export function triangularQuantile({ least, mode, most }: Triangle, share: number): number {
  const width = most - least;
  if (width <= 0) return mode;
  const turn = (mode - least) / width;
  if (share < turn) return least + Math.sqrt(share * width * (mode - least));
  return most - Math.sqrt((1 - share) * width * (most - mode));
}

/** The quantile of observed ratios in ascending order, linear between them (Hyndman and Fan, 1996, type 7). */
export function empiricalQuantile(sorted: readonly number[], share: number): number {
  const place = Math.min(Math.max(share, 0), 1) * (sorted.length - 1);
  const at = Math.floor(place);
  const low = sorted[at] ?? NaN;
  const high = sorted[Math.min(at + 1, sorted.length - 1)] ?? NaN;
  return low + (high - low) * (place - at);
}
