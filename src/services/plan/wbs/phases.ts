import type { Value } from '../../../db/connection/parameters.ts';
import { Phase } from '../../../../entities/phase.ts';
import { INSERT_PHASE, UPDATE_PHASE } from '../../../db/queries/plan/wbs-element-query.ts';
import { NO_FRAME } from '../../../domain/plan/date-frame.ts';
import type { Verb } from '../../../domain/directory/permissions.ts';
import type { DateWindow } from '../../../domain/plan/date-window.ts';
import {
  changeBranch,
  newBranch,
  retype,
  type BranchChange,
  type BranchValues,
} from './wbs-element-values.ts';
import { lockedProject, lockProjectOf, lockStep } from '../projects/locked-project.ts';
import { frameOf, frameStep, readFrame, type WbsElement, type PlanAncestors } from './plan-ancestors.ts';
import { requireBranchRoom } from './branch-room.ts';
import { optionalPosition, placeNode } from './plan-position.ts';
import {
  removeNode,
  requireRemovable,
  restoreNode,
  type DeleteInput,
  type RestoreInput,
} from './plan-removal.ts';
import { recordProjectChange } from './plan-events.ts';
import { authorise, relationsInProject } from '../projects/authorization.ts';
import { requireUnmodified } from '../../transaction/optimistic-lock.ts';
import type { Tx } from '../../transaction/command.ts';

export interface CreatePhaseInput extends BranchChange {
  readonly projectId: string;
  readonly position?: number | null;
}

export interface UpdateBranchInput extends BranchChange {
  readonly id: string;
  readonly ifUpdatedAt?: string | null;
}

export interface MovePhaseInput {
  readonly id: string;
  readonly position: number;
  readonly ifUpdatedAt?: string | null;
}

/** The ids that the payload of a changed phase is read by. */
export interface ChangedPhase {
  readonly phaseId: string;
  readonly projectId: string;
}

/** Makes a phase, at a position among the project's or behind them. Its owner is the actor unless named. */
export async function createPhase(tx: Tx, input: CreatePhaseInput): Promise<ChangedPhase> {
  const position = optionalPosition(input.position);
  const project = await lockProjectOf(tx, 'project', input.projectId, 'input.projectId');
  authorise(tx, 'createPhase', relationsInProject(project));
  await requireBranchRoom(tx, 'phase', project.id, { field: 'input.projectId' });
  const values = await changeBranch(tx, newBranch(tx), NO_FRAME, { ...input, name: input.name ?? null });
  const frame = await readFrame(tx, project, []);
  const { rows } = await tx.run(INSERT_PHASE, [project.id, ...newColumns(values)]);
  const phaseId = rows[0]?.id ?? '';
  await retype(tx, frame, { what: 'phase', id: phaseId, name: values.name, parent: null }, values.frame);
  if (position !== null) await placeNode(tx, 'phase', phaseId, position);
  frame.save(tx);
  recordProjectChange(tx, project.id);
  return { phaseId, projectId: project.id };
}

/** Changes a phase. What it shows stays around what lies in it. */
export async function updatePhase(tx: Tx, input: UpdateBranchInput): Promise<ChangedPhase> {
  const { id, ifUpdatedAt, ...change } = input;
  const { frame, phase } = await openPhase(tx, 'updatePhase', { id, ifUpdatedAt });
  const values = await changeBranch(tx, branchValues(frame, phase), shownDates(phase), change);
  await tx.run(UPDATE_PHASE, [phase.id, ...columnsOf(values)]);
  await retype(tx, frame, { what: 'phase', id: phase.id, name: values.name, parent: null }, values.frame);
  frame.save(tx);
  return changedPhase(tx, phase);
}

/** Moves a phase to another position in its project. */
export async function movePhase(tx: Tx, input: MovePhaseInput): Promise<ChangedPhase> {
  const position = optionalPosition(input.position);
  const { phase } = await openPhase(tx, 'movePhase', input);
  await placeNode(tx, 'phase', phase.id, position);
  return changedPhase(tx, phase);
}

/**
 * Deletes a phase; with `cascade` all that lies in it.
 * @throws PitError PIT004 while something live lies in it and may not go along.
 */
export async function deletePhase(tx: Tx, input: DeleteInput): Promise<ChangedPhase> {
  const { frame, phase } = await openPhase(tx, 'deletePhase', input);
  await requireRemovable(tx, 'phase', input);
  await removeNode(tx, 'phase', frame.project, { id: phase.id, above: null });
  return { phaseId: phase.id, projectId: phase.projectId };
}

/** Brings a deleted phase back with exactly what was deleted along with it. */
export async function restorePhase(tx: Tx, input: RestoreInput): Promise<ChangedPhase> {
  const { id, projectId } = await restoreNode(tx, 'phase', 'restorePhase', input);
  return { phaseId: id, projectId };
}

async function openPhase(
  tx: Tx,
  verb: Verb,
  { id, ifUpdatedAt }: RestoreInput,
): Promise<{ frame: PlanAncestors; phase: WbsElement }> {
  const field = 'input.id';
  const [locked, rows] = await tx.pipeline([lockStep(tx, 'phase', id, field), frameStep([id])]);
  const frame = frameOf(tx, lockedProject(locked, 'phase', id, field), rows);
  const phase = frame.branch('phase', id, field);
  authorise(tx, verb, relationsInProject(frame.project, phase.ownerId));
  await requireUnmodified(tx, Phase, phase, ifUpdatedAt);
  return { frame, phase };
}

function changedPhase(tx: Tx, { id: phaseId, projectId }: WbsElement): ChangedPhase {
  recordProjectChange(tx, projectId);
  return { phaseId, projectId };
}

/** The values in the order in which the statements of phases and work packages take them. */
export function columnsOf({ name, description, ownerId }: BranchValues): Value[] {
  return [name, description, ownerId];
}

/** The same of a new one, which shows what is typed. */
export function newColumns(values: BranchValues): Value[] {
  return [...columnsOf(values), values.frame.start, values.frame.end];
}

/** What people plan of a branch that is there already. */
export function branchValues(frame: PlanAncestors, branch: WbsElement): BranchValues {
  const { name, description, ownerId, id } = branch;
  return { name, description, ownerId, frame: frame.frameOf(id) };
}

export function shownDates({ startDate, endDate }: Pick<WbsElement, 'startDate' | 'endDate'>): DateWindow {
  return { start: startDate, end: endDate };
}
