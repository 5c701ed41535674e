import { AuditTrailDocument, type AuditLogFilter, type AuditTrailQuery } from '../operations.ts';
import { csvOf, type Cell } from '../export/csv.ts';
import { ask } from '../state/ask.ts';
import { recordsWords } from '../records-words.ts';

type Entry = AuditTrailQuery['auditLog']['nodes'][number];

const PAGE = 100;
/** Records that are handed over at most: a spreadsheet opens no more, and whoever wants all of them narrows the filter. */
const MOST_RECORDS = 20_000;

/**
 * The records of a filter as CSV, the newest first, a row for each value that a record changed.
 * @throws AskError when a page is refused or not reached.
 */
export async function exportTrail(
  filter: AuditLogFilter,
  onRows: (count: number) => void,
  signal: AbortSignal,
): Promise<string> {
  const rows: Cell[][] = [];
  let [after, read]: [string | null, number] = [null, 0];
  do {
    const { auditLog }: AuditTrailQuery = await ask(
      AuditTrailDocument,
      { first: PAGE, after, filter },
      { signal },
    );
    rows.push(...auditLog.nodes.flatMap(rowsOf));
    read += auditLog.nodes.length;
    after = auditLog.pageInfo.hasNextPage && read < MOST_RECORDS ? auditLog.pageInfo.endCursor : null;
    onRows(rows.length);
  } while (after !== null);
  return csvOf(recordsWords.records.exported, rows);
}

/** In the order of `recordsWords.records.exported`; a record that changed no value has a row of its own. */
export function rowsOf(entry: Entry): Cell[][] {
  const shared: Cell[] = [
    entry.createdAt,
    entry.user?.name ?? null,
    entry.userId,
    entry.action,
    entry.tableName,
    entry.recordId,
    entry.projectId,
    entry.requestId,
    entry.overrideReason,
  ];
  if (entry.changes.length === 0) return [[...shared, null, null, null]];
  return entry.changes.map(({ field, before, after }) => [...shared, field, cellOf(before), cellOf(after)]);
}

const cellOf = (value: unknown): Cell =>
  value === null || value === undefined ? null : typeof value === 'string' ? value : JSON.stringify(value);
