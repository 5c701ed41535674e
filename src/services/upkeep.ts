import type pg from 'pg';
import { PRUNE_EVENTS } from '../db/prune-events-query.ts';
import { inTenant } from '../db/tenant.ts';
import { platformIn } from './import/importer.ts';
import { PLATFORM } from './platform.ts';

/** Records of one seal: enough to keep up with any load, few enough for one statement's time. */
const RECORDS_PER_SEAL = 5_000;
/** Events that one transaction removes. */
const EVENTS_PER_PRUNING = 5_000;
/** Financial years whose partitions of the progress log are made in advance. */
const YEARS_AHEAD = 2;

/**
 * Seals audit records that are in no seal yet, one batch in a transaction of its own.
 * @returns how many were sealed; fewer than a batch means that none is left.
 */
export async function sealAuditRecords(pool: pg.Pool): Promise<{ sealed: number; isDone: boolean }> {
  return inTenant(pool, platformIn(PLATFORM), async (tx) => {
    const { rows } = await tx.query<{ sealed: number }>('SELECT pit_ops.seal_audit($1) AS sealed', [
      RECORDS_PER_SEAL,
    ]);
    const sealed = rows[0]?.sealed ?? 0;
    return { sealed, isDone: sealed < RECORDS_PER_SEAL };
  });
}

/**
 * Makes the partitions of the progress log that the coming financial years will need.
 * @param firstMonth first month of the financial year, 1 to 12.
 * @returns how many were missing.
 */
export async function makePartitionsAhead(pool: pg.Pool, firstMonth: number): Promise<number> {
  return inTenant(pool, platformIn(PLATFORM), async (tx) => {
    const { rows } = await tx.query<{ made: number }>(
      'SELECT pit_ops.ensure_progress_partitions($1, $2) AS made',
      [YEARS_AHEAD, firstMonth],
    );
    return rows[0]?.made ?? 0;
  });
}

/**
 * Removes events of an organisation that are older than `days`, one batch in a transaction of its own.
 * @returns how many were removed; none when none is left.
 */
export async function pruneEvents(pool: pg.Pool, orgId: string, days: number): Promise<number> {
  return inTenant(pool, platformIn(orgId), async (tx) => {
    const { rowCount } = await tx.query(PRUNE_EVENTS, [days, EVENTS_PER_PRUNING]);
    return rowCount;
  });
}
