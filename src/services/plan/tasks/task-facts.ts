import type { Step } from '../../../db/connection/pipeline.ts';
import { FACTS_OF_SUBTASK, FACTS_OF_TASKS } from '../../../db/queries/rollup/rollup-query.ts';
import { parameters } from '../../../db/connection/statement.ts';
import type { Row } from '../../../db/connection/decode.ts';
import {
  deriveStatus,
  predecessorHold,
  type ManualStatus,
  type StatusFacts,
} from '../../../domain/plan/status.ts';
import type { DependencyType, TaskStatus } from '../../../domain/enums.ts';
import type { Tx } from '../../transaction/command.ts';

/** Tasks that one statement reads or stores: a large project must not run into the time limit of statements. */
export const MOST_AT_ONCE = 1_000;

/** A live subtask as the roll-up sees it. */
export interface SubtaskFacts {
  readonly id: string;
  readonly name: string;
  /** Null: the task's owner answers for it. */
  readonly ownerId: string | null;
  readonly updatedAt: string;
  readonly status: TaskStatus;
  readonly progressPercent: number;
  readonly startDate: string | null;
  readonly endDate: string | null;
  readonly isEvidenceGateMet: boolean;
  readonly hand: ManualStatus;
}

/** One dependency of a task on its predecessor, with what the predecessor's status hangs on. */
export interface PredecessorFacts {
  readonly id: string;
  readonly type: DependencyType;
  readonly lagDays: number;
  readonly start: string | null;
  readonly end: string | null;
  readonly progressPercent: number;
  readonly hand: ManualStatus;
}

/** A live task with everything that its numbers and its status are made of. */
export interface TaskFacts {
  readonly id: string;
  readonly projectId: string;
  readonly phaseId: string;
  readonly workPackageId: string | null;
  readonly name: string;
  readonly status: TaskStatus;
  readonly progressPercent: number;
  readonly startDate: string | null;
  readonly endDate: string | null;
  readonly durationDays: number | null;
  /** Decimal strings. */
  readonly capexCost: string;
  readonly opexCost: string;
  readonly requiresEvidence: boolean;
  readonly hasAcceptedEvidence: boolean;
  readonly mitigationPct: string | null;
  readonly ownerId: string;
  readonly assignees: readonly string[];
  readonly phaseOwnerId: string;
  readonly workPackageOwnerId: string | null;
  /** Whether another module raised it or is linked to it, and so wants to hear of it. */
  readonly isLinked: boolean;
  readonly updatedAt: string;
  /** When its work began and ended; null: not so far, or nobody knows. */
  readonly actualStart: string | null;
  readonly actualFinish: string | null;
  /** Working days still to do as somebody, or the engine, said; null derives them. */
  readonly remainingDays: number | null;
  readonly remainingOrigin: 'person' | 'engine';
  readonly hand: ManualStatus;
  readonly subtasks: readonly SubtaskFacts[];
  readonly predecessors: readonly PredecessorFacts[];
}

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
    const [rows] = await tx.pipeline([{ statement: FACTS_OF_TASKS, values: parameters([ids]) }]);
    for (const [id, task] of factsById(rows, projectId)) facts.set(id, task);
  }
  return facts;
}

/** The step that reads the facts of one task, or of a subtask's task, for `factsById`. */
export function factsStep(what: 'task' | 'subtask', id: string): Step {
  return what === 'task'
    ? { statement: FACTS_OF_TASKS, values: parameters([[id]]) }
    : { statement: FACTS_OF_SUBTASK, values: parameters([id]) };
}

/** The rows of such a step, of which only those of the project count. */
export function factsById(rows: readonly Row[] | undefined, projectId: string): FactsById {
  const tasks = (rows ?? []) as unknown as TaskFacts[];
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
