import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';

/** How long a client whose request is refused may go on sending it. */
const LINGER_MS = 2_000;

/**
 * Refuses a request that Node has made no response for, and closes its connection: for sending at once, and for reading
 * once the client has stopped. A connection that is closed with bytes unread is reset, and takes answers with it that the
 * client has not read yet.
 */
export function refuseRaw(socket: Duplex, status: number): void {
  const close = (): void => void socket.destroy();
  const late = setTimeout(close, LINGER_MS).unref();
  socket.on('error', close).once('end', close);
  socket.once('close', () => clearTimeout(late));
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
  socket.resume();
}
