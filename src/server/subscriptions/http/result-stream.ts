import type { ServerResponse } from 'node:http';
import type { GraphQLFormattedError } from 'graphql';
import type { EventResult } from '../event-executor.ts';
import type { StreamFormat } from './stream-format.ts';

export interface StreamTimes {
  /** How often something is sent where nothing happens, in milliseconds. */
  keepAliveMs: number;
  /** How long a reader may leave unread what was sent to it, in milliseconds. */
  patienceMs: number;
}

/** Many proxies cut connections on which nothing moves for fifteen seconds. */
export const STREAM_TIMES: StreamTimes = { keepAliveMs: 12_000, patienceMs: 30_000 };

const HEADERS = {
  // Whoever compresses or buffers on the way would hold events back.
  'cache-control': 'no-cache, no-transform',
  'x-accel-buffering': 'no',
};

/**
 * One response that lasts. Back-pressure: nothing is queued here; the next result is written when the last one has gone, and a
 * reader who does not take it in time is cut off.
 */
export class ResultStream {
  private readonly keepAlive: NodeJS.Timeout;

  constructor(
    private readonly response: ServerResponse,
    private readonly format: StreamFormat,
    private readonly times: StreamTimes,
  ) {
    // To write to a reader who has just gone is no failure of ours.
    response.on('error', () => undefined);
    // An ended stream leaves no idle connection behind for which a stopping server would wait.
    response.shouldKeepAlive = false;
    response.writeHead(200, { 'content-type': format.contentType, ...HEADERS });
    response.write(format.opening);
    this.keepAlive = setInterval(() => {
      if (!this.isGone && !response.writableNeedDrain) response.write(format.idle);
    }, times.keepAliveMs).unref();
    this.onGone(() => clearInterval(this.keepAlive));
  }

  get isGone(): boolean {
    return this.response.destroyed;
  }

  /** Calls back once the connection is over. */
  onGone(gone: () => void): void {
    if (this.isGone) gone();
    else this.response.once('close', gone);
  }

  /** Sends a result, and resolves once the reader can take another: false when it has not taken this one in time. */
  async send(result: EventResult): Promise<boolean> {
    if (this.isGone || this.response.write(this.format.frameOf(result))) return true;
    return this.drained();
  }

  /** Says that this was all, after `errors` where it did not end well. */
  end(errors?: readonly GraphQLFormattedError[]): void {
    clearInterval(this.keepAlive);
    if (this.isGone) return;
    this.response.end(this.format.endOf(errors));
    const cut = setTimeout(() => this.cut(), this.times.patienceMs).unref();
    this.onGone(() => clearTimeout(cut));
  }

  cut(): void {
    this.response.destroy();
  }

  private drained(): Promise<boolean> {
    return new Promise((resolve) => {
      const settle = (isDrained: boolean) => {
        clearTimeout(late);
        this.response.off('drain', onDrain).off('close', onDrain);
        resolve(isDrained);
      };
      const onDrain = () => settle(true);
      const late = setTimeout(() => settle(false), this.times.patienceMs);
      this.response.once('drain', onDrain).once('close', onDrain);
    });
  }
}
