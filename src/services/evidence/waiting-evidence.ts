import type { Loaders } from '../../db/read/loaders.ts';
import { WAITING_SINCE } from '../../db/queries/evidence/waiting-query.ts';

export { currentOn, endingWithin } from '../../db/queries/evidence/validity-conditions.ts';
export {
  decidableBy,
  decidedAs,
  ofLiveWork,
  ofOwners,
  ofProjects,
} from '../../db/queries/evidence/waiting-query.ts';

/** Since when a piece of evidence waits to be decided, null where it does not; one statement for all pieces of a tick. */
export function readWaitingSince(loaders: Loaders, evidenceId: string): Promise<string | null> {
  const loader = loaders.custom<string | null>('waitingSince', async (ids, reader) => {
    const rows = await reader.rows(WAITING_SINCE, [ids]);
    const byId = new Map(rows.map((row) => [row.evidenceId, row.waitingSince]));
    return ids.map((id) => byId.get(id) ?? null);
  });
  return loader.load(evidenceId);
}
