import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** A message of the callback protocol as it came. */
export interface CallbackMessage {
  kind: string;
  action: 'check' | 'next' | 'complete';
  id: string;
  verifier: string;
  payload?: { data: Record<string, { cursor: string; task: { progressPercent: number } }> };
  errors?: { message: string; extensions: Record<string, unknown> }[];
  /** Milliseconds since the epoch. */
  at: number;
  protocol: string | undefined;
}

const ANSWERS = { check: 204, next: 200, complete: 202 };

/** The router's side of subscriptions by callback: a server that is called, and remembers what it was told. */
export class TestRouter {
  readonly messages: CallbackMessage[] = [];
  /** Subscriptions that it knows, with their verifiers. */
  readonly known = new Map<string, string>();
  /** What it says instead of yes; undefined for that. */
  objects: (message: CallbackMessage) => number | undefined = () => undefined;

  private constructor(private readonly server: Server) {}

  static async start(): Promise<TestRouter> {
    const server = createServer((request, response) => {
      void router.answer(request).then((status) => {
        const isCheck = status === 204;
        response.writeHead(status, isCheck ? { 'subscription-protocol': 'callback/1.0' } : {}).end();
      });
    });
    const router = new TestRouter(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return router;
  }

  /** What a router adds to a request that subscribes. */
  extension(heartbeatIntervalMs = 5_000) {
    const subscriptionId = randomUUID();
    const verifier = randomUUID();
    this.known.set(subscriptionId, verifier);
    return { callbackUrl: this.address(subscriptionId), subscriptionId, verifier, heartbeatIntervalMs };
  }

  address(id: string): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/callback/${id}`;
  }

  of(id: string, action: CallbackMessage['action']): CallbackMessage[] {
    return this.messages.filter((message) => message.id === id && message.action === action);
  }

  /** Cursors of the events that it has taken. */
  cursors(id: string): string[] {
    return this.of(id, 'next').map(({ payload }) => Object.values(payload?.data ?? {})[0]?.cursor ?? '');
  }

  /** The first `count` messages of a kind; fails when they have not come in twenty seconds. */
  async take(id: string, action: CallbackMessage['action'], count = 1): Promise<CallbackMessage[]> {
    const deadline = Date.now() + 20_000;
    for (;;) {
      const got = this.of(id, action);
      if (got.length >= count) return got;
      if (Date.now() > deadline) throw new Error(`only ${got.length} of ${count} ${action} came`);
      await sleep(10);
    }
  }

  async stop(): Promise<void> {
    this.server.close();
    this.server.closeAllConnections();
    await once(this.server, 'close');
  }

  private async answer(request: IncomingMessage): Promise<number> {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const message: CallbackMessage = {
      ...(JSON.parse(body) as CallbackMessage),
      at: Date.now(),
      protocol: request.headers['subscription-protocol'] as string | undefined,
    };
    const verifier = this.known.get(message.id);
    if (verifier === undefined) return 404;
    if (verifier !== message.verifier || request.url !== `/callback/${message.id}`) return 400;
    const objection = this.objects(message);
    if (objection !== undefined) return objection;
    this.messages.push(message);
    return ANSWERS[message.action];
  }
}
