import { step } from '../../db/connection/pipeline.ts';
import {
  DISABLE_WEBHOOK,
  END_PENDING,
  LOCK_WEBHOOK_STATE,
  MARK_WEBHOOK,
  WEBHOOK_TARGETS,
} from '../../db/queries/delivery/webhook-query.ts';
import { FAILURES_APART, isGivenUp, type Attempt } from '../../domain/delivery/retry-schedule.ts';
import { cloudEvent, type KeptEvent } from '../../domain/delivery/webhook-event.ts';
import { sendMessage } from '../notifications/notifications.ts';
import type { Tx } from '../transaction/command.ts';
import { MOST_PROJECTS, recordAttempt, type StoredDelivery, type Taker } from './deliveries.ts';
import type { WebhookSecrets } from './webhook-secrets.ts';

/** A request that is to be made to an endpoint. */
export interface WebhookMessage {
  readonly url: string;
  /** Of the event, the same in every attempt and for every endpoint. */
  readonly eventId: string;
  readonly body: string;
  /** All that are in use: each signs. None where none can be opened, as after a restore under another `PIT_SECRET`. */
  readonly secrets: readonly string[];
}

/** The requests that deliveries to webhooks make, by id of the delivery; none for an endpoint that is gone. */
export async function webhookMessages(
  tx: Tx,
  deliveries: readonly StoredDelivery[],
  secrets: WebhookSecrets,
): Promise<Map<string, WebhookMessage>> {
  const ids = [...new Set(deliveries.map(({ targetId }) => targetId))];
  if (ids.length === 0) return new Map();
  const { rows } = await tx.run(WEBHOOK_TARGETS, [ids]);
  const targets = new Map(rows.map((row) => [row.id, row]));
  const messages = new Map<string, WebhookMessage>();
  for (const delivery of deliveries) {
    const target = targets.get(delivery.targetId);
    if (target === undefined || !target.isActive) continue;
    const eventId = `${delivery.eventStream}:${delivery.eventSeq}`;
    const sealed = [target.secret, target.previousSecret].filter((each) => each !== null);
    messages.set(delivery.id, {
      url: target.url,
      eventId,
      body: cloudEvent(eventId, tx.actor.orgId, delivery.payload as unknown as KeptEvent),
      secrets: sealed.flatMap((each) => secrets.openOrNone(Buffer.from(each, 'hex'), target.id)),
    });
  }
  return messages;
}

/**
 * Stores what came of a request. An endpoint that says that it is gone is disabled, and one that has taken nothing for
 * five days, though several events were tried; whoever has registered it is told. Answers the projects of which something was given up.
 */
export async function recordWebhookAttempt(
  tx: Tx,
  taker: Taker,
  delivery: StoredDelivery,
  result: Attempt,
): Promise<string[]> {
  const { targetId, projectId } = delivery;
  if (result.outcome === 'unwanted') {
    // Nothing was tried, which says nothing of the endpoint.
    await tx.run(LOCK_WEBHOOK_STATE, [targetId]);
    await recordAttempt(tx, taker, delivery, result);
    return [];
  }
  const marked = [targetId, result.outcome === 'sent', taker.ahead, delivery.attempt === 1, FAILURES_APART];
  const { rows } = await tx.run(MARK_WEBHOOK, marked);
  const after = await recordAttempt(tx, taker, delivery, result);
  const givenUp = after.state === 'dead' && projectId !== null ? [projectId] : [];
  const isGone = result.outcome === 'gone';
  if (!isGone && (rows[0] === undefined || !isGivenUp(rows[0]))) return givenUp;
  const reason = isGone ? 'gone' : 'failing';
  const disabled = await tx.run(DISABLE_WEBHOOK, [targetId, reason]);
  const [endpoint] = disabled.rows;
  if (endpoint === undefined) return givenUp;
  const ending = [targetId, 'dead', 'the endpoint was disabled', MOST_PROJECTS];
  const [ended] = await tx.pipeline([step(END_PENDING, ending)]);
  const why = isGone
    ? 'It answered 410: it is gone for good.'
    : `It has taken nothing for five days; the last answer was ${result.status ?? result.error ?? 'none'}.`;
  await sendMessage(tx, [endpoint.createdBy], {
    title: 'A webhook was disabled',
    text: `Events are not sent to ${endpoint.url} any more. ${why} What was not delivered can be sent again once it is active.`,
    link: '/pit/settings/webhooks',
  });
  return [...givenUp, ...ended.map((each) => each.projectId)];
}
