import { MAKE_PARTITIONS } from '../../db/queries/maintenance/partition-query.ts';
import type pg from 'pg';
import { PRUNE_EVENTS } from '../../db/queries/events/prune-events-query.ts';
import { PRUNE_TIMELINE_DELTAS, PRUNE_TIMELINES } from '../../db/queries/schedule/timeline-query.ts';
import { withTenantTransaction } from '../../db/write/tenant-transaction.ts';
import { systemActor } from '../../domain/directory/actor.ts';
import { PLATFORM } from '../directory/platform.ts';

/** Events that one transaction removes. */
const EVENTS_PER_PRUNING = 5_000;
/** Timelines that one transaction removes: each may be megabytes. */
const TIMELINES_PER_PRUNING = 100;
/** A timeline that nobody has asked for is kept for so many days. */
const TIMELINE_DAYS = 30;
/** Financial years whose partitions of the progress log are made in advance. */
const YEARS_AHEAD = 2;

/**
 * Makes the partitions of the progress log that the coming financial years will need.
 * @param firstMonth first month of the financial year, 1 to 12.
 * @returns how many were missing.
 */
export async function makePartitionsAhead(pool: pg.Pool, firstMonth: number): Promise<number> {
  return withTenantTransaction(pool, systemActor(PLATFORM), async (tx) => {
    const { rows } = await tx.run(MAKE_PARTITIONS, [YEARS_AHEAD, firstMonth]);
    return rows[0]?.made ?? 0;
  });
}

/**
 * Removes events of an organisation that are older than `days`, and the changes of timelines that they lead to, and
 * timelines for which nobody has asked for a month, one batch in a transaction of its own.
 * @returns how many were removed; none when none is left.
 */
export async function pruneEvents(pool: pg.Pool, orgId: string, days: number): Promise<number> {
  return withTenantTransaction(pool, systemActor(orgId), async (tx) => {
    const { rowCount } = await tx.run(PRUNE_EVENTS, [days, EVENTS_PER_PRUNING]);
    const deltas = await tx.run(PRUNE_TIMELINE_DELTAS, [days, EVENTS_PER_PRUNING]);
    const timelines = await tx.run(PRUNE_TIMELINES, [TIMELINE_DAYS, TIMELINES_PER_PRUNING]);
    return rowCount + deltas.rowCount + timelines.rowCount;
  });
}
