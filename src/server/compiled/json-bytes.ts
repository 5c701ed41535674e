/** JSON text under construction, as UTF-8 bytes. Copying bytes one by one beats a call per value by far. */
export class JsonBytes {
  private bytes = Buffer.allocUnsafeSlow(64 * 1024);
  private length = 0;

  /** Begins anew; the memory stays. */
  clear(): void {
    this.length = 0;
  }

  /** What has been written, in memory of its own. */
  take(): Buffer {
    return Buffer.from(this.bytes.subarray(0, this.length));
  }

  byte(value: number): void {
    this.reserve(1);
    this.bytes[this.length++] = value;
  }

  /** JSON that is known beforehand. */
  constant(value: Uint8Array): void {
    this.copy(value, 0, value.length);
  }

  /** JSON that was made as a string. */
  text(value: string): void {
    this.reserve(value.length * 3);
    this.length += this.bytes.write(value, this.length);
  }

  /** A part of other bytes as it is. */
  copy(source: Uint8Array, start: number, end: number): void {
    this.reserve(end - start);
    const { bytes } = this;
    let at = this.length;
    for (let i = start; i < end; i++) bytes[at++] = source[i] as number;
    this.length = at;
  }

  /** UTF-8 text as a JSON string; false, and nothing is written, where it holds a control character. */
  quoted(source: Uint8Array, start: number, end: number): boolean {
    this.reserve((end - start) * 2 + 2);
    const { bytes } = this;
    let at = this.length;
    bytes[at++] = QUOTE;
    for (let i = start; i < end; i++) {
      const byte = source[i] as number;
      if (byte < SPACE) return false;
      if (byte === QUOTE || byte === BACKSLASH) bytes[at++] = BACKSLASH;
      bytes[at++] = byte;
    }
    bytes[at++] = QUOTE;
    this.length = at;
    return true;
  }

  /** A lower-case ASCII word as a JSON string in upper case. */
  upperCase(source: Uint8Array, start: number, end: number): boolean {
    this.reserve(end - start + 2);
    const { bytes } = this;
    let at = this.length;
    bytes[at++] = QUOTE;
    for (let i = start; i < end; i++) {
      const byte = source[i] as number;
      bytes[at++] = byte >= LOWER_A && byte <= LOWER_Z ? byte - 32 : byte;
    }
    bytes[at++] = QUOTE;
    this.length = at;
    return true;
  }

  /** PostgreSQL's `["a", "b"]` without the spaces; false, and nothing is written, where an item is no plain string. */
  stringList(source: Uint8Array, start: number, end: number): boolean {
    this.reserve(end - start);
    const { bytes } = this;
    let at = this.length;
    let inString = false;
    for (let i = start; i < end; i++) {
      const byte = source[i] as number;
      if (byte === BACKSLASH) return false;
      if (byte === QUOTE) inString = !inString;
      else if (!inString && byte === SPACE) continue;
      else if (!inString && byte !== COMMA && byte !== OPENING && byte !== CLOSING) return false;
      bytes[at++] = byte;
    }
    this.length = at;
    return true;
  }

  private reserve(more: number): void {
    if (this.length + more <= this.bytes.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(this.bytes.length * 2, this.length + more));
    this.bytes.copy(larger, 0, 0, this.length);
    this.bytes = larger;
  }
}

const SPACE = 0x20;
const QUOTE = 0x22;
const COMMA = 0x2c;
const OPENING = 0x5b;
const BACKSLASH = 0x5c;
const CLOSING = 0x5d;
const LOWER_A = 0x61;
const LOWER_Z = 0x7a;
