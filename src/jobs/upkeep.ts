import type pg from 'pg';
import { config } from '../config.ts';
import { makePartitionsAhead, sealAuditRecords } from '../services/upkeep.ts';

/** Seals what the audit log has gained; the database lets one process seal at a time. */
export async function sealAuditLog(pool: pg.Pool, signal: Pick<AbortSignal, 'aborted'>): Promise<void> {
  let isDone = false;
  while (!isDone && !signal.aborted) ({ isDone } = await sealAuditRecords(pool));
}

/** Keeps the progress log's partitions ahead of the calendar, so that no row falls into the default one. */
export async function keepPartitionsAhead(pool: pg.Pool): Promise<void> {
  await makePartitionsAhead(pool, config.fyStartMonth);
}
