import { step, type Step } from '../../../db/connection/pipeline.ts';
import {
  FACTS_OF_SUBTASK,
  FACTS_OF_TASKS,
  type PredecessorFacts,
  type SubtaskFacts,
  type TaskFacts,
} from '../../../db/queries/rollup/rollup-query.ts';
import { deriveStatus, predecessorHold, type StatusFacts } from '../../../domain/plan/status.ts';
import type { TaskStatus } from '../../../domain/enums.ts';
import type { Tx } from '../../transaction/command.ts';

/** Tasks that one statement reads or stores: a large project must not run into the time limit of statements. */
export const MOST_AT_ONCE = 1_000;

export type { PredecessorFacts, SubtaskFacts, TaskFacts };

/** The proof of work of which nothing is accepted. */
export const UNPROVEN = {
  hasAcceptedEvidence: false,
  proofId: null,
  provenUntil: null,
  isProofCurrent: false,
  wasProofCurrent: false,
  wasProvenUntil: null,
} as const satisfies Partial<TaskFacts>;

/** Work that does not come again, or of which the series does not know yet. */
export const UNREPEATED = { isCounted: true, seriesId: null } as const satisfies Partial<TaskFacts>;

export type FactsById = ReadonlyMap<string, TaskFacts>;

/** The tasks with these ids and their direct successors, as they stand in the database. */
export async function readTaskFacts(
  tx: Tx,
  projectId: string,
  taskIds: readonly string[],
): Promise<FactsById> {
  const facts = new Map<string, TaskFacts>();
  for (let from = 0; from < taskIds.length; from += MOST_AT_ONCE) {
    const ids = taskIds.slice(from, from + MOST_AT_ONCE);
    const [rows] = await tx.pipeline([step(FACTS_OF_TASKS, [ids])]);
    for (const [id, task] of factsById(rows, projectId)) facts.set(id, task);
  }
  return facts;
}

/** The same of tasks of several projects, by project. */
export async function readFactsByProject(
  tx: Tx,
  taskIds: readonly string[],
): Promise<ReadonlyMap<string, FactsById>> {
  const found = new Map<string, Map<string, TaskFacts>>();
  for (let from = 0; from < taskIds.length; from += MOST_AT_ONCE) {
    const [rows] = await tx.pipeline([step(FACTS_OF_TASKS, [taskIds.slice(from, from + MOST_AT_ONCE)])]);
    for (const task of rows) {
      const facts = found.get(task.projectId) ?? new Map<string, TaskFacts>();
      found.set(task.projectId, facts.set(task.id, task));
    }
  }
  return found;
}

/** The step that reads the facts of one task, or of a subtask's task, for `factsById`. */
export function factsStep(what: 'task' | 'subtask', id: string): Step<TaskFacts> {
  return what === 'task' ? step(FACTS_OF_TASKS, [[id]]) : step(FACTS_OF_SUBTASK, [id]);
}

/** The rows of such a step, of which only those of the project count. */
export function factsById(tasks: readonly TaskFacts[], projectId: string): FactsById {
  return new Map(tasks.filter((task) => task.projectId === projectId).map((task) => [task.id, task]));
}

/** What a task's status is derived from; predecessors that changed along with it are looked up in `current`. */
export function statusFacts(tx: Tx, task: TaskFacts, current: FactsById): StatusFacts {
  return {
    ...ownStatusFacts(task),
    predecessors: task.predecessors.map((link) => {
      const changed = current.get(link.id);
      const predecessor = changed === undefined ? link : ownStatusFacts(changed);
      return predecessorHold(link, predecessor, tx.calendar);
    }),
  };
}

/** What a subtask's status is derived from. */
export function subtaskStatusFacts(subtask: SubtaskFacts): StatusFacts {
  const { hand, startDate, endDate, progressPercent } = subtask;
  return { hand, start: startDate, end: endDate, progressPercent, predecessors: [] };
}

function ownStatusFacts(task: TaskFacts): Omit<StatusFacts, 'predecessors'> {
  return {
    hand: task.hand,
    start: task.startDate,
    end: task.endDate,
    progressPercent: task.progressPercent,
  };
}

/** The status as of today, by the organisation's settings. */
export function statusToday(tx: Tx, facts: StatusFacts): TaskStatus {
  return deriveStatus(facts, { today: tx.today, upcomingDays: tx.settings.upcomingDays });
}
