import { SETTLED_ON } from '../../db/queries/directory/settled-day-query.ts';
import type { Value } from '../../db/connection/parameters.ts';
import type { Statement } from '../../db/connection/statement.ts';

/** What of a request this reading needs. */
interface Reading {
  rows<R extends object>(statement: Statement<R>, values: readonly Value[]): Promise<R[]>;
}

/** The day as of which the statuses of the caller's organisation are stored; null before the first roll-over. */
export async function readSettledDay(reading: Reading): Promise<string | null> {
  const [row] = await reading.rows(SETTLED_ON, []);
  return row?.day ?? null;
}
