/** Bytes of a line without its break (RFC 5545, 3.1). */
const LINE = 75;
const SIGNS: Readonly<Record<string, string>> = { '\\': '\\\\', ';': '\\;', ',': '\\,', '\n': '\\n' };

/** Text as a value: separators escaped, and no other control character than a break. */
export function escapedText(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/[\u0000-\u0009\u000B-\u001F\u007F]/g, ' ')
    .replace(/[\\;,\n]/g, (sign) => SIGNS[sign] ?? sign);
}

/** Content lines as they stand in a file, each folded and with its break. */
export function contentLines(texts: readonly string[]): string {
  return texts.map((text) => `${folded(text)}\r\n`).join('');
}

/** A line in pieces of at most 75 bytes, each but the first behind a blank; no character is cut. */
function folded(text: string): string {
  let [line, size] = ['', 0];
  const pieces: string[] = [];
  for (const sign of text) {
    const bytes = sizeOf(sign);
    // The blank of a further piece counts.
    if (size + bytes > LINE - (pieces.length === 0 ? 0 : 1)) {
      pieces.push(line);
      [line, size] = ['', 0];
    }
    line += sign;
    size += bytes;
  }
  return [...pieces, line].join('\r\n ');
}

/** Bytes of a character in UTF-8. */
function sizeOf(sign: string): number {
  const code = sign.codePointAt(0) ?? 0;
  if (code < 0x80) return 1;
  if (code < 0x8_00) return 2;
  return code < 0x1_00_00 ? 3 : 4;
}
