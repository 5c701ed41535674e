import { clock } from '../../clock.ts';
import { NEWEST_COSTS, RECORD_COSTS } from '../../db/queries/cost/cost-record-query.ts';
import {
  AMOUNTS,
  requireAmounts,
  requireContinuation,
  requireNote,
  requirePassed,
  type Amounts,
  type SpokenAmounts,
} from '../../domain/cost/cost-entry.ts';
import { authorise, relationsInProject } from '../plan/projects/authorization.ts';
import { lockProjectOf } from '../plan/projects/locked-project.ts';
import type { Tx } from '../transaction/command.ts';

export interface RecordCostInput extends SpokenAmounts {
  readonly projectId: string;
  /** A timestamp; null for now. */
  readonly capturedAt?: string | null;
  readonly isCorrection?: boolean | null;
  readonly note?: string | null;
}

/** A snapshot that is to be stored. */
export interface NewCost extends Amounts {
  readonly projectId: string;
  readonly capturedAt: string;
  readonly isCorrection: boolean;
  readonly note: string | null;
}

/** The ids that the payload of a recorded snapshot is read by. */
export interface RecordedSnapshot {
  readonly snapshotId: string;
  readonly projectId: string;
}

/**
 * Records what a project has committed and spent so far.
 * @throws PitError NOT_FOUND; FORBIDDEN; BAD_USER_INPUT naming an amount, or the moment where it is still to come; CONFLICT
 * where a later snapshot is recorded and this is no correction, or the project is archived.
 */
export async function recordCostSnapshot(tx: Tx, input: RecordCostInput): Promise<RecordedSnapshot> {
  const project = await lockProjectOf(tx, 'project', input.projectId, 'input.projectId');
  authorise(tx, 'recordCostSnapshot', relationsInProject(project));
  const now = clock.now().toISOString();
  const capturedAt = input.capturedAt ?? now;
  requirePassed(capturedAt, now, 'input.capturedAt');
  const isCorrection = input.isCorrection ?? false;
  const amounts = requireAmounts(input, 'input');
  const note = requireNote(input.note, 'input.note');
  const { rows } = await tx.run(NEWEST_COSTS, [[project.id]]);
  const newest = rows[0]?.capturedAt ?? null;
  requireContinuation(capturedAt, { newest, isCorrection }, 'input.capturedAt');
  const [snapshotId = ''] = await storeCosts(tx, [
    { projectId: project.id, capturedAt, isCorrection, note, ...amounts },
  ]);
  return { snapshotId, projectId: project.id };
}

/** Stores snapshots of projects that are locked, and says so once for each project. Answers their ids. */
export async function storeCosts(tx: Tx, costs: readonly NewCost[]): Promise<string[]> {
  const { rows } = await tx.run(RECORD_COSTS, [
    costs.map(({ projectId }) => projectId),
    costs.map(({ capturedAt }) => capturedAt),
    ...AMOUNTS.map((name) => costs.map((cost) => cost[name])),
    costs.map(({ isCorrection }) => isCorrection),
    costs.map(({ note }) => note),
  ]);
  for (const projectId of new Set(costs.map((cost) => cost.projectId))) {
    tx.emit({ topic: 'pit.cost.recorded', streamId: projectId, payload: { projectId } });
  }
  return rows.map(({ id }) => id);
}
