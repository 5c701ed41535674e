import type { CivilDate } from '../../civil-date.ts';
import type { Money } from '../../money.ts';
import type { DependencyType } from '../../enums.ts';
import {
  packPlan,
  workStateOf,
  type ConstraintKind,
  type PlanFacts,
  type StartOrigin,
  type TaskMode,
} from '../remaining-work/plan-facts.ts';

/** Columns by name, all of the same length; rows stand in the order of their ids. */
type Columns<Row> = { readonly [Name in keyof Row]: readonly Row[Name][] };

export interface PhaseRow {
  readonly id: string;
  readonly name: string;
  readonly order: number;
  readonly start: CivilDate | null;
  readonly end: CivilDate | null;
}

export interface WorkPackageRow extends PhaseRow {
  readonly phaseId: string;
}

export interface TaskRow {
  readonly id: string;
  readonly name: string;
  readonly order: number;
  readonly phaseId: string;
  readonly workPackageId: string | null;
  readonly start: CivilDate | null;
  readonly end: CivilDate | null;
  /** Working days. */
  readonly durationDays: number | null;
  /** Whole percent. */
  readonly progress: number;
  readonly isCompleted: boolean;
  readonly capex: Money;
  readonly opex: Money;
  readonly fyAllocation: number | null;
  /** Percent of two places, as text. */
  readonly mitigationPct: Money | null;
  readonly mode: TaskMode;
  readonly startOrigin: StartOrigin;
  readonly constraintKind: ConstraintKind;
  readonly constraintDate: CivilDate | null;
  readonly deadline: CivilDate | null;
  readonly actualStart: CivilDate | null;
  readonly actualFinish: CivilDate | null;
  readonly remainingDays: number | null;
}

export interface LinkRow {
  readonly id: string;
  readonly predecessorId: string;
  readonly successorId: string;
  readonly type: DependencyType;
  /** Working days. */
  readonly lagDays: number;
}

export interface ProjectRow {
  readonly id: string;
  readonly name: string;
  readonly code: string | null;
  readonly start: CivilDate | null;
  readonly end: CivilDate | null;
}

/**
 * The plan of a project as it stood at a moment, as a baseline keeps it (AACE 29R-03: an as-planned schedule must be
 * provable). It is JSON as it stands: no undefined, no bigint.
 */
export interface BaselinePlan {
  readonly version: 1;
  readonly project: ProjectRow;
  readonly phases: Columns<PhaseRow>;
  readonly workPackages: Columns<WorkPackageRow>;
  readonly tasks: Columns<TaskRow>;
  readonly links: Columns<LinkRow>;
}

/** Rows as columns, in the order of their ids. `names` are the columns, since there may be no row to ask. */
export function toColumns<Row extends { readonly id: string }>(
  rows: readonly Row[],
  names: readonly (keyof Row)[],
): Columns<Row> {
  const ordered = [...rows].sort((a, b) => (a.id < b.id ? -1 : 1));
  return Object.fromEntries(
    names.map((name) => [name, ordered.map((row) => row[name])]),
  ) as unknown as Columns<Row>;
}

/** The rows of columns. */
export function toRows<Row extends { readonly id: string }>(columns: Columns<Row>): Row[] {
  const names = Object.keys(columns) as (keyof Row)[];
  return columns.id.map(
    (_, at) => Object.fromEntries(names.map((name) => [name, columns[name][at]])) as unknown as Row,
  );
}

/** The tasks and links of a baseline as the schedule reads them: so a plan of the past can be scheduled anew. */
export function baselineFacts({ tasks, links }: BaselinePlan): PlanFacts {
  const planned = toRows<TaskRow>(tasks).map((task) => ({
    ...task,
    state: workStateOf({
      isCompleted: task.isCompleted,
      progress: task.progress,
      hasActualStart: task.actualStart !== null,
    }),
  }));
  return packPlan(planned, toRows<LinkRow>(links));
}

/**
 * A text that is the same for equal plans, and for no others: keys in the order of their code units, no blanks, in the
 * manner of RFC 8785. Storing a plan as JSONB changes the order of its keys and so does not change this. Its SHA-256 is
 * the hash of the baseline.
 */
export function canonicalPlan(plan: BaselinePlan): string {
  return JSON.stringify(plan, (_, value: unknown) => (isObject(value) ? sortedKeys(value) : value));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function sortedKeys(value: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, value[key]]),
  );
}
