import type { Server } from 'node:http';
import { logger } from '../logger.ts';
import type { OpenResponses } from './http/open-responses.ts';

/** How often connections are looked at that have become idle since. */
const LOOK_MS = 50;

/** Graceful shutdown: the requests under way of a server come to their end, and connections close when idle. */
export class Drain {
  private isAnnounced = false;

  constructor(
    private readonly server: Server,
    private readonly responses: OpenResponses,
  ) {
    server.prependListener('request', ({ socket }) => {
      if (this.isAnnounced) responses.closeConnection(socket);
    });
  }

  /**
   * Goes on accepting, but each answer from now on says `Connection: close`, so that clients connect anew, and elsewhere
   * where a balancer has seen that this process is no longer ready.
   */
  announce(): void {
    this.isAnnounced = true;
    this.responses.closeConnections();
  }

  /**
   * Stops accepting, closes idle connections, and the others with their last answer. Resolves when nothing is open any
   * more, or has been cut off after `patienceMs`.
   */
  finish(patienceMs: number): Promise<void> {
    this.announce();
    return new Promise((resolve) => {
      const look = setInterval(() => this.server.closeIdleConnections(), LOOK_MS);
      const over = (): void => {
        clearInterval(look);
        clearTimeout(cut);
        resolve();
      };
      const cut = setTimeout(() => {
        logger.warn({ requests: this.responses.size }, 'requests were cut off');
        this.server.closeAllConnections();
        over();
      }, patienceMs);
      this.server.close(over);
      this.server.closeIdleConnections();
    });
  }
}

/** Waits for what is being closed, but not for ever; the process is about to end. */
export async function closeWithin(ms: number, closed: Promise<unknown> | undefined): Promise<void> {
  const late = new Promise<void>((resolve) => {
    setTimeout(resolve, ms).unref();
  });
  const failed = (error: unknown): void => logger.warn({ err: error }, 'something did not close');
  await Promise.race([closed?.catch(failed), late]);
}
