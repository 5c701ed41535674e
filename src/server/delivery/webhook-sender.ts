import { Webhook } from 'standardwebhooks';
import type { Attempt } from '../../domain/delivery/retry-schedule.ts';
import type { WebhookMessage } from '../../services/delivery/webhook-delivery.ts';
import { GuardedClient, type GuardedClientOptions } from './guarded-client.ts';

export type WebhookSenderOptions = GuardedClientOptions;

/** Sends events to webhooks, signed after Standard Webhooks 1.0.0 with every secret that is in use. */
export class WebhookSender {
  private readonly client: GuardedClient;

  constructor(options: WebhookSenderOptions) {
    this.client = new GuardedClient(options);
  }

  /** One attempt. Never rejects; one that `signal` breaks off has failed. */
  send({ url, eventId, body, secrets }: WebhookMessage, signal: AbortSignal): Promise<Attempt> {
    const sentAt = new Date();
    const headers = {
      'content-type': 'application/cloudevents+json; charset=utf-8',
      'webhook-id': eventId,
      'webhook-timestamp': String(Math.floor(sentAt.getTime() / 1000)),
      'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(eventId, sentAt, body)).join(' '),
    };
    return this.client.post({ url, headers, body }, signal);
  }
}
