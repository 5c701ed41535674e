import type { Steps } from '../in-steps.ts';
import { refuseFile } from './plan-check.ts';

/** Characters that are parsed at once, by the engine's own parser: some milliseconds of it. */
const PIECE = 131_072;
const [QUOTE, BACKSLASH, COMMA, COLON] = [0x22, 0x5c, 0x2c, 0x3a];
const OPENERS: ReadonlySet<number> = new Set([0x5b, 0x7b]);
const CLOSERS: ReadonlySet<number> = new Set([0x5d, 0x7d]);
const CLOSER: Readonly<Record<string, string>> = { '[': ']', '{': '}' };

/**
 * The value of a JSON document, as `JSON.parse` has it, in steps between which whoever reads it lets others go first. What is
 * longer than a piece is taken apart into its entries; many short ones are parsed together.
 * @param text whose nesting was measured before.
 * @throws PitError BAD_USER_INPUT for what is no JSON.
 */
export function* readJson(text: string): Steps<unknown> {
  return yield* valueOf(text, yield* endsOf(text), [0, text.length]);
}

/** Of each bracket whose content is longer than a piece, where it opens: the place of the one that closes it. */
type Ends = ReadonlyMap<number, number>;

function* endsOf(text: string): Steps<Ends> {
  const ends = new Map<number, number>();
  const open: number[] = [];
  for (let at = 0, next = 0; at < text.length; at += 1) {
    if (at >= next) {
      yield;
      next = at + PIECE;
    }
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = endOfString(text, at);
    else if (OPENERS.has(code)) open.push(at);
    else if (CLOSERS.has(code)) {
      const from = open.pop() ?? at;
      if (at - from > PIECE) ends.set(from, at);
    }
  }
  return ends;
}

type Range = readonly [from: number, to: number];

function* valueOf(text: string, ends: Ends, [from, to]: Range): Steps<unknown> {
  yield;
  if (to - from <= PIECE) return parse(text.slice(from, to));
  const begin = skipBlank(text, from);
  const end = ends.get(begin);
  const opener = text.charAt(begin);
  // One long text, or what is no JSON: the parser says which.
  if (end === undefined || text.charAt(end) !== CLOSER[opener] || text.slice(end + 1, to).trim() !== '')
    return parse(text.slice(from, to));
  const range: Range = [begin + 1, end];
  if (text.slice(...range).trim() === '') return opener === '[' ? [] : {};
  return opener === '[' ? yield* listOf(text, ends, range) : yield* recordOf(text, ends, range);
}

function* listOf(text: string, ends: Ends, range: Range): Steps<unknown[]> {
  const list: unknown[] = [];
  for (const entries of piecesOf(text, ends, range)) {
    if (!entries.isLong)
      for (const each of parse(`[${text.slice(...entries.range)}]`) as unknown[]) list.push(each);
    else list.push(yield* valueOf(text, ends, entries.range));
    yield;
  }
  return list;
}

function* recordOf(text: string, ends: Ends, range: Range): Steps<Record<string, unknown>> {
  const record: Record<string, unknown> = {};
  // As the parser does it: a field of its own, whatever it is called, and the last of several.
  const set = (name: string, value: unknown): void => {
    Object.defineProperty(record, name, { value, writable: true, enumerable: true, configurable: true });
  };
  for (const entries of piecesOf(text, ends, range)) {
    const [from, to] = entries.range;
    if (entries.isLong) {
      const colon = colonOf(text, from);
      const name = parse(text.slice(from, colon));
      if (typeof name !== 'string') throw refuse('a field without a name');
      set(name, yield* valueOf(text, ends, [colon + 1, to]));
    } else
      for (const [name, value] of Object.entries(parse(`{${text.slice(from, to)}}`) as object))
        set(name, value);
    yield;
  }
  return record;
}

interface Entries {
  readonly range: Range;
  /** Whether it is a single entry, to be taken apart itself. */
  readonly isLong: boolean;
}

/** Entries one after the other, as many together as are a piece. */
function* piecesOf(text: string, ends: Ends, [from, to]: Range): Generator<Entries> {
  let begun = from;
  let last = from;
  const take = (range: Range): Entries => {
    if (text.slice(...range).trim() === '') throw refuse('an entry is missing');
    return { range, isLong: range[1] - range[0] > PIECE };
  };
  for (;;) {
    const end = endOfEntry(text, ends, [last, to]);
    const isLong = end - last > PIECE;
    // What was gathered goes out when it is a piece, or ahead of an entry that is one by itself.
    if (last > begun && (isLong || end - begun > PIECE)) {
      yield take([begun, last - 1]);
      begun = last;
    }
    if (isLong || end === to) {
      yield take([begun, end]);
      begun = end + 1;
    } else if (text.slice(last, end).trim() === '') throw refuse('an entry is missing');
    if (end === to) return;
    last = end + 1;
  }
}

/** Where the entry that begins here ends: at the next comma of its own level, or at the end of all. */
function endOfEntry(text: string, ends: Ends, [from, to]: Range): number {
  let depth = 0;
  for (let at = from; at < to; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = endOfString(text, at);
    else if (OPENERS.has(code)) {
      const end = ends.get(at);
      if (end === undefined) depth += 1;
      else at = end;
    } else if (CLOSERS.has(code)) depth -= 1;
    else if (code === COMMA && depth === 0) return at;
  }
  return to;
}

function endOfString(text: string, from: number): number {
  for (let at = from + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === BACKSLASH) at += 1;
    else if (code === QUOTE) return at;
  }
  return text.length;
}

/** Where the name of a field ends. */
function colonOf(text: string, from: number): number {
  const name = skipBlank(text, from);
  const end = text.charCodeAt(name) === QUOTE ? endOfString(text, name) + 1 : name;
  const colon = skipBlank(text, end);
  if (text.charCodeAt(colon) !== COLON) throw refuse('a field without a name');
  return colon;
}

function skipBlank(text: string, from: number): number {
  let at = from;
  while (at < text.length && ' \t\n\r'.includes(text.charAt(at))) at += 1;
  return at;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw refuse(error instanceof Error ? error.message : '');
  }
}

function refuse(why: string): Error {
  const plain = why.replace(/[^\x20-\x7E]/g, '?').slice(0, 120);
  return refuseFile('the document', `The file is no JSON: ${plain}`, 'a JSON document');
}
