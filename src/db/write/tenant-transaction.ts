import type pg from 'pg';
import { SYSTEM_USER, type Actor } from '../../domain/directory/actor.ts';
import type { DraftEvent } from '../../events/topics.ts';
import { notifyCommitted, positionListenerOf, type PositionListener } from './after-commit.ts';
import { ConnectionLost, isConnectionLoss, isStalePlan } from '../connection/connection-loss.ts';
import { appendEvents } from './outbox-statement.ts';
import { runPipeline, step, type RowsOf, type Step } from '../connection/pipeline.ts';
import { parameters, type Value } from '../connection/parameters.ts';
import { checkOut } from '../connection/pool.ts';
import type { StatementCounter } from '../read/tenant-read-batch.ts';
import type { RowOfStatement, Statement } from '../connection/statement.ts';
import { FLUSHED } from '../read/replicas/replication-statements.ts';
import { contextStep, SINGLE_ROWS, WHOLE_SETS } from '../connection/tenant-context.ts';
import { wholeSetsBetween } from '../read/hints/whole-sets.ts';
import { COMMIT } from './transaction-statements.ts';
import {
  OutdatedOrganisation,
  TransactionOpening,
  UNANNOUNCED,
  type StoredOrganisation,
} from './transaction-opening.ts';
import { instrumented } from '../connection/query-instrumentation.ts';

/** Texts are constants of the code, some 300; whatever is beyond the bound is sent unprepared. */
const MAX_NAMES = 1_000;
/** Leaves texts to the decoders of the statement. */
const TEXTS = { getTypeParser: () => (value: string) => value } as pg.CustomTypesConfig;
const preparedNames = new Map<string, string>();

export type { StoredOrganisation } from './transaction-opening.ts';

/** A tenant's open transaction: the only way to write. */
export interface TenantTx {
  readonly actor: Actor;
  readonly organisation: StoredOrganisation;
  /** Runs one statement. One that fails leaves the connection usable, so that the caller may catch the error. */
  run<R extends object>(statement: Statement<R>, values?: readonly Value[]): Promise<QueryResult<R>>;
  /** Runs several statements in one round trip, each seeing what those before it did. Their rows, in order. */
  pipeline<S extends readonly Step<object>[] | []>(steps: S): Promise<RowsOf<S>>;
  /** Runs a statement whose answer nobody waits for: along with the next one, or with COMMIT. */
  defer(step: Step<object>): void;
  /** Announces what happened; stored, numbered per stream, when the transaction commits. */
  emit(event: DraftEvent): void;
}

export interface QueryResult<R> {
  rows: R[];
  rowCount: number;
}

/**
 * Runs `work` in one transaction as `actor`. BEGIN, the tenant's context and the organisation's settings go out along with
 * the first statements of `work`, which begins by the settings of an earlier transaction; their answers are checked before
 * the rows of those statements are handed over. Events and COMMIT go out in another round trip. Rolls back when `work` throws.
 * A client whose transaction is not over afterwards is destroyed and never reused. `work` runs again, in a transaction of
 * its own, where the settings have changed, and where a statement that the connection had prepared is outdated since a
 * table changed (0A000).
 *
 * @param tally where the statements of `work` are counted.
 * @throws PitError `ConnectionLost`, which knows whether COMMIT had been sent.
 */
export async function withTenantTransaction<T>(
  pool: pg.Pool,
  actor: Actor,
  work: (tx: TenantTx) => Promise<T>,
  tally: StatementCounter = { statements: 0 },
): Promise<T> {
  let mayExpect = true;
  for (let attempt = 1; ; attempt++) {
    try {
      return await inTransaction(pool, new TransactionOpening(pool, actor, mayExpect), work, tally);
    } catch (error) {
      if (error instanceof OutdatedOrganisation) mayExpect = false;
      // Each attempt ends one outdated connection.
      else if (!isStalePlan(error) || attempt > pool.options.max) throw error;
    }
  }
}

async function inTransaction<T>(
  pool: pg.Pool,
  opening: TransactionOpening,
  work: (tx: TenantTx) => Promise<T>,
  tally: StatementCounter,
): Promise<T> {
  const { actor } = opening;
  const lease = await checkOut(pool, actor.orgId);
  const transaction = new Transaction(lease.client, tally, opening);
  try {
    const organisation = opening.expected ?? (await transaction.open());
    if (isUnannounced(organisation) && actor.userId !== SYSTEM_USER) await actAsSystem(transaction, actor);
    const result = await worked(transaction, () => work({ actor, organisation, ...transaction.parts() }));
    await transaction.commit(actor, positionListenerOf(pool));
    notifyCommitted(pool, actor.orgId, transaction.events);
    return result;
  } catch (error) {
    if (isStalePlan(error)) transaction.broken ??= error as Error;
    await transaction.rollback();
    throw isConnectionLoss(error) ? new ConnectionLost(!transaction.isCommitting) : error;
  } finally {
    lease.release(transaction.broken);
  }
}

/** The work; who may not write at all hears that first, though the work refused before it asked the database anything. */
async function worked<T>(transaction: Transaction, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    await transaction.open();
    throw error;
  }
}

/** Records name a user, and so far none of the organisation's is known. */
async function actAsSystem(transaction: Transaction, actor: Actor): Promise<void> {
  await transaction.pipeline([contextStep({ ...actor, userId: SYSTEM_USER }, 'write')]);
}

/** Whether a service writes in an organisation that is not known here yet. */
export function isUnannounced(organisation: StoredOrganisation): boolean {
  return organisation === UNANNOUNCED;
}

/** One connection between BEGIN and COMMIT. */
class Transaction {
  /** Why the connection must not be used again, if so. */
  broken: Error | undefined;
  /** From here on a lost connection leaves it open whether the change is stored. */
  isCommitting = false;
  readonly events: DraftEvent[] = [];
  private waiting: Step<object>[] = [];
  /** Whether BEGIN has been sent. */
  private isOpen = false;
  private organisation = UNANNOUNCED;
  /** Why the opening was refused: whatever the work makes of that, nothing is stored. */
  private refusal: Error | undefined;

  constructor(
    private readonly client: pg.PoolClient,
    private readonly tally: StatementCounter,
    private readonly opening: TransactionOpening,
  ) {}

  /** Sends the opening unless it has gone out, and answers with the organisation. */
  async open(): Promise<StoredOrganisation> {
    if (!this.isOpen && this.broken === undefined) await this.pipeline([]);
    return this.organisation;
  }

  parts(): Pick<TenantTx, 'emit' | 'defer' | 'run' | 'pipeline'> {
    return {
      emit: (event) => void this.events.push(event),
      defer: (step) => void this.counted(1).waiting.push(step),
      pipeline: (steps) => this.counted(steps.length).pipeline(steps),
      run: (statement, values) => this.counted(1).run(statement, values),
    };
  }

  private counted(statements: number): this {
    this.tally.statements += statements;
    return this;
  }

  /** A pipeline that fails leaves the connection's prepared statements in doubt, so that it is given up. */
  async pipeline<S extends readonly Step<object>[] | []>(steps: S): Promise<RowsOf<S>> {
    const earlier = this.waiting;
    this.waiting = [];
    if (this.isOpen) return (await this.send([...earlier, ...steps])).slice(earlier.length) as RowsOf<S>;
    this.isOpen = true;
    const opening = this.opening.steps;
    const results = await this.send([...opening, ...earlier, ...steps]).catch((error: unknown) => {
      throw this.opening.isPossibleCause(error) ? new OutdatedOrganisation() : error;
    });
    try {
      this.organisation = this.opening.check(results.slice(0, opening.length) as RowsOf<typeof opening>);
    } catch (error) {
      this.refusal = error as Error;
      throw error;
    }
    return results.slice(opening.length + earlier.length) as RowsOf<S>;
  }

  private async send(steps: Step<object>[]): Promise<object[][]> {
    const { steps: sent, answersOf } = wholeSetsBetween(steps);
    try {
      return answersOf(await runPipeline(this.client, [...sent]));
    } catch (error) {
      this.broken = error as Error;
      throw error;
    }
  }

  /** By the driver's own query, which closes with a Sync of its own and so leaves the connection in order if it fails. */
  async run<R extends object>(
    statement: Statement<R>,
    values: readonly Value[] = [],
  ): Promise<QueryResult<R>> {
    if (statement.readsWholeSets === true) this.waiting.push(step(WHOLE_SETS));
    if (this.waiting.length > 0 || !this.isOpen) await this.pipeline([]);
    // Taken back along with the next statement, or with COMMIT, whatever becomes of this one.
    if (statement.readsWholeSets === true) this.waiting.push(step(SINGLE_ROWS));
    const name = preparedName(statement.text);
    const query = {
      ...(name !== undefined && { name }),
      text: statement.text,
      values: parameters(values),
      rowMode: 'array' as const,
      types: TEXTS,
    };
    const { rows, rowCount } = await instrumented(
      [{ statement: { name: name ?? '', text: query.text } }],
      () => this.client.query<(string | null)[]>(query),
    );
    return { rows: rows.map(statement.decode), rowCount: rowCount ?? 0 };
  }

  async commit(actor: Actor, listener: PositionListener | undefined): Promise<void> {
    await this.open();
    if (this.refusal !== undefined) throw this.refusal;
    this.isCommitting = true;
    const commit = { ...step(COMMIT), expect: 'COMMIT' };
    const steps = this.events.length === 0 ? [commit] : [appendEvents(this.events), commit];
    if (listener === undefined) return void (await this.pipeline(steps));
    const [[flushed] = []] = (await this.pipeline([...steps, step(FLUSHED)])).slice(-1);
    listener(actor, (flushed as RowOfStatement<typeof FLUSHED>).position);
  }

  async rollback(): Promise<void> {
    if (this.broken !== undefined || !this.isOpen) return;
    try {
      await this.client.query('ROLLBACK');
    } catch (error) {
      this.broken = error as Error;
    }
  }
}

function preparedName(text: string): string | undefined {
  let name = preparedNames.get(text);
  if (name === undefined && preparedNames.size < MAX_NAMES) {
    name = `w${preparedNames.size}`;
    preparedNames.set(text, name);
  }
  return name;
}
