import { Worker } from 'node:worker_threads';
import { PitError } from '../../../domain/errors.ts';
import { logger } from '../../../logger.ts';
import type { SimulationInput, SimulationOutput } from '../../../domain/schedule/forecast/simulation.ts';

/** Forecasts that wait for the one that is running, of all organisations. */
const MOST_WAITING = 8;
/** After so many ms a simulation is given up, and after so many idle ones the thread ends. */
const MOST_MS = 30_000;
const IDLE_MS = 60_000;

interface Waiting {
  readonly input: SimulationInput;
  resolve(output: SimulationOutput): void;
  reject(error: Error): void;
}

/** Runs a simulation once it is its turn. @throws PitError LIMIT_EXCEEDED where it takes too long; UNAVAILABLE where it is ended. */
export type Simulate = (input: SimulationInput) => Promise<SimulationOutput>;

/**
 * Runs simulations in one thread beside the event loop, one after the other and one at a time of each organisation. More are
 * refused before anything is read for them, so that neither memory nor waiting time grows with what is asked for.
 */
export class SimulationWorker {
  private readonly waiting: Waiting[] = [];
  private readonly organisations = new Set<string>();
  private running: Waiting | undefined;
  private thread: Worker | undefined;
  private timer: NodeJS.Timeout | undefined;
  private number = 0;

  /**
   * Does the work of a forecast, of which the simulation is a part, while no other of the organisation is under way.
   * @throws PitError LIMIT_EXCEEDED while one is, and while too many of others wait.
   */
  async alone<T>(orgId: string, work: (simulate: Simulate) => Promise<T>): Promise<T> {
    const isUnderWay = this.organisations.has(orgId);
    if (isUnderWay || this.organisations.size > MOST_WAITING) throw busy(isUnderWay);
    this.organisations.add(orgId);
    try {
      return await work((input) => this.simulated(input));
    } finally {
      this.organisations.delete(orgId);
    }
  }

  /** Gives up what runs and waits, as where the service stops. */
  async abandon(): Promise<void> {
    const left = [...this.waiting.splice(0), ...(this.running === undefined ? [] : [this.running])];
    const ended = this.endThread();
    for (const each of left) this.settle(each, stopped());
    await ended;
  }

  private simulated(input: SimulationInput): Promise<SimulationOutput> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ input, resolve, reject });
      this.next();
    });
  }

  private next(): void {
    if (this.running !== undefined) return;
    this.running = this.waiting.shift();
    clearTimeout(this.timer);
    if (this.running === undefined) {
      this.timer = setTimeout(() => void this.endThread(), IDLE_MS).unref();
      return;
    }
    this.number += 1;
    this.timer = setTimeout(() => this.fail(tooLong()), MOST_MS).unref();
    this.thread ??= this.startThread();
    this.thread.ref();
    this.thread.postMessage({ number: this.number, input: this.running.input });
  }

  private startThread(): Worker {
    const thread = openThread();
    thread.on('message', ({ number, output }: { number: number; output: SimulationOutput }) => {
      if (number === this.number && this.running !== undefined) this.settle(this.running, output);
    });
    thread.on('error', (error: Error) => {
      logger.error({ err: error }, 'the thread of forecasts has failed');
      this.fail(stopped());
    });
    // Where somebody ends it from outside there is no error.
    thread.on('exit', () => this.fail(stopped()));
    return thread;
  }

  /** Ends the thread in the middle of its work; the next simulation gets another. */
  private fail(error: Error): void {
    void this.endThread();
    if (this.running !== undefined) this.settle(this.running, error);
  }

  private settle(waiting: Waiting, result: SimulationOutput | Error): void {
    if (this.running === waiting) {
      this.running = undefined;
      this.thread?.unref();
    }
    if (result instanceof Error) waiting.reject(result);
    else waiting.resolve(result);
    this.next();
  }

  private async endThread(): Promise<void> {
    const { thread } = this;
    this.thread = undefined;
    clearTimeout(this.timer);
    thread?.removeAllListeners();
    await thread?.terminate();
  }
}

/** Compiled, the thread's file is JavaScript; else a line of it has tsx read TypeScript in the thread as well. */
function openThread(): Worker {
  const file = new URL('./simulation-thread.js', import.meta.url);
  if (import.meta.url.endsWith('.js')) return new Worker(file, { execArgv: [] });
  const reader = import.meta.resolve('tsx/esm/api');
  const source = file.href.replace(/js$/, 'ts');
  const first = `import(${JSON.stringify(reader)}).then(({ register }) => (register(), import(${JSON.stringify(source)})))`;
  return new Worker(first, { eval: true, execArgv: [] });
}

/** Another forecast of the organisation is under way, or too many of all wait. */
export function busy(isOfOrganisation: boolean): PitError {
  const message = isOfOrganisation
    ? 'A forecast of the organisation is under way; ask again when it is done.'
    : 'Too many forecasts are waiting; ask again shortly.';
  return new PitError('LIMIT_EXCEEDED', message, {
    field: 'input',
    expected: isOfOrganisation ? 'one forecast at a time' : `at most ${MOST_WAITING} forecasts that wait`,
  });
}

function tooLong(): PitError {
  return new PitError('LIMIT_EXCEEDED', 'The forecast took too long and was ended.', {
    field: 'input.runs',
    expected: `runs that take at most ${MOST_MS / 1000} s`,
  });
}

/** It was ended before it was done. */
export function stopped(): PitError {
  return new PitError('UNAVAILABLE', 'The forecast was ended before it was done; ask again shortly.');
}

/** The simulations of this process. */
export const simulationWorker = new SimulationWorker();
