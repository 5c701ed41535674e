/**
 * The positions of a longest rising subsequence of different numbers: the most rows that can stay where they are while
 * the others are moved around them. Patience sorting (Fredman 1975), O(n log n).
 */
export function keptInOrder(values: readonly number[]): Set<number> {
  /** Of every length the position at which a subsequence of it ends with the least value. */
  const ends: number[] = [];
  const previous = new Int32Array(values.length).fill(-1);
  values.forEach((value, at) => {
    const length = firstNotBelow(ends, values, value);
    if (length > 0) previous[at] = ends[length - 1]!;
    ends[length] = at;
  });
  const kept = new Set<number>();
  for (let at = ends.at(-1) ?? -1; at >= 0; at = previous[at]!) kept.add(at);
  return kept;
}

function firstNotBelow(ends: readonly number[], values: readonly number[], value: number): number {
  let [low, high] = [0, ends.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (values[ends[middle]!]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
