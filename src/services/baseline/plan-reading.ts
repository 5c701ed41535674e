import { createHash } from 'node:crypto';
import { BASELINE_PLAN } from '../../db/queries/baseline/baseline-change-query.ts';
import { LIVE_RECORDS, PLAN_MOMENT, PLAN_RECORDS } from '../../db/queries/baseline/plan-history-query.ts';
import type { Value } from '../../db/connection/parameters.ts';
import type { Statement } from '../../db/connection/statement.ts';
import { badInput, notFound } from '../../domain/errors.ts';
import { canonicalPlan, type BaselinePlan } from '../../domain/schedule/baseline/baseline-plan.ts';
import { planAsOf, type AuditRecord } from '../../domain/schedule/baseline/plan-as-of.ts';
import { isUuid } from '../../domain/uuid.ts';

/** Whatever reads the database as somebody: a request, or the transaction of a mutation. */
export interface PlanReading {
  rows<R extends object>(statement: Statement<R>, values: readonly Value[]): Promise<R[]>;
}

/** A place in the audit log as one project's plan is read up to it. */
export interface PlanCut {
  /** The last record. */
  readonly seq: number;
  /** Transactions that are left out whole, as an array literal. */
  readonly unseen: string;
}

/** A plan as it stood at a moment. */
export interface PlanThen {
  readonly asOf: string;
  readonly cut: PlanCut;
  readonly plan: BaselinePlan;
}

/** A record that a plan is made of, with what the audit log says of it. */
export interface PlanRecord extends AuditRecord {
  readonly auditLogId: string | null;
  /** Number of the seal; null while it has none. */
  readonly seal: number | null;
  /** Whether it differs from what was sealed; null while it has no seal. */
  readonly isAltered: boolean | null;
}

/**
 * The plan of a project as it stood at a moment, rebuilt from the audit log.
 * @param at a timestamp; null for now.
 * @param fields where the project and the moment stand in the request.
 * @throws PitError NOT_FOUND for a project that is not to be seen; BAD_USER_INPUT for a moment that is still to come, or
 * at which there was no such project.
 */
export async function readPlanAt(
  reading: PlanReading,
  projectId: string,
  at: string | null,
  fields: { readonly project: string; readonly at: string },
): Promise<PlanThen> {
  if (!isUuid(projectId)) throw notFound('project', projectId, fields.project);
  const [moment] = await reading.rows(PLAN_MOMENT, [projectId, at]);
  if (moment === undefined) throw notFound('project', projectId, fields.project);
  if (moment.isFuture) {
    const expected = `a moment until now, ${moment.readAt}`;
    throw badInput('Nobody knows the plan of that moment yet.', { field: fields.at, expected, actual: at });
  }
  const cut: PlanCut = { seq: moment.seq ?? 0, unseen: moment.unseen };
  const plan = planOf(await readRecords(reading, projectId, cut), projectId);
  if (plan === null) {
    const expected = 'a moment at which the project was there';
    throw badInput('There was no such project at that moment.', { field: fields.at, expected, actual: at });
  }
  return { asOf: at ?? moment.readAt, cut, plan };
}

/** The records that a project's plan is made of at a place in the audit log. */
export function readRecords(
  reading: PlanReading,
  projectId: string,
  { seq, unseen }: PlanCut,
  withSeals = false,
): Promise<PlanRecord[]> {
  return reading.rows(PLAN_RECORDS, [projectId, seq, unseen, withSeals]);
}

/**
 * The plan of a project as its tables have it now.
 * @throws PitError NOT_FOUND naming `field`.
 */
export async function readPlanNow(
  reading: PlanReading,
  projectId: string,
  field: string,
): Promise<BaselinePlan> {
  const records = isUuid(projectId) ? await reading.rows(LIVE_RECORDS, [projectId]) : [];
  const plan = planOf(records, projectId);
  if (plan === null) throw notFound('project', projectId, field);
  return plan;
}

/** The plan that a baseline keeps. */
export async function readKeptPlan(reading: PlanReading, baselineId: string): Promise<BaselinePlan> {
  const [row] = await reading.rows(BASELINE_PLAN, [baselineId]);
  if (row === undefined) throw notFound('baseline', baselineId);
  return row.plan;
}

/** Records of a plan as the plan; null when the project is not among them. */
export function planOf(records: readonly AuditRecord[], projectId: string): BaselinePlan | null {
  return planAsOf(records, { projectId: projectId.toLowerCase() });
}

/** The hash of a plan, as 64 hexadecimal digits. */
export function hashOf(plan: BaselinePlan): string {
  return createHash('sha256').update(canonicalPlan(plan)).digest('hex');
}
