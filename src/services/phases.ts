import { Phase } from '../../entities/phase.ts';
import { INSERT_PHASE, UPDATE_PHASE } from '../db/plan-branch-query.ts';
import { NO_FRAME } from '../domain/date-frame.ts';
import type { Verb } from '../domain/permissions.ts';
import type { DateWindow } from '../domain/date-window.ts';
import { changeBranch, newBranch, retype, type BranchChange, type BranchValues } from './branch-values.ts';
import { lockedProject, lockProjectOf, lockStep } from './locked-project.ts';
import { frameOf, frameStep, readFrame, type Branch, type PlanFrame } from './plan-frame.ts';
import { optionalPosition, placeNode } from './plan-order.ts';
import {
  removeNode,
  requireRemovable,
  restoreNode,
  type DeleteInput,
  type RestoreInput,
} from './plan-removal.ts';
import { tellProjectChange } from './plan-tell.ts';
import { authorise, standingIn } from './standing.ts';
import { expectVersion } from './version.ts';
import type { Tx } from './write.ts';

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
  authorise(tx, 'createPhase', standingIn(project));
  const values = await changeBranch(tx, newBranch(tx), NO_FRAME, { ...input, name: input.name ?? null });
  const frame = await readFrame(tx, project, []);
  const { rows } = await tx.query<{ id: string }>(INSERT_PHASE, [project.id, ...newColumns(values)]);
  const phaseId = rows[0]?.id ?? '';
  await retype(tx, frame, { what: 'phase', id: phaseId, name: values.name, parent: null }, values.frame);
  if (position !== null) await placeNode(tx, 'phase', phaseId, position);
  frame.save(tx);
  tellProjectChange(tx, project.id);
  return { phaseId, projectId: project.id };
}

/** Changes a phase. What it shows stays around what lies in it. */
export async function updatePhase(tx: Tx, input: UpdateBranchInput): Promise<ChangedPhase> {
  const { id, ifUpdatedAt, ...change } = input;
  const { frame, phase } = await openPhase(tx, 'updatePhase', { id, ifUpdatedAt });
  const values = await changeBranch(tx, branchValues(frame, phase), shownDates(phase), change);
  await tx.query(UPDATE_PHASE, [phase.id, ...columnsOf(values)]);
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
): Promise<{ frame: PlanFrame; phase: Branch }> {
  const field = 'input.id';
  const [locked, rows] = await tx.together([lockStep(tx, 'phase', id, field), frameStep([id])]);
  const frame = frameOf(tx, lockedProject(locked, 'phase', id, field), rows);
  const phase = frame.branch('phase', id, field);
  authorise(tx, verb, standingIn(frame.project, phase.ownerId));
  await expectVersion(tx, Phase, phase, ifUpdatedAt);
  return { frame, phase };
}

function changedPhase(tx: Tx, { id: phaseId, projectId }: Branch): ChangedPhase {
  tellProjectChange(tx, projectId);
  return { phaseId, projectId };
}

/** The values in the order in which the statements of phases and work packages take them. */
export function columnsOf({ name, description, ownerId }: BranchValues): unknown[] {
  return [name, description, ownerId];
}

/** The same of a new one, which shows what is typed. */
export function newColumns(values: BranchValues): unknown[] {
  return [...columnsOf(values), values.frame.start, values.frame.end];
}

/** What people plan of a branch that is there already. */
export function branchValues(frame: PlanFrame, branch: Branch): BranchValues {
  const { name, description, ownerId, id } = branch;
  return { name, description, ownerId, frame: frame.frameOf(id) };
}

export function shownDates({ startDate, endDate }: Pick<Branch, 'startDate' | 'endDate'>): DateWindow {
  return { start: startDate, end: endDate };
}
