import type pg from 'pg';
import { FEED_WEBHOOK, LOCK_BEHIND, WEBHOOK_ORGANISATIONS } from '../../db/queries/delivery/webhook-query.ts';
import { withTenantTransaction } from '../../db/write/tenant-transaction.ts';
import { systemActor } from '../../domain/directory/actor.ts';
import { PLATFORM } from '../directory/platform.ts';
import { organisationFeed } from '../events/organisation-feed.ts';

/** Events that one transaction makes deliveries of, for each endpoint. */
const AT_ONCE = 500;

/** Organisations that have their events sent somewhere. */
export function webhookOrganisations(pool: pg.Pool): Promise<string[]> {
  return withTenantTransaction(pool, systemActor(PLATFORM), async (tx) => {
    const { rows } = await tx.run(WEBHOOK_ORGANISATIONS);
    return rows.map(({ orgId }) => orgId);
  });
}

/**
 * Makes deliveries of what has happened in an organisation, for each of its endpoints from the place to which it has come.
 * Place and deliveries are stored together, and events are numbered as they commit: none is left out, none doubled, and
 * none is told of that did not happen. Of several processes at once one makes them.
 */
export async function feedWebhooks(pool: pg.Pool, orgId: string, isStopped: () => boolean): Promise<void> {
  await organisationFeed(pool)(orgId, undefined);
  for (let isBehind = true; isBehind && !isStopped();) {
    isBehind = await withTenantTransaction(pool, systemActor(orgId), async (tx) => {
      const { rows: behind } = await tx.run(LOCK_BEHIND);
      let looked = 0;
      for (const { id } of behind) {
        const { rows } = await tx.run(FEED_WEBHOOK, [id, AT_ONCE]);
        looked = Math.max(looked, rows[0]?.lookedAt ?? 0);
      }
      return looked === AT_ONCE;
    });
  }
}
