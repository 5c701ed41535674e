import type pg from 'pg';
import type { Handler } from './handler.ts';

/** Whether requests should be sent here. */
export class Health {
  private draining = false;
  private checking: Promise<string | null> | undefined;

  constructor(private readonly pool: pg.Pool) {}

  /** From now on the service is not ready, so that a balancer sends its requests elsewhere. */
  drain(): void {
    this.draining = true;
  }

  /** What is in the way of serving, or null. However many ask at once, the database is asked once. */
  async obstacle(): Promise<string | null> {
    if (this.draining) return 'shutting down';
    this.checking ??= this.check().finally(() => (this.checking = undefined));
    const obstacle = await this.checking;
    return this.draining ? 'shutting down' : obstacle;
  }

  private async check(): Promise<string | null> {
    try {
      await this.pool.query('SELECT 1');
      return null;
    } catch {
      return 'the database does not answer';
    }
  }
}

/** The process runs; whether it can serve is another question. */
export const liveHandler: Handler = (_request, response) => {
  response.writeHead(200, { 'content-type': 'application/json' }).end('{"status":"live"}\n');
};

/** 200 when requests can be served, 503 with the reason otherwise. */
export function readyHandler(health: Health): Handler {
  return async (_request, response) => {
    const reason = await health.obstacle();
    response.writeHead(reason === null ? 200 : 503, { 'content-type': 'application/json' });
    response.end(
      `${JSON.stringify(reason === null ? { status: 'ready' } : { status: 'not ready', reason })}\n`,
    );
  };
}
