import { INSERT_PACKAGES } from '../../../db/queries/exchange/imported-row-query.ts';
import { INSERT_PHASES } from '../../../db/queries/templates/generation-query.ts';
import type { PlanBranch } from '../../../domain/exchange/plan-document.ts';
import { oneLineName } from '../../../domain/exchange/file-text.ts';
import { PlanWarningKind } from '../../../domain/exchange/plan-warnings.ts';
import { requireRoom } from '../../../domain/plan/plain-lists.ts';
import { authorise, relationsInProject } from '../../plan/projects/authorization.ts';
import { requireBranchRoom } from '../../plan/wbs/branch-room.ts';
import { updatePhase } from '../../plan/wbs/phases.ts';
import { updateWorkPackage } from '../../plan/wbs/work-packages.ts';
import type { Applying } from './applying.ts';
import { digestOf, type LiveBranch } from './known-rows.ts';

/** Where the branches of the file are here; null for those that were deleted here. */
export type PlacedBranches = ReadonlyMap<string, PlacedBranch | null>;

export interface PlacedBranch {
  readonly id: string;
  readonly isPhase: boolean;
}

/**
 * Makes the phases and work packages that are not here yet, and renames those that the file has renamed.
 * @throws PitError FORBIDDEN; BAD_USER_INPUT where there would be more than are shown.
 */
export async function applyBranches(applying: Applying): Promise<PlacedBranches> {
  const placed = new Map<string, PlacedBranch | null>();
  const { branches } = applying.plan;
  const phases = branches.filter(({ phaseKey }) => phaseKey === null);
  const packages = branches.filter(({ phaseKey }) => phaseKey !== null);
  await placePhases(applying, phases, placed);
  await placePackages(applying, packages, placed);
  return placed;
}

async function placePhases(
  applying: Applying,
  phases: readonly PlanBranch[],
  placed: Map<string, PlacedBranch | null>,
): Promise<void> {
  const { tx, project, ownerId, tally } = applying;
  const fresh: PlanBranch[] = [];
  for (const phase of phases) {
    const known = await keep(applying, phase, null);
    if (known === undefined) fresh.push(phase);
    else placed.set(phase.key, known);
  }
  if (fresh.length === 0) return;
  authorise(tx, 'createPhase', relationsInProject(project));
  await requireBranchRoom(tx, 'phase', project.id, { field: 'file', count: fresh.length });
  const records = fresh.map(({ name, description }, orderIndex) => ({
    name,
    description,
    ownerId,
    orderIndex,
  }));
  const { rows } = await tx.run(INSERT_PHASES, [JSON.stringify(records), project.id]);
  const made = rows.sort((a, b) => a.orderIndex - b.orderIndex);
  fresh.forEach((phase, at) => noteMade(applying, phase, made[at]?.id, placed));
  tally.add('phases', 'made', fresh.length);
}

async function placePackages(
  applying: Applying,
  packages: readonly PlanBranch[],
  placed: Map<string, PlacedBranch | null>,
): Promise<void> {
  const { tx, project, ownerId, tally, known } = applying;
  const fresh = new Map<string, PlanBranch[]>();
  for (const each of packages) {
    const phase = placed.get(each.phaseKey ?? '') ?? null;
    const found = await keep(applying, each, phase);
    if (found !== undefined) placed.set(each.key, found);
    else if (phase === null) placed.set(each.key, null);
    else fresh.set(phase.id, [...(fresh.get(phase.id) ?? []), each]);
  }
  if (fresh.size === 0) return;
  authorise(tx, 'createWorkPackage', relationsInProject(project));
  const existing = [...known.branches.values()].filter(({ phaseId }) => phaseId !== null);
  const records = [...fresh].flatMap(([phaseId, each]) => {
    const count = existing.filter((branch) => branch.phaseId === phaseId).length + each.length;
    requireRoom('work packages of a phase', count, 'file');
    return each.map(({ name, description }, orderIndex) => ({
      phaseId,
      name,
      description,
      ownerId,
      orderIndex,
    }));
  });
  const { rows } = await tx.run(INSERT_PACKAGES, [JSON.stringify(records), project.id]);
  for (const [phaseId, each] of fresh) {
    const made = rows.filter((row) => row.phaseId === phaseId).sort((a, b) => a.orderIndex - b.orderIndex);
    each.forEach((branch, at) => noteMade(applying, branch, made[at]?.id, placed));
    tally.add('workPackages', 'made', each.length);
  }
}

function noteMade(
  { known }: Applying,
  branch: PlanBranch,
  id: string | undefined,
  placed: Map<string, PlacedBranch | null>,
): void {
  if (id === undefined) throw new Error('the database made less than it was asked for');
  placed.set(branch.key, { id, isPhase: branch.phaseKey === null });
  known.note('branch', branch.key, id, digestOf(branch));
}

/** The branch as it is here, renamed as the file has it; null where it was deleted here, undefined where it is new. */
async function keep(
  applying: Applying,
  branch: PlanBranch,
  phase: PlacedBranch | null,
): Promise<PlacedBranch | null | undefined> {
  const { known, tally, warnings } = applying;
  const phaseId = phase?.id ?? null;
  const row = known.find('branch', branch.key, branch.recordId) ?? known.branchCalled(branch.name, phaseId);
  if (row === undefined) return undefined;
  const part = branch.phaseKey === null ? 'phases' : 'workPackages';
  const live = known.branches.get(row.recordId);
  if (live === undefined) {
    tally.add(part, 'deletedHere');
    return null;
  }
  const digest = digestOf(branch);
  known.note('branch', branch.key, live.id, digest);
  if (known.isInAnother(phaseId, live))
    warnings.add(
      PlanWarningKind.OUTLINE,
      `"${branch.name}"`,
      'it lies in another phase here, and stays there',
    );
  const isChanged = row.digest !== digest && (await rename(applying, branch, live));
  tally.add(part, isChanged ? 'changed' : 'unchanged');
  return { id: live.id, isPhase: live.phaseId === null };
}

/** Names a branch as the file does; what the file does not say stays. Answers whether anything was to do. */
async function rename({ tx }: Applying, branch: PlanBranch, live: LiveBranch): Promise<boolean> {
  const { id } = live;
  const name = oneLineName(live.name) === branch.name ? live.name : branch.name;
  const description = branch.description ?? live.description;
  if (live.name === name && live.description === description) return false;
  await (live.phaseId === null ? updatePhase : updateWorkPackage)(tx, { id, name, description });
  return true;
}
