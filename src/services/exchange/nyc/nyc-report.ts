import type { ListReport } from '../listed/list-report.ts';
import type { CellRemark } from '../../../domain/exchange/nyc/nyc-row.ts';

/** A remark on one cell of one line; lines count from 1, the header being the first. */
export interface LineRemark extends CellRemark {
  readonly line: number;
}

/** What reading a file has found, whatever becomes of it. */
export interface ReadingReport {
  /** Rows below the header, blank lines not counted. */
  readonly rowsRead: number;
  /** Rows that could not be read: one remark per fault. */
  readonly skipped: readonly LineRemark[];
  /** Cells that were left out of rows that were kept. */
  readonly setAside: readonly LineRemark[];
  /** Column -> word that stands for no value -> how often. */
  readonly placeholders: ReadonlyMap<string, ReadonlyMap<string, number>>;
}

/** What an import has done. */
export interface ImportReport extends ReadingReport, ListReport {}

const MOST_REMARKS_SHOWN = 50;

/** The report as lines of text for a person. */
export function describeReport(report: ImportReport): string[] {
  const skippedRows = new Set(report.skipped.map((remark) => remark.line)).size;
  const { made, updated } = report;
  return [
    `Rows read ${report.rowsRead}, skipped ${skippedRows}`,
    `Tasks     made ${made.tasks}, updated ${updated.tasks}, unchanged ${report.unchanged}, deleted here ${report.deletedHere}, archived here ${report.archivedHere}`,
    `Projects  made ${made.projects}, updated ${updated.projects}`,
    `Phases    made ${made.phases}`,
    `Divisions made ${made.divisions}; cost snapshots made ${made.costSnapshots}`,
    ...section('Skipped rows', report.skipped),
    ...section('Cells set aside (the row was kept)', report.setAside),
    ...describePlaceholders(report.placeholders),
  ];
}

function section(title: string, remarks: readonly LineRemark[]): string[] {
  if (remarks.length === 0) return [];
  const shown = remarks.slice(0, MOST_REMARKS_SHOWN);
  const lines = shown.map(
    ({ line, column, value, why }) => `  line ${line}, ${column}: ${JSON.stringify(value)}, ${why}`,
  );
  const hidden = remarks.length - shown.length;
  return ['', `${title}:`, ...lines, ...(hidden > 0 ? [`  and ${hidden} more`] : [])];
}

function describePlaceholders(placeholders: ReadingReport['placeholders']): string[] {
  if (placeholders.size === 0) return [];
  const lines = [...placeholders].map(([column, words]) => {
    const counts = [...words].sort((a, b) => b[1] - a[1]);
    return `  ${column}: ${counts.map(([word, count]) => `${word === '' ? '(blank)' : word} ${count}`).join(', ')}`;
  });
  return ['', 'Words that stand for no value:', ...lines];
}
