import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { RequestContext, type Services } from '../../../context.ts';
import { CallbackStore } from '../../../services/events/callbacks.ts';
import type { StreamingResponse } from '../../graphql/operation-response.ts';
import type { SubscriptionMetrics } from '../../observability/metrics.ts';
import type { AllowedCallbacks } from '../callback/callback-address.ts';
import type { Follow } from '../callback/callback-delivery.ts';
import { CallbackLeaseManager, LEASE_SECONDS } from '../callback/callback-lease-manager.ts';
import { CallbackTransport } from '../callback/callback-transport.ts';
import type { SubscriptionManager } from '../subscription-manager.ts';
import type { StreamTimes } from './result-stream.ts';
import { StreamTransport } from './stream-transport.ts';
import { rejectPlainSubscription } from '../reject-plain-subscription.ts';

export interface HttpStreamOptions {
  subscriptions: SubscriptionManager;
  services: Services;
  metrics: SubscriptionMetrics;
  callbackUrls: AllowedCallbacks;
  streamTimes: Partial<StreamTimes> | undefined;
}

/** Subscriptions that begin with an HTTP request: by a response that lasts, or by callback. */
export class HttpStreams {
  private readonly subscriptions: SubscriptionManager;
  private readonly streams: StreamTransport;
  private readonly leases: CallbackLeaseManager;
  private readonly callbacks: CallbackTransport;

  constructor({ subscriptions, services, metrics, callbackUrls, streamTimes }: HttpStreamOptions) {
    this.subscriptions = subscriptions;
    this.streams = new StreamTransport(subscriptions, metrics, streamTimes);
    const store = new CallbackStore(services.writePool, randomUUID(), LEASE_SECONDS);
    this.leases = new CallbackLeaseManager({ store, follow: followAgain(subscriptions, services), metrics });
    this.callbacks = new CallbackTransport({ subscriptions, leases: this.leases, allowed: callbackUrls });
  }

  /** What is not an answer in JSON; undefined for what is. @throws PitError for a subscription that could only be in JSON. */
  async answer(
    request: IncomingMessage,
    body: unknown,
    context: RequestContext,
  ): Promise<StreamingResponse | undefined> {
    if (this.callbacks.takes(body)) return this.callbacks.answer(request, body, context);
    const streamed = await this.streams.answer(request, body, context);
    if (streamed === undefined) await rejectPlainSubscription(this.subscriptions, request, body, context);
    return streamed;
  }

  /** Leaves callbacks to the next process; streams are told by `SubscriptionManager.drain`, which comes after this. */
  leave(): Promise<void> {
    return this.leases.stop();
  }
}

/** Follows what is stored as its request has done, with the rights that its token gave. */
function followAgain(subscriptions: SubscriptionManager, services: Services): Follow {
  return async ({ actor, operation }, after) => {
    const context = new RequestContext(services, actor);
    const prepared = subscriptions.prepare(operation, context);
    return 'errors' in prepared ? prepared : subscriptions.follow(prepared, context, after);
  };
}
