import {
  DELETE_BASELINE,
  INSERT_BASELINE,
  INSERT_PLAN,
  INSERT_TASKS,
  LEAVE_CURRENT,
  RENAME_BASELINE,
  USE_BASELINE,
} from '../../db/queries/baseline/baseline-change-query.ts';
import {
  BASELINES_BY_ID,
  EXISTING_BASELINES,
  type StoredBaseline,
} from '../../db/queries/baseline/baseline-query.ts';
import { step } from '../../db/connection/pipeline.ts';
import type { Verb } from '../../domain/directory/permissions.ts';
import type { BaselineKind } from '../../domain/enums.ts';
import { conflict, notFound } from '../../domain/errors.ts';
import {
  admitBaseline,
  requireHoldable,
  requireRemovable,
  totalsOf,
} from '../../domain/schedule/baseline/baseline-rules.ts';
import { changed } from '../../domain/plan/task-values.ts';
import { requireName } from '../../domain/text.ts';
import { isUuid } from '../../domain/uuid.ts';
import { authorise, relationsInProject } from '../plan/projects/authorization.ts';
import { lockProjectOf } from '../plan/projects/locked-project.ts';
import { requireUsers } from '../transaction/references.ts';
import type { Tx } from '../transaction/command.ts';
import { hashOf, readPlanAt, type PlanReading, type PlanThen } from './plan-reading.ts';

export interface SetBaselineInput {
  readonly projectId: string;
  readonly name: string;
  /** A timestamp; null for now. */
  readonly asOf?: string | null;
  readonly kind: BaselineKind;
  readonly reason?: string | null;
  readonly approvedById?: string | null;
  readonly makeCurrent?: boolean | null;
}

export interface ChangeBaselineInput {
  readonly id: string;
  readonly ifUpdatedAt?: string | null;
}

/** Three-valued; a name cannot be cleared. */
export interface UpdateBaselineInput extends ChangeBaselineInput {
  readonly name?: string | null;
}

/** The ids that the payload of a changed baseline is read by. */
export interface ChangedBaseline {
  readonly baselineId: string;
  readonly projectId: string;
}

/**
 * Keeps the plan of a project as it stood at a moment, rebuilt from the audit log.
 * @throws PitError as `admitBaseline` and `readPlanAt`; PIT002 for an unknown approver; CONFLICT for an archived project.
 */
export async function setBaseline(tx: Tx, input: SetBaselineInput): Promise<ChangedBaseline> {
  const project = await lockProjectOf(tx, 'project', input.projectId, 'input.projectId');
  authorise(tx, 'setBaseline', relationsInProject(project));
  const name = requireName(input.name, 'input.name');
  const { rows } = await tx.run(EXISTING_BASELINES, [project.id]);
  const admitted = admitBaseline(rows[0] ?? { count: 0, hasOriginal: false }, input);
  const approvers = input.approvedById == null ? [] : [input.approvedById];
  const [approvedBy = null] = await requireUsers(tx, approvers, 'input.approvedById');
  const then = await readPlanAt(readingOf(tx), project.id, input.asOf ?? null, {
    project: 'input.projectId',
    at: 'input.asOf',
  });
  if (admitted.isCurrent) await tx.run(LEAVE_CURRENT, [project.id, null]);
  const { kind } = input;
  const baselineId = await store(tx, project.id, { ...admitted, name, kind, approvedBy }, then);
  return record(tx, { baselineId, projectId: project.id });
}

/** Holds the project to this baseline from now on. @throws PitError BAD_USER_INPUT for what might have been. */
export async function useBaseline(tx: Tx, input: ChangeBaselineInput): Promise<ChangedBaseline> {
  const { baseline, ids } = await openBaseline(tx, 'useBaseline', input);
  requireHoldable(baseline.kind, 'input.id');
  await tx.run(LEAVE_CURRENT, [baseline.projectId, baseline.id]);
  if (!baseline.isCurrent) await tx.run(USE_BASELINE, [baseline.id]);
  return record(tx, ids);
}

/** Changes what a baseline is called; what was promised stays as it was. */
export async function updateBaseline(tx: Tx, input: UpdateBaselineInput): Promise<ChangedBaseline> {
  const { baseline, ids } = await openBaseline(tx, 'updateBaseline', input);
  const name = changed(baseline.name, input.name, (text) => requireName(text, 'input.name'));
  if (name !== baseline.name) await tx.run(RENAME_BASELINE, [baseline.id, name]);
  return record(tx, ids);
}

/**
 * Deletes a baseline, for good; the audit log keeps what was said of it, and its plan can be rebuilt.
 * @throws PitError CONFLICT for the original and the current one.
 */
export async function deleteBaseline(
  tx: Tx,
  input: ChangeBaselineInput,
): Promise<ChangedBaseline & { readonly deletedId: string }> {
  const { baseline, ids } = await openBaseline(tx, 'deleteBaseline', input);
  requireRemovable(baseline);
  await tx.run(DELETE_BASELINE, [baseline.id]);
  return { ...record(tx, ids), deletedId: baseline.id };
}

/** A transaction, as plans are read in it. */
export function readingOf(tx: Pick<Tx, 'pipeline'>): PlanReading {
  return {
    rows: async (statement, values) => (await tx.pipeline([step(statement, values)]))[0],
  };
}

async function openBaseline(
  tx: Tx,
  verb: Verb,
  { id, ifUpdatedAt }: ChangeBaselineInput,
): Promise<{ baseline: StoredBaseline; ids: ChangedBaseline }> {
  const project = await lockProjectOf(tx, 'baseline', id);
  const baseline = await findBaseline(readingOf(tx), id, 'input.id');
  authorise(tx, verb, relationsInProject(project));
  if (ifUpdatedAt != null && Date.parse(ifUpdatedAt) !== Date.parse(baseline.updatedAt)) {
    throw conflict('Somebody has changed it since; look at the current state and decide again.', {
      field: 'input.ifUpdatedAt',
      expected: baseline.updatedAt,
      actual: ifUpdatedAt,
      current: baseline,
    });
  }
  return { baseline, ids: { baselineId: baseline.id, projectId: baseline.projectId } };
}

/** @throws PitError NOT_FOUND naming `field`. */
export async function findBaseline(reading: PlanReading, id: string, field: string): Promise<StoredBaseline> {
  const rows = isUuid(id) ? await reading.rows(BASELINES_BY_ID, [[id]]) : [];
  const [baseline] = rows;
  if (baseline === undefined) throw notFound('baseline', id, field);
  return baseline;
}

interface NewBaseline {
  readonly name: string;
  readonly kind: BaselineKind;
  readonly isCurrent: boolean;
  readonly reason: string | null;
  readonly approvedBy: string | null;
}

async function store(
  tx: Tx,
  projectId: string,
  { name, kind, isCurrent, reason, approvedBy }: NewBaseline,
  { asOf, cut, plan }: PlanThen,
): Promise<string> {
  const { start, end, taskCount, capex, opex } = totalsOf(plan);
  const said = [projectId, name, kind, isCurrent, reason, approvedBy, asOf, cut.seq, cut.unseen];
  const summed = [start, end, taskCount, capex, opex, hashOf(plan)];
  const { rows } = await tx.run(INSERT_BASELINE, [...said, ...summed]);
  const baselineId = rows[0]?.id ?? '';
  tx.defer(step(INSERT_PLAN, [baselineId, projectId, JSON.stringify(plan)]));
  const { tasks } = plan;
  const columns = [tasks.id, tasks.start, tasks.end, tasks.durationDays, tasks.capex, tasks.opex];
  tx.defer(step(INSERT_TASKS, [baselineId, projectId, ...columns]));
  return baselineId;
}

function record(tx: Tx, ids: ChangedBaseline): ChangedBaseline {
  const { baselineId, projectId } = ids;
  tx.emit({ topic: 'pit.baseline.updated', streamId: projectId, payload: { projectId, baselineId } });
  return ids;
}
