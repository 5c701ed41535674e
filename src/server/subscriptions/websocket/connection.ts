import type { WebSocket as ProtocolSocket } from 'graphql-ws';
import type { RawData, WebSocket } from 'ws';
import { logger } from '../../../logger.ts';
import { excessOf } from '../../http/json-shape.ts';
import { JSON_BOUNDS } from '../../http/request-body.ts';
import { LIMITS } from '../../graphql/limits.ts';
import { CLOSE_CODES, type CloseCode } from './close-codes.ts';

/** Whoever does not answer our goodbye is cut off after this. */
const GOODBYE_MS = 2_000;

export interface WebSocketTimes {
  /** How often a silent socket is asked whether it is still there; one question later it is cut off. */
  beatMs: number;
  /** How long what was sent may wait for its reader. */
  slowMs: number;
}

/**
 * One WebSocket as graphql-ws wants it. Whatever is sent waits for the network to take it, and as long as anything
 * waits nothing is read: neither a reader that stops nor a writer that floods fills our memory.
 */
export class WebSocketConnection implements ProtocolSocket {
  /** How we have ended it, if we have. */
  closeCode: CloseCode | undefined;
  private readonly beat: NodeJS.Timeout;
  private isThere = true;
  /** Frames that the network has not confirmed yet. */
  private unconfirmed = 0;
  private backlog: { taken: Promise<void>; release: () => void; late: NodeJS.Timeout } | undefined;
  private reasonsToPause = 0;
  /** What a message may hold; more once it is known who sends it. */
  mostBytes: number = LIMITS.anonymousBytes;
  private messages = { since: 0, count: 0 };

  constructor(
    private readonly socket: WebSocket,
    private readonly times: WebSocketTimes,
    private readonly onClosing: () => void,
  ) {
    this.beat = setInterval(() => this.askWhetherThere(), times.beatMs).unref();
    socket.on('pong', () => this.heard());
    socket.on('ping', (data) => {
      this.heard();
      void this.tracked((sent) => socket.pong(data, false, sent));
    });
    // A frame that is too large or no UTF-8: the socket closes itself with the code for it.
    socket.on('error', (error) => logger.debug({ err: error }, 'a socket has trouble'));
    socket.once('close', () => {
      clearInterval(this.beat);
      this.releaseBacklog();
    });
  }

  get protocol(): string {
    return this.socket.protocol;
  }

  /** Sends; undefined when the network has taken it already, as it does unless the reader is behind. */
  send(text: string): Promise<void> | undefined {
    return this.tracked((sent) => this.socket.send(text, sent));
  }

  close(code: number, reason: string): void {
    this.closeAs({ code, reason, end: 'failed' });
  }

  /** Ends the connection; the first reason counts. Whoever does not answer is cut off a little later. */
  closeAs(closeCode: CloseCode): void {
    if (this.closeCode !== undefined) return;
    this.closeCode = closeCode;
    this.socket.close(closeCode.code, closeCode.reason);
    const goodbye = setTimeout(() => this.socket.terminate(), GOODBYE_MS);
    this.socket.once('close', () => clearTimeout(goodbye));
    this.releaseBacklog();
    this.onClosing();
  }

  onMessage(handle: (text: string) => Promise<void>): void {
    this.socket.on('message', (data: RawData) => {
      if (this.closeCode !== undefined) return;
      this.heard();
      // Buffers, not fragments, since the socket's `binaryType` is left as it is.
      const bytes = data as Buffer;
      if (bytes.length > this.mostBytes || excessOf(bytes, JSON_BOUNDS) !== undefined) {
        this.closeAs(CLOSE_CODES.badRequest);
        return;
      }
      handle(bytes.toString('utf8')).catch((error: unknown) => this.failed(error));
    });
  }

  /** What graphql-ws throws is a message out of place; anything of ours has become an error message before. */
  private failed(error: unknown): void {
    logger.debug({ err: error }, 'a message on a socket was refused');
    this.closeAs(CLOSE_CODES.badRequest);
  }

  private tracked(send: (sent: () => void) => void): Promise<void> | undefined {
    if (this.closeCode !== undefined || this.socket.readyState !== this.socket.OPEN) return undefined;
    this.unconfirmed += 1;
    send(this.sent);
    if (this.socket.bufferedAmount === 0) return undefined;
    this.backlog ??= this.openBacklog();
    return this.backlog.taken;
  }

  /** One function for all frames: a thousand readers of an event need no thousand closures. */
  private readonly sent = (): void => {
    this.unconfirmed -= 1;
    if (this.unconfirmed === 0) this.releaseBacklog();
    else this.backlog?.late.refresh();
  };

  private openBacklog() {
    this.pause();
    let release = (): void => undefined;
    const taken = new Promise<void>((resolve) => (release = resolve));
    const late = setTimeout(() => this.closeAs(CLOSE_CODES.tooSlow), this.times.slowMs).unref();
    return { taken, release, late };
  }

  private releaseBacklog(): void {
    if (this.backlog === undefined) return;
    clearTimeout(this.backlog.late);
    this.backlog.release();
    this.backlog = undefined;
    this.resume();
  }

  /** Who says too much in a second is not heard for the rest of it; what is on its way waits in the network. */
  private heard(): void {
    this.isThere = true;
    const now = performance.now();
    if (now - this.messages.since > 1000) this.messages = { since: now, count: 0 };
    this.messages.count += 1;
    if (this.messages.count !== LIMITS.messagesPerSecond) return;
    this.pause();
    setTimeout(() => this.resume(), this.messages.since + 1000 - now).unref();
  }

  private pause(): void {
    this.reasonsToPause += 1;
    this.socket.pause();
  }

  private resume(): void {
    this.reasonsToPause -= 1;
    if (this.reasonsToPause === 0) this.socket.resume();
  }

  /** Whoever is behind cannot have read the question, and while we do not listen we hear no answer. */
  private askWhetherThere(): void {
    if (this.reasonsToPause > 0) return;
    if (!this.isThere) {
      this.socket.terminate();
      return;
    }
    this.isThere = false;
    void this.tracked((sent) => this.socket.ping(undefined, false, sent));
  }
}
