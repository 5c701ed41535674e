import { setTimeout as sleep } from 'node:timers/promises';

export interface PaceOptions {
  /** What one batch is to take, in ms: so long a request may find the processor or a row taken. */
  readonly batchMs: number;
  /** The part of the time that the work takes, above 0 and up to 1. */
  readonly share: number;
  /** Units of work in a batch: at the beginning, at least and at most. */
  readonly units: { readonly first: number; readonly least: number; readonly most: number };
}

/** A pause is not longer than this, however long a batch took, in ms. */
const LONGEST_PAUSE_MS = 1_000;

/**
 * Keeps work in the background from being noticed by requests: sizes its batches by the time that they take, and pauses
 * after each so that the work takes no more than its share of the time.
 */
export class Pace {
  private size: number;

  constructor(private readonly options: PaceOptions) {
    this.size = options.units.first;
  }

  /** Units of work, at least 1, for the next batch. */
  get units(): number {
    return Math.round(this.size);
  }

  /**
   * Runs one batch and pauses.
   * @param units what the batch holds; one that is larger than asked for says nothing about the others.
   */
  async run<T>(units: number, batch: () => Promise<T>): Promise<T> {
    const begun = performance.now();
    const result = await batch();
    const ms = performance.now() - begun;
    if (units <= this.units) this.resize(ms);
    await sleep(Math.min(LONGEST_PAUSE_MS, ms / this.options.share - ms));
    return result;
  }

  /**
   * Halves the next batch, as after one that the database ended because it took too long.
   * @returns false where it is as small as it may be.
   */
  shrink(): boolean {
    const { least } = this.options.units;
    if (this.units <= least) return false;
    this.size = Math.max(least, this.size / 2);
    return true;
  }

  /** At most doubled or halved: a batch may have waited for something that the next one does not meet. */
  private resize(ms: number): void {
    const { batchMs, units } = this.options;
    const factor = Math.min(2, Math.max(0.5, batchMs / Math.max(ms, 1)));
    this.size = Math.min(units.most, Math.max(units.least, this.size * factor));
  }
}
