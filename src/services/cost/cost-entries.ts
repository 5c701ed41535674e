import { COST_ENTRIES } from '../../db/queries/cost/cost-record-query.ts';
import type { RowOfStatement } from '../../db/connection/statement.ts';
import type { Loaders } from '../../db/read/loaders.ts';

/** What is said of a snapshot besides its amounts. */
export type CostEntry = RowOfStatement<typeof COST_ENTRIES>;

/** The entry of a snapshot; null where nothing was said of it. One statement for all snapshots of a tick. */
export function readCostEntry(loaders: Loaders, snapshotId: string): Promise<CostEntry | null> {
  const loader = loaders.custom<CostEntry | null>('costEntry', async (ids, batch) => {
    const rows = await batch.rows(COST_ENTRIES, [ids]);
    const bySnapshot = new Map(rows.map((row) => [row.snapshotId, row]));
    return ids.map((id) => bySnapshot.get(id) ?? null);
  });
  return loader.load(snapshotId);
}
