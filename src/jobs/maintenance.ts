import type pg from 'pg';
import { config } from '../config/config.ts';
import type { FileStore } from '../services/evidence/file-store.ts';
import { removeAbandonedFiles } from '../services/evidence/stored-files.ts';
import { pruneDeliveries } from '../services/delivery/deliveries.ts';
import { listOrganisations } from '../services/directory/platform.ts';
import { makePartitionsAhead, pruneEvents } from '../services/maintenance/maintenance.ts';

/** Removes uploads that nobody handed in within a day; the database leases each to one process. */
export function clearUploads(store: Pick<FileStore, 'remove'>) {
  return async (pool: pg.Pool, signal: Pick<AbortSignal, 'aborted'>): Promise<void> => {
    await removeAbandonedFiles(pool, store, signal);
  };
}

/** Keeps the progress log's partitions ahead of the calendar, so that no row falls into the default one. */
export async function keepPartitionsAhead(pool: pg.Pool): Promise<void> {
  await makePartitionsAhead(pool, config.fyStartMonth);
}

/** Forgets events that are older than the setting says. Several processes may do so at once: each removes what is left. */
export async function forgetEvents(
  pool: pg.Pool,
  signal: Pick<AbortSignal, 'aborted'>,
  days = config.eventsRetentionDays,
): Promise<void> {
  for (const orgId of await listOrganisations(pool)) {
    let removed = 1;
    while (removed > 0 && !signal.aborted) removed = await pruneEvents(pool, orgId, days);
  }
}

/** Days for which it can be seen what was delivered; the dead are kept four times as long. */
const DELIVERY_DAYS = 7;

/** Forgets deliveries that have long been over. */
export async function forgetDeliveries(pool: pg.Pool, signal: Pick<AbortSignal, 'aborted'>): Promise<void> {
  for (const orgId of await listOrganisations(pool)) {
    let removed = 1;
    while (removed > 0 && !signal.aborted) removed = await pruneDeliveries(pool, orgId, DELIVERY_DAYS);
  }
}
