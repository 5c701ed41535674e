import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { RequestContext, type Services } from '../../context.ts';
import { CallbackStore } from '../../services/callbacks.ts';
import type { StreamedAnswer } from '../answer.ts';
import type { LiveMetrics } from '../metrics.ts';
import type { AllowedCallbacks } from './callback-address.ts';
import type { Follow } from './callback-delivery.ts';
import { CallbackKeeper, LEASE_SECONDS } from './callback-keeper.ts';
import { CallbackTransport } from './callback-transport.ts';
import type { LiveOperations } from './live-operations.ts';
import type { StreamTimes } from './result-stream.ts';
import { StreamTransport } from './stream-transport.ts';
import { refuseUnstreamed } from './unstreamed.ts';

export interface HttpStreamOptions {
  live: LiveOperations;
  services: Services;
  metrics: LiveMetrics;
  callbackUrls: AllowedCallbacks;
  streamTimes: Partial<StreamTimes> | undefined;
}

/** Subscriptions that begin with an HTTP request: by a response that lasts, or by callback. */
export class HttpStreams {
  private readonly live: LiveOperations;
  private readonly streams: StreamTransport;
  private readonly keeper: CallbackKeeper;
  private readonly callbacks: CallbackTransport;

  constructor({ live, services, metrics, callbackUrls, streamTimes }: HttpStreamOptions) {
    this.live = live;
    this.streams = new StreamTransport(live, metrics, streamTimes);
    const store = new CallbackStore(services.writePool, randomUUID(), LEASE_SECONDS);
    this.keeper = new CallbackKeeper({ store, follow: followAgain(live, services), metrics });
    this.callbacks = new CallbackTransport({ live, keeper: this.keeper, allowed: callbackUrls });
  }

  /** What is not an answer in JSON; undefined for what is. @throws PitError for a subscription that could only be in JSON. */
  async answer(
    request: IncomingMessage,
    body: unknown,
    context: RequestContext,
  ): Promise<StreamedAnswer | undefined> {
    if (this.callbacks.takes(body)) return this.callbacks.answer(request, body, context);
    const streamed = await this.streams.answer(request, body, context);
    if (streamed === undefined) refuseUnstreamed(this.live, request, body, context);
    return streamed;
  }

  /** Leaves callbacks to the next process; streams are told by `LiveOperations.drain`, which comes after this. */
  leave(): Promise<void> {
    return this.keeper.stop();
  }
}

/** Follows what is stored as its request has done, with the rights that its token gave. */
function followAgain(live: LiveOperations, services: Services): Follow {
  return async ({ actor, operation }, after) => {
    const context = new RequestContext(services, actor);
    const prepared = live.prepare(operation, context);
    return 'errors' in prepared ? prepared : live.follow(prepared, context, after);
  };
}
