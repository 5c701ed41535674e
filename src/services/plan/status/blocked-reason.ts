import { BLOCKED_REASONS } from '../../../db/queries/plan/blocked-reason-query.ts';
import type { Loaders } from '../../../db/read/loaders.ts';
import { plainArray } from '../../../db/connection/statement.ts';

/** Why a task or subtask was blocked by hand, or null when it is not; one statement for all of a tick. */
export function readBlockedReason(loaders: Loaders, id: string): Promise<string | null> {
  const loader = loaders.custom<string | null>('blockedReason', async (ids, reader) => {
    const rows = await reader.rows(BLOCKED_REASONS, [plainArray(ids)]);
    const byId = new Map(rows.map(({ nodeId, reason }) => [nodeId, reason as string]));
    return ids.map((each) => byId.get(each) ?? null);
  });
  return loader.load(id);
}
