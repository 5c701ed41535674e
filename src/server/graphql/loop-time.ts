import { setTimeout as sleep } from 'node:timers/promises';
import { BoundedCache } from '../../bounded-cache.ts';
import { FairSemaphore } from '../../db/connection/fair-semaphore.ts';
import { TooManyRequests } from './errors.ts';

/** How a caller's expensive work is bounded while somebody else is about. Times are milliseconds. */
export interface LoopTimeOptions {
  /** The part of the event loop's time that one caller's expensive work may take. */
  share: number;
  /** What a caller may take at once before it is delayed. */
  burstMs: number;
  /** Beyond this delay a request is refused instead. */
  mostDelayMs: number;
  /** So long after its last request a caller counts as being about. */
  aboutMs: number;
}

/** What has become of expensive work so far. */
export interface LoopTimeCounts {
  /** Of the event loop, measured. */
  seconds: number;
  delayed: number;
  refused: number;
}

/** What time is told by, and waited for with. */
export interface LoopClock {
  now(): number;
  sleep(ms: number): Promise<unknown>;
}

const USUAL: LoopTimeOptions = { share: 0.1, burstMs: 250, mostDelayMs: 5_000, aboutMs: 1_000 };
const CLOCK: LoopClock = {
  now: () => performance.now(),
  sleep: (ms) => sleep(ms, undefined, { ref: false }),
};
/** A delay is looked at again after this: whoever else was about may have gone. */
const LOOK_AGAIN_MS = 200;
const MOST_TURN_MS = 10_000;
/** Callers whose accounts are kept; strangers count by their addresses. */
const CALLERS = 10_000;

/** What a caller owes the others: it goes down by `share` as time passes. */
interface Account {
  owed: number;
  at: number;
}

/**
 * Shares the event loop's time out among callers, as far as it goes to what a stranger's request can make expensive:
 * large bodies, and documents that are not known yet. Each caller has a token bucket of measured milliseconds (the
 * generic cell rate algorithm: a request reserves what it is expected to take, and is delayed by what was reserved
 * before it). While nobody else is about nobody is delayed. Steps are taken one in an iteration of the loop, round robin
 * among callers, so that others' requests come in between.
 */
export class LoopTime {
  readonly counts: LoopTimeCounts = { seconds: 0, delayed: 0, refused: 0 };
  private readonly options: LoopTimeOptions;
  private readonly accounts = new BoundedCache<Account>('loop_time_accounts', CALLERS);
  private readonly turns = new FairSemaphore(1, MOST_TURN_MS);
  private latest = { caller: '', at: -Infinity };
  /** When somebody else than the latest caller last asked. */
  private otherAt = -Infinity;

  constructor(
    options: Partial<LoopTimeOptions> = {},
    readonly clock: LoopClock = CLOCK,
  ) {
    this.options = { ...USUAL, ...options };
  }

  /** Steps that wait for their turn. */
  get waiting(): number {
    return this.turns.waiting;
  }

  /** Notes that a caller is about; to be told of each request. */
  saw(caller: string): void {
    const at = this.clock.now();
    if (caller === this.latest.caller) {
      this.latest.at = at;
      return;
    }
    this.otherAt = this.latest.at;
    this.latest = { caller, at };
  }

  /**
   * Lets expensive work of a caller begin, after the delay that the caller's earlier work asks for.
   *
   * @param expectedMs of the event loop; corrected by what is measured.
   * @throws TooManyRequests where that delay is too long.
   */
  async admit(caller: string, expectedMs: number): Promise<ExpensiveWork> {
    const { burstMs, share, mostDelayMs } = this.options;
    const delay = this.isAlone(caller) ? 0 : (this.owedBy(caller) + expectedMs - burstMs) / share;
    if (delay > mostDelayMs) {
      this.counts.refused += 1;
      throw new TooManyRequests(Math.ceil(delay / 1000));
    }
    this.charge(caller, expectedMs);
    if (delay > 0) await this.delayed(caller, delay);
    return new ExpensiveWork(this, caller, expectedMs);
  }

  /**
   * Resolves when a step may be taken. What the caller does then, without waiting for anything from outside, is the only
   * expensive step in this iteration of the event loop.
   *
   * @throws PitError UNAVAILABLE where too many steps are before this one.
   */
  async turn(caller: string): Promise<void> {
    const release = await this.turns.acquire(caller);
    setImmediate(release);
  }

  /** What a caller owes now, in milliseconds. */
  owedBy(caller: string): number {
    const account = this.accounts.get(caller);
    if (account === undefined) return 0;
    return Math.max(0, account.owed - (this.clock.now() - account.at) * this.options.share);
  }

  /** @param ms less than 0 gives back. */
  charge(caller: string, ms: number): void {
    const { burstMs } = this.options;
    const before = this.owedBy(caller);
    // Work that was in nobody's way is no reason to delay later, but nothing has been saved up either.
    const most = this.isAlone(caller) ? Math.max(before, burstMs) : Infinity;
    const owed = Math.min(most, Math.max(0, before + ms));
    this.accounts.set(caller, { owed, at: this.clock.now() });
  }

  private async delayed(caller: string, delay: number): Promise<void> {
    this.counts.delayed += 1;
    const end = this.clock.now() + delay;
    for (;;) {
      const left = end - this.clock.now();
      if (left <= 0 || this.isAlone(caller)) return;
      await this.clock.sleep(Math.min(left, LOOK_AGAIN_MS));
    }
  }

  private isAlone(caller: string): boolean {
    const { latest, otherAt } = this;
    const at = latest.caller === caller ? otherAt : latest.at;
    return this.clock.now() - at > this.options.aboutMs;
  }
}

/** What reading a document is expected to take of the event loop, in milliseconds: parsing, measuring, validating. */
export function expectedMsOf(query: string): number {
  return 0.2 + query.length / 2000;
}

/** Expensive work of one request, which has been admitted. */
export class ExpensiveWork {
  constructor(
    private readonly loop: LoopTime,
    private readonly caller: string,
    /** Milliseconds that have been charged and not been used yet. */
    private reserved: number,
  ) {}

  /** Takes a synchronous step when it is its turn. @throws PitError UNAVAILABLE, and what the step throws. */
  async run<T>(step: () => T): Promise<T> {
    await this.turn();
    const begun = this.loop.clock.now();
    try {
      return step();
    } finally {
      this.spend(this.loop.clock.now() - begun);
    }
  }

  /** For a step that somebody else takes; what it takes is to be told to `spend`. */
  turn(): Promise<void> {
    return this.loop.turn(this.caller);
  }

  /** Counts milliseconds of the event loop. */
  spend(ms: number): void {
    this.loop.counts.seconds += ms / 1000;
    this.reserved -= ms;
    if (this.reserved >= 0) return;
    this.loop.charge(this.caller, -this.reserved);
    this.reserved = 0;
  }

  /** Gives back what was reserved for nothing. Work that is never ended has cost what was expected. */
  end(): void {
    if (this.reserved > 0) this.loop.charge(this.caller, -this.reserved);
    this.reserved = 0;
  }
}
