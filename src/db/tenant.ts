import type pg from 'pg';
import type { Actor } from '../domain/actor.ts';
import { forbidden } from '../domain/errors.ts';
import type { DraftEvent } from '../events/topics.ts';
import { appendEvents } from './outbox-statement.ts';
import { runPipeline, type Step } from './pipeline.ts';
import { statement } from './statement.ts';
import { contextStep } from './tenant-context.ts';

const BEGIN: Step = { statement: statement('BEGIN', 'Begin', []), values: [] };
const COMMIT: Step = { statement: statement('COMMIT', 'Commit', []), values: [], expect: 'COMMIT' };
/** What every write may need to know of its organisation comes along with the opening. */
const ORGANISATION: Step = {
  statement: statement(
    'SELECT time_zone, settings FROM pit.organisation WHERE id = pit_ops.ctx_org()',
    'Organisation',
    [{ property: 'timeZone' }, { property: 'settings', decode: (text) => JSON.parse(text) as unknown }],
  ),
  values: [],
};
const preparedNames = new Map<string, string>();

/** A tenant's open transaction: the only way to write. */
export interface TenantTx {
  readonly actor: Actor;
  readonly organisation: StoredOrganisation;
  /** Runs one statement, prepared under a name derived from its text; texts are constants of the code. */
  query<R extends object = Record<string, unknown>>(
    text: string,
    values?: readonly unknown[],
  ): Promise<Answer<R>>;
  /** Announces what happened; stored, numbered per stream, when the transaction commits. */
  emit(event: DraftEvent): void;
}

/** The organisation as it is stored; `settings` may lack what is at its default. */
export interface StoredOrganisation {
  timeZone: string;
  settings: unknown;
}

export interface Answer<R> {
  rows: R[];
  rowCount: number;
}

/**
 * Runs `work` in one transaction as `actor`. BEGIN and the tenant's context go out in one round trip, and what the
 * server took is compared with what was meant; events and COMMIT go out in another. Rolls back when `work` throws.
 * A client whose transaction is not over afterwards is destroyed and never reused.
 */
export async function inTenant<T>(
  pool: pg.Pool,
  actor: Actor,
  work: (tx: TenantTx) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined = new Error('the transaction was never opened');
  try {
    const organisation = await open(client, actor);
    broken = undefined;
    const events: DraftEvent[] = [];
    const result = await work({ actor, organisation, ...transactionOf(client, events) });
    broken = new Error('the transaction did not commit');
    await runPipeline(client, events.length === 0 ? [COMMIT] : [appendEvents(events), COMMIT]);
    broken = undefined;
    return result;
  } catch (error) {
    broken ??= await rollback(client);
    throw error;
  } finally {
    client.release(broken);
  }
}

async function open(client: pg.PoolClient, actor: Actor): Promise<StoredOrganisation> {
  const steps = [BEGIN, contextStep(actor, 'write'), ORGANISATION];
  const [, context, organisations] = await runPipeline(client, steps);
  const taken = context?.[0];
  if (taken?.['orgId'] !== actor.orgId || taken['userId'] !== actor.userId) {
    throw new Error('the database did not take the tenant context');
  }
  const [organisation] = organisations ?? [];
  if (organisation === undefined) throw forbidden('The organisation of the token is not known here.');
  return organisation as unknown as StoredOrganisation;
}

function transactionOf(client: pg.PoolClient, events: DraftEvent[]): Pick<TenantTx, 'emit' | 'query'> {
  return {
    emit: (event) => void events.push(event),
    query: async <R extends object>(text: string, values: readonly unknown[] = []) => {
      const result = await client.query<R & pg.QueryResultRow>({
        name: preparedName(text),
        text,
        values: [...values],
      });
      return { rows: result.rows as R[], rowCount: result.rowCount ?? 0 };
    },
  };
}

function preparedName(text: string): string {
  let name = preparedNames.get(text);
  if (name === undefined) {
    name = `w${preparedNames.size}`;
    preparedNames.set(text, name);
  }
  return name;
}

async function rollback(client: pg.PoolClient): Promise<Error | undefined> {
  try {
    await client.query('ROLLBACK');
    return undefined;
  } catch (error) {
    return error as Error;
  }
}
