import type { Loaders } from '../../db/read/loaders.ts';
import { CHECKED_AT } from '../../db/queries/quality/quality-run-query.ts';

/** When the quality checks of a project last ran; null before the first time. */
export function readCheckedAt(loaders: Loaders, projectId: string): Promise<string | null> {
  const loader = loaders.custom<string | null>('qualityCheckedAt', async (ids, batch) => {
    const rows = await batch.rows(CHECKED_AT, [ids]);
    const byId = new Map(rows.map((row) => [row.projectId, row.checkedAt]));
    return ids.map((id) => byId.get(id) ?? null);
  });
  return loader.load(projectId);
}
