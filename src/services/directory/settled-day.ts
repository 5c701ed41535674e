import { SETTLED_ON } from '../../db/queries/directory/settled-day-query.ts';
import type { Loaders } from '../../db/read/loaders.ts';

/** The day as of which the statuses of the caller's organisation are stored; null before the first roll-over. Read once a request. */
export function readSettledDay(loaders: Loaders, orgId: string): Promise<string | null> {
  const loader = loaders.custom<string | null>('settledDay', async (ids, batch) => {
    const [row] = await batch.rows(SETTLED_ON, []);
    return ids.map(() => row?.day ?? null);
  });
  return loader.load(orgId);
}
