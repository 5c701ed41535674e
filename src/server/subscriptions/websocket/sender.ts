import type { PitError } from '../../../domain/errors.ts';
import type { SubscriptionMetrics, StreamEnd } from '../../observability/metrics.ts';
import type { RefusedRequest } from '../validated-operation.ts';
import type { EventResult } from '../event-executor.ts';
import type { WebSocketConnection } from './connection.ts';
import { streamEndOf } from '../stream-end.ts';

/** Results of one operation, pulled one by one as the socket drains (back-pressure): many of a subscription, one of anything else. */
export type Results = Pick<AsyncIterator<EventResult, unknown>, 'next' | 'return'>;

export interface SenderOptions {
  /** The operation's id on its socket. */
  id: string;
  connection: WebSocketConnection;
  /** Begins the operation. */
  open: () => Promise<Results | RefusedRequest>;
  /** Told of subscriptions; undefined for other operations. */
  metrics: SubscriptionMetrics | undefined;
  /** The caller's token has expired, as the operation is the first to find out. */
  onExpired: () => void;
  onEnd: (delivery: WebSocketSender) => void;
  /** The client has had enough, or the socket is gone. */
  onAbandoned: () => void;
}

const NOTHING_MORE = { done: true, value: undefined } as const;

/** Why an operation is not executed, as the `error` of whoever iterates. */
export class RefusedOperation extends Error {
  constructor(readonly refused: RefusedRequest) {
    super('The operation was refused.');
  }
}

/**
 * Sends the results of one operation. To graphql-ws it is an operation's result that never yields anything: what
 * there is to send has been serialised for all who share it, and only wants its envelope, where the library would parse
 * and serialise it for each reader. A reader who is behind is not sent more until the network has taken what there was.
 */
export class WebSocketSender implements AsyncIterableIterator<never> {
  private readonly envelope: string;
  private results: Results | undefined;
  private end: StreamEnd | undefined;
  private leave: () => void = () => undefined;
  private breakOff: (error: Error) => void = () => undefined;

  constructor(private readonly options: SenderOptions) {
    this.envelope = `{"id":${JSON.stringify(options.id)},"type":"next","payload":`;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /**
   * Sends everything that there will be, or until `return`, which is not kept waiting: the id may be used again at
   * once, and graphql-ws must have forgotten this operation by then.
   *
   * @throws whatever ended the operation before its time.
   */
  next(): Promise<IteratorResult<never, undefined>> {
    return new Promise((resolve, reject) => {
      this.leave = () => resolve(NOTHING_MORE);
      this.breakOff = reject;
      this.run().then(this.leave, reject);
    });
  }

  /** Ends a subscription before its time, and tells its client why; anything else is left to its one result. */
  refuse(error: PitError): void {
    if (this.options.metrics === undefined || this.end !== undefined) return;
    this.end = streamEndOf(error);
    this.breakOff(error);
    void this.results?.return?.();
    this.options.onEnd(this);
  }

  /** The client has had enough, or the socket is gone. */
  async return(): Promise<IteratorResult<never, undefined>> {
    this.end ??= 'client';
    this.options.onAbandoned();
    this.leave();
    await this.results?.return?.();
    return NOTHING_MORE;
  }

  private async run(): Promise<void> {
    const { open, metrics, onEnd } = this.options;
    try {
      const opened = await open();
      if ('errors' in opened) throw new RefusedOperation(opened);
      this.results = opened;
      metrics?.subscriberOpened('ws');
      await this.send(opened);
    } catch (error) {
      this.fail(error);
    } finally {
      onEnd(this);
      if (this.results !== undefined) metrics?.subscriberClosed('ws', this.reason());
    }
  }

  private async send(results: Results): Promise<void> {
    const { connection } = this.options;
    while (this.end === undefined) {
      const result = await results.next();
      if (result.done === true) this.end ??= 'completed';
      if (result.done === true || this.end !== undefined) break;
      const taken = connection.send(`${this.envelope}${result.value.json}}`);
      if (taken !== undefined) await taken;
    }
    await results.return?.();
  }

  private fail(error: unknown): void {
    if (this.end !== undefined) return;
    const end = streamEndOf(error);
    if (end === 'expired') this.options.onExpired();
    this.end ??= end;
    throw error;
  }

  private reason(): StreamEnd {
    return this.options.connection.closeCode?.end ?? this.end ?? 'failed';
  }
}
