import type { Loaders } from '../../db/read/loaders.ts';
import {
  HISTORY_COUNTS,
  PROJECT_HISTORIES,
  type HistoryRecord,
} from '../../db/queries/audit/project-history-query.ts';

export type { HistoryRecord } from '../../db/queries/audit/project-history-query.ts';

/** Records that are counted; a longer history counts as one more. */
const MOST_COUNTED = 10_000;

/** A part of a history. */
export interface HistoryWindow {
  /** Number of the record before which it begins; the newest one when undefined. */
  readonly before: number | undefined;
  /** 1 to 100. */
  readonly size: number;
}

/**
 * What happened in a project, that the caller may see, the newest first; one statement for all projects of a tick.
 * @returns the records, and whether older ones follow.
 */
export async function readHistory(
  loaders: Loaders,
  projectId: string,
  { before, size }: HistoryWindow,
): Promise<{ rows: HistoryRecord[]; hasMore: boolean }> {
  const loader = loaders.custom<HistoryRecord[]>(`history|${before}|${size}`, async (ids, batch) => {
    const records = await batch.rows(PROJECT_HISTORIES, [ids, before ?? null, size + 1]);
    const byProject = new Map<string, HistoryRecord[]>(ids.map((id) => [id, []]));
    for (const record of records) byProject.get(record.projectId)?.push(record);
    return ids.map((id) => byProject.get(id) ?? []);
  });
  const records = await loader.load(projectId);
  return { rows: records.slice(0, size), hasMore: records.length > size };
}

/** How many records a project's history has; 10,001 where they are more than 10,000. */
export function countHistory(loaders: Loaders, projectId: string): Promise<number> {
  const loader = loaders.custom<number>('historyCount', async (ids, batch) => {
    const rows = await batch.rows(HISTORY_COUNTS, [ids, MOST_COUNTED + 1]);
    const byProject = new Map(rows.map((row) => [row.id, row.count]));
    return ids.map((id) => byProject.get(id) ?? 0);
  });
  return loader.load(projectId);
}
