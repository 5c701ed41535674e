import { Field, ID, InterfaceType } from 'type-graphql';
import { PercentScalar } from './base/number-scalars.ts';
import { DateScalar, DateTimeScalar, DecimalScalar } from './base/scalars.ts';
import { User } from './user.ts';

/** What projects, phases and work packages have in common, so that one fragment shows each. */
@InterfaceType({
  description:
    'What work is broken down into and rolls up to: a project, a phase of it, or a work package of a phase.',
  resolveType: ({ __typename }: { __typename: string }) => __typename,
})
export abstract class PlanNode {
  @Field(() => ID, { description: 'Identity of the node, a UUID given by the database.' })
  id: string;

  @Field(() => DateTimeScalar, { description: 'When it was created.' })
  createdAt: string;

  @Field(() => DateTimeScalar, { description: 'When it last changed; strictly increasing.' })
  updatedAt: string;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was deleted; null while it is not.' })
  deletedAt: string | null;

  @Field(() => String, { description: 'Name of the node.' })
  name: string;

  @Field(() => String, {
    nullable: true,
    description: 'What it is to achieve; null when it is not described.',
  })
  description: string | null;

  @Field(() => ID, { description: 'Id of the user who answers for it.' })
  ownerId: string;

  @Field(() => DateScalar, { nullable: true, description: 'First day; null while it is not scheduled.' })
  startDate: string | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'Last day, included; null while it is not scheduled.',
  })
  endDate: string | null;

  @Field(() => PercentScalar, { description: 'Progress in percent, 0 to 100, rolled up from what it holds.' })
  progressPercent: number;

  @Field(() => DecimalScalar, { description: 'Planned capital cost: the sum over what it holds.' })
  capexTotal: string;

  @Field(() => DecimalScalar, { description: 'Planned operating cost: the sum over what it holds.' })
  opexTotal: string;

  @Field(() => User, { nullable: true, description: 'Who answers for it; null when PIT does not know them.' })
  owner?: User | null;
}
