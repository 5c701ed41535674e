import { CLOSE_TASK_GAPS, PLACE_TASKS } from '../../../db/queries/plan/plan-position-query.ts';
import { DELETE_TASKS, DELETED_TASKS, RESTORE_TASKS } from '../../../db/queries/plan/plan-removal-query.ts';
import { Refusals, requireItems, type BulkMode } from '../../../domain/plan/bulk.ts';
import { badInput, notFound, type PitError } from '../../../domain/errors.ts';
import { isUuid } from '../../../domain/uuid.ts';
import { updateRollups } from '../../rollup/rollup.ts';
import type { Tx } from '../../transaction/command.ts';
import { authorise, relationsAtTask } from '../projects/authorization.ts';
import { lockProjectOf, requireWriter, type LockedProject } from '../projects/locked-project.ts';
import { reopenWithWork } from '../projects/project-reopening.ts';
import { fitDates, readFrame, windowOf } from '../wbs/plan-ancestors.ts';
import { recordPlanChange, recordRemoval } from '../wbs/plan-events.ts';
import { requireLiveParents, relationsAtNode, withoutTasks, type DeletedNode } from '../wbs/plan-removal.ts';
import { cyclicRestorations } from './dependency-cycle.ts';
import { originConflicts } from './open-origin.ts';
import type { ChangedTasks } from './task-create.ts';
import { readTaskFacts, type FactsById, type TaskFacts } from './task-facts.ts';
import { changeByProject, placeItems, projectsOf } from './task-update.ts';

export interface DeleteTasksInput {
  readonly ids: readonly string[];
  /** Whether subtasks go along. */
  readonly cascade?: boolean | null;
  readonly mode: BulkMode;
}

export interface RestoreTasksInput {
  readonly ids: readonly string[];
  /** Whether dependencies that would close a circle are removed, rather than refused. */
  readonly dropDependencies?: boolean | null;
  readonly mode: BulkMode;
}

/** The items of one project in a bulk request. */
interface Items {
  readonly items: readonly number[];
  readonly ids: readonly string[];
  readonly refusals: Refusals;
}

type DeletedTask = DeletedNode & { readonly isOpened: boolean };

/**
 * Deletes up to 500 tasks, of whichever projects, with their subtasks where these may go along.
 * @throws PitError when it is all or nothing and a task was refused: PIT004 while it has live subtasks.
 */
export async function deleteTasks(tx: Tx, input: DeleteTasksInput): Promise<ChangedTasks> {
  const { ids, cascade, mode } = input;
  requireItems(ids.length, 'input.ids');
  requireWriter(tx);
  const refusals = new Refusals();
  const placed = await projectsOf(tx, ids, refusals);
  return changeByProject({ ids, placed, mode, refusals }, (projectId, items) =>
    deleteIn(tx, projectId, { items, ids, refusals }, cascade === true),
  );
}

async function deleteIn(
  tx: Tx,
  projectId: string,
  { items, ids, refusals }: Items,
  cascade: boolean,
): Promise<string[]> {
  const project = await lockProjectOf(tx, 'project', projectId, 'input.ids');
  const named = items.map((index) => String(ids[index]).toLowerCase());
  const facts = await readTaskFacts(tx, projectId, named);
  const accepted = items.flatMap((index, at) => {
    const task = refusals.attempt(index, () => {
      const found = facts.get(String(named[at]));
      if (found === undefined) throw notFound('task', String(ids[index]), `input.ids.${index}`);
      authorise(tx, 'deleteTasks', relationsAtTask(project, found));
      if (!cascade) requireNoSubtasks(found);
      return found;
    });
    return task ?? [];
  });
  if (accepted.length > 0) await removeTasks(tx, project, facts, accepted);
  return accepted.map(({ id }) => id);
}

/** @throws PitError PIT004 for a task that has live subtasks. */
export function requireNoSubtasks({ subtasks }: Pick<TaskFacts, 'subtasks'>, field = 'input.cascade'): void {
  if (subtasks.length === 0) return;
  throw badInput(`The task is not empty: ${subtasks.length} of subtask.`, {
    pit: 'PIT004',
    field,
    expected: field === 'input.cascade' ? 'nothing under it, or cascade: true' : 'a task without subtasks',
    actual: { subtask: subtasks.length },
  });
}

/** The rows come last but for the dates above, because an actor may see the project through them. */
async function removeTasks(
  tx: Tx,
  project: LockedProject,
  before: FactsById,
  tasks: readonly TaskFacts[],
): Promise<void> {
  const gone = tasks.map(({ id }) => id);
  const after = await updateRollups(tx, project.id, before, withoutTasks(before, new Set(gone)));
  recordPlanChange(tx, { before, after });
  recordRemoval(tx, before, after);
  await reopenWithWork(tx, project, after);
  await tx.run(CLOSE_TASK_GAPS, [gone, phasesOf(tasks)]);
  await tx.run(DELETE_TASKS, [gone, project.id]);
  fitDates(tx, project.id, [...new Set(tasks.map((task) => task.workPackageId ?? task.phaseId))]);
}

/**
 * Restores up to 500 deleted tasks, each with the subtasks that went along.
 * @throws PitError when it is all or nothing and a task was refused, as `restoreTask` would be.
 */
export async function restoreTasks(tx: Tx, input: RestoreTasksInput): Promise<ChangedTasks> {
  const { ids, dropDependencies, mode } = input;
  requireItems(ids.length, 'input.ids');
  requireWriter(tx);
  const refusals = new Refusals();
  const nodes = await deletedTasks(tx, ids);
  const projects = new Map([...nodes].map(([id, node]) => [id, node.projectId]));
  const placed = placeItems(ids, projects, refusals, 'deleted task');
  return changeByProject({ ids, placed, mode, refusals }, async (projectId, items) => {
    const whole = withLiveParents(nodes, { items, ids, refusals });
    return whole.length === 0
      ? []
      : restoreIn(tx, projectId, { items: whole, ids, refusals }, dropDependencies === true);
  });
}

async function deletedTasks(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, DeletedTask>> {
  const { rows } = await tx.run(DELETED_TASKS, [ids.filter(isUuid)]);
  return new Map(rows.map((node) => [node.id, node]));
}

function withLiveParents(nodes: ReadonlyMap<string, DeletedTask>, { items, ids, refusals }: Items): number[] {
  return items.filter(
    (index) =>
      refusals.attempt(index, () =>
        requireLiveParents('task', nodeOf(nodes, ids, index), `input.ids.${index}`),
      ) !== undefined,
  );
}

function nodeOf(nodes: ReadonlyMap<string, DeletedTask>, ids: readonly string[], index: number): DeletedTask {
  const id = String(ids[index]);
  const node = nodes.get(id.toLowerCase());
  if (node === undefined) throw notFound('deleted task', id, `input.ids.${index}`);
  return node;
}

async function restoreIn(
  tx: Tx,
  projectId: string,
  { items, ids, refusals }: Items,
  isDropping: boolean,
): Promise<string[]> {
  const project = await lockProjectOf(tx, 'project', projectId, 'input.ids');
  // Read again: others may have restored some before the lock was taken.
  const nodes = await deletedTasks(
    tx,
    items.map((index) => String(ids[index])),
  );
  const frame = await readFrame(
    tx,
    project,
    [...nodes.values()].flatMap(({ workPackageId, phaseId }) => [workPackageId, phaseId]),
  );
  const fitting = items.flatMap((index) => {
    const node = refusals.attempt(index, () => {
      const found = nodeOf(nodes, ids, index);
      authorise(tx, 'restoreTasks', relationsAtNode(project, found));
      frame.fit(windowOf('task', found), frame.parentOf(found), `input.ids.${index}`);
      return found;
    });
    return node === undefined ? [] : [{ index, node }];
  });
  const single = without(await rivals(tx, fitting), fitting, refusals);
  const closing = await cyclicRestorations(tx, projectId, idsOf(single), isDropping);
  const accepted = without(closing, single, refusals).map(({ node }) => node);
  if (accepted.length > 0) await bringBack(tx, projectId, accepted);
  frame.save(tx);
  return accepted.map(({ id }) => id);
}

interface Candidate {
  readonly index: number;
  readonly node: DeletedTask;
}

const idsOf = (candidates: readonly Candidate[]): string[] => candidates.map(({ node }) => node.id);

/** The refusals of those that would be open beside another open task of their origin, which may come back along. */
async function rivals(tx: Tx, candidates: readonly Candidate[]): Promise<ReadonlyMap<string, PitError>> {
  const opened = candidates.filter(({ node }) => node.isOpened);
  return originConflicts(tx, idsOf(opened), 'input.ids');
}

/** Those of the candidates that are not refused; the others are noted. */
function without(
  refused: ReadonlyMap<string, PitError>,
  candidates: readonly Candidate[],
  refusals: Refusals,
): Candidate[] {
  return candidates.filter(({ index, node }) => {
    const error = refused.get(node.id);
    if (error !== undefined) refusals.note(index, error);
    return error === undefined;
  });
}

async function bringBack(tx: Tx, projectId: string, nodes: readonly DeletedTask[]): Promise<void> {
  const ids = nodes.map(({ id }) => id);
  const before = await readTaskFacts(tx, projectId, ids);
  await tx.run(RESTORE_TASKS, [ids]);
  await tx.run(PLACE_TASKS, [ids, phasesOf(nodes)]);
  const now = await readTaskFacts(tx, projectId, ids);
  const after = await updateRollups(tx, projectId, before, now);
  recordPlanChange(tx, { before, after }, ids);
}

function phasesOf(tasks: readonly { readonly phaseId: string }[]): string[] {
  return [...new Set(tasks.map(({ phaseId }) => phaseId))];
}
