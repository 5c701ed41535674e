import { once } from 'node:events';
import { connect } from 'node:net';
import type { Attack } from './attack.ts';

const OFFERS = 200;
const PATIENCE_MS = 20_000;

const request = (path: string, ...headers: readonly string[]): string =>
  [`GET ${path} HTTP/1.1`, 'host: pit', ...headers, '', ''].join('\r\n');

const READY = request('/health/ready');
const H2C = request('/health/ready', 'connection: upgrade', 'upgrade: h2c');
const SOCKET = request('/graphql', 'connection: upgrade', 'upgrade: websocket');
const LAST = request('/health/live', 'connection: close');

/** What is sent over one connection in one write: offers of other protocols among requests that are not yet answered. */
const CONVERSATIONS: readonly string[] = [
  READY + H2C + LAST,
  READY + H2C.repeat(OFFERS) + LAST,
  H2C + READY.repeat(OFFERS) + H2C + LAST,
  READY + SOCKET + LAST,
  READY + request('pit:80').replace('GET', 'CONNECT') + LAST,
  `${READY + H2C}nobody speaks so\r\n\r\n`,
];

export const upgrade: Attack = {
  about: 'offers of other protocols, pipelined behind requests',
  concurrency: 8,
  strike: async ({ port }, n) => {
    const socket = connect(port, '127.0.0.1').setTimeout(PATIENCE_MS, () => socket.destroy());
    socket.resume().write(CONVERSATIONS[n % CONVERSATIONS.length] ?? '');
    await once(socket, 'close');
  },
};
