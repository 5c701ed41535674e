import type { ServerResponse } from 'node:http';
import type { GraphQLFormattedError } from 'graphql';
import type { LiveResult } from './shared-results.ts';

export interface SseTimes {
  /** How often something is sent where nothing happens, in milliseconds. */
  keepAliveMs: number;
  /** How long a reader may leave unread what was sent to it, in milliseconds. */
  patienceMs: number;
}

/** Many proxies cut connections on which nothing moves for fifteen seconds. */
export const SSE_TIMES: SseTimes = { keepAliveMs: 12_000, patienceMs: 30_000 };

const COMMENT = ':\n\n';
/** With an empty `data` field: browsers swallow an event that has none. */
const COMPLETE = 'event: complete\ndata:\n\n';

const HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  // Whoever compresses or buffers on the way would hold events back.
  'cache-control': 'no-cache, no-transform',
  'x-accel-buffering': 'no',
};

/** Events as they go over the wire, for all who are sent the same result. */
const frames = new WeakMap<LiveResult, Buffer>();

function frameOf(result: LiveResult): Buffer {
  let frame = frames.get(result);
  if (frame === undefined) {
    const id = result.cursor === undefined ? '' : `id: ${result.cursor}\n`;
    // JSON has no line breaks of its own, so the data is one line.
    frame = Buffer.from(`${id}event: next\ndata: ${result.json}\n\n`);
    frames.set(result, frame);
  }
  return frame;
}

/**
 * One response of server-sent events. Nothing waits here: the next event is written when the last one has gone, and a
 * reader who does not take it in time is cut off.
 */
export class SseStream {
  private readonly keepAlive: NodeJS.Timeout;

  constructor(
    private readonly response: ServerResponse,
    private readonly times: SseTimes,
  ) {
    // To write to a reader who has just gone is no failure of ours.
    response.on('error', () => undefined);
    // An ended stream leaves no idle connection behind for which a stopping server would wait.
    response.shouldKeepAlive = false;
    response.writeHead(200, HEADERS);
    // Some browsers do not look at headers until something follows them.
    response.write(COMMENT);
    this.keepAlive = setInterval(() => {
      if (!this.isGone && !response.writableNeedDrain) response.write(COMMENT);
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
  async send(result: LiveResult): Promise<boolean> {
    if (this.isGone || this.response.write(frameOf(result))) return true;
    return this.drained();
  }

  /** Says that this was all, after `errors` where it did not end well. */
  end(errors?: readonly GraphQLFormattedError[]): void {
    clearInterval(this.keepAlive);
    if (this.isGone) return;
    const last = errors === undefined ? '' : frameOf({ json: JSON.stringify({ errors }) }).toString();
    this.response.end(`${last}${COMPLETE}`);
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
