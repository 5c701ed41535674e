const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPENING = new Set([0x5b, 0x7b]);
const CLOSING = new Set([0x5d, 0x7d]);

/**
 * Whether arrays and objects of a text in JSON stand inside each other in more than `most` levels. `JSON.parse` takes half
 * a second of the processor for a megabyte of brackets that open each other, and a few milliseconds for other text.
 */
export function isNestedDeeper(json: Uint8Array, most: number): boolean {
  // So few bytes cannot hold more.
  if (json.length <= most) return false;
  let depth = 0;
  for (let i = 0; i < json.length; i++) {
    const byte = json[i] as number;
    if (byte === QUOTE) i = endOfString(json, i + 1);
    else if (OPENING.has(byte) && ++depth > most) return true;
    else if (CLOSING.has(byte)) depth--;
  }
  return false;
}

/** Where the quote stands that ends a string which begins at `start`. */
function endOfString(json: Uint8Array, start: number): number {
  let i = start;
  while (i < json.length && json[i] !== QUOTE) i += json[i] === BACKSLASH ? 2 : 1;
  return i;
}
