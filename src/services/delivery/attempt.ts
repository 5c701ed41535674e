import type pg from 'pg';
import { POSTPONE } from '../../db/queries/delivery/redelivery-query.ts';
import { withTenantTransaction } from '../../db/write/tenant-transaction.ts';
import type { Channel } from '../../domain/delivery/preference.ts';
import type { Attempt } from '../../domain/delivery/retry-schedule.ts';
import { systemActor } from '../../domain/directory/actor.ts';
import type { Tx } from '../transaction/command.ts';
import { browserOf, noteAttempt, type BrowserInput } from './browsers.ts';
import { recordAttempt, type StoredDelivery, type Taker } from './deliveries.ts';
import { personalMessage, type PersonalMessage } from './personal-message.ts';
import { recordWebhookAttempt, type WebhookMessage } from './webhook-delivery.ts';

/** A message to a person in one organisation, with the id of its delivery. */
export interface PersonalMail extends PersonalMessage {
  readonly orgId: string;
  readonly deliveryId: string;
}

/** One attempt by each way that is set up. None rejects. */
export interface Senders {
  webhook(message: WebhookMessage, signal: AbortSignal): Promise<Attempt>;
  readonly email?: (mail: PersonalMail, signal: AbortSignal) => Promise<Attempt>;
  readonly push?: (message: PersonalMessage, browser: BrowserInput, signal: AbortSignal) => Promise<Attempt>;
}

/** The ways to people that are set up. */
export function channelsOf({ email, push }: Senders): Channel[] {
  return [
    ...(email === undefined ? [] : (['email'] as const)),
    ...(push === undefined ? [] : (['push'] as const)),
  ];
}

/** A delivery that a process has taken; a request is made where it goes to a webhook that is active. */
export interface TakenDelivery {
  readonly orgId: string;
  readonly delivery: StoredDelivery;
  readonly request: WebhookMessage | undefined;
}

const UNWANTED: Attempt = { outcome: 'unwanted', error: 'nobody is to get it any more' };
/** Unsigned it would not be sent: it is tried again, until the secret is there or another one is set. */
const UNSIGNED: Attempt = { outcome: 'failed', error: 'the secret of the webhook cannot be opened' };
const NOT_SET_UP: Attempt = { outcome: 'failed', error: 'this way is not set up' };

/** What an attempt came to, or that there was none, since its reader is to be left alone for so long. */
export type Outcome = Attempt | { readonly outcome: 'postponed'; readonly afterSeconds: number };

/** Sends it, if somebody is still to get it now. @param ahead seconds by which it is later than the clock says. */
export async function attempt(
  pool: pg.Pool,
  { orgId, delivery, request }: TakenDelivery,
  senders: Senders,
  { signal, ahead }: { readonly signal: AbortSignal; readonly ahead: number },
): Promise<Outcome> {
  if (delivery.kind === 'webhook') {
    if (request === undefined) return UNWANTED;
    return request.secrets.length === 0 ? UNSIGNED : senders.webhook(request, signal);
  }
  const message = await personalMessage(pool, orgId, delivery, ahead);
  if (message === undefined) return UNWANTED;
  if (message.quietMinutes > 0) return { outcome: 'postponed', afterSeconds: message.quietMinutes * 60 };
  if (delivery.kind === 'email') {
    return senders.email?.({ ...message, orgId, deliveryId: delivery.id }, signal) ?? NOT_SET_UP;
  }
  const browser = await withTenantTransaction(pool, systemActor(orgId), (tx) =>
    browserOf(tx, delivery.targetId),
  );
  if (browser === undefined) return UNWANTED;
  return senders.push?.(message, browser, signal) ?? NOT_SET_UP;
}

/** Stores what came of it; answers the projects of which something was given up by it. */
export async function record(
  tx: Tx,
  taker: Taker,
  delivery: StoredDelivery,
  result: Outcome,
): Promise<{ readonly givenUp: readonly string[] }> {
  if (result.outcome === 'postponed') {
    await tx.run(POSTPONE, [delivery.id, taker.owner, result.afterSeconds, taker.ahead]);
    return { givenUp: [] };
  }
  if (delivery.kind === 'webhook') {
    return { givenUp: await recordWebhookAttempt(tx, taker, delivery, result) };
  }
  if (delivery.kind === 'push') await noteAttempt(tx, delivery.targetId, result);
  await recordAttempt(tx, taker, delivery, result);
  return { givenUp: [] };
}
