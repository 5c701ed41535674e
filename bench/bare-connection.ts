import type { Socket } from 'node:net';
import pg from 'pg';

/** A statement to run; prepared on each connection at its first use. */
export interface RawStep {
  name: string;
  text: string;
  values: (string | null)[];
}

/** What pg's connection offers and its types leave out. */
interface Wire {
  stream: Socket;
  parse(message: { name: string; text: string; types: number[] }): void;
  bind(message: { statement: string; values: (string | null)[] }): void;
  execute(message: object): void;
  sync(): void;
}

interface Job {
  steps: readonly RawStep[];
  resolve(answer: Buffer): void;
  reject(error: Error): void;
}

const HEADER = 5;
const DATA_ROW = 0x44;
/** ReadyForQuery up to its last byte, which tells the state of the transaction. */
const READY = Buffer.from([0x5a, 0, 0, 0, 5]);
const ERROR = 0x45;

/** pg opens the connection and authenticates; after that its socket is read here, and values stay bytes. */
class RawConnection {
  private readonly parsed = new Set<string>();
  private job: Job | undefined;
  private chunks: Buffer[] = [];

  constructor(
    private readonly wire: Wire,
    private readonly idle: (connection: RawConnection) => void,
  ) {
    wire.stream.removeAllListeners('data');
    wire.stream.on('data', (chunk: Buffer) => this.read(chunk));
  }

  start(job: Job): void {
    this.job = job;
    this.wire.stream.cork();
    for (const { name, text, values } of job.steps) {
      if (!this.parsed.has(name)) this.wire.parse({ name, text, types: [] });
      this.parsed.add(name);
      this.wire.bind({ statement: name, values });
      this.wire.execute({});
    }
    this.wire.sync();
    this.wire.stream.uncork();
  }

  private read(chunk: Buffer): void {
    this.chunks.push(chunk);
    if (!isComplete(chunk.length < READY.length ? Buffer.concat(this.chunks) : chunk)) return;
    const bytes = this.chunks.length === 1 ? chunk : Buffer.concat(this.chunks);
    this.chunks = [];
    const job = this.job as Job;
    const answer = lastField(bytes);
    if (answer instanceof Error) job.reject(answer);
    else job.resolve(answer);
    this.idle(this);
  }
}

/** An answer ends in ReadyForQuery, after which the server waits; texts hold no zero bytes, so nothing else looks so. */
function isComplete(bytes: Buffer): boolean {
  const tail = bytes.length - 1 - READY.length;
  return tail >= 0 && bytes.compare(READY, 0, READY.length, tail, tail + READY.length) === 0;
}

/** The one field of the last row in the messages, or the server's error. */
function lastField(bytes: Buffer): Buffer | Error {
  let field: Buffer | undefined;
  for (let at = 0; at < bytes.length;) {
    const length = bytes.readInt32BE(at + 1);
    if (bytes[at] === ERROR) return new Error(bytes.toString('utf8', at + HEADER, at + 1 + length));
    // Column count, length of the first field, its bytes.
    if (bytes[at] === DATA_ROW) field = bytes.subarray(at + HEADER + 6, at + 1 + length);
    at += 1 + length;
  }
  return field ?? new Error('no row');
}

/** A fixed number of connections and a queue. */
export class RawPool {
  private readonly free: RawConnection[] = [];
  private readonly queue: Job[] = [];

  constructor(
    private readonly url: string,
    private readonly size: number,
  ) {}

  async open(): Promise<void> {
    for (let i = 0; i < this.size; i++) {
      const client = new pg.Client({
        connectionString: this.url,
        options: '-c plan_cache_mode=force_generic_plan -c search_path=pit,pg_catalog -c timezone=UTC',
      });
      await client.connect();
      const { connection } = client as unknown as { connection: Wire };
      this.free.push(new RawConnection(connection, (idle) => this.next(idle)));
    }
  }

  /** Runs the steps in one round trip and one transaction; answers the one field of the last step's row. */
  run(...steps: readonly RawStep[]): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      this.queue.push({ steps, resolve, reject });
      const connection = this.free.pop();
      if (connection !== undefined) this.next(connection);
    });
  }

  private next(connection: RawConnection): void {
    const job = this.queue.shift();
    if (job === undefined) this.free.push(connection);
    else connection.start(job);
  }
}
