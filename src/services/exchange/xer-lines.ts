import { PitError } from '../../domain/errors.ts';
import { refuseFile } from '../../domain/exchange/plan-check.ts';
import { XerFile } from '../../domain/exchange/xer/xer-file.ts';

/** Bytes of one line: the longest are calendars, of some ten thousand. */
const LONGEST_LINE = 1_000_000;
const [NUL, LINE_FEED] = [0x00, 0x0a];
const UTF_8 = new TextDecoder('utf-8', { fatal: true });
/** The characters of Windows-1252 from 0x80 to 0x9F; all others are those of Latin-1. Node 20 decodes these as Latin-1, too. */
const FROM_80 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008DŽ\u008F\u0090‘’“”•–—˜™š›œ\u009DžŸ';

/**
 * Reads a file of Primavera line by line as it comes. Primavera writes Windows-1252 or UTF-8 and does not say which: a line
 * that is no UTF-8 is taken for Windows-1252, in which every byte is a character.
 * @throws PitError BAD_USER_INPUT, LIMIT_EXCEEDED, with the line.
 */
export async function readXerFile(content: AsyncIterable<Uint8Array>): Promise<XerFile> {
  const file = new XerFile();
  let line = 0;
  for await (const bytes of linesOf(content)) {
    line += 1;
    file.take(textOf(bytes, line), line);
  }
  if (line === 0) throw refuseFile('line 1', 'The file is empty.', 'a file of Primavera');
  // What a later file no longer has may be taken away: half of a file would take half of the links away.
  if (!file.isWhole) throw refuseFile(`line ${line}`, 'The file is cut off.', '%E, as an XER file ends');
  return file;
}

async function* linesOf(content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let begun: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of content) {
    let from = 0;
    for (;;) {
      const end = chunk.indexOf(LINE_FEED, from);
      const part = chunk.subarray(from, end < 0 ? undefined : end);
      length += part.length;
      requireShort(length);
      begun.push(part);
      if (end < 0) break;
      yield joined(begun);
      [begun, length, from] = [[], 0, end + 1];
    }
  }
  if (length > 0) yield joined(begun);
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  return parts.length === 1 ? (parts[0] ?? Buffer.alloc(0)) : Buffer.concat(parts);
}

function requireShort(length: number): void {
  if (length <= LONGEST_LINE) return;
  throw new PitError('LIMIT_EXCEEDED', 'A line of the file is longer than any of a plan is.', {
    field: 'file',
    expected: `at most ${LONGEST_LINE} bytes in a line`,
  });
}

function textOf(bytes: Uint8Array, line: number): string {
  if (bytes.includes(NUL))
    throw refuseFile(`line ${line}`, 'The file is not text.', 'text in Windows-1252 or UTF-8');
  // A byte order mark is taken away by the decoder.
  try {
    return withoutReturn(UTF_8.decode(bytes));
  } catch {
    return withoutReturn(
      Buffer.from(bytes)
        .toString('latin1')
        .replace(/[\u0080-\u009F]/g, (sign) => FROM_80[sign.charCodeAt(0) - 0x80] ?? sign),
    );
  }
}

function withoutReturn(text: string): string {
  return text.endsWith('\r') ? text.slice(0, -1) : text;
}
