/** What a text in JSON may hold. */
export interface JsonBounds {
  /** Arrays and objects inside each other. */
  depth: number;
  /** Items of one array. */
  items: number;
  /** Values of all arrays and objects together. */
  values: number;
}

/** The bound that a text is beyond; of an array with too many items also its path, such as `variables.ids`. */
export interface Excess {
  bound: keyof JsonBounds;
  path?: string;
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_ARRAY = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/**
 * The first bound that a text in JSON is beyond, found before it is parsed, in one pass that ends there: `JSON.parse`
 * takes half a second of the processor for a megabyte of brackets that open each other, and tens of milliseconds for a
 * megabyte of small values. Texts that are no JSON get any answer; parsing them fails at no cost.
 */
export function excessOf(json: Uint8Array, bounds: JsonBounds): Excess | undefined {
  // So few bytes cannot hold more.
  if (json.length <= Math.min(bounds.depth, bounds.items, bounds.values)) return undefined;
  return new Scan(json, bounds).excess();
}

class Scan {
  private depth = 0;
  private values = 0;
  /** By depth: separators seen so far, whether an array, and where the last key's string begins. */
  private readonly items: Uint32Array;
  private readonly arrays: Uint8Array;
  private readonly keys: Uint32Array;

  constructor(
    private readonly json: Uint8Array,
    private readonly bounds: JsonBounds,
  ) {
    this.items = new Uint32Array(bounds.depth + 1);
    this.arrays = new Uint8Array(bounds.depth + 1);
    this.keys = new Uint32Array(bounds.depth + 1);
  }

  excess(): Excess | undefined {
    const { json } = this;
    let string = 0;
    for (let i = 0; i < json.length; i++) {
      const byte = json[i];
      if (byte === QUOTE) {
        string = i;
        i = endOfString(json, i + 1);
      } else if (byte === COLON) this.keys[this.depth] = string;
      else if (byte === COMMA || byte === OPEN_ARRAY || byte === OPEN_OBJECT) {
        const excess = byte === COMMA ? this.separated() : this.opened(byte === OPEN_ARRAY);
        if (excess !== undefined) return excess;
      } else if ((byte === CLOSE_ARRAY || byte === CLOSE_OBJECT) && this.depth > 0) this.depth--;
    }
    return undefined;
  }

  private opened(isArray: boolean): Excess | undefined {
    if (++this.depth > this.bounds.depth) return { bound: 'depth' };
    this.items[this.depth] = 1;
    this.arrays[this.depth] = isArray ? 1 : 0;
    return this.counted();
  }

  private separated(): Excess | undefined {
    const count = (this.items[this.depth] = (this.items[this.depth] as number) + 1);
    if (this.arrays[this.depth] === 1 && count > this.bounds.items)
      return { bound: 'items', path: this.path() };
    return this.counted();
  }

  private counted(): Excess | undefined {
    return ++this.values > this.bounds.values ? { bound: 'values' } : undefined;
  }

  /** Of the array that is open: keys, and indices of arrays around it. */
  private path(): string {
    let path = '';
    for (let depth = 1; depth < this.depth; depth++) {
      if (this.arrays[depth] === 1) path += `[${(this.items[depth] as number) - 1}]`;
      else path += `${path === '' ? '' : '.'}${this.keyAt(this.keys[depth] as number)}`;
    }
    return path.slice(0, 200);
  }

  private keyAt(start: number): string {
    const end = Math.min(endOfString(this.json, start + 1), start + 65);
    return Buffer.from(this.json.subarray(start + 1, end)).toString('utf8');
  }
}

/** Where the quote stands that ends a string which begins at `start`. */
function endOfString(json: Uint8Array, start: number): number {
  let i = start;
  while (i < json.length && json[i] !== QUOTE) i += json[i] === BACKSLASH ? 2 : 1;
  return i;
}
