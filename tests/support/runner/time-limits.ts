import { addEventHandler } from 'jest-circus';

const LIMIT_MS = 60_000;

/** A test or hook as Jest has noted it. */
interface Entry {
  fn?: ((done: never) => unknown) | null | undefined;
  timeout?: number | null | undefined;
}

/** The runner knows no time limits, and what hangs would hang all: tests and hooks get the usual ones here. */
addEventHandler((event, { currentDescribeBlock: block }) => {
  if (event.name === 'add_test') limit(block.tests.at(-1));
  if (event.name === 'add_hook') limit(block.hooks.at(-1));
});

function limit(entry: Entry | undefined): void {
  const { fn } = entry ?? {};
  if (entry === undefined || fn == null) return;
  const timeout = entry.timeout ?? LIMIT_MS;
  entry.fn = async () => {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise((_resolve, reject) => {
      timer = setTimeout(() => reject(new Error(`took longer than ${timeout} ms`)), timeout);
    });
    try {
      // Ours answer promises; none takes a callback.
      await Promise.race([fn(undefined as never), late]);
    } finally {
      clearTimeout(timer);
    }
  };
}
