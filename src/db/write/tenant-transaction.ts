import type pg from 'pg';
import { SYSTEM_USER, type Actor } from '../../domain/directory/actor.ts';
import { forbidden } from '../../domain/errors.ts';
import { ActorRole } from '../../domain/enums.ts';
import type { DraftEvent } from '../../events/topics.ts';
import { notifyCommitted } from './after-commit.ts';
import { ConnectionLost, isConnectionLoss, isStalePlan } from '../connection/connection-loss.ts';
import { appendEvents } from './outbox-statement.ts';
import { runPipeline, step, type RowsOf, type Step } from '../connection/pipeline.ts';
import { parameters, type Value } from '../connection/parameters.ts';
import { checkOut } from '../connection/pool.ts';
import type { StatementCounter } from '../read/tenant-read-batch.ts';
import type { Statement } from '../connection/statement.ts';
import { contextStep } from '../connection/tenant-context.ts';
import { BEGIN, COMMIT, ORGANISATION } from './transaction-statements.ts';
import { instrumented } from '../connection/query-instrumentation.ts';

const UNANNOUNCED: StoredOrganisation = { timeZone: 'UTC', settings: {} };
/** Texts are constants of the code, some 300; whatever is beyond the bound is sent unprepared. */
const MAX_NAMES = 1_000;
/** Leaves texts to the decoders of the statement. */
const TEXTS = { getTypeParser: () => (value: string) => value } as pg.CustomTypesConfig;
const preparedNames = new Map<string, string>();

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

/** The organisation as it is stored; `settings` may lack what is at its default. */
export interface StoredOrganisation {
  timeZone: string;
  settings: unknown;
}

export interface QueryResult<R> {
  rows: R[];
  rowCount: number;
}

/**
 * Runs `work` in one transaction as `actor`. BEGIN and the tenant's context go out in one round trip, and what the
 * server took is compared with what was meant; events and COMMIT go out in another. Rolls back when `work` throws.
 * A client whose transaction is not over afterwards is destroyed and never reused. `work` runs again, in a transaction of
 * its own, where a statement that the connection had prepared is outdated since a table changed (0A000).
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
  for (let attempt = 1; ; attempt++) {
    try {
      return await inTransaction(pool, actor, work, tally);
    } catch (error) {
      // Each attempt ends one outdated connection.
      if (!isStalePlan(error) || attempt > pool.options.max) throw error;
    }
  }
}

async function inTransaction<T>(
  pool: pg.Pool,
  actor: Actor,
  work: (tx: TenantTx) => Promise<T>,
  tally: StatementCounter,
): Promise<T> {
  const lease = await checkOut(pool, actor.orgId);
  const transaction = new Transaction(lease.client, tally);
  try {
    const organisation = await open(transaction, actor);
    const result = await work({ actor, organisation, ...transaction.parts() });
    await transaction.commit();
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

async function open(transaction: Transaction, actor: Actor): Promise<StoredOrganisation> {
  const steps = [step(BEGIN), contextStep(actor, 'write'), step(ORGANISATION)] as const;
  const [, [taken], [organisation]] = await transaction.pipeline(steps);
  if (taken?.orgId !== actor.orgId || taken.userId !== actor.userId) {
    throw new Error('the database did not take the tenant context');
  }
  if (organisation === undefined) {
    // The platform announces a new organisation by writing its directory, in which its own account is still to come.
    if (actor.role === ActorRole.SERVICE) {
      if (actor.userId !== SYSTEM_USER) await actAsSystem(transaction, actor);
      return UNANNOUNCED;
    }
    throw forbidden('The organisation of the token is not known here.');
  }
  const { knowsActor, isActorGone, ...stored } = organisation;
  if (!knowsActor && actor.userId !== SYSTEM_USER) {
    throw forbidden("The token's user is not known here: sync it first.", { field: 'sub' });
  }
  if (isActorGone) throw forbidden("The token's user is deactivated, and changes nothing.", { field: 'sub' });
  return stored;
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

  constructor(
    private readonly client: pg.PoolClient,
    private readonly tally: StatementCounter,
  ) {}

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
    try {
      const results = await runPipeline(this.client, [...earlier, ...steps]);
      return results.slice(earlier.length) as RowsOf<S>;
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
    if (this.waiting.length > 0) await this.pipeline([]);
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

  async commit(): Promise<void> {
    this.isCommitting = true;
    const commit = { ...step(COMMIT), expect: 'COMMIT' };
    await this.pipeline(this.events.length === 0 ? [commit] : [appendEvents(this.events), commit]);
  }

  async rollback(): Promise<void> {
    if (this.broken !== undefined) return;
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
