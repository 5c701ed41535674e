import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { RELEASE_JOB_LEASE, TAKE_JOB_LEASE } from '../db/queries/maintenance/job-lease-query.ts';
import type { Value } from '../db/connection/parameters.ts';
import type { Statement } from '../db/connection/statement.ts';
import { withTenantTransaction } from '../db/write/tenant-transaction.ts';
import { logger } from '../logger.ts';
import { systemActor } from '../domain/directory/actor.ts';
import { PLATFORM } from '../services/directory/platform.ts';

/** What a job may be told to stop by, between two transactions. */
export type StopSignal = Pick<AbortSignal, 'aborted'>;

export const NEVER_STOPPED: StopSignal = { aborted: false };

/**
 * Milliseconds. A job begins nothing more `stop` after its lease was last taken or prolonged: the transaction that runs
 * then has waited 5 s for a connection and taken 15 s at most, and is over before the lease is.
 */
export interface LeaseTimes {
  readonly lease: number;
  readonly renew: number;
  readonly stop: number;
}

const TIMES: LeaseTimes = { lease: 60_000, renew: 15_000, stop: 40_000 };

/**
 * Runs `work` while this process alone, of all that share the database, holds the lease of the job. Where another holds
 * it, nothing is done. The lease is a row, which no connection has to be kept for; that of a process that has died is
 * out after a minute. `work` must stop when its signal says so: because the job was told to, or the lease was lost.
 *
 * @returns whether the lease was to be had.
 */
export async function withJobLease(
  pool: pg.Pool,
  job: { name: string; signal: StopSignal; times?: LeaseTimes },
  work: (signal: StopSignal) => Promise<void>,
): Promise<boolean> {
  const lease = new JobLease(pool, job.name, job.times ?? TIMES);
  if (!(await lease.take())) return false;
  try {
    await work({
      get aborted() {
        return job.signal.aborted || lease.isLost;
      },
    });
    return true;
  } finally {
    await lease.release();
  }
}

class JobLease {
  private readonly holder = randomUUID();
  private heldUntil = 0;
  private lost = false;
  private timer: NodeJS.Timeout | undefined;
  private renewal: Promise<void> = Promise.resolve();

  constructor(
    private readonly pool: pg.Pool,
    private readonly name: string,
    private readonly times: LeaseTimes,
  ) {}

  /** Once lost, for good: another process may have worked since, even where the lease could be had again. */
  get isLost(): boolean {
    this.lost ||= performance.now() >= this.heldUntil;
    return this.lost;
  }

  async take(): Promise<boolean> {
    if (!(await this.prolong())) return false;
    const renew = (): void => {
      this.renewal = this.renewal.then(() => this.renew());
    };
    this.timer = setInterval(renew, this.times.renew).unref();
    return true;
  }

  /**
   * What cannot be given back now is out by itself. A renewal on its way is waited for: it would take the lease again,
   * for a minute in which nobody works.
   */
  async release(): Promise<void> {
    clearInterval(this.timer);
    await this.renewal;
    await this.run(RELEASE_JOB_LEASE, []).catch((error: unknown) => this.warn(error));
  }

  private async renew(): Promise<void> {
    if (this.isLost) return;
    try {
      if (!(await this.prolong())) this.heldUntil = 0;
    } catch (error) {
      this.warn(error);
    }
  }

  private async prolong(): Promise<boolean> {
    const { lease, stop } = this.times;
    const sentAt = performance.now();
    const [row] = await this.run(TAKE_JOB_LEASE, [lease / 1000]);
    if (row?.taken !== true) return false;
    this.heldUntil = sentAt + stop;
    return true;
  }

  private run<R extends object>(statement: Statement<R>, values: readonly Value[]): Promise<R[]> {
    return withTenantTransaction(this.pool, systemActor(PLATFORM), async (tx) => {
      const { rows } = await tx.run(statement, [this.name, this.holder, ...values]);
      return rows;
    });
  }

  private warn(error: unknown): void {
    logger.warn({ err: error, job: this.name }, 'the lease of a job could not be written');
  }
}
