import { PLANNED_TASKS, TYPED_DEPENDENCY } from '../../db/queries/advice/brief-query.ts';
import type { RowOfStatement } from '../../db/connection/statement.ts';
import type { Tx } from '../transaction/command.ts';

/** What is planned of tasks of the project as it stands now, in the order of their ids. */
export async function readPlannedTasks(
  tx: Tx,
  projectId: string,
  ids: readonly string[],
): Promise<readonly RowOfStatement<typeof PLANNED_TASKS>[]> {
  return (await tx.run(PLANNED_TASKS, [projectId, ids])).rows;
}

/** A dependency of the project as it stands now; undefined when it is gone. */
export async function readDependency(
  tx: Tx,
  projectId: string,
  id: string,
): Promise<RowOfStatement<typeof TYPED_DEPENDENCY> | undefined> {
  return (await tx.run(TYPED_DEPENDENCY, [projectId, id])).rows[0];
}
