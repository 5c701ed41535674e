import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';
import { obeyBench } from './control.ts';

/**
 * The limit: a socket server that knows nobody and reads nothing. Whatever is posted to it goes out, as it is, to
 * everyone who has subscribed.
 */
const subscribers = new Set<WebSocket>();
const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const body = Buffer.concat(chunks).toString();
    // Answered first, as the service answers what is committed before it tells of it.
    response.end('{"data":{}}', () => {
      for (const socket of subscribers) socket.send(`{"id":"bench","type":"next","payload":${body}}`);
    });
  });
});

new WebSocketServer({ server, perMessageDeflate: false }).on('connection', (socket) => {
  socket.on('message', (data: Buffer) => {
    if (data.includes('connection_init')) socket.send('{"type":"connection_ack"}');
    else subscribers.add(socket);
  });
  socket.on('close', () => subscribers.delete(socket));
});
server.listen(0, '127.0.0.1', () => obeyBench((server.address() as AddressInfo).port));
