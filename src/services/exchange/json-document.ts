import { PitError } from '../../domain/errors.ts';
import { refuseFile } from '../../domain/exchange/plan-check.ts';
import { PLAN_LIMITS } from '../../domain/exchange/plan-document.ts';

/** Bounds of one document: parsed, its values take some hundred bytes each. */
const LIMITS = { bytes: 32_000_000, values: 1_000_000 } as const;
const [QUOTE, BACKSLASH, COMMA] = [0x22, 0x5c, 0x2c];
const OPENERS: ReadonlySet<number> = new Set([0x5b, 0x7b]);
const CLOSERS: ReadonlySet<number> = new Set([0x5d, 0x7d]);

/**
 * The text of a JSON document. It is measured before it is parsed: sixty megabytes of `{}` would be gigabytes of objects.
 * @throws PitError BAD_USER_INPUT for what is no UTF-8; LIMIT_EXCEEDED for more bytes, values or nesting than a plan has.
 */
export async function readJsonText(content: AsyncIterable<Uint8Array>): Promise<string> {
  const measure = new Measure();
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const texts: string[] = [];
  for await (const chunk of content) {
    measure.take(chunk);
    texts.push(decode(decoder, chunk));
  }
  texts.push(decode(decoder));
  return texts.join('');
}

function decode(decoder: TextDecoder, chunk?: Uint8Array): string {
  try {
    return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true });
  } catch {
    throw refuseFile('its text', 'The file is not text in UTF-8.', 'JSON in UTF-8');
  }
}

/** Counts bytes, nesting and values as they come, outside of strings. */
class Measure {
  private bytes = 0;
  private values = 0;
  private depth = 0;
  private isInString = false;
  private isEscaped = false;

  take(chunk: Uint8Array): void {
    this.bytes += chunk.length;
    require('bytes', this.bytes, LIMITS.bytes);
    for (const byte of chunk) this.step(byte);
    require('values', this.values, LIMITS.values);
  }

  private step(byte: number): void {
    if (this.isEscaped) this.isEscaped = false;
    else if (this.isInString && byte === BACKSLASH) this.isEscaped = true;
    else if (byte === QUOTE) this.isInString = !this.isInString;
    else if (this.isInString) return;
    else if (byte === COMMA) this.values += 1;
    else if (OPENERS.has(byte)) {
      this.values += 1;
      this.depth += 1;
      require('levels', this.depth, PLAN_LIMITS.depth);
    } else if (CLOSERS.has(byte)) this.depth -= 1;
  }
}

function require(what: string, count: number, most: number): void {
  if (count <= most) return;
  throw new PitError('LIMIT_EXCEEDED', 'The file is larger than any plan is.', {
    field: 'file',
    expected: `at most ${most} ${what}`,
    actual: count,
  });
}
