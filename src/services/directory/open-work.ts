import { DEACTIVATED, OPEN_WORK_COUNT, OPEN_WORK_PAGE } from '../../db/queries/directory/open-work-query.ts';
import { plainArray, type Parameter, type Statement } from '../../db/connection/statement.ts';
import type { Row } from '../../db/connection/decode.ts';
import type { Loaders } from '../../db/read/loaders.ts';
import type { WorkRole } from '../../domain/enums.ts';

/** A piece of work that somebody owns, sponsors or is assigned to. */
export interface OpenWorkRow {
  readonly role: WorkRole;
  /** Of the project, phase, work package, task or subtask, as the role says. */
  readonly id: string;
  readonly projectId: string;
}

/** What reads rows for a request. */
interface Reader {
  rows(statement: Statement, values: Parameter[]): Promise<Row[]>;
}

/** Whether a user is active; one statement for all of a tick. */
export function readIsActive(loaders: Loaders, id: string): Promise<boolean> {
  const loader = loaders.custom<boolean>('isActive', async (ids, reader) => {
    const rows = await reader.rows(DEACTIVATED, [plainArray(ids)]);
    const gone = new Set(rows.map((row) => row['id']));
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
  const values = [userId, beyond[0] ?? null, beyond[1] ?? null, String(size)];
  return (await reader.rows(statement, values)) as unknown as OpenWorkRow[];
}

/** How many pieces of open work a user has. */
export async function countOpenWork(reader: Reader, userId: string): Promise<number> {
  const [row] = await reader.rows(OPEN_WORK_COUNT, [userId]);
  return Number(row?.['total'] ?? 0);
}
