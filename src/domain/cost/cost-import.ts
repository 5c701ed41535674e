import { badInput, PitError } from '../errors.ts';
import { eachInSteps, type Steps } from '../in-steps.ts';
import { isUuid } from '../uuid.ts';
import { requireAmounts, requireNote, requirePassed, type Amounts } from './cost-entry.ts';

/** Rows that one import takes, and characters of its text. */
export const MOST_ROWS = 10_000;
export const MOST_TEXT = 2_000_000;
/** Faults that are told of; all are counted. */
export const MOST_FAULTS = 20;

/** The columns of a file, by the names in its first row, in any order. */
const COLUMNS = [
  'project_id',
  'project_code',
  'captured_at',
  'capex_committed',
  'capex_spent',
  'opex_committed',
  'opex_spent',
  'note',
] as const;
type Column = (typeof COLUMNS)[number];

/** A row of the file that can be read; the project is told by id or by code. */
export interface ImportedCost extends Amounts {
  readonly line: number;
  readonly projectId: string | null;
  readonly projectCode: string | null;
  readonly capturedAt: string;
  readonly note: string | null;
}

/** What is wrong with a row. */
export interface ImportFault {
  /** The line on which it begins, the first row being 1. */
  readonly line: number;
  readonly field: string;
  readonly message: string;
  readonly expected: string | null;
  readonly actual: string | null;
}

export interface ReadCosts {
  readonly rows: readonly ImportedCost[];
  readonly faults: readonly ImportFault[];
}

/** A row as cells, with the line on which it begins. */
export interface CellRow {
  readonly line: number;
  readonly cells: readonly string[];
}

const RFC_3339 = /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d{1,9})?([Zz]|[+-]\d{2}:\d{2})$/;

/**
 * The snapshots of a table whose first row names its columns: `captured_at`, `project_id` or `project_code`, amounts of which
 * those not named are nothing, and `note`.
 * @param now no moment after it is taken.
 * @throws PitError BAD_USER_INPUT for a first row that names unknown columns or lacks one, and for too many rows.
 */
export function* readCosts(table: readonly CellRow[], now: string): Steps<ReadCosts> {
  const [header, ...rows] = table;
  const columns = requireColumns(header?.cells ?? []);
  if (rows.length > MOST_ROWS) {
    throw badInput('The file has too many rows.', {
      field: 'input.csv',
      expected: `at most ${MOST_ROWS} rows`,
      actual: rows.length,
    });
  }
  const read: ImportedCost[] = [];
  const faults: ImportFault[] = [];
  yield* eachInSteps(rows, (row) => {
    try {
      read.push(readRow(row, columns, now));
    } catch (error) {
      faults.push(faultOf(row.line, error));
    }
  });
  return { rows: read, faults };
}

/** What an error says of a line. @throws whatever is no refusal. */
export function faultOf(line: number, error: unknown): ImportFault {
  if (!(error instanceof PitError)) throw error;
  const { field = 'row', expected, actual } = error.detail;
  const shown = (value: unknown): string | null =>
    value === undefined ? null : (typeof value === 'string' ? value : JSON.stringify(value)).slice(0, 100);
  return { line, field, message: error.message, expected: shown(expected), actual: shown(actual) };
}

function requireColumns(names: readonly string[]): ReadonlyMap<Column, number> {
  const found = new Map<Column, number>();
  names.forEach((name, at) => {
    const column = COLUMNS.find((each) => each === name.trim().toLowerCase());
    if (column === undefined || found.has(column)) {
      throw badInput('The first row names a column that there is not, or one twice.', {
        field: 'input.csv',
        expected: COLUMNS.join(', '),
        actual: name.slice(0, 60),
      });
    }
    found.set(column, at);
  });
  if (!found.has('captured_at') || !(found.has('project_id') || found.has('project_code'))) {
    throw badInput('The first row lacks a column.', {
      field: 'input.csv',
      expected: 'captured_at, and project_id or project_code',
      actual: names.join(', ').slice(0, 200),
    });
  }
  return found;
}

function readRow({ line, cells }: CellRow, columns: ReadonlyMap<Column, number>, now: string): ImportedCost {
  if (cells.length !== columns.size) {
    throw badInput('The row has another number of cells than the first one.', {
      field: 'row',
      expected: columns.size,
      actual: cells.length,
    });
  }
  const cell = (column: Column): string | null => {
    const at = columns.get(column);
    const text = at === undefined ? '' : (cells[at] ?? '').trim();
    return text === '' ? null : text;
  };
  const capturedAt = requireMoment(cell('captured_at'));
  requirePassed(capturedAt, now, 'captured_at');
  const amounts = requireAmounts(
    {
      capexCommitted: cell('capex_committed'),
      capexSpent: cell('capex_spent'),
      opexCommitted: cell('opex_committed'),
      opexSpent: cell('opex_spent'),
    },
    'row',
  );
  return {
    line,
    ...requireProject(cell('project_id'), cell('project_code')),
    capturedAt,
    ...amounts,
    note: requireNote(cell('note'), 'note'),
  };
}

function requireMoment(text: string | null): string {
  const moment = text !== null && RFC_3339.test(text) ? Date.parse(text) : NaN;
  if (!Number.isNaN(moment)) return new Date(moment).toISOString();
  throw badInput('The moment is none.', {
    field: 'captured_at',
    expected: 'RFC 3339 with an offset, such as 2026-03-31T17:00:00Z',
    actual: text?.slice(0, 60) ?? null,
  });
}

function requireProject(
  id: string | null,
  code: string | null,
): Pick<ImportedCost, 'projectId' | 'projectCode'> {
  if (id !== null && !isUuid(id)) {
    throw badInput('The id of the project is none.', { field: 'project_id', expected: 'a UUID', actual: id });
  }
  if (id !== null || code !== null)
    return { projectId: id?.toLowerCase() ?? null, projectCode: id === null ? code : null };
  throw badInput('The row names no project.', {
    field: 'project_id',
    expected: 'project_id or project_code',
  });
}
