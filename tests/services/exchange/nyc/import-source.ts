import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';

export const NYC_FILE = fileURLToPath(
  new URL('../../../../examples/data/nyc/Capital_Project_Schedules_and_Budgets.csv', import.meta.url),
);

/** A line of the file, read without any of the importer's code: what the importer is measured against. */
export interface SourceRow {
  readonly line: number;
  readonly cell: (column: string) => string;
}

/** The file's rows; columns by name without trailing blanks. */
export function readSource(): SourceRow[] {
  const [header = [], ...rows]: string[][] = parse(readFileSync(NYC_FILE, 'utf8'));
  const columns = new Map(header.map((name, at) => [name.trim(), at]));
  return rows.map((row, at) => ({
    line: at + 2,
    cell: (column) => {
      const place = columns.get(column);
      if (place === undefined) throw new Error(`no column ${column}`);
      return row[place] ?? '';
    },
  }));
}

/** `7/31/2024` as `2024-07-31`; null for anything else. */
export function isoDate(text: string): string | null {
  const [month, day, year] = text.split('/');
  if (month === undefined || day === undefined || year === undefined) return null;
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

/** `206654.00` in cents; 0 for anything else, and for the one negative amount of the file. */
export function cents(text: string): bigint {
  return /^\d+(\.\d+)?$/.test(text) ? BigInt(Math.round(Number(text) * 100)) : 0n;
}

export const HEADER = readFileSync(NYC_FILE, 'utf8').split('\n', 1)[0] ?? '';

const SAMPLE: Readonly<Record<string, string>> = {
  'Project Geographic District': '1',
  'Project Building Identifier': 'M019',
  'Project School Name': 'P.S. 19 - MANHATTAN',
  'Project Type': 'SCA CIP',
  'Project Description': 'BOILER CONVERSION',
  'Project Phase Name': 'Design',
  'Project Status Name': 'In-Progress',
  'Project Phase Actual Start Date': '7/1/2024',
  'Project Phase Planned End Date': '3/31/2025',
  'Project Phase Actual End Date': '',
  'Project Budget Amount': '1000',
  'Final Estimate of Actual Costs Through End of Phase Amount': '900.00',
  'Total Phase Actual Spending Amount': '250.50',
  'DSF Number(s)': 'DSF0000000001',
};

/** A line like the file's, with some columns changed. */
export function lineWith(change: Readonly<Record<string, string>>): string {
  const names = HEADER.split(',').map((name) => name.trim());
  const cells = names.map((name) => change[name] ?? SAMPLE[name] ?? '');
  return cells.map((cell) => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',');
}

/** The column that tells projects apart, with a number of its own. */
export function dsf(number: number): { 'DSF Number(s)': string } {
  return { 'DSF Number(s)': `DSF${String(number).padStart(10, '0')}` };
}
