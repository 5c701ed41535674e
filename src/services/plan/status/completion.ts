import { step } from '../../../db/connection/pipeline.ts';
import { PROGRESS_BEFORE } from '../../../db/queries/rollup/progress-before-query.ts';
import {
  decideCompletion,
  type CompletableWork,
  type Completion,
} from '../../../domain/rollup/completion.ts';
import { isSameManualStatus } from '../../../domain/plan/status.ts';
import type { FactsById, SubtaskFacts, TaskFacts } from '../tasks/task-facts.ts';
import { saveManualStatus } from './manual-status.ts';
import type { Tx } from '../../transaction/command.ts';

/** Progress in percent before the last claim of completion, by the id of the work. */
type ProgressBefore = ReadonlyMap<string, number>;

/** A task as completion leaves it, and which of the work without subtasks was reopened. */
interface Decided {
  readonly task: TaskFacts;
  readonly reopened: readonly string[];
}

/**
 * Decides which of these tasks and of their subtasks are complete, and keeps the marks that change with it. What was
 * complete and is not any more goes back to the progress before, which is read only then.
 */
export async function completeWork(tx: Tx, tasks: FactsById): Promise<FactsById> {
  const first = decideAll(tasks, new Map());
  const reopened = first.flatMap((each) => each.reopened);
  const decided = reopened.length === 0 ? first : decideAll(tasks, await readProgressBefore(tx, reopened));
  const completed = new Map(decided.map(({ task }) => [task.id, task]));
  saveMarks(tx, tasks, completed);
  return completed;
}

async function readProgressBefore(tx: Tx, ids: readonly string[]): Promise<ProgressBefore> {
  const [rows] = await tx.pipeline([step(PROGRESS_BEFORE, [ids])]);
  return new Map(rows.map(({ nodeId, progressBefore }) => [nodeId, progressBefore]));
}

function decideAll(tasks: FactsById, before: ProgressBefore): Decided[] {
  return [...tasks.values()].map((task) => decideTask(task, before));
}

function decideTask(task: TaskFacts, before: ProgressBefore): Decided {
  const subtasks = task.subtasks.map((subtask) => decide(subtask, subtask, before));
  const isEvidenceGateMet = !task.requiresEvidence || task.hasAcceptedEvidence;
  const percents = subtasks.map(({ progressPercent }) => progressPercent);
  const { isReopened, ...own } = decideCompletion(
    { ...task, isEvidenceGateMet },
    percents,
    before.get(task.id) ?? null,
  );
  return {
    task: {
      ...task,
      ...own,
      subtasks: subtasks.map(({ isReopened: _, ...subtask }) => subtask),
    },
    reopened: [
      ...subtasks.filter((subtask) => subtask.isReopened).map(({ id }) => id),
      ...(isReopened && subtasks.length === 0 ? [task.id] : []),
    ],
  };
}

function decide(
  subtask: SubtaskFacts,
  work: CompletableWork,
  before: ProgressBefore,
): SubtaskFacts & Completion {
  return { ...subtask, ...decideCompletion(work, [], before.get(subtask.id) ?? null) };
}

function saveMarks(tx: Tx, before: FactsById, after: FactsById): void {
  for (const task of after.values()) {
    const was = before.get(task.id) as TaskFacts;
    const pairs = [
      [was, task] as const,
      ...task.subtasks.map((each, at) => [was.subtasks[at], each] as const),
    ];
    for (const [old, { id, hand }] of pairs) {
      if (old !== undefined && !isSameManualStatus(old.hand, hand))
        saveManualStatus(tx, id, task.id, { hand });
    }
  }
}
