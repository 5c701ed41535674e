import {
  DEACTIVATED,
  OPEN_WORK_COUNT,
  OPEN_WORK_PAGE,
  type OpenWorkRow,
} from '../../db/queries/directory/open-work-query.ts';
import type { Value } from '../../db/connection/parameters.ts';
import type { Statement } from '../../db/connection/statement.ts';
import type { Loaders } from '../../db/read/loaders.ts';

export type { OpenWorkRow };

/** What reads rows for a request. */
interface Reader {
  rows<R extends object>(statement: Statement<R>, values: readonly Value[]): Promise<R[]>;
}

/** Whether a user is active; one statement for all of a tick. */
export function readIsActive(loaders: Loaders, id: string): Promise<boolean> {
  const loader = loaders.custom<boolean>('isActive', async (ids, reader) => {
    const rows = await reader.rows(DEACTIVATED, [ids]);
    const gone = new Set(rows.map((row) => row.id));
    return ids.map((each) => !gone.has(each));
  });
  return loader.load(id);
}

/**
 * Rows of the open work of a user, as far as the reader may see it, by role and id; read from the end where that is asked.
 * @param beyond role and id of the row that they begin behind, or before.
 */
export async function readOpenWork(
  reader: Reader,
  userId: string,
  part: { size: number; beyond?: readonly (string | null)[] | undefined; backwards: boolean },
): Promise<OpenWorkRow[]> {
  const { size, beyond = [null, null], backwards } = part;
  const statement = backwards ? OPEN_WORK_PAGE.backwards : OPEN_WORK_PAGE.forwards;
  const values = [userId, beyond[0] ?? null, beyond[1] ?? null, size];
  return reader.rows(statement, values);
}

/** How many pieces of open work a user has. */
export async function countOpenWork(reader: Reader, userId: string): Promise<number> {
  const [row] = await reader.rows(OPEN_WORK_COUNT, [userId]);
  return row?.total ?? 0;
}
