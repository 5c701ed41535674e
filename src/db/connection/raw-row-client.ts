import { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import pg from 'pg';

/** What pg's connection does and its types leave out. */
interface Wire extends EventEmitter {
  attachListeners(stream: EventEmitter): void;
}

const HEADER = 5;
const DATA_ROW = 0x44;

/** A DataRow message in the bytes it came in; `fields` is what pg's own queries expect of it. */
export class PgRawRow {
  constructor(
    readonly bytes: Buffer,
    /** Where the length of the first field stands. */
    readonly start: number,
    private readonly count: number,
  ) {}

  get fields(): (string | null)[] {
    const fields: (string | null)[] = [];
    for (let i = 0, at = this.start; i < this.count; i++) {
      const length = this.bytes.readInt32BE(at);
      at += 4;
      fields.push(length < 0 ? null : this.bytes.toString('utf8', at, at + length));
      at += Math.max(0, length);
    }
    return fields;
  }
}

/** A client whose rows arrive as `PgRawRow`, undecoded; everything else is left to pg. */
export class RawRowClient extends pg.Client {
  constructor(config?: string | pg.ClientConfig) {
    super(config);
    const { connection } = this as unknown as { connection: Wire };
    const attach = connection.attachListeners.bind(connection);
    connection.attachListeners = (stream) => {
      const others = new EventEmitter();
      attach(others);
      const framer = new Framer(connection, others);
      (stream as Socket).on('data', (chunk: Buffer) => framer.read(chunk));
    };
  }
}

/** Cuts the stream into messages: rows go straight to the client, runs of others to pg's own parser, in order. */
class Framer {
  /** The beginning of a message that has not come whole. */
  private parts: Buffer[] = [];
  private have = 0;
  private wanted = 0;

  constructor(
    private readonly rows: EventEmitter,
    private readonly others: EventEmitter,
  ) {}

  read(chunk: Buffer): void {
    if (this.have === 0) {
      this.cut(chunk);
      return;
    }
    this.parts.push(chunk);
    this.have += chunk.length;
    if (this.have < this.wanted) return;
    const bytes = Buffer.concat(this.parts, this.have);
    this.parts = [];
    this.have = 0;
    this.cut(bytes);
  }

  private cut(bytes: Buffer): void {
    let at = 0;
    let pending = 0;
    this.wanted = HEADER;
    while (at + HEADER <= bytes.length) {
      const end = at + 1 + bytes.readInt32BE(at + 1);
      this.wanted = end - at;
      if (end > bytes.length) break;
      if (bytes[at] === DATA_ROW) {
        if (pending < at) this.others.emit('data', bytes.subarray(pending, at));
        this.rows.emit('dataRow', new PgRawRow(bytes, at + HEADER + 2, bytes.readInt16BE(at + HEADER)));
        pending = end;
      }
      at = end;
      this.wanted = HEADER;
    }
    if (pending < at) this.others.emit('data', bytes.subarray(pending, at));
    if (at === bytes.length) return;
    this.parts = [at === 0 ? bytes : bytes.subarray(at)];
    this.have = bytes.length - at;
  }
}
