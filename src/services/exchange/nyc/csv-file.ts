import { createReadStream } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { badInput } from '../../../domain/errors.ts';

/** One record of the file, or the line that could not be read as one. Lines count from 1, columns too. */
export type CsvRecord =
  | { readonly line: number; readonly cells: readonly string[] }
  | { readonly line: number; readonly fault: string; readonly column: number };

/** Lines parsed at once: large enough to be fast, small enough that a fault is isolated quickly. */
const LINES_PER_CHUNK = 500;
/** A quoted cell may hold line breaks, but no record goes on for ever: an unclosed quote does. */
const MOST_LINES_OF_A_RECORD = 20;
const LONGEST_LINE = 1_000_000;

interface Chunk {
  firstLine: number;
  lines: string[];
}

/**
 * Streams the records of a UTF-8 file, header first. A quote that is never closed would swallow every line after
 * it, so a chunk that does not parse cleanly is read again line by line: the fault stays on its own line.
 * @param onBytes told how far the file has been read.
 * @throws PitError BAD_USER_INPUT when the file is not text.
 */
export async function* readCsv(
  path: string,
  onBytes: (read: number) => void = () => undefined,
): AsyncGenerator<CsvRecord> {
  let chunk: Chunk = { firstLine: 1, lines: [] };
  let width: number | undefined;
  for await (const line of readLines(path, onBytes)) {
    chunk.lines.push(line);
    if (chunk.lines.length < LINES_PER_CHUNK || isInsideQuotes(chunk.lines)) continue;
    width ??= widthOf(chunk);
    yield* parseChunk(chunk, width);
    chunk = { firstLine: chunk.firstLine + chunk.lines.length, lines: [] };
  }
  yield* parseChunk(chunk, width ?? widthOf(chunk));
}

/** Whether the chunk seems to end within a quoted cell, and may hope for its end in the next lines. */
function isInsideQuotes(lines: readonly string[]): boolean {
  if (lines.length >= LINES_PER_CHUNK + MOST_LINES_OF_A_RECORD) return false;
  const quotes = lines.reduce((sum, line) => sum + line.split('"').length - 1, 0);
  return quotes % 2 === 1;
}

/** The header's number of cells; a record of another width that spans lines is two records and a lost quote. */
function widthOf(chunk: Chunk): number {
  const [header] = parseLines([chunk.lines[0] ?? '']) ?? [];
  return header?.length ?? 0;
}

function* parseChunk(chunk: Chunk, width: number): Generator<CsvRecord> {
  const records = parseLines(chunk.lines);
  if (records === null || records.some((cells) => hasSwallowedLines(cells, width))) {
    yield* parseLineByLine(chunk, width);
    return;
  }
  let line = chunk.firstLine;
  for (const cells of records) {
    yield { line, cells };
    line += 1 + lineBreaksIn(cells);
  }
}

function hasSwallowedLines(cells: readonly string[], width: number): boolean {
  const lineBreaks = lineBreaksIn(cells);
  return lineBreaks > 0 && (cells.length !== width || lineBreaks >= MOST_LINES_OF_A_RECORD);
}

function lineBreaksIn(cells: readonly string[]): number {
  return cells.reduce((sum, cell) => sum + cell.split('\n').length - 1, 0);
}

function* parseLineByLine(chunk: Chunk, width: number): Generator<CsvRecord> {
  let at = 0;
  while (at < chunk.lines.length) {
    const line = chunk.firstLine + at;
    const record = recordFrom(chunk.lines, at, width);
    if (record !== null) yield { line, cells: record };
    else yield { line, fault: 'the quotes do not match', column: faultyColumn(chunk.lines[at] ?? '') };
    at += 1 + (record === null ? 0 : lineBreaksIn(record));
  }
}

/** The record that begins on a line: the line itself, or as many of those after it as make a whole record. */
function recordFrom(lines: readonly string[], at: number, width: number): string[] | null {
  const [single] = parseLines(lines.slice(at, at + 1)) ?? [];
  if (single !== undefined) return single;
  for (let span = 2; span <= MOST_LINES_OF_A_RECORD; span++) {
    const records = parseLines(lines.slice(at, at + span));
    if (records?.length === 1 && records[0]?.length === width) return records[0];
  }
  return null;
}

/** Where the parser stumbles, counted from 1. */
function faultyColumn(line: string): number {
  try {
    parseRecords(line);
    return 1;
  } catch (error) {
    const { column } = error as { column?: unknown };
    return typeof column === 'number' ? column + 1 : 1;
  }
}

/** The records of the lines, or null when a quote stands where it must not. */
function parseLines(lines: readonly string[]): string[][] | null {
  try {
    return parseRecords(lines.join('\n'));
  } catch {
    return null;
  }
}

function parseRecords(text: string): string[][] {
  // A blank line is no record to the parser, and has to be one here so that lines can be counted.
  return text === '' ? [['']] : parse(text, { relax_column_count: true, record_delimiter: '\n' });
}

/** The file's lines without their ends (LF or CRLF) and without a byte order mark. */
async function* readLines(path: string, onBytes: (read: number) => void): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let bytes = 0;
  let rest = '';
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    const lines = (rest + decodeText(decoder, chunk)).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > LONGEST_LINE) throw notText('it has a line of over a million characters');
    for (const line of lines) yield withoutReturn(line);
    onBytes(bytes);
  }
  rest += decodeText(decoder);
  if (rest !== '') yield withoutReturn(rest);
}

function decodeText(decoder: TextDecoder, chunk?: Buffer): string {
  let text: string;
  try {
    text = chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true });
  } catch {
    throw notText('it is not written in UTF-8');
  }
  if (text.includes('\0')) throw notText('it holds NUL characters');
  return text;
}

function withoutReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}

function notText(why: string): Error {
  return badInput(`the file is not a text file: ${why}`, { field: 'file', expected: 'text in UTF-8' });
}
