import { Field, InputType, Int } from 'type-graphql';
import { DateScalar } from '../../../entities/base/scalars.ts';
import { ChangeInput } from '../../graph/mutation-input.ts';

/** Name, description and dates: what people plan at every level. */
@InputType({
  description: 'What is planned at every level. Of start, end and duration any two give the third.',
})
export abstract class PlannedFields {
  @Field(() => String, { nullable: true, description: 'Name, up to 500 characters; it cannot be cleared.' })
  name?: string | null;

  @Field(() => String, { nullable: true, description: 'Description, up to 10 000 characters.' })
  description?: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'First day.' })
  startDate?: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'Last day, included.' })
  endDate?: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Working days from the first day to the last; it must agree where both are given.',
  })
  durationDays?: number | null;
}

/** Where a decorated property says at which place among its siblings something is to stand. */
export const Position = (): PropertyDecorator =>
  Field(() => Int, {
    nullable: true,
    description: 'Place among its siblings, from 0; absent, or beyond the last, is behind them.',
  });

@InputType({ description: 'A part of the plan to be deleted.' })
export class DeleteInput extends ChangeInput {
  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Whether what lies under it is deleted along with it; else there must be nothing.',
  })
  cascade: boolean;
}

@InputType({ description: 'A deleted part of the plan to be restored with what was deleted along with it.' })
export class RestoreInput extends ChangeInput {
  @Field(() => Boolean, {
    defaultValue: false,
    description:
      'Whether dependencies of what comes back that would close a circle by now are removed; else it is refused with the circle, PIT003.',
  })
  dropDependencies: boolean;
}
