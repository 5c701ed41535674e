import { ArgsType, Directive, Field, ID, Int, ObjectType, type ClassType } from 'type-graphql';
import { DateScalar, DateTimeScalar, DecimalScalar } from '../../entities/base/scalars.ts';
import { DependencyType } from '../../src/domain/enums.ts';
import type { BaselinePlan } from '../../src/domain/schedule/baseline/baseline-plan.ts';

/** Rows that one page of a plan may have. */
export const MOST_ROWS = 500;
export const USUAL_ROWS = 100;

@ArgsType()
export class PlanRowsArgs {
  @Field(() => Int, {
    nullable: true,
    description: `How many rows, 1 to ${MOST_ROWS}; ${USUAL_ROWS} when not given.`,
  })
  first?: number | null;

  @Field(() => ID, {
    nullable: true,
    description: 'The `endCursor` of the page before; from the beginning when not given.',
  })
  after?: string | null;
}

/** A page of rows of a plan, in the order of their ids. */
export interface PlanRows<Row> {
  readonly totalCount: number;
  readonly endCursor: string | null;
  readonly nodes: readonly Row[];
}

function pageOf<Row extends object>(
  row: ClassType<Row>,
  name: string,
  plural: string,
): ClassType<PlanRows<Row>> {
  @ObjectType(name, { description: `A page of ${plural} of a plan, in the order of their ids.` })
  class Page implements PlanRows<Row> {
    @Directive('@cost(weight: 1)')
    @Field(() => Int, { description: `How many ${plural} the plan has.` })
    totalCount: number;

    @Field(() => ID, {
      nullable: true,
      description: 'What the next page takes as `after`; null at the end of the plan.',
    })
    endCursor: string | null;

    @Field(() => [row], { description: `The ${plural} of the page.` })
    nodes: Row[];
  }
  return Page;
}

@ObjectType({ description: 'A phase as a plan has it.' })
export class PlannedPhase {
  @Field(() => ID, { description: 'Id of the phase, which may be deleted by now.' })
  id: string;

  @Field(() => String, { description: 'Its name then.' })
  name: string;

  @Field(() => DateScalar, { nullable: true, description: 'First day; null where the plan has none.' })
  start: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'Last day; null where the plan has none.' })
  end: string | null;
}

@ObjectType({ description: 'A work package as a plan has it.' })
export class PlannedWorkPackage extends PlannedPhase {
  @Field(() => ID, { description: 'Id of the phase that it was in.' })
  phaseId: string;
}

@ObjectType({ description: 'A task as a plan has it.' })
export class PlannedTask {
  @Field(() => ID, { description: 'Id of the task, which may be deleted by now.' })
  id: string;

  @Field(() => String, { description: 'Its name then.' })
  name: string;

  @Field(() => ID, { description: 'Id of the phase that it was in.' })
  phaseId: string;

  @Field(() => ID, {
    nullable: true,
    description: 'Id of the work package that it was in; null when it hung on the phase itself.',
  })
  workPackageId: string | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'Planned first day; null where the plan has none.',
  })
  start: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'Planned last day; null where the plan has none.' })
  end: string | null;

  @Field(() => Int, { nullable: true, description: 'Planned working days; null where the plan has none.' })
  durationDays: number | null;

  @Field(() => Int, { description: 'Progress then, in whole percent.' })
  progress: number;

  @Field(() => Boolean, { description: 'Whether it was completed then.' })
  isCompleted: boolean;

  @Field(() => DecimalScalar, { description: 'Planned capital cost, an amount without a currency.' })
  capex: string;

  @Field(() => DecimalScalar, { description: 'Planned operating cost, an amount without a currency.' })
  opex: string;

  @Field(() => Int, {
    nullable: true,
    description: 'Financial year that its cost counts in; null spreads it over its days.',
  })
  fyAllocation: number | null;

  @Field(() => DateScalar, { nullable: true, description: 'The day it had to be done by; null without one.' })
  deadline: string | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'The day on which work on it began; null when it had not begun, or nobody knew.',
  })
  actualStart: string | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'The day on which it was done; null when it was not done, or nobody knew.',
  })
  actualFinish: string | null;
}

@ObjectType({ description: 'A dependency between two tasks as a plan has it.' })
export class PlannedDependency {
  @Field(() => ID, { description: 'Id of the dependency, which may be removed by now.' })
  id: string;

  @Field(() => ID, { description: 'Id of the task that comes first.' })
  predecessorId: string;

  @Field(() => ID, { description: 'Id of the task that waits.' })
  successorId: string;

  @Field(() => DependencyType, { description: 'Which end of the one drives which of the other.' })
  type: DependencyType;

  @Field(() => Int, { description: 'Working days between the two, negative for an overlap.' })
  lagDays: number;
}

export const PlannedPhasePage = pageOf(PlannedPhase, 'PlannedPhasePage', 'phases');
export const PlannedWorkPackagePage = pageOf(PlannedWorkPackage, 'PlannedWorkPackagePage', 'work packages');
export const PlannedTaskPage = pageOf(PlannedTask, 'PlannedTaskPage', 'tasks');
export const PlannedDependencyPage = pageOf(PlannedDependency, 'PlannedDependencyPage', 'dependencies');

@ObjectType({ description: 'The plan of a project as it stood at a moment. Nothing of it can be changed.' })
export class PlanSnapshot {
  @Field(() => DateTimeScalar, { description: 'The moment that the plan is of.' })
  asOf: string;

  @Field(() => String, {
    description: 'SHA-256 of the plan, as 64 hexadecimal digits; equal plans have the same.',
  })
  sha256: string;

  @Field(() => String, { description: 'Name of the project then.' })
  name: string;

  @Field(() => String, { nullable: true, description: 'Code of the project then; null when it had none.' })
  code: string | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'First day of the project in this plan; null where the plan has none.',
  })
  startDate: string | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'Last day of the project in this plan; null where the plan has none.',
  })
  endDate: string | null;

  @Field(() => DecimalScalar, {
    description: 'Planned capital cost of all tasks, an amount without a currency.',
  })
  capexCost: string;

  @Field(() => DecimalScalar, {
    description: 'Planned operating cost of all tasks, an amount without a currency.',
  })
  opexCost: string;

  plan: BaselinePlan;
}
