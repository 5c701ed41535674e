import { once } from 'node:events';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { ignoreUpgrade } from '../../../src/server/http/ignore-upgrade.ts';
import { createHttpServer } from '../../../src/server/http/http-server.ts';
import { OpenResponses } from '../../../src/server/http/open-responses.ts';
import { keepAnswersInOrder } from '../../../src/server/http/pipelining.ts';

const LARGE = 300_000;

let server: Server;
let responses: OpenResponses;

beforeAll(async () => {
  responses = new OpenResponses();
  server = createHttpServer({ '/echo/': echo }, { responses });
  keepAnswersInOrder(server, responses, (request, socket) => {
    if (request.headers.upgrade !== 'websocket') return ignoreUpgrade(server, request, socket);
    socket.end('HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nx-number: socket\r\n\r\n');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});

afterAll(() => {
  server?.closeAllConnections();
  server?.close();
});

/** `/echo/<number>?ms=<delay>&size=<of the answer>` answers its number and how much has come. */
async function echo(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? '', 'http://pit');
  let size = 0;
  for await (const chunk of request) size += (chunk as Buffer).length;
  await sleep(Number(searchParams.get('ms')));
  response.setHeader('x-number', `${pathname.slice('/echo/'.length)}:${size}`);
  const answer = Buffer.alloc(Number(searchParams.get('size')));
  response.setHeader('content-length', answer.length);
  // In pieces, so that a slow reader has the response wait for `drain`.
  for (let from = 0; from < answer.length; from += 50_000) {
    if (!response.write(answer.subarray(from, from + 50_000))) await once(response, 'drain');
  }
  response.end();
}

type Kind = 'plain' | 'offer' | 'post' | 'post with offer' | 'chunked with offer';
type Last = 'none' | 'websocket' | 'connect' | 'no host' | 'garbage' | 'close with offer';

interface Asked {
  kind: Kind;
  ms: number;
  size: number;
}

const H2C = 'connection: Upgrade, HTTP2-Settings\r\nupgrade: h2c\r\nhttp2-settings: AAMAAABk\r\n';

function textOf({ kind, ms, size }: Asked, number: number): string {
  const offer = kind.endsWith('offer') ? H2C : '';
  const line = (method: string) =>
    `${method} /echo/${number}?ms=${ms}&size=${size} HTTP/1.1\r\nhost: pit\r\n${offer}`;
  if (kind.startsWith('post')) return `${line('POST')}content-length: 5\r\n\r\nhello`;
  if (kind.startsWith('chunked'))
    return `${line('POST')}transfer-encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n`;
  return `${line('GET')}\r\n`;
}

const LAST: Record<Last, [text: string, answer: string[]]> = {
  none: ['', []],
  websocket: [
    'GET /echo/s HTTP/1.1\r\nhost: pit\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n',
    ['101 socket'],
  ],
  connect: ['CONNECT pit:80 HTTP/1.1\r\nhost: pit\r\n\r\n', ['405 ']],
  'no host': ['GET /echo/0 HTTP/1.1\r\n\r\n', ['400 ']],
  garbage: ['\u0000\u0001 nobody speaks so\r\n\r\n', ['400 ']],
  'close with offer': [
    `GET /echo/z?ms=1&size=1 HTTP/1.1\r\nhost: pit\r\n${H2C.replace('Upgrade,', 'close, Upgrade,')}\r\n`,
    ['200 z:0'],
  ],
};

function expected(asked: readonly Asked[], last: Last): string[] {
  const answers = asked.map(({ kind }, i) => `200 ${i}:${/post|chunked/.test(kind) ? 5 : 0}`);
  return [...answers, ...LAST[last][1]];
}

/** Status and number of each answer in a stream of them. */
function answersIn(text: string): string[] {
  const heads =
    text
      .split('\0')
      .join('')
      .match(/HTTP\/1\.1 [\s\S]*?\r\n\r\n/g) ?? [];
  return heads.map((head) => `${head.slice(9, 12)} ${/x-number: (.*)\r/i.exec(head)?.[1] ?? ''}`);
}

/** Sends the text in pieces of `piece` bytes, and resolves with all answers once there are `count`, or the connection is over. */
async function converse(text: string, piece: number, count: number): Promise<string[]> {
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  let heard = '';
  const done = new Promise<void>((resolve) => {
    socket.on('error', () => undefined).on('close', () => resolve());
    socket.on('data', (chunk: Buffer) => {
      // Bodies are zeros.
      heard += chunk.toString('latin1').replaceAll('\0', '');
      if (answersIn(heard).length >= count) setTimeout(resolve, 5);
    });
  });
  for (let from = 0; from < text.length && !socket.destroyed; from += piece) {
    socket.write(text.slice(from, from + piece), 'latin1');
    if (piece < text.length) await sleep(1);
  }
  await Promise.race([done, sleep(10_000)]);
  socket.destroy();
  return answersIn(heard);
}

const KINDS: Kind[] = ['plain', 'offer', 'post', 'post with offer', 'chunked with offer'];

test('whatever is pipelined in whatever pieces is answered in the order of the requests', async () => {
  const asked = fc.record({
    kind: fc.constantFrom(...KINDS),
    ms: fc.constantFrom(0, 0, 3, 15),
    size: fc.constantFrom(0, 10, 100_000),
  });
  const last = fc.constantFrom(...(Object.keys(LAST) as Last[]));
  const piece = fc.constantFrom(1e9, 1e9, 200, 37);
  await fc.assert(
    fc.asyncProperty(fc.array(asked, { minLength: 1, maxLength: 6 }), last, piece, async (all, end, size) => {
      const answers = expected(all, end);
      const text = all.map(textOf).join('') + LAST[end][0];
      expect(await converse(text, size, answers.length)).toEqual(answers);
    }),
    { numRuns: 60 },
  );
  expect(responses.size).toBe(0);
});

test('a refusal of what cannot be read waits for the answers before it, and for no body that is broken', async () => {
  const slow = textOf({ kind: 'plain', ms: 100, size: 0 }, 0);
  const broken = textOf({ kind: 'chunked with offer', ms: 0, size: 0 }, 1)
    .replace(H2C, '')
    .replace('5\r', 'x\r');
  expect(await converse(slow + broken, 1e9, 2)).toEqual(['200 0:0', '400 ']);
});

test('an offer behind an answer that fills the connection waits for it and does not stop it', async () => {
  const large = textOf({ kind: 'plain', ms: 20, size: 40 * LARGE }, 0);
  const text = large + textOf({ kind: 'offer', ms: 0, size: 0 }, 1);
  expect(await converse(text, 1e9, 2)).toEqual(['200 0:0', '200 1:0']);
});

test('a connection that offers with each request gathers no listeners', async () => {
  const connection = once(server, 'connection') as Promise<[NodeJS.EventEmitter]>;
  const offers = Array.from({ length: 30 }, (_, i) => textOf({ kind: 'post with offer', ms: 0, size: 0 }, i));
  const answers = converse(offers.join(''), 1e9, offers.length);
  const [socket] = await connection;
  expect(await answers).toHaveLength(offers.length);
  for (const event of socket.eventNames()) expect(socket.listenerCount(event)).toBeLessThan(5);
});

test('responses of a client that has gone are forgotten', async () => {
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1').on('error', () => undefined);
  await once(socket, 'connect');
  const asked = { kind: 'plain', ms: 200, size: 0 } as const;
  socket.write([0, 1, 2].map((number) => textOf(asked, number)).join(''));
  while (responses.size < 3) await sleep(5);
  socket.destroy();
  while (responses.size > 0) await sleep(5);
});

test('of more than a hundred requests that wait on one connection the rest is refused, and the connection closed', async () => {
  const requests = Array.from({ length: 130 }, (_, i) => textOf({ kind: 'plain', ms: 50, size: 0 }, i));
  const answers = await converse(requests.join(''), 1e9, 1e9);
  const done = answers.filter((answer) => answer.startsWith('200 '));
  expect(done).toEqual(done.map((_, i) => `200 ${i}:0`));
  expect([done.length, answers.length]).toEqual([100, 101]);
  expect(answers.at(-1)).toMatch(/^4/);
});
