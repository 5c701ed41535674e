/** The most bytes of a file's text that a model is told, as they are sent. */
export const MOST_EXCERPT_BYTES = 12_000;

/** Files that are text as they stand. What has to be unpacked or drawn first is not read. */
const TEXT = /^(text\/(plain|csv|markdown|tab-separated-values|xml)|application\/(json|xml|yaml))$/;

/** Whether a file of this media type is text as it stands. */
export function isTextFile(mediaType: unknown): boolean {
  return typeof mediaType === 'string' && TEXT.test(mediaType.replace(/;.*$/s, '').trim().toLowerCase());
}

/** What would be lost in JSON, or does not show: all control characters but line breaks and tabs, and half characters. */
const UNTELLABLE = /[^\P{Cc}\n\t]|\p{Surrogate}|\uFFFD/gu;

/**
 * The beginning of a text file, as a model is told it: UTF-8, or UTF-16 with a byte order mark; other bytes are left out.
 * @param head the first bytes of the file; `MOST_EXCERPT_BYTES` are enough.
 * @returns a text that takes at most `MOST_EXCERPT_BYTES` in JSON and UTF-8; null where nothing of it is text.
 */
export function excerptOf(head: Uint8Array): string | null {
  const text = new TextDecoder(encodingOf(head)).decode(head).replace(UNTELLABLE, '').trim();
  let least = 0;
  let most = text.length;
  // The longest beginning that fits: quotes, breaks and letters of other scripts take more than one byte each.
  while (least < most) {
    const middle = Math.ceil((least + most) / 2);
    if (sentBytes(text.slice(0, middle)) <= MOST_EXCERPT_BYTES) least = middle;
    else most = middle - 1;
  }
  const excerpt = text.slice(0, least).replace(/[\uD800-\uDBFF]$/, '');
  return excerpt === '' ? null : excerpt;
}

function encodingOf([first, second]: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
}

const encoder = new TextEncoder();

function sentBytes(text: string): number {
  return encoder.encode(JSON.stringify(text)).length;
}
