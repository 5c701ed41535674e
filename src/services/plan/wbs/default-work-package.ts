import { INSERT_PHASE, INSERT_WORK_PACKAGE } from '../../../db/queries/plan/wbs-element-query.ts';
import { GENERAL_PLACE } from '../../../db/queries/intake/intake-query.ts';
import { newBranch } from './wbs-element-values.ts';
import { newColumns } from './phases.ts';
import { readAnswerable } from '../projects/answerable.ts';
import type { LockedProject } from '../projects/locked-project.ts';
import type { Tx } from '../../transaction/command.ts';

/** What every project begins with. */
const FIRST_PHASE = 'Initiation';
const FIRST_WORK_PACKAGE = 'General';

/** Where in a project work goes that nobody has placed. */
export interface GeneralPlace {
  readonly phaseId: string;
  /** Null: directly into the phase. */
  readonly workPackageId: string | null;
}

/** Makes the phase and the work package that a project begins with. */
export async function makeGeneralPlace(tx: Tx, projectId: string, ownerId: string): Promise<GeneralPlace> {
  const first = { ...newBranch(tx), ownerId };
  const phase = newColumns({ ...first, name: FIRST_PHASE });
  const phaseId = idOf(await tx.run(INSERT_PHASE, [projectId, ...phase]));
  const workPackage = newColumns({ ...first, name: FIRST_WORK_PACKAGE });
  const made = await tx.run(INSERT_WORK_PACKAGE, [projectId, ...workPackage, phaseId]);
  return { phaseId, workPackageId: idOf(made) };
}

/** "General" in "Initiation", or what comes nearest: the first phase, and in it "General"; null without any phase. */
export async function findGeneralPlace(tx: Tx, projectId: string): Promise<GeneralPlace | null> {
  const { rows } = await tx.run(GENERAL_PLACE, [projectId, FIRST_PHASE, FIRST_WORK_PACKAGE]);
  return rows[0] ?? null;
}

/** The place for work that nobody has placed. A locked project that has no phase at all gets it made. */
export async function generalPlaceOf(tx: Tx, project: LockedProject): Promise<GeneralPlace> {
  const found = await findGeneralPlace(tx, project.id);
  return found ?? makeGeneralPlace(tx, project.id, await readAnswerable(tx, project));
}

function idOf({ rows }: { rows: readonly { id: string }[] }): string {
  const [row] = rows;
  if (row === undefined) throw new Error('the database made no branch');
  return row.id;
}
