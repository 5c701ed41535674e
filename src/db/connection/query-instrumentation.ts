/** A statement as a watcher sees it: never its values. */
export interface WatchedStatement {
  /** Under which it is prepared. */
  readonly name: string;
  readonly text: string;
}

/** Told of each round trip to the database as it begins; what it returns is told of its end, and of the error if it failed. */
export type QueryWatcher = (statements: readonly WatchedStatement[]) => (error?: unknown) => void;

let watcher: QueryWatcher | undefined;

/** From now on `next` is told of all round trips of this process; undefined ends that. */
export function watchQueries(next: QueryWatcher | undefined): void {
  watcher = next;
}

/** Makes a round trip, which somebody may be watching. */
export function instrumented<T>(
  steps: readonly { readonly statement: WatchedStatement }[],
  run: () => Promise<T>,
): Promise<T> {
  if (watcher === undefined) return run();
  const over = watcher(steps.map(({ statement }) => statement));
  return run().then(
    (answer) => {
      over();
      return answer;
    },
    (error: unknown) => {
      over(error);
      throw error;
    },
  );
}
