import { Phase } from '../../../../entities/phase.ts';
import { Subtask } from '../../../../entities/subtask.ts';
import { Task } from '../../../../entities/task.ts';
import { WorkPackage } from '../../../../entities/work-package.ts';
import type { Level } from '../../../db/queries/plan/plan-position-query.ts';
import {
  DELETE_SUBTREE,
  DELETED_NODE,
  DELETED_TASKS_OF,
  LIVE_TASKS_OF,
  LIVE_UNDER,
  RESTORE_SUBTREE,
  type DeletedNode,
  type Node,
} from '../../../db/queries/plan/plan-removal-query.ts';
import { PROOF_WITHOUT } from '../../../db/queries/evidence/proof-query.ts';
import { badInput, notFound } from '../../../domain/errors.ts';
import type { Verb } from '../../../domain/directory/permissions.ts';
import { restoreDependencies } from '../tasks/dependency-cycle.ts';
import { lockProjectOf, requireId, requireWriter, type LockedProject } from '../projects/locked-project.ts';
import { requireOwnOrigins } from '../tasks/open-origin.ts';
import { fitDates, readFrame, windowOf, type PlanAncestors } from './plan-ancestors.ts';
import { requireBranchRoom } from './branch-room.ts';
import { closeGap, placeNode } from './plan-position.ts';
import { recordRemoval, recordPlanChange, recordProjectChange } from './plan-events.ts';
import { reopenWithWork } from '../projects/project-reopening.ts';
import { NO_FACTS, updateRollups } from '../../rollup/rollup.ts';
import { authorise, relationsInProject, type ResourceRelations } from '../projects/authorization.ts';
import { fitSubtask } from '../tasks/subtask-dates.ts';
import { readTaskFacts, type FactsById, type TaskFacts } from '../tasks/task-facts.ts';
import { requireUnmodified } from '../../transaction/optimistic-lock.ts';
import type { Tx } from '../../transaction/command.ts';

export interface DeleteInput {
  readonly id: string;
  /** Whether what lies under it goes along. */
  readonly cascade?: boolean | null;
  readonly ifUpdatedAt?: string | null;
}

export interface RestoreInput {
  readonly id: string;
  /** Whether dependencies of what comes back that would close a circle are removed, rather than refused. */
  readonly dropDependencies?: boolean | null;
  readonly ifUpdatedAt?: string | null;
}

/** Where a deleted or restored part of the plan lies; null below its own level. */
export interface PlacedNode {
  readonly id: string;
  readonly projectId: string;
  readonly phaseId: string;
  readonly workPackageId: string | null;
  readonly taskId: string | null;
}

export type { DeletedNode };

const ENTITIES = { phase: Phase, 'work package': WorkPackage, task: Task, subtask: Subtask } as const;

/**
 * Goes on only if nothing live lies under a node, or it may go along.
 * @throws PitError PIT004 with the number of live rows of each kind.
 */
export async function requireRemovable(
  tx: Tx,
  what: Node,
  { id, cascade }: { id: string; cascade?: boolean | null },
): Promise<void> {
  if (cascade === true || what === 'subtask') return;
  const { rows } = await tx.run(LIVE_UNDER[what], [id]);
  const counts = Object.entries(rows[0] ?? {}).filter(([, count]) => count > 0);
  if (counts.length === 0) return;
  const words = counts.map(([table, count]) => `${count} of ${table.replace('_', ' ')}`).join(', ');
  throw badInput(`The ${what} is not empty: ${words}.`, {
    pit: 'PIT004',
    field: 'input.cascade',
    expected: 'nothing under it, or cascade: true',
    actual: Object.fromEntries(counts),
  });
}

/**
 * Soft delete of a node with all that is live under it: under one `deleted_at`, and counted out of all above it. Evidence,
 * reviews, alerts and logs stay. The rows themselves come last but for the dates above, because an actor may see the
 * project through them.
 * @param above the branch that it lies in directly, whose dates follow; null for a phase, and for a subtask, around which
 * its task's dates stay.
 */
export async function removeNode(
  tx: Tx,
  what: Level,
  project: LockedProject,
  { id, above }: { readonly id: string; readonly above: string | null },
): Promise<void> {
  const { rows } = await tx.run(LIVE_TASKS_OF[what], [id]);
  const ids = rows.map((row) => row.id);
  const before = ids.length === 0 ? NO_FACTS : await readTaskFacts(tx, project.id, ids);
  const after =
    what === 'subtask' ? await withoutSubtask(tx, before, id) : withoutTasks(before, new Set(ids));
  const updated = await updateRollups(tx, project.id, before, after);
  recordPlanChange(tx, { before, after: updated });
  recordRemoval(tx, before, updated);
  if (what === 'phase' || what === 'work package') recordProjectChange(tx, project.id);
  await reopenWithWork(tx, project, updated);
  await closeGap(tx, what, id);
  await tx.run(DELETE_SUBTREE[what], [id, project.id]);
  if (what !== 'subtask') fitDates(tx, project.id, above === null ? [] : [above]);
}

/**
 * Restores a deleted node and exactly what was deleted along with it, at its old position.
 * @throws PitError NOT_FOUND when no such node is deleted; PIT002 while something that it lies in is deleted; CONFLICT
 * where an origin would have two open tasks, PIT003 where dependencies would close a circle.
 */
export async function restoreNode(tx: Tx, what: Level, verb: Verb, input: RestoreInput): Promise<PlacedNode> {
  const { id, ifUpdatedAt } = input;
  requireWriter(tx);
  requireId(what, id, 'input.id');
  const { projectId } = await requireDeleted(tx, what, id);
  const project = await lockProjectOf(tx, 'project', projectId);
  // Read again: another may have restored it before the lock was taken.
  const node = await requireDeleted(tx, what, id);
  authorise(tx, verb, relationsAtNode(project, node));
  await requireUnmodified(tx, ENTITIES[what], node, ifUpdatedAt);
  await requireRoomFor(tx, what, node);
  const taskIds = await admitTasks(tx, what, projectId, input);
  const before = await readTaskFacts(tx, projectId, taskIds);
  const frame = await readFrame(tx, project, [node.workPackageId, node.phaseId]);
  fitRestored(tx, frame, what, { node, task: before.get(node.taskId ?? '') });
  await tx.run(RESTORE_SUBTREE[what], [id]);
  await placeNode(tx, what, id, node.position);
  const now = await readTaskFacts(tx, projectId, taskIds);
  const after = await updateRollups(tx, projectId, before, now);
  if (what === 'phase' || what === 'work package') fitDates(tx, projectId, null);
  else frame.save(tx);
  recordPlanChange(tx, { before, after }, [id]);
  if (what === 'phase' || what === 'work package') recordProjectChange(tx, projectId);
  const { phaseId, workPackageId, taskId } = node;
  return { id: node.id, projectId, phaseId, workPackageId, taskId };
}

async function requireRoomFor(tx: Tx, what: Level, { projectId, phaseId }: DeletedNode): Promise<void> {
  if (what !== 'phase' && what !== 'work package') return;
  await requireBranchRoom(tx, what, what === 'phase' ? projectId : phaseId, { field: 'input.id' });
}

/**
 * Makes the tasks that come back with a node fit what has happened since they were deleted; answers their ids.
 * @throws PitError CONFLICT while one that would be open comes from an origin that has another open task; PIT003 where
 * their dependencies would close a circle.
 */
export async function admitTasks(
  tx: Tx,
  what: Node,
  projectId: string,
  { id, dropDependencies }: RestoreInput,
): Promise<string[]> {
  const { rows } = await tx.run(DELETED_TASKS_OF[what], [id]);
  const opened = rows.filter(({ isOpened }) => isOpened);
  await requireOwnOrigins(
    tx,
    opened.map((task) => task.id),
  );
  const ids = rows.map((task) => task.id);
  if (what !== 'subtask') await restoreDependencies(tx, projectId, ids, dropDependencies === true);
  return ids;
}

async function requireDeleted(tx: Tx, what: Level, id: string): Promise<DeletedNode> {
  const { rows } = await tx.run(DELETED_NODE[what], [id]);
  const [node] = rows;
  if (node === undefined) throw notFound(`deleted ${what}`, id, 'input.id');
  return requireLiveParents(what, node, 'input.id');
}

/** @throws PitError BAD_USER_INPUT, PIT002, where something that a deleted node lies in is deleted. */
export function requireLiveParents(what: Level, node: DeletedNode, field: string): DeletedNode {
  if (node.deletedParent === null) return node;
  throw badInput(`It lies in the ${node.deletedParent}, which is deleted: restore that first.`, {
    pit: 'PIT002',
    field,
    expected: `a ${what} whose parents are not deleted`,
    actual: node.deletedParent,
  });
}

export function relationsAtNode(project: LockedProject, node: DeletedNode): ResourceRelations {
  const { ownerId, phaseOwnerId, workPackageOwnerId, taskOwnerId, assignees } = node;
  return {
    ...relationsInProject(project, ownerId, phaseOwnerId, workPackageOwnerId, taskOwnerId),
    workers: [ownerId, taskOwnerId, ...assignees],
  };
}

/** Checks what comes back against its parents, whose bounds may have been typed since. */
function fitRestored(tx: Tx, frame: PlanAncestors, what: Level, restored: Restored): void {
  const { node, task } = restored;
  const window = windowOf(what, node);
  const field = 'input.id';
  if (what === 'phase') return frame.fit(window, null, field);
  if (what === 'work package') return frame.fit(window, frame.branch('phase', node.phaseId, field), field);
  if (what === 'task') return frame.fit(window, frame.parentOf(node), field);
  if (task !== undefined) fitSubtask(tx, frame, { task, subtask: window, field });
}

interface Restored {
  readonly node: DeletedNode;
  /** The task of a subtask. */
  readonly task: TaskFacts | undefined;
}

/** The facts once these tasks are gone, and what waited for them waits no more. */
export function withoutTasks(facts: FactsById, gone: ReadonlySet<string>): FactsById {
  const staying = [...facts].filter(([id]) => !gone.has(id));
  const waits = (task: TaskFacts): boolean => task.predecessors.some(({ id }) => gone.has(id));
  return new Map(
    staying.map(([id, task]) => [
      id,
      waits(task) ? { ...task, predecessors: task.predecessors.filter((link) => !gone.has(link.id)) } : task,
    ]),
  );
}

/** The facts once a subtask is gone, and with it what it proved of its task. */
async function withoutSubtask(tx: Tx, facts: FactsById, gone: string): Promise<FactsById> {
  const task = [...facts.values()].find(({ subtasks }) => subtasks.some(({ id }) => id === gone));
  if (task === undefined) return facts;
  const subtasks = task.subtasks.filter(({ id }) => id !== gone);
  return new Map(facts).set(task.id, { ...task, subtasks, ...(await proofWithout(tx, task, gone)) });
}

async function proofWithout(
  tx: Tx,
  task: TaskFacts,
  subtaskId: string,
): Promise<Pick<TaskFacts, 'hasAcceptedEvidence' | 'proofId' | 'provenUntil'>> {
  const { rows } = task.hasAcceptedEvidence
    ? await tx.run(PROOF_WITHOUT, [task.id, subtaskId])
    : { rows: [] };
  const [proof] = rows;
  return { hasAcceptedEvidence: proof !== undefined, ...(proof ?? { proofId: null, provenUntil: null }) };
}
