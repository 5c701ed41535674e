import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';

/** What a client says of its offer alone. */
const OF_THE_OFFER = new Set(['upgrade', 'http2-settings']);

/**
 * Serves a request that offers to go on in another protocol as if it had not offered, as HTTP allows: Java's client,
 * for one, offers HTTP/2 with every request. Where Node declines an offer itself (no listener, or `shouldUpgradeCallback`
 * of Node 24), it loses what came in one packet with it. So the request is put back in front of its connection without
 * the offer, and read again. To be called when no response is open on the connection.
 */
export function ignoreUpgrade(server: Server, request: IncomingMessage, socket: Duplex): void {
  const { method, url, httpVersion, rawHeaders } = request;
  const lines = [`${method} ${url} HTTP/${httpVersion}`];
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const [name = '', value = ''] = rawHeaders.slice(i, i + 2);
    if (OF_THE_OFFER.has(name.toLowerCase())) continue;
    lines.push(`${name}: ${name.toLowerCase() === 'connection' ? withoutOffer(value) : value}`);
  }
  socket.unshift(Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'));
  server.emit('connection', socket);
}

/** The options of a `Connection` header that do not belong to the offer, such as `close`. */
function withoutOffer(connection: string): string {
  const options = connection.split(',').map((option) => option.trim());
  return options.filter((option) => !OF_THE_OFFER.has(option.toLowerCase())).join(', ');
}
