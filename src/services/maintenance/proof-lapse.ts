import { step } from '../../db/connection/pipeline.ts';
import { LAPSED_TASKS } from '../../db/queries/maintenance/lapse-query.ts';
import { lockProjectOf } from '../plan/projects/locked-project.ts';
import { recordProjectChange } from '../plan/wbs/plan-events.ts';
import { recordEvents } from '../plan/tasks/task-events.ts';
import { readTaskFacts } from '../plan/tasks/task-facts.ts';
import { updateRollups } from '../rollup/rollup.ts';
import type { Tx } from '../transaction/command.ts';

/** Tasks that one transaction counts anew at most. */
const BATCH = 300;
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

/** A task whose proof has lapsed since it was counted. */
export interface LapsedTask {
  readonly projectId: string;
  readonly id: string;
}

/**
 * The next tasks, in the order of projects and ids, whose proof was counted as valid and is not any more. What is stored tells, and no
 * day that was reached: whatever was missed by a process that stood still is found by the next one.
 */
export async function nextLapsed(tx: Tx, after: LapsedTask | null): Promise<readonly LapsedTask[]> {
  const { projectId, id } = after ?? { projectId: BEFORE_ALL, id: BEFORE_ALL };
  const [rows] = await tx.pipeline([step(LAPSED_TASKS, [tx.today, projectId, id, BATCH])]);
  return rows;
}

/**
 * Takes the proof of these tasks of one project out of what it mitigates. Nothing is reopened, and no status or progress moves.
 * @throws PitError NOT_FOUND where the project was deleted meanwhile.
 */
export async function lapseProofs(
  tx: Tx,
  projectId: string,
  taskIds: readonly string[],
): Promise<{ tasks: number }> {
  await lockProjectOf(tx, 'project', projectId);
  const before = await readTaskFacts(tx, projectId, taskIds);
  recordEvents(tx, { before, after: await updateRollups(tx, projectId, before, before) });
  recordProjectChange(tx, projectId);
  return { tasks: before.size };
}
