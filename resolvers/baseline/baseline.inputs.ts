import { ArgsType, Field, ID, InputType, Int } from 'type-graphql';
import { DateTimeScalar } from '../../entities/base/scalars.ts';
import { BaselineKind } from '../../src/domain/enums.ts';
import { MOST_ENTRIES } from '../../src/domain/schedule/baseline/comparison-entries.ts';
import { ChangeInput, MutationInput } from '../graph/mutation-input.ts';

@InputType({ description: 'A plan of a project that is to be kept.' })
export class SetBaselineInput extends MutationInput {
  @Field(() => ID, { description: 'Id of the project.' })
  projectId: string;

  @Field(() => String, { description: 'What to call it, up to 500 characters.' })
  name: string;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description:
      'The moment whose plan is kept, from when the project was created until now; now when not given. A change counts from when it was recorded.',
  })
  asOf?: string | null;

  @Field(() => BaselineKind, { description: 'What it is to the project.' })
  kind: BaselineKind;

  @Field(() => String, {
    nullable: true,
    description: 'Why, up to 2,000 characters; required where the project has a baseline already.',
  })
  reason?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'The user who approved it; null when nobody has to, or has yet.',
  })
  approvedById?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether the project is held to it from now on; when not given, it is unless the kind is `WHAT_IF`, which cannot be.',
  })
  makeCurrent?: boolean | null;
}

@InputType({ description: 'A baseline to which the project is held from now on.' })
export class UseBaselineInput extends ChangeInput {}

@InputType({ description: 'Changes of a baseline: a value sets, absent leaves.' })
export class UpdateBaselineInput extends ChangeInput {
  @Field(() => String, {
    nullable: true,
    description: 'What to call it, up to 500 characters; cannot be cleared.',
  })
  name?: string | null;
}

@InputType({
  description: 'A baseline that is deleted for good. The original and the current one cannot be.',
})
export class DeleteBaselineInput extends ChangeInput {}

@InputType({
  description:
    'Which entries of each list of a comparison are given: lists are in an order that stays as it is while the two plans do.',
})
export class ComparisonEntriesInput {
  @Field(() => Int, { defaultValue: 0, description: 'Entries to leave out at the top, 0 or more.' })
  offset: number;

  @Field(() => Int, { defaultValue: MOST_ENTRIES, description: `Entries to give, 1 to ${MOST_ENTRIES}.` })
  limit: number;
}

@ArgsType()
export class CompareBaselinesArgs {
  @Field(() => ID, { description: 'Id of the project.' })
  projectId: string;

  @Field(() => ID, {
    nullable: true,
    description: 'Id of the baseline that is the first plan; null, or not given, for the plan as it is now.',
  })
  a?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'Id of the baseline that is the second plan; null, or not given, for the plan as it is now.',
  })
  b?: string | null;
  @Field(() => ComparisonEntriesInput, {
    nullable: true,
    description: 'Which entries of each list are given; the first 1,000 when not given.',
  })
  entries?: ComparisonEntriesInput | null;
}
