import type { TenantTx } from './tenant-transaction.ts';

/**
 * `transaction_timeout` is turned off first, since a timer that runs keeps its time when the setting changes. Plans are
 * made for each set of values: those of an import are thousands of rows in one parameter.
 */
const ALLOW_LONG_TRANSACTION = `
  SELECT set_config('transaction_timeout', '0', true), set_config('transaction_timeout', '300s', true),
    set_config('statement_timeout', '60s', true), set_config('lock_timeout', '10s', true),
    set_config('idle_in_transaction_session_timeout', '60s', true), set_config('plan_cache_mode', 'auto', true)`;

/**
 * Gives this transaction, and no other of its session, more time than the service grants a request: five minutes from
 * now, one for each statement. For a transaction over tens of thousands of rows.
 */
export async function allowLongTransaction(tx: Pick<TenantTx, 'query'>): Promise<void> {
  await tx.query(ALLOW_LONG_TRANSACTION);
}
