import { step } from '../../../db/connection/pipeline.ts';
import { Subtask } from '../../../../entities/subtask.ts';
import { Task } from '../../../../entities/task.ts';
import { SUMS_ABOVE, type KeptSums } from '../../../db/queries/rollup/rollup-query.ts';
import { notFound } from '../../../domain/errors.ts';
import type { Verb } from '../../../domain/directory/permissions.ts';
import type { ManualStatus, StatusFacts } from '../../../domain/plan/status.ts';
import { lockedProject, lockStep, type LockedProject } from '../projects/locked-project.ts';
import { authorise, relationsAtTask } from '../projects/authorization.ts';
import {
  factsById,
  factsStep,
  statusFacts,
  subtaskStatusFacts,
  type FactsById,
  type SubtaskFacts,
  type TaskFacts,
} from '../tasks/task-facts.ts';
import { requireUnmodified } from '../../transaction/optimistic-lock.ts';
import type { Tx } from '../../transaction/command.ts';

/** Which task or subtask a verb is about, as the input says. */
export interface WorkRef {
  readonly what: 'task' | 'subtask';
  readonly id: string;
  /** Where the id stands in the input. */
  readonly field: string;
  readonly ifUpdatedAt?: string | null | undefined;
}

/** A task, or one of its subtasks, under its project's lock, with the facts that a verb decides on. */
export interface WorkItem {
  readonly project: LockedProject;
  /** The task and its direct successors. */
  readonly facts: FactsById;
  readonly task: TaskFacts;
  /** The subtask that it is about; null when it is about the task. */
  readonly subtask: SubtaskFacts | null;
  /** The kept sums above the task. */
  readonly sums: readonly KeptSums[];
}

/** What a verb makes of an item, before completion is decided on. */
export interface WorkState {
  readonly hand: ManualStatus;
  readonly progressPercent: number;
  /** When a task began, or what is left to do of it, where that was said too. */
  readonly said?: Partial<Pick<TaskFacts, 'actualStart' | 'remainingDays' | 'remainingOrigin'>> | undefined;
}

/**
 * Locks, reads and checks, in one round trip: what every verb about one piece of work begins with.
 * @throws PitError NOT_FOUND, FORBIDDEN, or CONFLICT when it is not the version that the caller has seen.
 */
export async function loadWorkItem(tx: Tx, verb: Verb, ref: WorkRef): Promise<WorkItem> {
  const { what, field } = ref;
  const id = ref.id.toLowerCase();
  const [locked, rows, sums] = await tx.pipeline([
    lockStep(tx, what, id, field),
    factsStep(what, id),
    step(SUMS_ABOVE, what === 'task' ? [id, null] : [null, id]),
  ]);
  const project = lockedProject(locked, what, id, field);
  const facts = factsById(rows, project.id);
  const task = [...facts.values()].find((each) => isAbout(each, what, id));
  if (task === undefined) throw notFound(what, id, field);
  const subtask = task.subtasks.find((each) => each.id === id) ?? null;
  authorise(tx, verb, relationsAtTask(project, task, subtask?.ownerId));
  if (subtask === null) await requireUnmodified(tx, Task, task, ref.ifUpdatedAt);
  else await requireUnmodified(tx, Subtask, subtask, ref.ifUpdatedAt);
  return { project, facts, task, subtask, sums };
}

function isAbout(task: TaskFacts, what: WorkRef['what'], id: string): boolean {
  return what === 'task' ? task.id === id : task.subtasks.some((subtask) => subtask.id === id);
}

/** What the item's own status is derived from. */
export function statusFactsOf(tx: Tx, { task, subtask, facts }: WorkItem): StatusFacts {
  return subtask === null ? statusFacts(tx, task, facts) : subtaskStatusFacts(subtask);
}

/** The facts with the item changed, as it will be stored. */
export function withChange({ facts, task, subtask }: WorkItem, { said, ...change }: WorkState): FactsById {
  if (subtask === null) return new Map(facts).set(task.id, { ...task, ...change, ...said });
  const subtasks = task.subtasks.map((each) => (each.id === subtask.id ? { ...each, ...change } : each));
  return new Map(facts).set(task.id, { ...task, subtasks });
}
