import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { clock } from '../../clock.ts';
import { ConnectionLost } from '../../db/connection/connection-loss.ts';
import {
  withTenantTransaction,
  type StoredOrganisation,
  type TenantTx,
} from '../../db/write/tenant-transaction.ts';
import type { Actor } from '../../domain/directory/actor.ts';
import { calendarRuleOf, parseOrganisationSettings } from '../../domain/directory/organisation-settings.ts';
import { WorkCalendar } from '../../domain/calendar.ts';
import type { Command, Tx } from './command.ts';
import { keyOf, withIdempotencyKey, type Request } from './idempotency.ts';

/** serialization_failure and deadlock_detected: PostgreSQL asks for the transaction once more. */
const CONCURRENCY_CONFLICTS = new Set(['40001', '40P01']);
/** unique_violation of an origin's open task: the next attempt finds the task that another transaction has opened. */
const OPEN_ORIGIN = { code: '23505', constraint: 'task_open_origin_key' };
const ATTEMPTS = 6;
/**
 * lock_not_available: on a busy machine the 2 s of `lock_timeout` pass before those ahead are done. One more attempt,
 * unless the request has waited this long already, in ms: several locks, each held for less than 2 s.
 */
const LOCK_TIMEOUT = '55P03';
const LOCK_RETRY_WITHIN = 5_000;

/** Thrown by a verb that finds itself overtaken: its transaction is run once more, as after a race in the database. */
export class ConcurrencyConflict extends Error {
  readonly code = '40001';
}

/**
 * Runs `verb` in one tenant transaction. With an idempotency key in the request it has its effect once, and the
 * first answer is given again. What lost a race or its connection is run again with a growing pause, as long as it is
 * certain that nothing is stored twice; what waited for a lock in vain is run again once.
 */
export async function runMutation<T extends object>(
  pool: pg.Pool,
  actor: Actor,
  request: Request,
  verb: Command<T>,
): Promise<T> {
  const lockRetryUntil = performance.now() + LOCK_RETRY_WITHIN;
  let isLockRetried = false;
  for (let attempt = 1; ; attempt++) {
    try {
      return await withTenantTransaction(
        pool,
        actor,
        (tx) => withIdempotencyKey(withRules(tx), request, verb),
        request.tally,
      );
    } catch (error) {
      if (attempt === ATTEMPTS) throw error;
      if ((error as { code?: string }).code === LOCK_TIMEOUT) {
        if (isLockRetried || performance.now() > lockRetryUntil) throw error;
        isLockRetried = true;
      } else if (!mayRunAgain(error, request)) throw error;
      await sleep(attempt * attempt * 5);
    }
  }
}

/**
 * What lost a race, or its connection before COMMIT was sent, has left nothing behind. Where COMMIT is in doubt, only
 * an idempotency key tells the next attempt what became of it.
 */
function mayRunAgain(error: unknown, { input }: Request): boolean {
  if (error instanceof ConnectionLost) return error.isUndone || keyOf(input) !== undefined;
  const { code = '', constraint } = error as { code?: string; constraint?: string };
  return (
    CONCURRENCY_CONFLICTS.has(code) || (code === OPEN_ORIGIN.code && constraint === OPEN_ORIGIN.constraint)
  );
}

/** What an organisation decides, read once for as long as its settings are kept. */
const rules = new WeakMap<StoredOrganisation, Pick<Tx, 'settings' | 'calendar'>>();

/** The transaction with its organisation's settings read and its calendar made. */
export function withRules(tx: TenantTx): Tx {
  const { organisation } = tx;
  let known = rules.get(organisation);
  if (known === undefined) {
    const settings = parseOrganisationSettings(organisation.settings);
    rules.set(organisation, (known = { settings, calendar: new WorkCalendar(calendarRuleOf(settings)) }));
  }
  return { ...tx, ...known, today: clock.today(organisation.timeZone) };
}
