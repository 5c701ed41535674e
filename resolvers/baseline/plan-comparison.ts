import { Field, ID, Int, ObjectType } from 'type-graphql';
import { DateScalar, DecimalScalar } from '../../entities/base/scalars.ts';
import { PlannedDependency } from './plan-snapshot.ts';

@ObjectType({
  description:
    'A task whose dates differ between two plans. Days are working days of the organisation; actual dates stand for planned ones where there are some.',
})
export class TaskShift {
  @Field(() => ID, { description: 'Id of the task.' })
  taskId: string;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'First day in the first plan; null where it has none.',
  })
  startBefore: string | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'First day in the second plan; null where it has none.',
  })
  startAfter: string | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'Last day in the first plan; null where it has none.',
  })
  endBefore: string | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'Last day in the second plan; null where it has none.',
  })
  endAfter: string | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'Working days by which it starts later, negative when earlier; null where a plan has no start.',
  })
  startShiftDays: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Working days by which it ends later, negative when earlier; null where a plan has no end.',
  })
  endShiftDays: number | null;
}

@ObjectType({
  description: 'A task whose planned cost differs between two plans. Amounts without a currency.',
})
export class TaskCostChange {
  @Field(() => ID, { description: 'Id of the task.' })
  taskId: string;

  @Field(() => DecimalScalar, { description: 'Capital cost in the first plan.' })
  capexBefore: string;

  @Field(() => DecimalScalar, { description: 'Capital cost in the second plan.' })
  capexAfter: string;

  @Field(() => DecimalScalar, { description: 'Operating cost in the first plan.' })
  opexBefore: string;

  @Field(() => DecimalScalar, { description: 'Operating cost in the second plan.' })
  opexAfter: string;
}

@ObjectType({
  description:
    'What differs from one plan of a project to another. Each list has the entries that are asked for, the first 1,000 when nothing is said; the counts are of all.',
})
export class PlanComparison {
  @Field(() => DateScalar, {
    nullable: true,
    description: 'Last day of all tasks in the first plan; null without one.',
  })
  finishBefore: string | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'Last day of all tasks in the second plan; null without one.',
  })
  finishAfter: string | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'Working days by which the second plan finishes later, negative when earlier; null without either.',
  })
  finishShiftDays: number | null;

  @Field(() => Int, { description: 'Number of tasks whose dates differ.' })
  movedCount: number;

  @Field(() => [TaskShift], {
    description:
      'Tasks whose dates differ, those first whose last day, or else first day, moved by most working days.',
  })
  moved: TaskShift[];

  @Field(() => Int, { description: 'Number of tasks that only the second plan has.' })
  addedCount: number;

  @Field(() => [ID], { description: 'Ids of tasks that only the second plan has.' })
  addedTaskIds: string[];

  @Field(() => Int, { description: 'Number of tasks that only the first plan has.' })
  removedCount: number;

  @Field(() => [ID], { description: 'Ids of tasks that only the first plan has.' })
  removedTaskIds: string[];

  @Field(() => Int, { description: 'Number of tasks whose planned cost differs.' })
  costChangeCount: number;

  @Field(() => [TaskCostChange], { description: 'Tasks of both plans whose planned cost differs.' })
  costChanges: TaskCostChange[];

  @Field(() => DecimalScalar, {
    description: 'Capital cost of the first plan, an amount without a currency.',
  })
  capexBefore: string;

  @Field(() => DecimalScalar, {
    description: 'Capital cost of the second plan, an amount without a currency.',
  })
  capexAfter: string;

  @Field(() => DecimalScalar, {
    description: 'Operating cost of the first plan, an amount without a currency.',
  })
  opexBefore: string;

  @Field(() => DecimalScalar, {
    description: 'Operating cost of the second plan, an amount without a currency.',
  })
  opexAfter: string;

  @Field(() => Int, { description: 'Number of dependencies that only the second plan has.' })
  addedDependencyCount: number;

  @Field(() => [PlannedDependency], {
    description:
      'Dependencies that only the second plan has; one of another type or lag counts as another one.',
  })
  addedDependencies: PlannedDependency[];

  @Field(() => Int, { description: 'Number of dependencies that only the first plan has.' })
  removedDependencyCount: number;

  @Field(() => [PlannedDependency], { description: 'Dependencies that only the first plan has.' })
  removedDependencies: PlannedDependency[];
}
