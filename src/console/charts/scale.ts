/** Turns values into pixels: `from` lies at `start`, `to` at `end`. Where both are equal everything lies in the middle. */
export function scaleOf(
  [from, to]: readonly [number, number],
  [start, end]: readonly [number, number],
): (value: number) => number {
  if (to === from) return () => (start + end) / 2;
  return (value) => start + ((value - from) / (to - from)) * (end - start);
}

const STEPS = [1, 2, 2.5, 5, 10];

/** Round values from 0 to at least `most`, four to six of them, so that each line of a chart has a number to be read. */
export function roundTicks(most: number): number[] {
  if (!(most > 0) || !Number.isFinite(most)) return [0, 1];
  const size = 10 ** Math.floor(Math.log10(most / 4));
  const step = STEPS.map((each) => each * size).find((each) => most / each <= 5) ?? 10 * size;
  const count = Math.ceil(most / step - 1e-9);
  return Array.from({ length: count + 1 }, (_, n) => Number((n * step).toPrecision(12)));
}

/** At most so many of the entries, evenly, with the first one. */
export function thinned<Entry>(entries: readonly Entry[], most: number): Entry[] {
  const step = Math.max(1, Math.ceil(entries.length / Math.max(1, most)));
  return entries.filter((_, at) => at % step === 0);
}
