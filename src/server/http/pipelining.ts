import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { OpenResponses } from './open-responses.ts';
import { refuseRaw } from './raw-refusal.ts';

/** Takes over a connection whose client asks for another protocol. */
export type Upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

/** The status by which Node names what is wrong with a request that it cannot read. */
const STATUS_OF_FAULT: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

/**
 * Keeps the order of answers on a connection where Node does not: it hands a connection over to another protocol, and
 * refuses what it cannot read, at once, also while requests that came before are still being answered. To write there
 * then puts an answer in the place of another, and to read requests there again ends the process (ERR_INTERNAL_ASSERTION).
 */
export function keepAnswersInOrder(server: Server, responses: OpenResponses, upgrade: Upgrade): void {
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    inTurn(responses, socket, head, () => upgrade(request, socket, Buffer.alloc(0)));
  });
  server.on('connect', (_request: IncomingMessage, socket: Duplex, head: Buffer) => {
    inTurn(responses, socket, head, () => refuseRaw(socket, 405));
  });
  const refused = new WeakSet<Duplex>();
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => {
    // Node goes on reading, and finds fault with all that comes.
    if (refused.has(socket)) return;
    refused.add(socket);
    refuseInTurn(responses, socket, STATUS_OF_FAULT[error.code ?? ''] ?? 400);
  });
}

/**
 * Calls `next` once the requests before have been answered and if the connection is still open then.
 *
 * @param head what has been read of the connection behind the request; it is read again, from `next` on.
 */
function inTurn(responses: OpenResponses, socket: Duplex, head: Buffer, next: () => void): void {
  const ignore = (): void => undefined;
  // Node no longer tells the response that is being sent.
  const drained = (): void => void responses.of(socket)[0]?.emit('drain');
  if (head.length > 0) socket.unshift(head);
  // With a listener for `readable` nothing flows, whoever resumes the socket: bytes wait in their order.
  socket.on('error', ignore).on('drain', drained).on('readable', ignore);
  // Node's parser is still at work further down on the stack.
  setImmediate(() =>
    responses.whenSent(socket, () => {
      // Node's, of the time when it read requests here: they would pile up.
      socket.off('readable', ignore).off('drain', drained);
      socket.removeAllListeners('resume').removeAllListeners('pause');
      if (!socket.writable) return;
      next();
      socket.off('error', ignore);
    }),
  );
}

/** The request at fault may have a response already, while its body was still to come: there is none to wait for. */
function refuseInTurn(responses: OpenResponses, socket: Duplex, status: number): void {
  const open = responses.of(socket);
  const atFault = open.find(({ req }) => !req.complete);
  const refuse = (): void => {
    if (!socket.writable || atFault?.headersSent === true) socket.destroy();
    else refuseRaw(socket, status);
  };
  const before = open.filter((response) => response !== atFault).at(-1);
  if (before === undefined) refuse();
  else before.once('close', refuse);
}
