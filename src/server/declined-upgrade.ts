import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';

/** What a client says of its offer, and of this one hop. */
const OF_THE_OFFER = new Set(['upgrade', 'connection', 'http2-settings']);

/**
 * Serves a request that offers to go on in another protocol as if it had not offered, as HTTP allows: Java's client,
 * for one, offers HTTP/2 with every request. Node cannot decline an upgrade once anybody listens for some, so the request
 * is put back in front of its connection without the offer, and read again.
 */
export function declineUpgrade(server: Server, request: IncomingMessage, socket: Duplex, head: Buffer): void {
  const { method, url, httpVersion, rawHeaders } = request;
  const lines = [`${method} ${url} HTTP/${httpVersion}`];
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const [name = '', value = ''] = rawHeaders.slice(i, i + 2);
    if (!OF_THE_OFFER.has(name.toLowerCase())) lines.push(`${name}: ${value}`);
  }
  socket.unshift(Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), head]));
  server.emit('connection', socket);
}
