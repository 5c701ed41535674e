import { text } from '../connection/column-types.ts';
import { step } from '../connection/pipeline.ts';
import { statement } from '../connection/statement.ts';
import type { TenantTx } from './tenant-transaction.ts';

/**
 * `transaction_timeout` is turned off first, since a timer that runs keeps its time when the setting changes. Plans are
 * made for each set of values: those of an import are thousands of rows in one parameter.
 */
export const ALLOW_LONG_TRANSACTION = statement(
  `SELECT set_config('transaction_timeout', '0', true) AS no_limit,
    set_config('transaction_timeout', '300s', true) AS transaction_timeout,
    set_config('statement_timeout', '60s', true) AS statement_timeout,
    set_config('lock_timeout', '10s', true) AS lock_timeout,
    set_config('idle_in_transaction_session_timeout', '60s', true) AS idle_timeout,
    set_config('plan_cache_mode', 'auto', true) AS plan_cache_mode`,
  {
    noLimit: text,
    transactionTimeout: text,
    statementTimeout: text,
    lockTimeout: text,
    idleTimeout: text,
    planCacheMode: text,
  },
);

/**
 * Gives this transaction, and no other of its session, more time than the service grants a request: five minutes from
 * now, one for each statement. For a transaction over tens of thousands of rows.
 */
export async function allowLongTransaction(tx: Pick<TenantTx, 'run'>): Promise<void> {
  await tx.run(ALLOW_LONG_TRANSACTION);
}

export const FORGET_PLANS = statement('DISCARD PLANS');

/**
 * The same for a transaction that adds thousands of rows to one plan. Its session may have planned the checks of foreign keys while
 * their tables were nearly empty, by reading all of a table for each row; they are planned anew.
 */
export async function allowBulkInsert(tx: Pick<TenantTx, 'pipeline'>): Promise<void> {
  await tx.pipeline([step(ALLOW_LONG_TRANSACTION), step(FORGET_PLANS)]);
}
