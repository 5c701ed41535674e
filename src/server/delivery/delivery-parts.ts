import { randomInt } from 'node:crypto';
import type { Config } from '../../config/config.ts';
import type { DeliveryParts } from '../../jobs/deliveries.ts';
import { UNSUBSCRIBE_PATH, type Unsubscribing } from '../../services/delivery/unsubscribing.ts';
import type { WebhookRules } from '../../services/delivery/webhooks.ts';
import type { Metrics } from '../observability/metrics.ts';
import { MailSender } from './mail-sender.ts';
import { PushSender } from './push-sender.ts';
import { WebhookSender } from './webhook-sender.ts';

const CHANCES = 1_000_000;

export interface DeliverySources {
  readonly webhookRules: WebhookRules;
  readonly unsubscribing: Unsubscribing;
  readonly metrics: Pick<Metrics, 'deliveryAttempted'>;
  /** Scheme and host under which this service is reached. */
  readonly origin: () => string;
  /** Certificates by which receivers of webhooks are trusted instead of the system's, where that is tried out. */
  readonly receiverCertificates?: string | undefined;
}

/** By what messages and events leave this service, as it is set up. */
export function deliveryParts(config: Config, sources: DeliverySources): DeliveryParts {
  const { webhookRules, unsubscribing, metrics, origin, receiverCertificates: ca } = sources;
  const { mail, push, webhookHosts: privateHosts } = config;
  const webhooks = new WebhookSender({ privateHosts, ...(ca !== undefined && { ca }) });
  const unsubscribeUrl = (userId: string, orgId: string): string =>
    `${config.publicUrl?.replace(/\/$/, '') ?? origin()}${UNSUBSCRIBE_PATH}?t=${unsubscribing.token({ orgId, userId })}`;
  const mails = mail === null ? undefined : new MailSender({ ...mail, unsubscribeUrl });
  const pushes = push === null ? undefined : new PushSender({ vapid: push, privateHosts });
  return {
    senders: {
      webhook: (message, signal) => webhooks.send(message, signal),
      ...(mails && { email: (message, signal) => mails.send(message, signal) }),
      ...(pushes && { push: (message, browser, signal) => pushes.send(message, browser, signal) }),
    },
    secrets: webhookRules.secrets,
    chance: () => randomInt(CHANCES) / CHANCES,
    onAttempt: (kind, outcome) => metrics.deliveryAttempted(kind, outcome),
  };
}
