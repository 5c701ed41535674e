import { randomInt } from 'node:crypto';
import type { Config } from '../../config/config.ts';
import type { DeliveryParts } from '../../jobs/deliveries.ts';
import type { WebhookRules } from '../../services/delivery/webhooks.ts';
import type { Metrics } from '../observability/metrics.ts';
import { WebhookSender } from './webhook-sender.ts';

const CHANCES = 1_000_000;

/** By what messages and events leave this service, as it is set up. */
export function deliveryParts(
  { webhookHosts }: Config,
  { secrets }: WebhookRules,
  metrics: Pick<Metrics, 'deliveryAttempted'>,
): DeliveryParts {
  const webhooks = new WebhookSender({ privateHosts: webhookHosts });
  return {
    senders: { webhook: (message, signal) => webhooks.send(message, signal) },
    secrets,
    chance: () => randomInt(CHANCES) / CHANCES,
    onAttempt: (kind, outcome) => metrics.deliveryAttempted(kind, outcome),
  };
}
