import { badInput } from '../../../domain/errors.ts';
import {
  layoutOf,
  readNycRow,
  type CellRemark,
  type NycLayout,
  type NycReading,
  type NycRow,
} from '../../../domain/exchange/nyc/nyc-row.ts';
import { readCsv, type CsvRecord } from './csv-file.ts';
import type { LineRemark, ReadingReport } from './nyc-report.ts';

/** A file, read: its good rows, and what is to be said of the others. */
export interface NycFile {
  readonly rows: readonly NycRow[];
  readonly report: ReadingReport;
}

/**
 * Streams a file of New York's capital projects. A broken row is reported and left out.
 * @param onBytes told how far the file has been read.
 * @throws PitError BAD_USER_INPUT when the file as a whole is not what it should be: no text, no such header, no row.
 */
export async function readNycFile(path: string, onBytes?: (read: number) => void): Promise<NycFile> {
  const rows = new RowCollector();
  let header: Header | undefined;
  for await (const record of readCsv(path, onBytes)) {
    if ('cells' in record && record.cells.every((cell) => cell === '')) continue;
    if (header === undefined) header = readHeader(record);
    else rows.take(record, header);
  }
  if (header === undefined)
    throw badInput('the file is empty', { field: 'file', expected: 'a header and rows' });
  return rows.finish();
}

interface Header {
  readonly names: readonly string[];
  readonly layout: NycLayout;
}

function readHeader(record: CsvRecord): Header {
  const names = 'cells' in record ? record.cells.map((name) => name.trim()) : [];
  const layout = layoutOf(names);
  if (!('missing' in layout)) return { names, layout };
  const missing = layout.missing.join(' | ');
  throw badInput(
    `the file does not begin with the header of "Capital Project Schedules and Budgets": it lacks ${missing}`,
    { field: 'file', expected: missing, actual: names.join(' | ').slice(0, 200) },
  );
}

class RowCollector {
  private readonly rows: NycRow[] = [];
  private readonly skipped: LineRemark[] = [];
  private readonly setAside: LineRemark[] = [];
  private readonly placeholders = new Map<string, Map<string, number>>();
  private rowsRead = 0;

  take(record: CsvRecord, header: Header): void {
    this.rowsRead++;
    const { line } = record;
    const reading = read(record, header);
    if (reading.kind === 'broken') {
      this.skipped.push(...reading.faults.map((fault) => ({ line, ...fault })));
      return;
    }
    this.rows.push(reading.row);
    this.setAside.push(...reading.setAside.map((remark) => ({ line, ...remark })));
    for (const { column, value } of reading.placeholders) this.countPlaceholder(column, value);
  }

  finish(): NycFile {
    if (this.rows.length === 0) {
      const [first] = this.skipped;
      const example = first
        ? `line ${first.line}, ${first.column}: ${first.why}`
        : 'it ends after the header';
      throw badInput(`the file holds no row that can be read: ${example}`, {
        field: 'file',
        expected: 'at least one row',
      });
    }
    const { rows, rowsRead, skipped, setAside, placeholders } = this;
    return { rows, report: { rowsRead, skipped, setAside, placeholders } };
  }

  private countPlaceholder(column: string, word: string): void {
    const words = this.placeholders.get(column) ?? new Map<string, number>();
    words.set(word, (words.get(word) ?? 0) + 1);
    this.placeholders.set(column, words);
  }
}

function read(record: CsvRecord, header: Header): NycReading {
  const { names, layout } = header;
  if ('fault' in record) {
    return broken({ column: columnName(names, record.column), value: '', why: record.fault });
  }
  const { cells } = record;
  if (cells.length === names.length) return readNycRow(cells, layout);
  const why = `${cells.length} cells where the header has ${names.length}`;
  const place = Math.min(cells.length, names.length) + 1;
  return broken({ column: columnName(names, place), value: cells[place - 1] ?? '', why });
}

function broken(fault: CellRemark): NycReading {
  return { kind: 'broken', faults: [{ ...fault, value: fault.value.slice(0, 60) }] };
}

/** @param place counts from 1. */
function columnName(names: readonly string[], place: number): string {
  return names[place - 1] ?? `column ${place}`;
}
