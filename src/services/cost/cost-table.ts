import { finished } from 'node:stream/promises';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { CsvError, parse } from 'csv-parse';
import { MOST_ROWS, MOST_TEXT, type CellRow } from '../../domain/cost/cost-import.ts';
import { badInput, PitError } from '../../domain/errors.ts';

/** Characters that are parsed before others have their turn: a few milliseconds of short rows. */
const SLICE = 16_384;
/** Rows of another length than the first: csv-parse makes an error of each, at some 30 microseconds. */
const MOST_UNEVEN = 1_000;
/** Separators in one line; a row of a million cells would be made whole before anybody could count them. */
const MOST_SEPARATORS = 1_000;
const LONGEST_ROW = 100_000;
const COMMA = 0x2c;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

interface ParsedRow {
  readonly record: string[];
  readonly info: { readonly lines: number; readonly invalid_field_length: number };
}

/**
 * The rows of a table of comma-separated values, read in slices between which others have their turn.
 * @throws PitError BAD_USER_INPUT for a text that is too long or no such table, and for one that most of its rows do not fit.
 */
export async function readCostTable(csv: string): Promise<CellRow[]> {
  if (csv.length > MOST_TEXT)
    throw notTaken('The text is too long.', `at most ${MOST_TEXT} characters`, csv.length);
  requireShortLines(csv);
  const rows: CellRow[] = [];
  const parser = parse({
    bom: true,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: LONGEST_ROW,
    // One more than is taken, after the names: a text of two million characters may have a million lines.
    to: MOST_ROWS + 2,
    on_record: (record: string[], { lines, invalid_field_length }) =>
      requireEven(record, lines, invalid_field_length),
  });
  parser.on('data', ({ record, info }: ParsedRow) =>
    rows.push({ line: firstLineOf(record, info.lines), cells: record }),
  );
  // Writes that come after it fail as well, in words of their own.
  let first: unknown;
  parser.on('error', (error) => (first ??= error));
  try {
    const read = finished(parser);
    read.catch(() => undefined);
    for (let at = 0; at < csv.length && !parser.destroyed && !parser.readableEnded; at += SLICE) {
      parser.write(csv.slice(at, at + SLICE));
      await nextTurn();
    }
    parser.end();
    await read;
    return rows;
  } catch (error) {
    throw refusalOf(first ?? error);
  }
}

/** Where a row begins whose last line is `lastLine`. */
function firstLineOf(record: readonly string[], lastLine: number): number {
  return lastLine - record.reduce((breaks, cell) => breaks + cell.split('\n').length - 1, 0);
}

function requireShortLines(csv: string): void {
  let separators = 0;
  for (let at = 0; at < csv.length; at += 1) {
    const character = csv.charCodeAt(at);
    if (character === LINE_FEED || character === CARRIAGE_RETURN) separators = 0;
    else if (character === COMMA && (separators += 1) > MOST_SEPARATORS)
      throw notTaken('A line has too many cells.', `at most ${MOST_SEPARATORS}`);
  }
}

function requireEven(record: string[], line: number, uneven: number): string[] {
  if (uneven <= MOST_UNEVEN) return record;
  const expected = `at most ${MOST_UNEVEN} rows of another number of cells than the first one`;
  throw notTaken('The text is no table: too many rows do not fit the first one.', expected, `line ${line}`);
}

function refusalOf(error: unknown): unknown {
  if (error instanceof PitError) return error;
  // Not by its code, which has no prefix where a quote stands in the middle of a cell.
  if (!(error instanceof CsvError)) return error;
  const { lines } = error as { lines?: unknown };
  return notTaken(
    'The text is no table of comma-separated values.',
    'rows after RFC 4180',
    typeof lines === 'number' ? `line ${lines}` : 'quotes that do not match',
  );
}

function notTaken(message: string, expected: string, actual?: string | number): PitError {
  return badInput(message, { field: 'input.csv', expected, ...(actual !== undefined && { actual }) });
}
