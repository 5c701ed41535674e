import { connect, type Socket } from 'node:net';
import { createHistogram } from 'node:perf_hooks';

/** What the load process is told to do. */
export interface Load {
  port: number;
  path: string;
  token: string;
  /** Bodies of requests, sent in turn. */
  bodies: string[];
  connections: number;
  seconds: number;
}

/** What it saw. Times in milliseconds. */
export interface Seen {
  requests: number;
  /** Answers that were not 200 or held `"errors"`. */
  failures: number;
  /** Measured, not planned. */
  seconds: number;
  p50: number;
  p99: number;
  /** Bytes of an answer's body, on average. */
  bytes: number;
}

const HEADER_END = Buffer.from('\r\n\r\n');
const OK = Buffer.from('HTTP/1.1 200');
const ERRORS = Buffer.from('{"errors"');

/** All connections of one measurement share these. */
class Tally {
  readonly latencies = createHistogram();
  requests = 0;
  failures = 0;
  bytes = 0;
  over = false;
  private next = 0;

  constructor(private readonly messages: readonly Buffer[]) {}

  message(): Buffer {
    this.next = (this.next + 1) % this.messages.length;
    return this.messages[this.next] as Buffer;
  }
}

/**
 * One keep-alive connection with one request at a time. Written on the socket itself: on two cores an HTTP client
 * would cost about as much as the server that is to be measured.
 */
class Client {
  private sentAt = 0n;
  private head: Buffer | undefined;
  private missing = -1;
  readonly ended: Promise<void>;

  constructor(
    private readonly socket: Socket,
    private readonly tally: Tally,
  ) {
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => this.read(chunk));
    this.ended = new Promise((resolve, reject) => {
      socket.on('close', () => resolve());
      socket.on('error', reject);
    });
    this.send();
  }

  private send(): void {
    if (this.tally.over) {
      this.socket.destroy();
      return;
    }
    this.sentAt = process.hrtime.bigint();
    this.socket.write(this.tally.message());
  }

  private read(chunk: Buffer): void {
    if (this.missing < 0) this.readHead(chunk);
    else this.missing -= chunk.length;
    if (this.missing !== 0) return;
    this.missing = -1;
    this.tally.requests += 1;
    this.tally.latencies.record(process.hrtime.bigint() - this.sentAt);
    this.send();
  }

  private readHead(chunk: Buffer): void {
    const head = this.head === undefined ? chunk : Buffer.concat([this.head, chunk]);
    const end = head.indexOf(HEADER_END);
    if (end < 0) {
      this.head = head;
      return;
    }
    this.head = undefined;
    const [, length] = /content-length: (\d+)/i.exec(head.toString('latin1', 0, end)) ?? [];
    if (length === undefined) throw new Error('an answer without content-length');
    const body = head.subarray(end + 4);
    const isGood = head.subarray(0, OK.length).equals(OK) && !body.subarray(0, ERRORS.length).equals(ERRORS);
    if (!isGood) this.tally.failures += 1;
    this.tally.bytes += Number(length);
    this.missing = Number(length) - body.length;
  }
}

async function run(load: Load): Promise<Seen> {
  const tally = new Tally(load.bodies.map((body) => messageOf(load, body)));
  const begin = process.hrtime.bigint();
  const clients = Array.from(
    { length: load.connections },
    () => new Client(connect(load.port, '127.0.0.1'), tally),
  );
  setTimeout(() => (tally.over = true), load.seconds * 1000);
  await Promise.all(clients.map((client) => client.ended));
  return {
    requests: tally.requests,
    failures: tally.failures,
    seconds: Number(process.hrtime.bigint() - begin) / 1e9,
    p50: tally.latencies.percentile(50) / 1e6,
    p99: tally.latencies.percentile(99) / 1e6,
    bytes: tally.bytes / Math.max(1, tally.requests),
  };
}

function messageOf({ path, token }: Load, body: string): Buffer {
  const head = [
    `POST ${path} HTTP/1.1`,
    'host: bench',
    'content-type: application/json',
    'accept: application/json',
    `authorization: Bearer ${token}`,
    `content-length: ${Buffer.byteLength(body)}`,
  ];
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}`);
}

process.on('message', (load: Load) => void run(load).then((seen) => process.send?.(seen)));
process.on('disconnect', () => process.exit(0));
