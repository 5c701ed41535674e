import { PitError } from '../../domain/errors.ts';

/** A request that waits for its permit. */
class Waiter {
  private readonly timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly resolve: () => void,
    waitMs: number,
    giveUp: (waiter: Waiter) => void,
  ) {
    this.timer = waitMs > 0 ? setTimeout(giveUp, waitMs, this) : undefined;
  }

  grant(): void {
    clearTimeout(this.timer);
    this.resolve();
  }
}

/**
 * A counting semaphore whose permits are shared out fairly among keys. While others wait, a key that holds half of the
 * permits gets no more, and the waiting keys are served round robin, each its oldest request first. A key that is alone
 * may hold all of them.
 */
export class FairSemaphore {
  private readonly held = new Map<string, number>();
  /** Requests by key. The order of the keys is the order in which they are served. */
  private readonly queues = new Map<string, Waiter[]>();
  private taken = 0;

  constructor(
    private readonly permits: number,
    /** Milliseconds that a request waits at most; 0 for as long as it takes. */
    private readonly waitMs: number,
  ) {}

  /** Keys that wait, and those that hold a permit. */
  get keys(): { waiting: number; holding: number } {
    return { waiting: this.queues.size, holding: this.held.size };
  }

  /** Requests that wait. */
  get waiting(): number {
    let count = 0;
    for (const queue of this.queues.values()) count += queue.length;
    return count;
  }

  /**
   * Takes a permit; the function that gives it back is to be called once.
   * @throws PitError UNAVAILABLE when none comes free in time.
   */
  async acquire(key: string): Promise<() => void> {
    // Whoever waits is served as soon as a permit is free, so nobody is overtaken here.
    if (this.taken < this.permits) this.take(key);
    else await this.wait(key);
    return () => this.release(key);
  }

  private take(key: string): void {
    this.taken += 1;
    this.held.set(key, (this.held.get(key) ?? 0) + 1);
  }

  private wait(key: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const waiter = new Waiter(resolve, this.waitMs, (late) => {
        this.leaveQueue(key, late);
        reject(new PitError('UNAVAILABLE', 'The service is too busy to answer now; try again shortly.'));
      });
      const queue = this.queues.get(key);
      if (queue === undefined) this.queues.set(key, [waiter]);
      else queue.push(waiter);
    });
  }

  private leaveQueue(key: string, waiter: Waiter): void {
    const rest = this.queues.get(key)?.filter((each) => each !== waiter) ?? [];
    if (rest.length === 0) this.queues.delete(key);
    else this.queues.set(key, rest);
  }

  private release(key: string): void {
    const left = (this.held.get(key) ?? 1) - 1;
    if (left === 0) this.held.delete(key);
    else this.held.set(key, left);
    this.taken -= 1;
    this.grantNext();
  }

  private grantNext(): void {
    const key = this.nextKey();
    if (key === undefined) return;
    const [first, ...rest] = this.queues.get(key) ?? [];
    this.queues.delete(key);
    if (rest.length > 0) this.queues.set(key, rest);
    if (first === undefined) return;
    this.take(key);
    first.grant();
  }

  /** The first key that is below its share; where none is, as with few permits and many keys, the first. */
  private nextKey(): string | undefined {
    const share = Math.max(1, Math.floor(this.permits / 2));
    let first: string | undefined;
    for (const key of this.queues.keys()) {
      if ((this.held.get(key) ?? 0) < share) return key;
      first ??= key;
    }
    return first;
  }
}
