import { parseArgs } from 'node:util';

/** How long and how hard a benchmark runs. */
export interface Options {
  /** Seconds of load per measurement. */
  seconds: number;
  /** Measurements per competitor, of which the median counts. */
  rounds: number;
  /** Numbers of connections to measure with. */
  connections: number[];
  /** Names of the queries to run, `Q1` and so on; all when empty. */
  only: string[];
}

/** A command line that means nothing; the message says why. */
export class UsageError extends Error {}

/** Reads the options of a benchmark; throws `UsageError` for what it does not know. */
export function readOptions(args: readonly string[]): Options {
  const { values } = parse(args);
  return {
    seconds: positive('--seconds', values.seconds),
    rounds: positive('--rounds', values.rounds),
    connections: values.connections.split(',').map((text) => positive('--connections', text)),
    only: values.only === '' ? [] : values.only.toUpperCase().split(','),
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        seconds: { type: 'string', default: '3' },
        rounds: { type: 'string', default: '3' },
        connections: { type: 'string', default: '16,64' },
        only: { type: 'string', default: '' },
      },
    });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function positive(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 600) {
    throw new UsageError(`${name} takes whole numbers from 1 to 600, not "${text}"`);
  }
  return value;
}
