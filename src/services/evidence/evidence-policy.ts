import { step } from '../../db/connection/pipeline.ts';
import {
  DROP_EVIDENCE_POLICY,
  EVIDENCE_POLICIES,
  SET_EVIDENCE_POLICY,
} from '../../db/queries/evidence/policy-query.ts';
import type { Loaders } from '../../db/read/loaders.ts';
import { requirePolicyMonths } from '../../domain/evidence/evidence-settings.ts';
import { loadWorkItem } from '../plan/status/load-work-item.ts';
import type { ChangedWork } from '../plan/status/task-status.ts';
import type { Tx } from '../transaction/command.ts';

export interface EvidencePolicyInput {
  readonly taskId: string;
  /** Months, 1 to 120; null: as the organisation says. */
  readonly validMonths: number | null;
  readonly ifUpdatedAt?: string | null;
}

/**
 * Says for how long evidence of a task proves that says nothing itself. What is handed in already keeps its days.
 * @throws PitError NOT_FOUND, FORBIDDEN, CONFLICT; BAD_USER_INPUT, PIT008, for the months.
 */
export async function setEvidencePolicy(tx: Tx, input: EvidencePolicyInput): Promise<ChangedWork> {
  const { taskId: id, ifUpdatedAt } = input;
  const months = requirePolicyMonths(input.validMonths);
  const ref = { what: 'task', id, field: 'input.taskId', ifUpdatedAt } as const;
  const { project, task } = await loadWorkItem(tx, 'setEvidencePolicy', ref);
  tx.defer(
    months === null
      ? step(DROP_EVIDENCE_POLICY, [task.id])
      : step(SET_EVIDENCE_POLICY, [task.id, project.id, months]),
  );
  const payload = { projectId: project.id, taskId: task.id };
  tx.emit({ topic: 'pit.task.updated', streamId: project.id, payload });
  const { workPackageId, phaseId } = task;
  return { taskId: task.id, subtaskId: null, workPackageId, phaseId, projectId: project.id };
}

/** For how many months evidence of the task proves; null: as the organisation says. One statement for all tasks of a tick. */
export function readPolicyMonths(loaders: Loaders, taskId: string): Promise<number | null> {
  const loader = loaders.custom<number | null>('evidencePolicy', async (ids, reader) => {
    const rows = await reader.rows(EVIDENCE_POLICIES, [ids]);
    const byId = new Map(rows.map((row) => [row.taskId, row.validMonths]));
    return ids.map((each) => byId.get(each) ?? null);
  });
  return loader.load(taskId);
}
