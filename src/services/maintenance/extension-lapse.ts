import { LAPSE_EXTENSIONS } from '../../db/queries/maintenance/extension-lapse-query.ts';
import type { Tx } from '../transaction/command.ts';

/** Requests that one transaction ends at most. */
const BATCH = 300;

/**
 * Ends requests for later days that nobody has decided in time, and announces each. What is stored tells: those that were missed while
 * no process ran are found by the next one.
 * @returns whether there may be more.
 */
export async function lapseExtensions(tx: Tx): Promise<{ isMore: boolean }> {
  const { rows } = await tx.run(LAPSE_EXTENSIONS, [tx.today, BATCH]);
  for (const { projectId, taskId } of rows) {
    tx.emit({ topic: 'pit.extension.decided', streamId: projectId, payload: { projectId, taskId } });
  }
  return { isMore: rows.length === BATCH };
}
