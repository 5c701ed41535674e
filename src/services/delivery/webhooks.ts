import { Webhook } from '../../../entities/ops/webhook.ts';
import { step } from '../../db/connection/pipeline.ts';
import {
  ADD_TEST,
  ADD_WEBHOOK,
  ADD_WEBHOOK_STATE,
  CANCEL_PENDING,
  CHANGE_WEBHOOK,
  COUNT_WEBHOOKS,
  FORGET_FAILURES,
  LOCK_LANES,
  LOCKED_WEBHOOK,
  NOTE_ROTATION,
  PROJECTS_OF_DEAD,
  QUEUE_LANES,
  REDELIVER,
  REMOVE_WEBHOOK,
  ROTATE_SECRET,
} from '../../db/queries/delivery/webhook-query.ts';
import { LOCK } from '../../db/queries/directory/settings-query.ts';
import { requireMay, type Verb } from '../../domain/directory/permissions.ts';
import { requireEndpoint, type PrivateHosts } from '../../domain/delivery/webhook-address.ts';
import { TEST_TOPIC } from '../../domain/delivery/webhook-event.ts';
import { EventTopic } from '../../events/topics.ts';
import { badInput, conflict, notFound, PitError } from '../../domain/errors.ts';
import { isUuid } from '../../domain/uuid.ts';
import { FED_TOPICS } from '../events/organisation-feed.ts';
import type { Tx } from '../transaction/command.ts';
import { requireUnmodified } from '../transaction/optimistic-lock.ts';
import { MOST_PROJECTS } from './deliveries.ts';
import { MOST_REDELIVERED, requireRedelivery, type Redelivery } from './redelivery.ts';
import type { WebhookSecrets } from './webhook-secrets.ts';

/** What webhooks are registered with: their secrets, and private hosts that the operator allows. */
export interface WebhookRules {
  readonly secrets: WebhookSecrets;
  readonly privateHosts: PrivateHosts;
}

/** Endpoints of one organisation, since each costs a delivery for every event. */
export const MOST_WEBHOOKS = 20;
/** Hours for which both secrets sign after a rotation. */
export const LONGEST_OVERLAP = 168;
const DEFAULT_OVERLAP = 24;

/**
 * Registers an address for events of the organisation that happen from now on.
 * @param after number of the newest event of its stream.
 * @throws PitError FORBIDDEN; BAD_USER_INPUT for the address, or an event of users; LIMIT_EXCEEDED for too many.
 */
export async function registerWebhook(
  tx: Tx,
  input: { url: string; topics?: readonly string[] | null },
  rules: WebhookRules,
  after: number,
): Promise<{ webhookId: string }> {
  permit(tx, 'registerWebhook');
  const url = requireAddress(input, rules);
  // Who registers at the same time waits, so that the number is right.
  await tx.run(LOCK);
  const [[present]] = await tx.pipeline([step(COUNT_WEBHOOKS)]);
  if ((present?.count ?? 0) >= MOST_WEBHOOKS) {
    const expected = `at most ${MOST_WEBHOOKS}`;
    throw new PitError('LIMIT_EXCEEDED', 'The organisation has too many webhooks.', {
      field: 'input.url',
      expected,
    });
  }
  const [[added]] = await tx.pipeline([step(ADD_WEBHOOK, [url, topicsOf(input.topics)])]);
  const webhookId = added?.id ?? '';
  await tx.run(ADD_WEBHOOK_STATE, [webhookId, rules.secrets.seal(rules.secrets.make(), webhookId), after]);
  return { webhookId };
}

/** The address of a webhook in normal form. @throws PitError BAD_USER_INPUT for one that is not to be called. */
export function requireAddress({ url }: { url: string }, rules: WebhookRules): string {
  return requireEndpoint(url, 'input.url', rules.privateHosts);
}

/** What changes of a webhook; what is not given stays. */
export interface WebhookChange {
  readonly id: string;
  readonly ifUpdatedAt?: string | null;
  readonly url?: string | null;
  readonly topics?: readonly string[] | null;
  readonly isActive?: boolean | null;
}

/** Changes, disables or enables an endpoint. One that is enabled again goes on where it stopped. */
export async function updateWebhook(
  tx: Tx,
  input: WebhookChange,
  rules: WebhookRules,
): Promise<{ webhookId: string }> {
  permit(tx, 'updateWebhook');
  const present = await locked(tx, input.id, input.ifUpdatedAt);
  const url = input.url == null ? null : requireEndpoint(input.url, 'input.url', rules.privateHosts);
  const topics = input.topics == null ? null : topicsOf(input.topics);
  await tx.run(CHANGE_WEBHOOK, [present.id, url, topics, input.isActive ?? null]);
  if (input.isActive === true && !present.isActive) await tx.run(FORGET_FAILURES, [present.id]);
  return { webhookId: present.id };
}

/** Puts a new secret in place of the present one, which goes on signing beside it for some hours. */
export async function rotateWebhookSecret(
  tx: Tx,
  input: { id: string; ifUpdatedAt?: string | null; overlapHours?: number | null },
  { secrets }: WebhookRules,
): Promise<{ webhookId: string }> {
  permit(tx, 'rotateWebhookSecret');
  const hours = input.overlapHours ?? DEFAULT_OVERLAP;
  if (hours < 0 || hours > LONGEST_OVERLAP) {
    const expected = `0 to ${LONGEST_OVERLAP}`;
    throw badInput('The overlap is out of bounds.', { field: 'input.overlapHours', expected, actual: hours });
  }
  const { id } = await locked(tx, input.id, input.ifUpdatedAt);
  await tx.pipeline([
    step(ROTATE_SECRET, [id, secrets.seal(secrets.make(), id), hours]),
    step(NOTE_ROTATION, [id]),
  ]);
  return { webhookId: id };
}

/**
 * Removes an endpoint; what was still to be sent to it is not sent. Answers the projects of which deliveries to it were
 * dead, of which nobody can miss anything any more.
 */
export async function deleteWebhook(
  tx: Tx,
  input: { id: string; ifUpdatedAt?: string | null },
): Promise<{ deletedId: string; projectIds: string[] }> {
  permit(tx, 'deleteWebhook');
  const { id } = await locked(tx, input.id, input.ifUpdatedAt);
  const [dead] = await tx.pipeline([
    step(PROJECTS_OF_DEAD, [id, MOST_PROJECTS]),
    step(CANCEL_PENDING, [id, 'the webhook was deleted']),
    step(REMOVE_WEBHOOK, [id]),
  ]);
  return { deletedId: id, projectIds: dead.map(({ projectId }) => projectId) };
}

/** Sends an event that means nothing to an endpoint, so that its owner sees whether it arrives. */
export async function testWebhook(
  tx: Tx,
  input: { id: string },
): Promise<{ webhookId: string; deliveryId: string }> {
  permit(tx, 'testWebhook');
  const { id, isActive } = await locked(tx, input.id);
  if (!isActive) throw conflict('The webhook is disabled, and gets nothing.', { field: 'input.id' });
  const { rows } = await tx.run(ADD_TEST, [id, TEST_TOPIC]);
  return { webhookId: id, deliveryId: rows[0]?.id ?? '' };
}

/**
 * Sends again what was delivered or is dead: the deliveries named, or all dead ones since a moment, the earliest first and
 * 1,000 at most. A receiver knows them by the id of their event, which stays. Answers how many, and of which projects.
 */
export async function redeliverDeliveries(
  tx: Tx,
  input: Redelivery,
): Promise<{ redelivered: number; projectIds: string[] }> {
  permit(tx, 'redeliverDeliveries');
  const wanted = requireRedelivery(input);
  // Else one that ends meanwhile wakes nobody who is put behind it, and nobody comes to wait for it that it could wake.
  await tx.run(LOCK_LANES);
  const { rows } = await tx.run(REDELIVER, [wanted.ids, wanted.since, MOST_REDELIVERED]);
  const targets = [...new Set(rows.map(({ targetId }) => targetId))];
  if (targets.length > 0) await tx.run(QUEUE_LANES, [targets]);
  const projectIds = rows.map(({ projectId }) => projectId).filter((each) => each !== null);
  return { redelivered: rows.length, projectIds: [...new Set(projectIds)] };
}

function permit(tx: Tx, verb: Verb): void {
  const { role, overrideReason } = tx.actor;
  requireMay(verb, { role, relations: [], overrideReason });
}

async function locked(tx: Tx, id: string, ifUpdatedAt?: string | null) {
  const { rows } = isUuid(id) ? await tx.run(LOCKED_WEBHOOK, [id]) : { rows: [] };
  const [present] = rows;
  if (present === undefined) throw notFound('webhook', id, 'input.id');
  await requireUnmodified(tx, Webhook, present, ifUpdatedAt);
  return present;
}

/** @throws PitError BAD_USER_INPUT for an event that no webhook gets, for whoever chose it would wait in vain. */
function topicsOf(topics: readonly string[] | null | undefined): string {
  const named = [...new Set(topics ?? [])];
  const own = Object.entries(EventTopic).find(
    ([, topic]) => named.includes(topic) && !FED_TOPICS.includes(topic),
  );
  if (own === undefined) return JSON.stringify(named);
  throw badInput('No webhook gets this event: it concerns a single user.', {
    field: 'input.topics',
    expected: 'events that are not of one user alone',
    actual: own[0],
  });
}
