import { setTimeout as sleep } from 'node:timers/promises';
import type { GraphQLFormattedError } from 'graphql';
import { PitError } from '../../../domain/errors.ts';
import type { Callback, CallbackPlace } from '../../../services/events/callbacks.ts';
import type { StreamEnd } from '../../observability/metrics.ts';
import { CallbackClient, type Verdict } from './callback-client.ts';
import type { SubscriptionStream } from '../subscription-stream.ts';
import { refusalOf, type RefusedRequest } from '../validated-operation.ts';
import { streamEndOf } from '../stream-end.ts';

/** Why a delivery is over, and whether the subscription is with it; otherwise another process goes on. */
export interface DeliveryEnd {
  readonly reason: StreamEnd;
  readonly isOver: boolean;
}

/** Begins to follow what a callback is about, after a cursor. */
export type Follow = (callback: Callback, after: string) => Promise<SubscriptionStream | RefusedRequest>;

export interface DeliveryOptions {
  callback: Callback;
  follow: Follow;
  /** When others may take it up, in milliseconds since the epoch; put off by `prolong`. */
  leasedUntil: number;
  /** The router has taken an event. */
  onTaken(): void;
}

const LEFT: DeliveryEnd = { reason: 'draining', isOver: false };
/** The router does not want it any more, or is gone itself. */
const GIVEN_UP: DeliveryEnd = { reason: 'client', isOver: true };
/** A router that has not been reached for so long is gone. */
const LOST_MS = 120_000;
/** What cannot be followed for now is tried again so much later. */
const PAUSE_MS = 1_000;
/** A call that is under way when we leave may still be answered so long. */
const LEAVING_MS = 2_000;

/**
 * Sends the events of one callback, each after the router has taken the one before, and lets the router hear from us in
 * between. What it has taken is not sent again, unless we died before that was stored.
 */
export class CallbackDelivery {
  /** Whether its place is not stored yet. */
  hasMoved = false;
  private position: string;
  private leasedUntil: number;
  private readonly router: CallbackClient;
  private readonly left = new AbortController();
  private stream: SubscriptionStream | undefined;
  private beat: NodeJS.Timeout | undefined;
  /** Since when the router has not been reached, in milliseconds since the epoch. */
  private lostSince: number | undefined;
  /** Nothing is sent any more. */
  private isSilent = false;

  constructor(private readonly options: DeliveryOptions) {
    this.position = options.callback.position;
    this.leasedUntil = options.leasedUntil;
    this.router = new CallbackClient(options.callback);
  }

  /** How far it has come. */
  get place(): CallbackPlace {
    const { orgId, id } = this.options.callback;
    return { orgId, id, position: this.position };
  }

  /** Delivers until the subscription is over or is left. Never rejects. */
  async run(begun?: SubscriptionStream): Promise<DeliveryEnd> {
    if (this.options.callback.heartbeatMs > 0) void this.beatOn(begun === undefined);
    try {
      let end = await this.deliver(begun);
      while (end === undefined) {
        await this.pause();
        end = await this.deliver();
      }
      return end;
    } catch (error) {
      return this.complete(refusalOf(error).errors, 'failed');
    } finally {
      this.fallSilent();
    }
  }

  prolong(leasedUntil: number): void {
    this.leasedUntil = leasedUntil;
  }

  /** Stops without a word to the router: another process goes on, and the router need not notice. */
  leave(): void {
    if (this.left.signal.aborted) return;
    this.left.abort();
    this.router.hangUp(LEAVING_MS);
    this.fallSilent();
  }

  /** @returns undefined where it cannot go on for now. */
  private async deliver(begun?: SubscriptionStream): Promise<DeliveryEnd | undefined> {
    if (this.hasLeft) return LEFT;
    if (this.isSilent) return GIVEN_UP;
    const stream = begun ?? (await this.options.follow(this.options.callback, this.position));
    if ('errors' in stream) return this.refused(stream);
    this.stream = stream;
    if (this.isSilent) void stream.return();
    try {
      return await this.sendAll(stream);
    } catch (error) {
      if (error instanceof PitError && error.code === 'UNAVAILABLE') return this.hasLeft ? LEFT : undefined;
      return this.complete(refusalOf(error).errors, streamEndOf(error));
    }
  }

  private async sendAll(stream: SubscriptionStream): Promise<DeliveryEnd> {
    for await (const { json, cursor } of stream) {
      const end = await this.send(json);
      if (end !== undefined) return end;
      this.position = cursor ?? this.position;
      this.hasMoved = true;
      this.options.onTaken();
    }
    return this.hasLeft ? LEFT : GIVEN_UP;
  }

  private refused({ errors }: RefusedRequest): Promise<DeliveryEnd> | undefined {
    const code = errors[0]?.extensions?.['code'];
    if (code === 'UNAVAILABLE') return undefined;
    return this.complete(errors, code === 'NOT_FOUND' ? 'not_visible' : 'failed');
  }

  /** @returns why it ends with this, if it does. */
  private async send(json: string): Promise<DeliveryEnd | undefined> {
    // Without the lease another may be sending the same.
    while (Date.now() >= this.leasedUntil && !this.hasLeft) await this.pause();
    if (this.hasLeft) return LEFT;
    const verdict = await this.router.next(json);
    if (verdict === 'taken') return undefined;
    if (verdict === 'gone') return GIVEN_UP;
    return this.hasLeft ? LEFT : { reason: 'failed', isOver: true };
  }

  private async complete(errors: readonly GraphQLFormattedError[], reason: StreamEnd): Promise<DeliveryEnd> {
    if (this.hasLeft) return LEFT;
    this.fallSilent();
    await this.router.complete(errors);
    return { reason, isOver: true };
  }

  /** A router counts the time since it last heard from us: an interval that is used up comes too late. */
  private async beatOn(isDue: boolean): Promise<void> {
    if (isDue) this.hear(await this.router.check());
    if (this.isSilent) return;
    this.beat = setTimeout(() => void this.beatOn(true), (this.options.callback.heartbeatMs * 2) / 3).unref();
  }

  private hear(verdict: Verdict): void {
    this.lostSince = verdict === 'failed' ? (this.lostSince ?? Date.now()) : undefined;
    const isLost = this.lostSince !== undefined && Date.now() - this.lostSince > LOST_MS;
    if (verdict === 'gone' || isLost) this.fallSilent();
  }

  private fallSilent(): void {
    this.isSilent = true;
    clearTimeout(this.beat);
    void this.stream?.return();
  }

  private get hasLeft(): boolean {
    return this.left.signal.aborted;
  }

  /** Ends at once when it is left. */
  private async pause(): Promise<void> {
    await sleep(PAUSE_MS, undefined, { signal: this.left.signal, ref: false }).catch(() => undefined);
  }
}
