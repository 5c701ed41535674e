/** Work that is done in steps, between which whoever does it lets others go first; what it comes to at its end. */
export type Steps<T> = Generator<void, T, void>;

/** What one step weighs: so many items are looked at in some milliseconds. */
const STEP = 500;

/** Does something with each item. @param weightOf of items that cost as much as several. */
export function* eachInSteps<T>(
  items: Iterable<T>,
  act: (item: T) => void,
  weightOf: (item: T) => number = () => 1,
): Steps<void> {
  let weight = STEP;
  for (const item of items) {
    if (weight >= STEP) {
      yield;
      weight = 0;
    }
    weight += weightOf(item);
    act(item);
  }
}

/** What `map` makes of each item, in their order. */
export function* mapInSteps<T, R>(items: Iterable<T>, map: (item: T) => R): Steps<R[]> {
  const made: R[] = [];
  yield* eachInSteps(items, (item) => made.push(map(item)));
  return made;
}

/** A map with an entry for each item; of several with one key the last counts. */
export function* indexInSteps<T, K, V>(
  items: Iterable<T>,
  entryOf: (item: T) => readonly [K, V],
): Steps<Map<K, V>> {
  const index = new Map<K, V>();
  yield* eachInSteps(items, (item) => index.set(...entryOf(item)));
  return index;
}

/** What steps come to, without a pause. */
export function inOneGo<T>(steps: Steps<T>): T {
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
  }
}
