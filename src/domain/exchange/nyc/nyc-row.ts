import { isPlanDay, type CivilDate } from '../../civil-date.ts';
import { nameFault } from '../../text.ts';

/**
 * New York's "Capital Project Schedules and Budgets": one line per phase of a school construction project.
 * This file knows the words of that data set and turns one line into typed facts; it decides nothing about plans.
 */
export const NYC_COLUMNS = {
  district: 'Project Geographic District',
  building: 'Project Building Identifier',
  school: 'Project School Name',
  programme: 'Project Type',
  description: 'Project Description',
  phase: 'Project Phase Name',
  status: 'Project Status Name',
  actualStart: 'Project Phase Actual Start Date',
  plannedEnd: 'Project Phase Planned End Date',
  actualEnd: 'Project Phase Actual End Date',
  budget: 'Project Budget Amount',
  estimate: 'Final Estimate of Actual Costs Through End of Phase Amount',
  spent: 'Total Phase Actual Spending Amount',
  dsfNumbers: 'DSF Number(s)',
} as const;
export type NycField = keyof typeof NYC_COLUMNS;
export const NYC_FIELDS = Object.keys(NYC_COLUMNS) as NycField[];

/** The status column's own words; `PNS` is "phase not started". */
export const NycStatus = { NOT_STARTED: 'PNS', IN_PROGRESS: 'In-Progress', COMPLETE: 'Complete' } as const;
export type NycStatus = (typeof NycStatus)[keyof typeof NycStatus];

/**
 * Words that stand where a value is missing, mostly the name of the programme that does not report it.
 * The list is closed: any other word in a date or money column is a mistake and not silence.
 */
const PLACEHOLDERS: ReadonlySet<string> = new Set([
  ...['', 'NULL', 'PNS', 'DOER', 'DOES', 'DOEL', 'DOEP', 'DIIR', 'DIIT', 'EMER', 'FTK', 'IEH', 'TPL'],
]);

const US_DATE = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/;
const MONEY = /^(-?)(\d{1,10})(?:\.(\d{1,2}))?$/;
const DSF_NUMBERS = /^\w{1,40}(\s*,\s*\w{1,40})*$/;
const LONGEST_DESCRIPTION = 500;
const LONGEST_TEXT = 200;

/** What one line says. Null = the file gives no value. Money in dollars with two decimals. */
export interface NycRow {
  readonly district: string | null;
  readonly building: string | null;
  readonly school: string | null;
  readonly programme: string | null;
  readonly description: string;
  readonly phase: string | null;
  readonly status: NycStatus | null;
  readonly actualStart: CivilDate | null;
  readonly plannedEnd: CivilDate | null;
  readonly actualEnd: CivilDate | null;
  readonly budget: string | null;
  readonly estimate: string | null;
  readonly spent: string | null;
  /** As written: `DSF0001008800, DSF0000991942`. */
  readonly dsfNumbers: string | null;
}

/** One cell that needs a remark in the report. */
export interface CellRemark {
  readonly column: string;
  readonly value: string;
  readonly why: string;
}

/** A line is read as a whole or refused as a whole. */
export type NycReading =
  | {
      readonly kind: 'row';
      readonly row: NycRow;
      /** Cells whose word stands for "no value". */
      readonly placeholders: readonly CellRemark[];
      /** Readable values that cannot be true, and were left out while the row was kept. */
      readonly setAside: readonly CellRemark[];
    }
  | { readonly kind: 'broken'; readonly faults: readonly CellRemark[] };

/** Where each field stands in a line. */
export type NycLayout = Readonly<Record<NycField, number>>;

/**
 * Finds the columns by name, whatever their order; names may carry trailing blanks.
 * @returns the layout, or the names that are missing.
 */
export function layoutOf(header: readonly string[]): NycLayout | { readonly missing: string[] } {
  const names = header.map((name) => name.trim());
  const missing = NYC_FIELDS.map((field) => NYC_COLUMNS[field]).filter((name) => !names.includes(name));
  if (missing.length > 0) return { missing };
  const places = NYC_FIELDS.map((field) => [field, names.indexOf(NYC_COLUMNS[field])]);
  return Object.fromEntries(places) as NycLayout;
}

/** Reads one line. `cells` has as many entries as the header. */
export function readNycRow(cells: readonly string[], layout: NycLayout): NycReading {
  const reader = new CellReader(cells, layout);
  const row: NycRow = {
    district: reader.district(),
    building: reader.text('building'),
    school: reader.text('school'),
    programme: reader.text('programme'),
    description: reader.description(),
    phase: reader.text('phase'),
    status: reader.status(),
    actualStart: reader.date('actualStart'),
    plannedEnd: reader.date('plannedEnd'),
    actualEnd: reader.date('actualEnd'),
    budget: reader.money('budget'),
    estimate: reader.money('estimate'),
    spent: reader.money('spent'),
    dsfNumbers: reader.dsfNumbers(),
  };
  if (reader.faults.length > 0) return { kind: 'broken', faults: reader.faults };
  const setAside: CellRemark[] = [];
  const kept = withoutImpossible(row, setAside);
  return { kind: 'row', row: kept, placeholders: reader.placeholders, setAside };
}

/**
 * The file contradicts itself in a few cells. A phase that begins after its planned end keeps the end, because that
 * is the plan and the promise; a negative amount is a booking correction and no cost.
 */
function withoutImpossible(row: NycRow, setAside: CellRemark[]): NycRow {
  const kept = { ...row };
  if (row.actualStart !== null && row.plannedEnd !== null && row.actualStart > row.plannedEnd) {
    const why = `later than the planned end ${row.plannedEnd}`;
    setAside.push({ column: NYC_COLUMNS.actualStart, value: row.actualStart, why });
    kept.actualStart = null;
  }
  for (const field of ['budget', 'estimate', 'spent'] as const) {
    const amount = row[field];
    if (amount?.startsWith('-') !== true) continue;
    setAside.push({ column: NYC_COLUMNS[field], value: amount, why: 'a cost cannot be negative' });
    kept[field] = null;
  }
  return kept;
}

/** Reads typed cells of one line and gathers what is wrong with them. */
class CellReader {
  readonly faults: CellRemark[] = [];
  readonly placeholders: CellRemark[] = [];

  constructor(
    private readonly cells: readonly string[],
    private readonly layout: NycLayout,
  ) {}

  text(field: NycField, longest = LONGEST_TEXT): string | null {
    const value = this.value(field);
    if (value === null) return null;
    if (value.length > longest) return this.refuse(field, value, `longer than ${longest} characters`);
    const fault = nameFault(value);
    return fault === null ? value : this.refuse(field, value, fault);
  }

  /** Always a text, so that rows need no second check; a missing one is a fault. */
  description(): string {
    const value = this.text('description', LONGEST_DESCRIPTION);
    if (value !== null) return value;
    if (PLACEHOLDERS.has(this.trimmed('description'))) {
      this.refuse('description', '', 'missing, and names the project');
    }
    return '';
  }

  dsfNumbers(): string | null {
    const value = this.value('dsfNumbers');
    if (value === null || (DSF_NUMBERS.test(value) && value.length <= LONGEST_DESCRIPTION)) return value;
    return this.refuse('dsfNumbers', value, 'not a list of numbers such as DSF0001008800');
  }

  district(): string | null {
    const value = this.value('district');
    if (value === null || /^\d{1,2}$/.test(value)) return value;
    return this.refuse('district', value, 'not a district number');
  }

  status(): NycStatus | null {
    const words: readonly string[] = Object.values(NycStatus);
    const word = this.trimmed('status');
    if (words.includes(word)) return word as NycStatus;
    const value = this.value('status');
    return value === null ? null : this.refuse('status', value, `not one of ${words.join(', ')}`);
  }

  date(field: NycField): CivilDate | null {
    const value = this.value(field);
    if (value === null) return null;
    const [, month = '', day = '', year = ''] = US_DATE.exec(value) ?? [];
    const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
    return isPlanDay(date) ? date : this.refuse(field, value, 'not a date such as 7/31/2024');
  }

  money(field: NycField): string | null {
    const value = this.value(field);
    if (value === null) return null;
    const [matched, sign = '', dollars = '', cents = ''] = MONEY.exec(value) ?? [];
    if (matched === undefined) return this.refuse(field, value, 'not an amount such as 206654.00');
    return `${sign}${BigInt(dollars)}.${cents.padEnd(2, '0')}`;
  }

  private trimmed(field: NycField): string {
    return (this.cells[this.layout[field]] ?? '').trim();
  }

  private value(field: NycField): string | null {
    const word = this.trimmed(field);
    if (!PLACEHOLDERS.has(word)) return word;
    this.placeholders.push({ column: NYC_COLUMNS[field], value: word, why: 'stands for no value' });
    return null;
  }

  private refuse(field: NycField, value: string, why: string): null {
    this.faults.push({ column: NYC_COLUMNS[field], value: value.slice(0, 60), why });
    return null;
  }
}
