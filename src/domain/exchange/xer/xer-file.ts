import { PitError } from '../../errors.ts';
import { refuseFile, requireCount } from '../plan-check.ts';

/** Columns of the tables of Primavera's XER that are read; of all others nothing is kept. */
const COLUMNS = {
  PROJECT: ['proj_id', 'proj_short_name', 'guid', 'plan_start_date', 'clndr_id', 'export_flag'],
  CALENDAR: ['clndr_id', 'default_flag', 'day_hr_cnt', 'clndr_data'],
  PROJWBS: [
    'wbs_id',
    'proj_id',
    'parent_wbs_id',
    'wbs_short_name',
    'wbs_name',
    'seq_num',
    'proj_node_flag',
    'guid',
  ],
  TASK: [
    ...[
      'task_id',
      'proj_id',
      'wbs_id',
      'clndr_id',
      'guid',
      'task_code',
      'task_name',
      'task_type',
      'status_code',
    ],
    ...['complete_pct_type', 'phys_complete_pct', 'target_drtn_hr_cnt', 'remain_drtn_hr_cnt', 'rsrc_id'],
    ...[
      'act_start_date',
      'act_end_date',
      'early_start_date',
      'early_end_date',
      'target_start_date',
      'target_end_date',
    ],
    ...['cstr_type', 'cstr_date', 'cstr_type2', 'cstr_date2'],
  ],
  TASKPRED: ['task_id', 'pred_task_id', 'pred_type', 'lag_hr_cnt'],
  RSRC: ['rsrc_id', 'rsrc_name', 'email_addr'],
  TASKRSRC: ['task_id', 'rsrc_id', 'target_cost'],
  PROJCOST: ['task_id', 'target_cost'],
} as const satisfies Record<string, readonly string[]>;
export type XerTable = keyof typeof COLUMNS;

/** Rows of a table that have no bound of their own, and of those that a file has few of. */
const [MOST_ROWS, FEW_ROWS] = [300_000, 10_000];
const FEW: ReadonlySet<XerTable> = new Set(['PROJECT', 'CALENDAR']);
const BOUNDS: Partial<Record<XerTable, 'tasks' | 'branches' | 'links'>> = {
  TASK: 'tasks',
  PROJWBS: 'branches',
  TASKPRED: 'links',
};

/**
 * One row: what stands in its columns; nothing stands in one that the file does not have. It is a view that is made when somebody looks: a file
 * of a million rows would have as many lists of cells.
 */
export class XerRow {
  constructor(
    private readonly rows: XerRows,
    private readonly at: number,
  ) {}

  get line(): number {
    return this.rows.lines[this.at] ?? 0;
  }

  /** The text of a column, trimmed; null where there is none. */
  text(column: string): string | null {
    const text = this.rows.cells.get(column)?.[this.at] ?? '';
    return text === '' ? null : text;
  }

  /** The number in a column; null where there is none, or no number. */
  number(column: string): number | null {
    const text = this.text(column);
    const value = text === null ? NaN : Number(text.replace(',', '.'));
    return Number.isFinite(value) ? value : null;
  }
}

/** The rows of a table, column by column. */
class XerRows {
  readonly lines: number[] = [];
  readonly cells = new Map<string, string[]>();

  /** @param from where each column that is read stands in the row. */
  add(row: readonly string[], from: ReadonlyMap<string, number>, line: number): void {
    const before = this.lines.length;
    this.lines.push(line);
    for (const [column, at] of from) {
      const text = row[at]?.trim() ?? '';
      const cells = this.cells.get(column);
      if (cells !== undefined) cells[before] = text;
      // A table may begin once more, with other columns.
      else this.cells.set(column, Object.assign(Array<string>(before).fill(''), { [before]: text }));
    }
  }

  *[Symbol.iterator](): Generator<XerRow> {
    for (let at = 0; at < this.lines.length; at += 1) yield new XerRow(this, at);
  }
}

/** Takes the lines of a file one by one: `%T` begins a table, `%F` names its columns, `%R` is a row, `%E` the end. */
export class XerFile {
  private readonly rows = new Map<XerTable, XerRows>();
  private table: XerTable | null = null;
  /** Where each column that is read stands in the rows of the table. */
  private columns: ReadonlyMap<string, number> | null = null;
  private hasEnd = false;

  /** Whether the line has come that ends a file: one without it is cut off. */
  get isWhole(): boolean {
    return this.hasEnd;
  }

  /** The rows of a table in the order of the file. */
  of(table: XerTable): Iterable<XerRow> {
    return this.rows.get(table) ?? [];
  }

  /**
   * @param line number of the line, from 1.
   * @throws PitError BAD_USER_INPUT with the line for what is no such file; LIMIT_EXCEEDED for more rows than a plan has.
   */
  take(text: string, line: number): void {
    if (line === 1 && !text.startsWith('ERMHDR\t'))
      throw refuseFile(
        'line 1',
        'This is no file of Primavera.',
        'ERMHDR, as an XER file begins',
        text.slice(0, 40),
      );
    const [mark, ...cells] = text.split('\t');
    if (mark === '%T') this.begin(cells[0]?.trim() ?? '');
    else if (mark === '%F') this.name(cells);
    else if (mark === '%R') this.add(cells, line);
    else if (mark === '%E') this.hasEnd = true;
  }

  private begin(name: string): void {
    this.table = Object.hasOwn(COLUMNS, name) ? (name as XerTable) : null;
    this.columns = null;
  }

  private name(cells: readonly string[]): void {
    if (this.table === null) return;
    const wanted = new Set<string>(COLUMNS[this.table]);
    const columns = new Map<string, number>();
    for (const [at, cell] of cells.entries()) {
      const name = cell.trim();
      // A column that is named twice is read once.
      if (wanted.delete(name)) columns.set(name, at);
    }
    this.columns = columns;
  }

  private add(cells: readonly string[], line: number): void {
    if (this.table === null) return;
    if (this.columns === null)
      throw refuseFile(
        `line ${line}`,
        'A row comes before the names of its columns.',
        '%F between %T and %R',
      );
    const rows = this.rows.get(this.table) ?? new XerRows();
    this.rows.set(this.table, rows);
    rows.add(cells, this.columns, line);
    requireRows(this.table, rows.lines.length);
  }
}

function requireRows(table: XerTable, count: number): void {
  const bound = BOUNDS[table];
  if (bound !== undefined) return requireCount(bound, count);
  const most = FEW.has(table) ? FEW_ROWS : MOST_ROWS;
  if (count <= most) return;
  throw new PitError('LIMIT_EXCEEDED', `The file holds too many rows of ${table}.`, {
    field: 'file',
    expected: `at most ${most} rows`,
    actual: count,
  });
}
