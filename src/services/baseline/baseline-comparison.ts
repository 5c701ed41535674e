import type { WorkCalendar } from '../../domain/calendar.ts';
import { notFound } from '../../domain/errors.ts';
import { comparePlans, type PlanComparison } from '../../domain/schedule/baseline/baseline-compare.ts';
import type { BaselinePlan } from '../../domain/schedule/baseline/baseline-plan.ts';
import { findBaseline } from './baselines.ts';
import { readKeptPlan, readPlanNow, type PlanReading } from './plan-reading.ts';

/** Which two plans of a project: each a baseline, or null for the plan as it is now. */
export interface ComparedPlans {
  readonly projectId: string;
  readonly a: string | null;
  readonly b: string | null;
}

/**
 * What differs from the first plan to the second.
 * @throws PitError NOT_FOUND for a project or baseline that is not to be seen, and for a baseline of another project.
 */
export async function compareBaselines(
  reading: PlanReading,
  { projectId, a, b }: ComparedPlans,
  calendar: WorkCalendar,
): Promise<PlanComparison> {
  const now = await readPlanNow(reading, projectId, 'projectId');
  const [before, after] = await Promise.all([readSide(reading, now, a, 'a'), readSide(reading, now, b, 'b')]);
  return comparePlans(before, after, calendar);
}

async function readSide(
  reading: PlanReading,
  now: BaselinePlan,
  id: string | null,
  field: string,
): Promise<BaselinePlan> {
  if (id === null) return now;
  const baseline = await findBaseline(reading, id, field);
  if (baseline.projectId !== now.project.id) throw notFound('baseline of the project', id, field);
  return readKeptPlan(reading, baseline.id);
}
