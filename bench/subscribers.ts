import { WebSocket } from 'ws';

/** What the process of subscribers is told to do. */
export type Command =
  | { open: number; stalled: number; port: number; token: string; query: string; variables: object }
  | 'arrivals'
  | 'close';

/** When the first and the last subscriber got an event, in nanoseconds of the machine's monotonic clock. */
export interface Arrivals {
  first: string;
  last: string;
  bytes: number;
}

/** Sockets that are opened at the same time. */
const AT_ONCE = 200;

const sockets: WebSocket[] = [];
let readers = 0;
let arrived: { first: bigint; last: bigint; bytes: number; count: number } | undefined;
let whenAll: (() => void) | undefined;

function noteArrival(bytes: number): void {
  const now = process.hrtime.bigint();
  arrived ??= { first: now, last: now, bytes, count: 0 };
  arrived.last = now;
  arrived.count += 1;
  if (arrived.count === readers) whenAll?.();
}

/** Whoever waits for an event would wait for ever. */
function closedEarly(code: number, reason: Buffer): void {
  console.error(`the server has closed a socket: ${code} ${reason.toString()}`);
  process.exit(1);
}

function openOne(order: Exclude<Command, string>, isStalled: boolean): Promise<void> {
  const socket = new WebSocket(`ws://127.0.0.1:${order.port}/graphql`, 'graphql-transport-ws', {
    perMessageDeflate: false,
  });
  sockets.push(socket);
  const payload = { query: order.query, variables: order.variables };
  return new Promise((resolve, reject) => {
    socket.on('error', reject);
    socket.on('close', closedEarly);
    socket.on('open', () => {
      const init = { type: 'connection_init', payload: { authorization: `Bearer ${order.token}` } };
      socket.send(JSON.stringify(init));
    });
    socket.on('message', (data: Buffer) => {
      if (data.includes('"type":"next"')) return noteArrival(data.length);
      if (!data.includes('"type":"connection_ack"')) return;
      socket.send(JSON.stringify({ id: 'bench', type: 'subscribe', payload }), () => {
        if (isStalled) socket.pause();
        resolve();
      });
    });
  });
}

async function open(order: Exclude<Command, string>): Promise<void> {
  readers = order.open;
  const all = order.open + order.stalled;
  for (let from = 0; from < all; from += AT_ONCE) {
    const count = Math.min(AT_ONCE, all - from);
    await Promise.all(Array.from({ length: count }, (_, i) => openOne(order, from + i >= order.open)));
  }
}

/** Resolves when every reader has got an event since the last time; what was counted begins anew. */
async function arrivals(): Promise<Arrivals> {
  if (arrived === undefined || arrived.count < readers) {
    await new Promise<void>((resolve) => {
      whenAll = resolve;
    });
  }
  const { first, last, bytes } = arrived as NonNullable<typeof arrived>;
  arrived = undefined;
  whenAll = undefined;
  return { first: String(first), last: String(last), bytes };
}

async function obey(command: Command): Promise<object> {
  if (command === 'arrivals') return arrivals();
  if (command !== 'close') await open(command);
  else for (const socket of sockets.splice(0)) socket.off('close', closedEarly).terminate();
  return {};
}

process.on('message', (command: Command) => void obey(command).then((reply) => process.send?.(reply)));
process.on('disconnect', () => process.exit(0));
