import { ServerResponse, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

/**
 * The responses of a server that have not been sent to their end. A client may pipeline requests, so a connection can
 * have several of them; they go out in the order of their requests.
 */
export class OpenResponses {
  private readonly open = new Set<ServerResponse>();
  private readonly bySocket = new WeakMap<Duplex, Set<ServerResponse>>();

  /**
   * The class for the server to make its responses of. Node answers some requests itself (no Host header, an unknown
   * Expect) without a `request` event: only here is each response seen.
   */
  readonly ServerResponse = responseClass((response, socket) => this.add(response, socket));

  get size(): number {
    return this.open.size;
  }

  /** The responses of a connection, the one that is being sent first. */
  of(socket: Duplex): readonly ServerResponse[] {
    return [...(this.bySocket.get(socket) ?? [])];
  }

  /** How many responses of a connection are open. */
  countOf(socket: Duplex): number {
    return this.bySocket.get(socket)?.size ?? 0;
  }

  /** Calls back once all responses of a connection have been sent; not at all when it closes before that. */
  whenSent(socket: Duplex, sent: () => void): void {
    const [next] = this.of(socket);
    if (next === undefined) sent();
    else next.once('close', () => this.whenSent(socket, sent));
  }

  /** Has each connection closed after the last response that is open on it now. */
  closeConnections(): void {
    for (const { req } of this.open) this.closeConnection(req.socket);
  }

  /** Has a connection closed after its last response: those before it may not say so, or the rest would be lost. */
  closeConnection(socket: Duplex): void {
    const responses = this.of(socket);
    for (const response of responses) response.shouldKeepAlive = response !== responses.at(-1);
  }

  private add(response: ServerResponse, socket: Duplex): void {
    const ofSocket = this.bySocket.get(socket) ?? this.watch(socket);
    ofSocket.add(response);
    this.open.add(response);
    response.once('close', () => {
      ofSocket.delete(response);
      this.open.delete(response);
    });
  }

  private watch(socket: Duplex): Set<ServerResponse> {
    const responses = new Set<ServerResponse>();
    this.bySocket.set(socket, responses);
    // Node tells only the first of them that its connection is gone.
    socket.once('close', () => {
      for (const response of responses) this.open.delete(response);
    });
    return responses;
  }
}

function responseClass(made: (response: ServerResponse, socket: Duplex) => void): typeof ServerResponse {
  return class<Request extends IncomingMessage> extends ServerResponse<Request> {
    constructor(...given: ConstructorParameters<typeof ServerResponse<Request>>) {
      // Node passes options besides the request, which its types do not name.
      super(...given);
      made(this, given[0].socket);
    }
  };
}
