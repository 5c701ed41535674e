import type pg from 'pg';
import type { Actor } from '../domain/actor.ts';
import { isConnectionLoss } from './connection-loss.ts';
import { runPipeline, type Step } from './pipeline.ts';
import { checkOut } from './pool.ts';
import type { Parameter, Row, Statement } from './statement.ts';
import { contextStep } from './tenant-context.ts';

/** Where the statements of one request are counted; the context is not. */
export interface Tally {
  statements: number;
}

interface Waiting extends Step {
  resolve(rows: Row[]): void;
  reject(error: unknown): void;
}

/** A cached plan whose table has changed: the same read succeeds when it is sent again. */
const STALE_PLAN = '0A000';

/**
 * All reads of one request: what its loaders ask within one tick goes out together, behind the tenant's
 * context, in one round trip and one read-only transaction (x2 on a look-up by id against four round trips).
 */
export class Reader {
  private waiting: Waiting[] = [];
  /** Why reads of this request failed: whoever asks once more does not wait for time or room once more. */
  private failures: Map<string, Error> | undefined;

  constructor(
    private readonly pool: pg.Pool,
    private readonly actor: Actor,
    private readonly tally: Tally = { statements: 0 },
  ) {}

  /** The rows of one statement, seen as the actor. Texts as PostgreSQL reads them stand in `values`. */
  rows(statement: Statement, values: Parameter[]): Promise<Row[]> {
    const failure = this.failures?.get(keyOf(statement, values));
    if (failure !== undefined) return Promise.reject(failure);
    return new Promise((resolve, reject) => {
      this.waiting.push({ statement, values, resolve, reject });
      // One tick later, so that loaders which dispatch in this tick share the trip.
      if (this.waiting.length === 1) process.nextTick(() => void this.flush());
    });
  }

  private async flush(): Promise<void> {
    const batch = this.waiting;
    this.waiting = [];
    this.tally.statements += batch.length;
    const steps = [contextStep(this.actor, 'read'), ...batch];
    try {
      const results = await this.send(steps).catch((error: unknown) => this.sendAgain(error, steps));
      batch.forEach((waiting, i) => waiting.resolve(results[i + 1] ?? []));
    } catch (error) {
      this.failures ??= new Map<string, Error>();
      for (const waiting of batch) {
        this.failures.set(keyOf(waiting.statement, waiting.values), error as Error);
        waiting.reject(error);
      }
    }
  }

  private async send(steps: readonly Step[]): Promise<Row[][]> {
    const client = await checkOut(this.pool);
    let broken = true;
    try {
      const results = await runPipeline(client, steps);
      broken = false;
      return results;
    } finally {
      client.release(broken);
    }
  }

  private sendAgain(error: unknown, steps: readonly Step[]): Promise<Row[][]> {
    const lost = isConnectionLoss(error) || (error as { code?: string }).code === STALE_PLAN;
    if (!lost) throw error;
    return this.send(steps);
  }
}

function keyOf(statement: Statement, values: readonly Parameter[]): string {
  return JSON.stringify([statement.text, ...values]);
}
