import { createServer, type Server } from 'node:https';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { testCertificate } from './certificate.ts';

/** What a receiver got, verified with the library that receivers use. */
export interface Received {
  readonly id: string;
  readonly headers: IncomingHttpHeaders;
  readonly event: { id: string; type: string; data: Record<string, unknown> };
  /** Which of the known secrets it is signed with. */
  readonly signedWith: readonly string[];
}

type Behaviour = (response: ServerResponse, request: IncomingMessage) => void;

/** An HTTPS server that takes webhooks, and misbehaves when asked to. */
export class WebhookReceiver {
  readonly received: Received[] = [];
  /** Requests, whatever became of them. */
  calls = 0;
  secrets: string[] = [];
  /** How the next requests are answered, each once; the last one stays. */
  behaviours: Behaviour[] = [];
  /** What happens between taking an event and saying so. */
  beforeAnswer: (() => Promise<void>) | undefined;
  private waiting: (() => void)[] = [];

  private constructor(
    private readonly server: Server,
    readonly ca: string,
  ) {
    server.on('request', (request, response) => void this.take(request, response));
  }

  static async start(): Promise<WebhookReceiver> {
    const { key, cert } = await testCertificate();
    const server = createServer({ key, cert });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new WebhookReceiver(server, cert);
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get url(): string {
    return `https://localhost:${this.port}/hook`;
  }

  /** Resolves once so many events have been taken. */
  async until(count: number): Promise<void> {
    while (this.received.length < count) await new Promise<void>((resolve) => this.waiting.push(resolve));
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.calls += 1;
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const behave = this.behaviours.length > 1 ? this.behaviours.shift() : this.behaviours[0];
    if (behave !== undefined) return behave(response, request);
    const headers = request.headers as Record<string, string>;
    const signedWith = this.secrets.filter((secret) => isSigned(secret, body, headers));
    if (signedWith.length === 0) return void response.writeHead(401).end();
    const event = JSON.parse(body) as Received['event'];
    this.received.push({ id: String(headers['webhook-id']), headers, event, signedWith });
    await this.beforeAnswer?.();
    response.writeHead(204).end();
    for (const wake of this.waiting.splice(0)) wake();
  }
}

function isSigned(secret: string, body: string, headers: Record<string, string>): boolean {
  try {
    new Webhook(secret).verify(body, headers);
    return true;
  } catch {
    return false;
  }
}

export function answering(status: number, headers: Record<string, string> = {}): Behaviour {
  return (response) => void response.writeHead(status, headers).end();
}
