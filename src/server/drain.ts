import type { Server, ServerResponse } from 'node:http';
import { logger } from '../logger.ts';

/** How often connections are looked at that have become idle since. */
const LOOK_MS = 50;

/** Lets the requests of a server come to their end. */
export class Drain {
  private readonly open = new Set<ServerResponse>();
  private isOn = false;

  constructor(private readonly server: Server) {
    server.prependListener('request', (_request, response) => {
      if (this.isOn) response.shouldKeepAlive = false;
      this.open.add(response);
      response.once('close', () => this.open.delete(response));
    });
  }

  /**
   * Stops accepting and closes idle connections; answers under way say `Connection: close`, so that no next request
   * comes by theirs. Resolves when nothing is open any more, or has been cut off after `patienceMs`.
   */
  finish(patienceMs: number): Promise<void> {
    this.isOn = true;
    for (const response of this.open) response.shouldKeepAlive = false;
    return new Promise((resolve) => {
      const look = setInterval(() => this.server.closeIdleConnections(), LOOK_MS);
      const over = (): void => {
        clearInterval(look);
        clearTimeout(cut);
        resolve();
      };
      const cut = setTimeout(() => {
        logger.warn({ requests: this.open.size }, 'requests were cut off');
        this.server.closeAllConnections();
        over();
      }, patienceMs);
      this.server.close(over);
      this.server.closeIdleConnections();
    });
  }
}

/** Waits for what is being closed, but not for ever; the process is about to end. */
export async function closeWithin(ms: number, closing: Promise<unknown> | undefined): Promise<void> {
  const late = new Promise<void>((resolve) => {
    setTimeout(resolve, ms).unref();
  });
  const failed = (error: unknown): void => logger.warn({ err: error }, 'something did not close');
  await Promise.race([closing?.catch(failed), late]);
}
