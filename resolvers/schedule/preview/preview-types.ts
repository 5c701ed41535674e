import { Field, Int, ObjectType } from 'type-graphql';
import { expose } from '../../../entities/base/expose.ts';
import { PercentScalar } from '../../../entities/base/number-scalars.ts';
import { DateScalar, DecimalScalar } from '../../../entities/base/scalars.ts';
import type { MoveCause as Cause } from '../../../src/domain/schedule/preview/move-cause.ts';
import type { ProjectPreview } from '../../../src/services/schedule/preview/project-preview.ts';
import { connectionOf } from '../../graph/connection.ts';

@ObjectType({ description: 'What a plan amounts to.' })
export class ScheduleSummary {
  @Field(() => DateScalar, {
    nullable: true,
    description: 'The last day of all its tasks; null without dates.',
  })
  finish: string | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'Working days by which the finish is later than the promised one; negative when it is earlier. Null without a promise or a finish.',
  })
  finishVarianceDays: number | null;

  @Field(() => Int, { description: 'Open tasks that are critical.' })
  criticalTaskCount: number;
}

export const MoveCauseKind = { LINK: 'link', CHANGE: 'change', DATE: 'date' } as const satisfies Record<
  string,
  Cause['kind']
>;
expose(MoveCauseKind, 'MoveCauseKind', 'Why a task stands where it does after a change.', {
  LINK: 'A dependency holds it.',
  CHANGE: 'The change names it.',
  DATE: 'A date holds it: its own, that of a constraint, or the data date.',
});

@ObjectType({ description: 'Why a task stands where it does after a change.' })
export class MoveCause {
  @Field(() => MoveCauseKind, { description: 'What holds it.' })
  kind: Cause['kind'];

  link: Cause['link'];
}

@ObjectType({ description: 'A task whose dates a change moves.' })
export class TaskMove {
  taskId: string;

  @Field(() => DateScalar, { nullable: true, description: 'Its first day before; null without one.' })
  startBefore: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'Its first day after; null without one.' })
  startAfter: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'Its last day before; null without one.' })
  endBefore: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'Its last day after; null without one.' })
  endAfter: string | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'Working days by which its last day is later; negative when it is earlier. Null where it had none, or has none.',
  })
  shiftDays: number | null;

  @Field(() => Boolean, { description: 'Whether it was critical.' })
  wasCritical: boolean;

  @Field(() => Boolean, { description: 'Whether it is critical after the change.' })
  isCritical: boolean;

  @Field(() => Int, {
    nullable: true,
    description:
      'Its total slack before, in working days; null for completed work, and where none is computed.',
  })
  slackBefore: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Its total slack after, in working days; null for completed work.',
  })
  slackAfter: number | null;

  @Field(() => MoveCause, { description: 'Why it stands where it does after the change.' })
  because: MoveCause;
}

export const TaskMoveConnection = connectionOf(TaskMove, 'moved tasks');

@ObjectType({ description: 'The cost of a financial year before and after a change of dates.' })
export class FiscalYearShift {
  @Field(() => Int, {
    nullable: true,
    description: 'The financial year, by the calendar year in which it ends; null for work without dates.',
  })
  fiscalYear: number | null;

  @Field(() => DecimalScalar, { description: 'Capital cost before.' })
  capexBefore: string;

  @Field(() => DecimalScalar, { description: 'Capital cost after.' })
  capexAfter: string;

  @Field(() => DecimalScalar, { description: 'Operating cost before.' })
  opexBefore: string;

  @Field(() => DecimalScalar, { description: 'Operating cost after.' })
  opexAfter: string;
}

@ObjectType({ description: 'A risk whose planned mitigation comes on another day.' })
export class RiskShift {
  riskId: string;

  @Field(() => PercentScalar, {
    description: 'What the tasks of the project mitigate of it together, in percent, at most 90.00.',
  })
  mitigationPercent: string;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'The day on which the last of these tasks ended before; null where one has no end.',
  })
  fullBefore: string | null;

  @Field(() => DateScalar, {
    nullable: true,
    description:
      'The day on which the last of these tasks ends after; null where one has no end, or is deleted.',
  })
  fullAfter: string | null;

  @Field(() => DecimalScalar, {
    description:
      'Percent of mitigation times calendar days by which it comes later, over these tasks; negative where it comes earlier.',
  })
  lostPointDays: string;
}

@ObjectType({ description: 'What a change of a project’s plan would do. Nothing of it is stored.' })
export class SchedulePreview {
  previewed: ProjectPreview;

  @Field(() => String, {
    description:
      'Proves to `applySchedule` that the caller has seen this preview. It holds for the same input until the plan, the rules or the day are others.',
  })
  token: string;

  @Field(() => ScheduleSummary, { description: 'The plan without the change.' })
  before: ScheduleSummary;

  @Field(() => ScheduleSummary, { description: 'The plan with the change.' })
  after: ScheduleSummary;

  @Field(() => Boolean, {
    description: 'Whether nobody moves, comes, goes, becomes critical or ceases to be.',
  })
  isEmpty: boolean;
}
