import { PROOFS_OF_TASKS, VALIDITIES } from '../../db/queries/evidence/validity-query.ts';
import type { RowOfStatement } from '../../db/connection/statement.ts';
import type { Loaders } from '../../db/read/loaders.ts';

/** From when and until when a piece proves, if it does. */
export type EvidenceValidity = RowOfStatement<typeof VALIDITIES>;
/** Until when a task that requires evidence is proven. */
export type TaskProof = RowOfStatement<typeof PROOFS_OF_TASKS>;

/** The validity of a piece; one statement for all pieces of a tick. Null for one that is not to be seen. */
export function readEvidenceValidity(loaders: Loaders, evidenceId: string): Promise<EvidenceValidity | null> {
  const loader = loaders.custom<EvidenceValidity | null>('evidenceValidity', async (ids, reader) => {
    const byId = new Map((await reader.rows(VALIDITIES, [ids])).map((row) => [row.id, row]));
    return ids.map((id) => byId.get(id) ?? null);
  });
  return loader.load(evidenceId);
}

/** The proof of a task; one statement for all tasks of a tick. Null for one that requires no evidence. */
export function readTaskProof(loaders: Loaders, taskId: string): Promise<TaskProof | null> {
  const loader = loaders.custom<TaskProof | null>('taskProof', async (ids, reader) => {
    const byId = new Map((await reader.rows(PROOFS_OF_TASKS, [ids])).map((row) => [row.id, row]));
    return ids.map((id) => byId.get(id) ?? null);
  });
  return loader.load(taskId);
}
