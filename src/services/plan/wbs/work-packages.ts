import { WorkPackage } from '../../../../entities/work-package.ts';
import {
  INSERT_WORK_PACKAGE,
  MOVE_WORK_PACKAGE,
  TASKS_OF_WORK_PACKAGE,
  UPDATE_WORK_PACKAGE,
} from '../../../db/queries/plan/wbs-element-query.ts';
import { NO_FRAME } from '../../../domain/plan/date-frame.ts';
import { badInput } from '../../../domain/errors.ts';
import type { Verb } from '../../../domain/directory/permissions.ts';
import { changeBranch, newBranch, retype, type BranchChange } from './wbs-element-values.ts';
import { lockedProject, lockStep } from '../projects/locked-project.ts';
import { branchValues, columnsOf, newColumns, shownDates, type UpdateBranchInput } from './phases.ts';
import { frameOf, frameStep, windowOf, type WbsElement, type PlanAncestors } from './plan-ancestors.ts';
import { requireBranchRoom } from './branch-room.ts';
import { closeGap, optionalPosition, placeNode } from './plan-position.ts';
import {
  removeNode,
  requireRemovable,
  restoreNode,
  type DeleteInput,
  type RestoreInput,
} from './plan-removal.ts';
import { recordPlanChange, recordProjectChange } from './plan-events.ts';
import { updateRollups } from '../../rollup/rollup.ts';
import { authorise, relationsInProject } from '../projects/authorization.ts';
import { readTaskFacts } from '../tasks/task-facts.ts';
import { requireUnmodified } from '../../transaction/optimistic-lock.ts';
import type { Tx } from '../../transaction/command.ts';

export interface CreateWorkPackageInput extends BranchChange {
  readonly phaseId: string;
  readonly position?: number | null;
}

export interface MoveWorkPackageInput {
  readonly id: string;
  /** Another phase of its project; absent stays. */
  readonly phaseId?: string | null;
  readonly position?: number | null;
  readonly ifUpdatedAt?: string | null;
}

/** The ids that the payload of a changed work package is read by. */
export interface ChangedWorkPackage {
  readonly workPackageId: string;
  readonly phaseId: string;
  readonly projectId: string;
}

/** Makes a work package, at a position among the phase's or behind them. Its owner is the actor unless named. */
export async function createWorkPackage(tx: Tx, input: CreateWorkPackageInput): Promise<ChangedWorkPackage> {
  const position = optionalPosition(input.position);
  const field = 'input.phaseId';
  const [locked, rows] = await tx.pipeline([
    lockStep(tx, 'phase', input.phaseId, field),
    frameStep([input.phaseId]),
  ]);
  const frame = frameOf(tx, lockedProject(locked, 'phase', input.phaseId, field), rows);
  const phase = frame.branch('phase', input.phaseId, field);
  authorise(tx, 'createWorkPackage', relationsInProject(frame.project, phase.ownerId));
  await requireBranchRoom(tx, 'work package', phase.id, { field });
  const values = await changeBranch(tx, newBranch(tx), NO_FRAME, { ...input, name: input.name ?? null });
  const columns = [frame.project.id, ...newColumns(values), phase.id];
  const made = await tx.run(INSERT_WORK_PACKAGE, columns);
  const workPackageId = made.rows[0]?.id ?? '';
  const node = { what: 'work package', id: workPackageId, name: values.name, parent: phase } as const;
  await retype(tx, frame, node, values.frame);
  if (position !== null) await placeNode(tx, 'work package', workPackageId, position);
  frame.save(tx);
  return changedPackage(tx, { ...phase, id: workPackageId });
}

/** Changes a work package. What it shows stays around its tasks. */
export async function updateWorkPackage(tx: Tx, input: UpdateBranchInput): Promise<ChangedWorkPackage> {
  const { id, ifUpdatedAt, ...change } = input;
  const { frame, workPackage } = await openPackage(tx, 'updateWorkPackage', { id, ifUpdatedAt });
  const values = await changeBranch(tx, branchValues(frame, workPackage), shownDates(workPackage), change);
  await tx.run(UPDATE_WORK_PACKAGE, [workPackage.id, ...columnsOf(values)]);
  const parent = frame.branch('phase', workPackage.phaseId, 'input.id');
  const node = { what: 'work package', id: workPackage.id, name: values.name, parent } as const;
  await retype(tx, frame, node, values.frame);
  frame.save(tx);
  return changedPackage(tx, workPackage);
}

/**
 * Moves a work package with its tasks to another phase of its project, or to another position in its own.
 * @throws PitError NOT_FOUND for a phase outside of its project; FORBIDDEN unless the actor may make packages there.
 */
export async function moveWorkPackage(tx: Tx, input: MoveWorkPackageInput): Promise<ChangedWorkPackage> {
  const { phaseId } = input;
  const position = optionalPosition(input.position);
  if (phaseId == null && position === null) {
    throw badInput('It is not said where to.', { field: 'input', expected: 'phaseId or position' });
  }
  const { frame, workPackage } = await openPackage(tx, 'moveWorkPackage', input, phaseId);
  const target = frame.branch('phase', phaseId ?? workPackage.phaseId, 'input.phaseId');
  if (target.id !== workPackage.phaseId) {
    authorise(tx, 'moveWorkPackage', relationsInProject(frame.project, target.ownerId));
    await requireBranchRoom(tx, 'work package', target.id, { field: 'input.phaseId' });
    await moveInto(tx, frame, workPackage, target);
  }
  await placeNode(tx, 'work package', workPackage.id, position);
  return changedPackage(tx, { ...workPackage, phaseId: target.id });
}

/**
 * Deletes a work package; with `cascade` its tasks too.
 * @throws PitError PIT004 while it has live tasks and they may not go along.
 */
export async function deleteWorkPackage(tx: Tx, input: DeleteInput): Promise<ChangedWorkPackage> {
  const { frame, workPackage } = await openPackage(tx, 'deleteWorkPackage', input);
  await requireRemovable(tx, 'work package', input);
  const { id: workPackageId, phaseId, projectId } = workPackage;
  await removeNode(tx, 'work package', frame.project, { id: workPackageId, above: phaseId });
  return { workPackageId, phaseId, projectId };
}

/** Brings a deleted work package back with exactly what was deleted along with it. */
export async function restoreWorkPackage(tx: Tx, input: RestoreInput): Promise<ChangedWorkPackage> {
  const { id, phaseId, projectId } = await restoreNode(tx, 'work package', 'restoreWorkPackage', input);
  return { workPackageId: id, phaseId, projectId };
}

async function openPackage(
  tx: Tx,
  verb: Verb,
  { id, ifUpdatedAt }: RestoreInput,
  otherPhase?: string | null,
): Promise<{ frame: PlanAncestors; workPackage: WbsElement }> {
  const field = 'input.id';
  const [locked, rows] = await tx.pipeline([
    lockStep(tx, 'work package', id, field),
    frameStep([id, otherPhase]),
  ]);
  const frame = frameOf(tx, lockedProject(locked, 'work package', id, field), rows);
  const workPackage = frame.branch('work package', id, field);
  authorise(tx, verb, relationsInProject(frame.project, ...frame.ownersOf(workPackage)));
  await requireUnmodified(tx, WorkPackage, workPackage, ifUpdatedAt);
  return { frame, workPackage };
}

/** All its tasks come along, and with them what they put into the numbers above. */
async function moveInto(
  tx: Tx,
  frame: PlanAncestors,
  workPackage: WbsElement,
  target: WbsElement,
): Promise<void> {
  const projectId = frame.project.id;
  frame.fit(windowOf('work package', workPackage), target, 'input');
  frame.reach(workPackage);
  const { rows } = await tx.run(TASKS_OF_WORK_PACKAGE, [workPackage.id]);
  const ids = rows.map(({ id }) => id);
  const before = await readTaskFacts(tx, projectId, ids);
  await closeGap(tx, 'work package', workPackage.id);
  await tx.run(MOVE_WORK_PACKAGE, [workPackage.id, target.id]);
  const after = await updateRollups(tx, projectId, before, await readTaskFacts(tx, projectId, ids));
  frame.save(tx);
  recordPlanChange(tx, { before, after }, ids);
}

function changedPackage(
  tx: Tx,
  { id: workPackageId, phaseId, projectId }: Pick<WbsElement, 'id' | 'phaseId' | 'projectId'>,
): ChangedWorkPackage {
  recordProjectChange(tx, projectId);
  return { workPackageId, phaseId, projectId };
}
