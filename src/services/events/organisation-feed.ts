import type pg from 'pg';
import { step } from '../../db/connection/pipeline.ts';
import { FEED_ORGANISATION } from '../../db/queries/events/event-query.ts';
import { withTenantTransaction } from '../../db/write/tenant-transaction.ts';
import { systemActor } from '../../domain/directory/actor.ts';
import { EventTopic, type Topic } from '../../events/topics.ts';
import type { Feed } from './outbox-relay.ts';

/** What concerns single users, and nobody who follows an organisation. */
const OF_USERS: readonly Topic[] = [EventTopic.NOTIFICATION_CREATED, EventTopic.EXPORT_GENERATED];

/** What may be followed of a whole organisation: by subscriptions, which choose among it, and by webhooks. */
export const FED_TOPICS: readonly Topic[] = [
  ...Object.values(EventTopic).filter((topic) => !OF_USERS.includes(topic)),
  'pit.proposal.updated',
];
/** Events that one transaction looks at. */
const AT_ONCE = 1_000;

/** Feeds streams of organisations, a bounded number of events in a transaction. */
export function organisationFeed(writePool: pg.Pool): Feed {
  return async (orgId, streamIds) => {
    const feed = step(FEED_ORGANISATION, [
      streamIds === undefined ? null : [...streamIds],
      FED_TOPICS,
      AT_ONCE,
    ]);
    for (;;) {
      const looked = await withTenantTransaction(writePool, systemActor(orgId), async (tx) => {
        const [[fed]] = await tx.pipeline([feed]);
        return fed?.lookedAt ?? 0;
      });
      if (looked < AT_ONCE) return;
    }
  };
}
