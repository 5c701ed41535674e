import { step } from '../../db/connection/pipeline.ts';
import { STORE_COUNTING } from '../../db/queries/rollup/rollup-query.ts';
import { isValidOn } from '../../domain/evidence/validity.ts';
import { MOST_AT_ONCE, type FactsById, type TaskFacts } from '../plan/tasks/task-facts.ts';
import type { Tx } from '../transaction/command.ts';

/*
 * Whether the proof of a task is valid is the one thing in the sums that time alone changes. What they hold is therefore stored:
 * whatever takes a task out of them reads what was counted, and only what puts it in looks at the day.
 */

/** The tasks with their proof as it counts today; those that count as they did are the same objects. */
export function withProofToday(tx: Tx, tasks: FactsById): FactsById {
  return new Map(
    [...tasks].map(([id, task]) => {
      const isProofCurrent = task.hasAcceptedEvidence && isValidOn(task.provenUntil, tx.today);
      return [id, isProofCurrent === task.isProofCurrent ? task : { ...task, isProofCurrent }];
    }),
  );
}

/**
 * Stores what the sums now hold of the proof of these tasks, where it is something else; no statement where it is not. A proof that
 * has lapsed is announced once, by whatever counts it first on a day behind its end.
 *
 * @param before what was counted until now; absent where a whole project is rebuilt, and what is stored tells.
 * @returns the tasks, with what is stored of each.
 */
export function storeCounting(
  tx: Tx,
  projectId: string,
  tasks: FactsById,
  before: FactsById | undefined,
): FactsById {
  const moved = [...tasks.values()].filter(
    (task) => task.isProofCurrent !== task.wasProofCurrent || task.provenUntil !== task.wasProvenUntil,
  );
  if (moved.length === 0) return tasks;
  for (let from = 0; from < moved.length; from += MOST_AT_ONCE) {
    const some = moved.slice(from, from + MOST_AT_ONCE);
    const values = [
      some.map(({ id }) => id),
      some.map(({ isProofCurrent }) => isProofCurrent),
      some.map(({ provenUntil }) => provenUntil),
    ];
    tx.defer(step(STORE_COUNTING, [projectId, ...values]));
  }
  for (const task of moved) {
    const was = before === undefined ? task.wasProofCurrent : before.get(task.id)?.isProofCurrent;
    if (was === true) announceLapse(tx, projectId, task);
  }
  return new Map([...tasks].map(([id, task]) => [id, asStored(task)]));
}

function asStored(task: TaskFacts): TaskFacts {
  return { ...task, wasProofCurrent: task.isProofCurrent, wasProvenUntil: task.provenUntil };
}

/** Evidence that was taken away or superseded has not lapsed: then nothing is accepted any more. */
function announceLapse(tx: Tx, projectId: string, task: TaskFacts): void {
  const { id: taskId, proofId, hasAcceptedEvidence, isProofCurrent } = task;
  if (isProofCurrent || !hasAcceptedEvidence || proofId === null) return;
  tx.emit({
    topic: 'pit.evidence.expired',
    streamId: projectId,
    payload: { projectId, taskId, evidenceId: proofId },
  });
}
