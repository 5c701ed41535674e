import { COMMITMENTS } from '../../db/queries/plan/tasks/commitment-query.ts';
import { TASK_VALUES } from '../../db/queries/plan/tasks/task-plan-query.ts';
import type { RowOfStatement } from '../../db/connection/statement.ts';
import type { Loaders } from '../../db/read/loaders.ts';
import type { CivilDate } from '../../domain/civil-date.ts';
import type { LockedProject } from '../plan/projects/locked-project.ts';
import { logProgress } from '../plan/status/progress-log.ts';
import type { TaskFacts } from '../plan/tasks/task-facts.ts';
import { revise, saveRevised, type Revision } from '../plan/tasks/task-update.ts';
import { readFrame } from '../plan/wbs/plan-ancestors.ts';
import type { Tx } from '../transaction/command.ts';

export { committedWithin, isExtended } from '../../db/queries/plan/tasks/commitment-conditions.ts';

/** A day that a task is committed to, and the one that takes its place. */
export interface MovedDay {
  readonly project: LockedProject;
  readonly task: TaskFacts;
  readonly from: CivilDate;
  readonly to: CivilDate;
  /** What the progress log says of it. */
  readonly note: string;
}

/**
 * Lets the end of a task follow the day that it is committed to, where it was that day, and notes it.
 * @throws PitError PIT006 where what it lies in, or a subtask, refuses the end.
 */
export async function moveEnd(tx: Tx, { project, task, from, to, note }: MovedDay): Promise<void> {
  const { rows } = await tx.run(TASK_VALUES, [[task.id]]);
  const values = new Map(rows.map((row) => [row.id, row]));
  if (values.get(task.id)?.endDate === from) {
    const frame = await readFrame(tx, project, [task.workPackageId ?? task.phaseId]);
    const revision: Revision = {
      tx,
      verb: 'decideExtension',
      project,
      frame,
      facts: new Map([[task.id, task]]),
      values,
      due: new Map([[task.id, to]]),
      users: new Map(),
    };
    await saveRevised(revision, [revise(revision, task, { endDate: to }, 'input')]);
  }
  logProgress(tx, [{ taskId: task.id, before: task, after: task, comment: note }]);
  const payload = { projectId: project.id, taskId: task.id };
  tx.emit({ topic: 'pit.task.updated', streamId: project.id, payload });
}

/** The day that a task is committed to. */
export type Commitment = RowOfStatement<typeof COMMITMENTS>;

/** The day that a task is committed to; null: to none. One statement for all tasks of a tick. */
export function readCommitment(loaders: Loaders, taskId: string): Promise<Commitment | null> {
  const loader = loaders.custom<Commitment | null>('commitment', async (ids, reader) => {
    const byId = new Map((await reader.rows(COMMITMENTS, [ids])).map((row) => [row.taskId, row]));
    return ids.map((id) => byId.get(id) ?? null);
  });
  return loader.load(taskId);
}
