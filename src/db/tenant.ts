import pg from 'pg';
import type { Actor } from '../domain/actor.ts';
import { runPipeline, type Step } from './pipeline.ts';
import { statement } from './statement.ts';
import { contextStep } from './tenant-context.ts';

const BEGIN: Step = { statement: statement('BEGIN', 'Begin', []), values: [] };
const preparedNames = new Map<string, string>();

/** A tenant's open transaction: the only way to write. */
export interface TenantTx {
  readonly actor: Actor;
  /** Runs one statement, prepared under a name derived from its text. Values as pg takes them. */
  query<R extends object = Record<string, unknown>>(
    text: string,
    values?: readonly unknown[],
  ): Promise<{ rows: R[]; rowCount: number }>;
}

/**
 * Runs `work` in one transaction as `actor`: BEGIN and the tenant's context go out in one round trip and the
 * context that the server took is compared with the one meant. Commits when `work` resolves, rolls back when
 * it throws. A client that is not idle afterwards, or failed to roll back, is destroyed and never reused.
 */
export async function inTenant<T>(
  pool: pg.Pool,
  actor: Actor,
  work: (tx: TenantTx) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined = new Error('the tenant context was never opened');
  try {
    await openTenant(client, actor);
    broken = undefined;
    const result = await work(transactionOf(client, actor));
    await client.query('COMMIT');
    return result;
  } catch (error) {
    broken ??= await rollback(client);
    throw error;
  } finally {
    client.release(broken ?? leftOpen(client));
  }
}

async function openTenant(client: pg.PoolClient, actor: Actor): Promise<void> {
  const context = contextStep(actor, 'write');
  const [, rows] = await runPipeline(client, [BEGIN, context]);
  const taken = rows?.[0];
  if (taken?.['orgId'] !== actor.orgId || taken['userId'] !== actor.userId) {
    throw new Error('the database did not take the tenant context');
  }
}

function transactionOf(client: pg.PoolClient, actor: Actor): TenantTx {
  return {
    actor,
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

/** One short name per statement text; texts are constants of the code, so the map stays small. */
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

/** A pooled client must be idle when it goes back: anything else is destroyed. */
function leftOpen(client: pg.PoolClient): Error | undefined {
  const status = (
    client as unknown as { getTransactionStatus?: () => string | null }
  ).getTransactionStatus?.();
  return status === undefined || status === 'I' ? undefined : new Error('transaction left open');
}
