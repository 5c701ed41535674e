import type { IncomingMessage, Server as HttpServer } from 'node:http';
import type { Duplex } from 'node:stream';
import { GraphQLError, type ExecutionArgs, type GraphQLFormattedError } from 'graphql';
import { handleProtocols, makeServer, type Server } from 'graphql-ws';
import { WebSocketServer } from 'ws';
import { ignoreUpgrade } from '../../http/ignore-upgrade.ts';
import { originForm } from '../../http/http-server.ts';
import { LIMITS } from '../../graphql/limits.ts';
import type { OpenResponses } from '../../http/open-responses.ts';
import { keepAnswersInOrder } from '../../http/pipelining.ts';
import { refuseRaw } from '../../http/raw-refusal.ts';
import { refusalOf, type RefusedRequest } from '../validated-operation.ts';
import { type WebSocketSender, RefusedOperation } from './sender.ts';
import { WebSocketSession, type WebSocketServices } from './session.ts';
import type { WebSocketTimes } from './connection.ts';

const PATH = '/graphql';
/** Sockets that one process holds. */
const MOST_SOCKETS = 20_000;
/** The share of them that one organisation may have, so that the others find some left. */
const SHARE_OF_ORGANISATION = 0.5;

export interface SocketServerTimes extends WebSocketTimes {
  /** How long a client may take to say who it is. */
  initMs: number;
}

export interface SocketServerOptions {
  /** Other than usual, where that is to be seen in less time. */
  times?: Partial<SocketServerTimes> | undefined;
  /** Fewer than usual, where having too many is tried out. */
  mostSockets?: number | undefined;
}

const TIMES: SocketServerTimes = { beatMs: 15_000, slowMs: 30_000, initMs: 3_000 };

/** GraphQL over WebSockets (graphql-transport-ws), on the path of GraphQL over HTTP. */
export class SocketServer {
  private readonly sessions = new Set<WebSocketSession>();
  /** Sockets by organisation, once it is known who speaks on them. */
  private readonly ofOrganisation = new Map<string, number>();
  private readonly protocol: Server<WebSocketSession>;
  private readonly times: SocketServerTimes;
  private readonly mostSockets: number;
  private isDraining = false;
  private readonly webSockets = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    maxPayload: LIMITS.bodyBytes,
    perMessageDeflate: false,
    handleProtocols,
    // Pongs are ours to send, since they too may find a reader that does not read.
    autoPong: false,
    // One message after the other: `complete` must find the operation that `subscribe` before it has begun.
    allowSynchronousEvents: false,
  });

  constructor(
    private readonly shared: WebSocketServices,
    { times, mostSockets = MOST_SOCKETS }: SocketServerOptions,
  ) {
    this.times = { ...TIMES, ...times };
    this.mostSockets = mostSockets;
    this.protocol = protocolServer(this.times.initMs);
  }

  /** Takes a request for a WebSocket over from the HTTP server, or refuses it. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const [path] = originForm(request.url ?? '').split('?', 1);
    if (path !== PATH) return refuseRaw(socket, 404);
    if (this.isDraining || this.sessions.size >= this.mostSockets) return refuseRaw(socket, 503);
    this.webSockets.handleUpgrade(request, socket, head, (webSocket) => {
      const session = new WebSocketSession(this.shared, webSocket, request.headers.authorization, {
        times: this.times,
        admit: (orgId) => this.admit(orgId),
      });
      this.sessions.add(session);
      const closed = this.protocol.opened(session.connection, session);
      webSocket.once('close', (code, reason) => {
        this.sessions.delete(session);
        void closed(code, reason.toString('utf8'));
      });
    });
  }

  /** Counts a socket of the organisation until the answer is called; null when it has its share. */
  private admit(orgId: string): (() => void) | null {
    const count = this.ofOrganisation.get(orgId) ?? 0;
    if (count >= Math.max(1, this.mostSockets * SHARE_OF_ORGANISATION)) return null;
    this.ofOrganisation.set(orgId, count + 1);
    return () => {
      const left = (this.ofOrganisation.get(orgId) ?? 1) - 1;
      if (left === 0) this.ofOrganisation.delete(orgId);
      else this.ofOrganisation.set(orgId, left);
    };
  }

  /** Tells all clients to connect elsewhere, and takes no more. Within seven seconds none is left. */
  drain(): void {
    this.isDraining = true;
    for (const session of this.sessions) session.leave();
  }
}

/** Lets an HTTP server take WebSockets, too. */
export function serveSockets(
  server: HttpServer,
  responses: OpenResponses,
  shared: WebSocketServices,
  options: SocketServerOptions = {},
): SocketServer {
  const sockets = new SocketServer(shared, options);
  keepAnswersInOrder(server, responses, (request, socket, head) => {
    if (request.headers.upgrade?.toLowerCase() === 'websocket') sockets.upgrade(request, socket, head);
    else ignoreUpgrade(server, request, socket);
  });
  return sockets;
}

/** The protocol's rules are graphql-ws'; what an operation is and what becomes of it, ours. */
function protocolServer(initMs: number): Server<WebSocketSession> {
  const deliveryOf = ({ contextValue }: ExecutionArgs) => contextValue as WebSocketSender;
  return makeServer<Record<string, unknown>, WebSocketSession>({
    connectionInitWaitTimeout: initMs,
    onConnect: ({ connectionParams, extra: session }) => session.begin(connectionParams),
    onSubscribe: async ({ extra: session }, id, payload) => {
      const operation = await session.subscribe(id, payload);
      return 'errors' in operation ? [asGraphQL(new RefusedOperation(operation))] : operation;
    },
    execute: deliveryOf,
    subscribe: deliveryOf,
    onError: (_context, _id, _payload, [error]) => inOurWords(error?.originalError),
  });
}

/** graphql-ws passes nothing else on to `onError`. */
function asGraphQL(originalError: RefusedOperation): GraphQLError {
  return new GraphQLError(originalError.message, { originalError });
}

function inOurWords(error: unknown): readonly GraphQLFormattedError[] {
  const refused: RefusedRequest = error instanceof RefusedOperation ? error.refused : refusalOf(error);
  return refused.errors;
}
