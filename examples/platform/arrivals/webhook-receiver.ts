import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { createServer } from 'node:https';
import { Webhook } from 'standardwebhooks';
import type { Certificate } from './certificate.ts';

/** An event as it arrives: CloudEvents 1.0. */
export interface ArrivedEvent {
  readonly id: string;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface WebhookReceiver {
  readonly url: string;
  /** Events that this secret signs are taken from now on. */
  trust(secret: string): void;
  stop(): Promise<void>;
}

const LARGEST_BODY = 64 * 1024;

/**
 * Takes the events that PIT sends, and passes on each once, whose signature holds; all else is refused with 401.
 * @param port 0 takes any.
 */
export async function startWebhookReceiver(
  port: number,
  certificate: Certificate,
  onEvent: (event: ArrivedEvent) => void,
): Promise<WebhookReceiver> {
  let webhook: Webhook | undefined;
  const seen = new Set<string>();
  const server = createServer({ key: certificate.key, cert: certificate.cert }, (request, response) => {
    void bodyOf(request)
      .then((body) => {
        const event = webhook?.verify(body, request.headers as Record<string, string>) as
          ArrivedEvent | undefined;
        if (event === undefined) return response.writeHead(401).end();
        if (!seen.has(event.id)) onEvent(event);
        seen.add(event.id);
        return response.writeHead(204).end();
      })
      .catch(() => response.writeHead(401).end());
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    url: `https://localhost:${typeof address === 'object' ? address?.port : port}/pit`,
    trust: (secret) => void (webhook = new Webhook(secret)),
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request) {
    body += String(chunk);
    if (body.length > LARGEST_BODY) throw new Error('the body is too large');
  }
  return body;
}
