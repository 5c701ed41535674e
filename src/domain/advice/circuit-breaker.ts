/** Failures in a row after which nothing is sent, and for how long, in ms. */
export interface BreakerLimits {
  readonly failures: number;
  readonly openMs: number;
}

const LIMITS: BreakerLimits = { failures: 5, openMs: 60_000 };

/**
 * Keeps calls from what fails (circuit breaker; Nygard, "Release It!", 2007): after some failures in a row it is open and
 * lets nothing through, then half open, when one call tries whether it works again. Moments are milliseconds of any clock.
 */
export class CircuitBreaker {
  private failures = 0;
  private openUntil = -Infinity;
  private isTrying = false;

  constructor(private readonly limits: BreakerLimits = LIMITS) {}

  /** Whether a call would be let through now. */
  isClosed(now: number): boolean {
    if (this.failures < this.limits.failures) return true;
    return now >= this.openUntil && !this.isTrying;
  }

  /** Lets one call through, or not; of each that is let through `succeeded`, `failed` or `left` tells the end. */
  enter(now: number): boolean {
    if (!this.isClosed(now)) return false;
    if (this.failures >= this.limits.failures) this.isTrying = true;
    return true;
  }

  succeeded(): void {
    this.failures = 0;
    this.isTrying = false;
  }

  failed(now: number): void {
    this.failures += 1;
    this.isTrying = false;
    if (this.failures >= this.limits.failures) this.openUntil = now + this.limits.openMs;
  }

  /** A call that says nothing of the other side: it was broken off by us. */
  left(): void {
    this.isTrying = false;
  }
}
