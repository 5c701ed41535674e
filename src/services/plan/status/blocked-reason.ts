import { BLOCKED_REASONS } from '../../../db/queries/plan/tasks/blocked-reason-query.ts';
import type { Loaders } from '../../../db/read/loaders.ts';

/** Why a task or subtask was blocked by hand, or null when it is not; one statement for all of a tick. */
export function readBlockedReason(loaders: Loaders, id: string): Promise<string | null> {
  const loader = loaders.custom<string | null>('blockedReason', async (ids, reader) => {
    const rows = await reader.rows(BLOCKED_REASONS, [ids]);
    const byId = new Map(rows.map(({ nodeId, blockedReason }) => [nodeId, blockedReason]));
    return ids.map((each) => byId.get(each) ?? null);
  });
  return loader.load(id);
}
