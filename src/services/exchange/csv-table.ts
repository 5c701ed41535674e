import { once } from 'node:events';
import { CsvError, parse } from 'csv-parse';
import { PitError } from '../../domain/errors.ts';
import { refuseFile, requireCount } from '../../domain/exchange/plan-check.ts';
import type { CsvLine, CsvTable } from '../../domain/exchange/csv/csv-rows.ts';

const SEPARATORS = [',', ';', '\t', '|'];
/** Characters of the first lines, by which the separator is found. */
const HEAD = 65_536;
const LONGEST_RECORD = 1_000_000;
const MOST_COLUMNS = 1_000;
/** Cells that are kept: forty of each task. */
const MOST_CELLS = 4_000_000;

/** Which columns are wanted, by the header: of all others nothing is kept. @throws PitError for a header that is none. */
export type WantedColumns = (header: readonly string[]) => readonly number[];

/**
 * The table of a file in UTF-8, with or without a byte order mark. The separator is the one that a line `sep=;` names, else
 * the one that the header has most of, outside of quotes.
 * @throws PitError BAD_USER_INPUT for what is no such table, with the line; LIMIT_EXCEEDED for more lines than a plan has tasks, or more cells.
 */
export async function readCsvTable(
  content: AsyncIterable<Uint8Array>,
  wantedOf: WantedColumns,
): Promise<CsvTable> {
  const text = textsOf(content);
  const { head, rest } = await splitHead(text);
  const named = /^sep=(.)\r?\n/.exec(head);
  const body = named === null ? head : head.slice(named[0].length);
  const delimiter = named?.[1] ?? separatorOf(body);
  const parser = parse({
    delimiter,
    relax_column_count: true,
    info: true,
    max_record_size: LONGEST_RECORD,
    skip_empty_lines: true,
  });
  // Who iterates hears of errors; those of writes that come after them are nobody's.
  parser.on('error', () => undefined);
  const fed = feed(parser, body, rest);
  const first = named === null ? 0 : 1;
  const table = new TableLines(wantedOf);
  try {
    for await (const { record, info } of parser as AsyncIterable<{
      record: string[];
      info: { lines: number };
    }>) {
      requireColumns(record.length, first + info.lines);
      table.take(record, first + info.lines - lineBreaksIn(record));
    }
    await fed;
  } catch (error) {
    throw refusalOf(error, first);
  }
  if (table.header === undefined)
    throw refuseFile('line 1', 'The file is empty.', 'a header, and lines below it');
  return { header: table.header, lines: table.lines };
}

/** The lines of a table with what is wanted of each: a file may have a thousand columns that nobody knows. */
class TableLines {
  header: readonly string[] | undefined;
  readonly lines: CsvLine[] = [];
  private wanted: readonly number[] = [];

  constructor(private readonly wantedOf: WantedColumns) {}

  take(record: readonly string[], line: number): void {
    if (this.header === undefined) {
      this.wanted = this.wantedOf(record);
      this.header = this.wanted.map((at) => record[at] ?? '');
      return;
    }
    this.lines.push({ line, cells: this.wanted.map((at) => record[at] ?? '') });
    requireCount('tasks', this.lines.length);
    const cells = this.lines.length * this.wanted.length;
    if (cells > MOST_CELLS)
      throw new PitError('LIMIT_EXCEEDED', 'The file holds too many cells.', {
        field: `file: line ${line}`,
        expected: `at most ${MOST_CELLS} cells in columns that are read`,
      });
  }
}

function lineBreaksIn(record: readonly string[]): number {
  return record.reduce((sum, cell) => (cell.includes('\n') ? sum + cell.split('\n').length - 1 : sum), 0);
}

/** At once: sixty megabytes of separators are as many cells. */
function requireColumns(count: number, line: number): void {
  if (count <= MOST_COLUMNS) return;
  throw refuseFile(`line ${line}`, 'There are too many columns.', `at most ${MOST_COLUMNS}`, count);
}

async function* textsOf(content: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  for await (const chunk of content) yield decode(decoder, chunk);
  yield decode(decoder);
}

function decode(decoder: TextDecoder, chunk?: Uint8Array): string {
  try {
    const text = chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true });
    if (text.includes('\0')) throw new Error('NUL');
    return text;
  } catch {
    throw refuseFile('its text', 'The file is not text in UTF-8.', 'text in UTF-8');
  }
}

async function splitHead(
  text: AsyncGenerator<string>,
): Promise<{ head: string; rest: AsyncGenerator<string> }> {
  let head = '';
  while (head.length < HEAD) {
    const next = await text.next();
    if (next.done === true) break;
    head += next.value;
  }
  return { head, rest: text };
}

function separatorOf(text: string): string {
  const [line = ''] = text.replace(/"[^"]*"/g, '').split(/\r?\n/);
  const count = (separator: string): number => line.split(separator).length;
  return SEPARATORS.reduce((best, each) => (count(each) > count(best) ? each : best));
}

async function feed(
  parser: ReturnType<typeof parse>,
  head: string,
  rest: AsyncGenerator<string>,
): Promise<void> {
  try {
    parser.write(head);
    for await (const text of rest) {
      // Of a parser that was ended by an error there is no drain.
      if (!parser.write(text)) await once(parser, 'drain');
    }
    parser.end();
  } catch (error) {
    parser.destroy(error instanceof Error ? error : new Error('the file could not be read'));
  }
}

function refusalOf(error: unknown, first: number): unknown {
  if (!(error instanceof CsvError)) return error;
  const { lines } = error as { lines?: unknown };
  const line = typeof lines === 'number' ? lines + first : 1;
  return refuseFile(
    `line ${line}`,
    'The quotes do not match, or a record is too long.',
    'a CSV file (RFC 4180)',
  );
}
