import type pg from 'pg';
import type { Actor } from '../../domain/directory/actor.ts';
import { PitError } from '../../domain/errors.ts';
import { isConnectionLoss, isStalePlan } from '../connection/connection-loss.ts';
import { parameters, type Parameter, type Value } from '../connection/parameters.ts';
import { failedStatementOf, runPipeline, step, type Step } from '../connection/pipeline.ts';
import { checkOut } from '../connection/pool.ts';
import type { RowOfStatement, Statement } from '../connection/statement.ts';
import { contextStep } from '../connection/tenant-context.ts';
import { AheadSteps } from './ahead/ahead-steps.ts';
import type { Along } from './ahead/reference.ts';
import type { ReadRoute } from './replicas/read-route.ts';
import { isReplicaTrouble } from './replicas/replica-trouble.ts';
import { IS_FRESH } from './replicas/replication-statements.ts';
import { MAX_ROWS } from './select.ts';
import { wholeSetsLast } from './hints/whole-sets.ts';

/** Where the statements of one request are counted; the context is not. */
export interface StatementCounter {
  statements: number;
}

interface Waiting extends Step<object>, Along {
  resolve(rows: object[]): void;
  reject(error: unknown): void;
}

/**
 * All reads of one request: what its loaders ask within one tick goes out together, behind the tenant's
 * context, in one round trip and one read-only transaction (x2 on a look-up by id against four round trips).
 */
export class TenantReadBatch {
  private waiting: Waiting[] = [];
  /** Why reads of this request failed: whoever asks once more does not wait for time or room once more. */
  private failures: Map<string, Error> | undefined;
  private primary: TenantReadBatch | undefined;
  /** Rows read so far. */
  private read = 0;

  constructor(
    private readonly pool: pg.Pool,
    readonly actor: Actor,
    private readonly tally: StatementCounter = { statements: 0 },
    /** Where there are replicas; without one, everything is read from `pool`, the primary. */
    private readonly route?: ReadRoute,
  ) {}

  /**
   * The same reader's reads of the primary, for what is kept beyond the request: a replica that is behind would take what is kept
   * back to what it was.
   */
  onPrimary(): TenantReadBatch {
    if (this.route === undefined) return this;
    return (this.primary ??= new TenantReadBatch(this.pool, this.actor, this.tally));
  }

  /** The rows of one statement, seen as the actor. @param along what goes with it. */
  rows<R extends object>(
    statement: Statement<R>,
    given: readonly Value[] = [],
    along: Along = {},
  ): Promise<R[]> {
    const values = parameters(given);
    const failure = this.failures?.get(keyOf(statement, values));
    if (failure !== undefined) return Promise.reject(failure);
    return new Promise((resolve, reject) => {
      // The rows come from the statement's own decoder. No function of its own: the loader of TypeScript names each, dearly.
      this.waiting.push({
        ...along,
        statement,
        values,
        resolve: resolve as (rows: object[]) => void,
        reject,
      });
      // One tick later, so that loaders which dispatch in this tick share the round trip.
      if (this.waiting.length === 1) process.nextTick(() => void this.flush());
    });
  }

  /** As `rows`, of what is no part of the answer but asks how to read it: at once, and not counted. */
  aside<R extends object>(statement: Statement<R>, given: readonly Value[] = []): Promise<R[]> {
    return new Promise((resolve, reject) => {
      const values = parameters(given);
      void this.answer([{ statement, values, resolve: resolve as (rows: object[]) => void, reject }]);
    });
  }

  private async flush(): Promise<void> {
    const batch = this.waiting;
    this.waiting = [];
    this.tally.statements += batch.length;
    await this.answer(batch);
  }

  private async answer(asked: readonly Waiting[], looksAhead = true): Promise<void> {
    const { batch, steps, answersOf } = wholeSetsLast(asked);
    let ahead: AheadSteps | undefined;
    try {
      ahead = looksAhead ? AheadSteps.of(steps) : undefined;
      const all = await this.send(ahead?.steps ?? steps);
      const results = answersOf(ahead?.answersOf(all) ?? all);
      const refused = this.countAsked(batch, results);
      if (ahead !== undefined) this.lookedAhead(ahead, all);
      this.refuse(refused, tooManyRows());
      batch.forEach((waiting, i) => waiting.resolve(results[i] ?? []));
    } catch (error) {
      // What nobody asked must not take with it what was asked.
      if (ahead?.hasFailed(error)) await this.answer(asked, false);
      else if (!(await this.keptRecords(batch, error, (each) => ahead?.sentFor(each) ?? each)))
        await this.afterFailure(batch, error as Error);
    }
  }

  private async afterFailure(batch: readonly Waiting[], error: Error): Promise<void> {
    // The statement whose value is no value of its type must not take the others with it.
    if (batch.length > 1 && isDataException(error)) for (const waiting of batch) await this.answer([waiting]);
    else this.refuse(batch, error);
  }

  /** Where the round trip has failed at lists that were asked with their records: refuses all such, and answers the others. */
  private async keptRecords(
    batch: readonly Waiting[],
    error: unknown,
    sentFor: (waiting: Waiting) => Step<object>,
  ): Promise<boolean> {
    const lists = batch.filter(({ isWithRecord }) => isWithRecord);
    const others = batch.filter(({ isWithRecord }) => !isWithRecord);
    const failed = failedStatementOf(error);
    const isOurs = (waiting: Waiting): boolean => sentFor(waiting).statement === failed;
    const isOfLists = others.length > 0 && lists.some(isOurs) && !others.some(isOurs);
    if (!isOfLists || isConnectionLoss(error) || isDataException(error)) return false;
    this.refuse(lists, error as Error);
    await this.answer(others);
    return true;
  }

  /** What was looked up is at hand, unless it is too much for one request: whoever asks for it then is refused. */
  private lookedAhead(ahead: AheadSteps, all: readonly object[][]): void {
    const found = ahead.foundOf(all);
    this.tally.statements += found.length;
    this.count(found);
    if (this.read <= MAX_ROWS) ahead.tell(all);
  }

  /**
   * Counts the rows that were asked for. Answers the lists of records that would be too much with the others.
   * @throws PitError LIMIT_EXCEEDED where the others are.
   */
  private countAsked(batch: readonly Waiting[], results: readonly object[][]): readonly Waiting[] {
    this.count(results.filter((_, i) => !batch[i]?.isWithRecord));
    if (this.read > MAX_ROWS) throw tooManyRows();
    this.count(results.filter((_, i) => batch[i]?.isWithRecord));
    return this.read > MAX_ROWS ? batch.filter(({ isWithRecord }) => isWithRecord) : [];
  }

  private count(results: readonly object[][]): void {
    for (const rows of results) this.read += rows.length;
  }

  /** The rows of each step, read where this reader reads. */
  private async send(steps: readonly Step<object>[]): Promise<object[][]> {
    return (await this.onReplica(steps)) ?? (await this.onPool(this.pool, steps));
  }

  private refuse(batch: readonly Waiting[], error: Error): void {
    this.failures ??= new Map<string, Error>();
    for (const waiting of batch) {
      this.failures.set(keyOf(waiting.statement, waiting.values), error);
      waiting.reject(error);
    }
  }

  /** What a replica answers, if there is one that is as far as the reader; null where the primary is to be asked. */
  private async onReplica(steps: readonly Step<object>[]): Promise<object[][] | null> {
    const { route } = this;
    const replica = route?.replica ?? null;
    if (route === undefined || replica === null) return null;
    try {
      const [fresh, ...results] = await this.onPool(replica.pool, [step(IS_FRESH, [route.after]), ...steps]);
      if ((fresh?.[0] as RowOfStatement<typeof IS_FRESH> | undefined)?.isFresh === true) {
        route.answered();
        return results;
      }
      route.isBehind();
    } catch (error) {
      if (!isReplicaTrouble(error)) throw error;
      route.failed(replica, error);
    }
    return null;
  }

  private async onPool(pool: pg.Pool, steps: readonly Step<object>[]): Promise<object[][]> {
    const [, ...results] = await this.sendUntilFresh(pool, [contextStep(this.actor, 'read'), ...steps]);
    return results;
  }

  /**
   * What is lost with its connection is sent once more; what meets an outdated plan as well, unprepared: the next
   * connection's may be outdated too, and a pooler's outlive ours.
   */
  private async sendUntilFresh(pool: pg.Pool, steps: readonly Step<object>[]): Promise<object[][]> {
    let mayPrepare = true;
    let wasLost = false;
    for (;;) {
      try {
        return await this.sendOnce(pool, steps, mayPrepare);
      } catch (error) {
        const isStale: boolean = isStalePlan(error) && mayPrepare;
        const isLost: boolean = isConnectionLoss(error) && !wasLost;
        if (!isStale && !isLost) throw error;
        mayPrepare &&= !isStale;
        wasLost ||= isLost;
      }
    }
  }

  private async sendOnce(
    pool: pg.Pool,
    steps: readonly Step<object>[],
    mayPrepare: boolean,
  ): Promise<object[][]> {
    const lease = await checkOut(pool, this.actor.orgId);
    let broken = true;
    try {
      const results = await runPipeline(lease.client, steps, mayPrepare);
      broken = false;
      return results;
    } finally {
      lease.release(broken);
    }
  }
}

function tooManyRows(): PitError {
  return new PitError('LIMIT_EXCEEDED', 'The answer would be made of too many rows; ask for smaller pages.', {
    field: 'rows',
    expected: `at most ${MAX_ROWS}`,
  });
}

/** SQLSTATE class 22: a value that its type cannot hold. */
function isDataException(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' && code.startsWith('22');
}

function keyOf(statement: Statement<object>, values: readonly Parameter[]): string {
  return JSON.stringify([statement.text, ...values]);
}
