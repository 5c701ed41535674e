import { once } from 'node:events';
import { createClient, type Client, type SubscribePayload } from 'graphql-ws';
import { WebSocket } from 'ws';

/** A message of graphql-transport-ws. */
export interface Message {
  type: string;
  id?: string;
  payload?: unknown;
}

/** How a socket was closed. */
export interface Closed {
  code: number;
  reason: string;
}

/** The address of a service's sockets. */
export function socketUrl(url: string): string {
  return url.replace(/^http/, 'ws');
}

/** A client as applications use it; it does not connect again by itself. */
export function clientOf(url: string, token: string, id = 0): Client {
  return createClient({
    url: socketUrl(url),
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${token}` },
    retryAttempts: 0,
    lazy: true,
    generateID: () => String(++id),
  });
}

/** The next `count` results of a subscription. */
export async function taken<T>(client: Client, payload: SubscribePayload, count: number): Promise<T[]> {
  const results: T[] = [];
  for await (const result of client.iterate(payload)) {
    results.push(result as T);
    if (results.length === count) break;
  }
  return results;
}

/** A socket that says exactly what a test wants said. */
export class RawSocket {
  readonly messages: Message[] = [];
  readonly closed: Promise<Closed>;

  private constructor(readonly socket: WebSocket) {
    socket.on('message', (data) => this.messages.push(JSON.parse((data as Buffer).toString()) as Message));
    this.closed = new Promise((resolve) => {
      socket.on('error', () => undefined);
      socket.on('close', (code, reason) => resolve({ code, reason: reason.toString() }));
    });
  }

  static async open(
    url: string,
    {
      protocol = 'graphql-transport-ws',
      headers = {},
    }: { protocol?: string | string[]; headers?: object } = {},
  ): Promise<RawSocket> {
    const raw = new RawSocket(new WebSocket(socketUrl(url), protocol, { headers: { ...headers } }));
    await once(raw.socket, 'open');
    return raw;
  }

  /** Open, and known to the service. */
  static async begin(url: string, token: string): Promise<RawSocket> {
    const raw = await RawSocket.open(url);
    raw.say({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } });
    await raw.hears(({ type }) => type === 'connection_ack');
    return raw;
  }

  say(message: Message): void {
    this.socket.send(JSON.stringify(message));
  }

  subscribe(id: string, query: string, variables: object = {}): void {
    this.say({ type: 'subscribe', id, payload: { query, variables } });
  }

  /** The first message, heard already or to come, that is meant; fails when the socket is closed before. */
  async hears(isMeant: (message: Message) => boolean): Promise<Message> {
    const closed = this.closed.then(({ code, reason }) => {
      throw new Error(`closed with ${code} ${reason}`);
    });
    closed.catch(() => undefined);
    for (;;) {
      const heard = this.messages.find(isMeant);
      if (heard !== undefined) return heard;
      await Promise.race([once(this.socket, 'message'), closed]);
    }
  }

  /** All messages of an operation so far. */
  of(id: string): Message[] {
    return this.messages.filter((message) => message.id === id);
  }

  close(): void {
    this.socket.terminate();
  }
}
