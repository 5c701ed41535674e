import { Ctx, Directive, Field, ID, InputType, Int, Mutation, ObjectType, Resolver } from 'type-graphql';
import { DecimalScalar } from '../../entities/base/scalars.ts';
import type { RequestContext } from '../../src/context.ts';
import { reportRiskImpact } from '../../src/services/cost/risk-impact.ts';
import { Input, MutationInput } from '../graph/mutation-input.ts';

@InputType({ description: 'The impact of a risk.' })
export class RiskImpactInput {
  @Field(() => ID, { description: 'Id of the risk in the module that owns it, a UUID.' })
  riskId: string;

  @Field(() => DecimalScalar, {
    description:
      'Its impact, 0.00 to 99999999.99: a score or an amount of money, as the setting `cost.riskImpactUnit` says.',
  })
  impactScore: string;
}

@InputType({ description: 'The impact of risks, as the module that owns them has it now.' })
export class ReportRiskImpactInput extends MutationInput {
  @Field(() => [RiskImpactInput], { description: 'One to 1,000 risks, each once.' })
  items: RiskImpactInput[];
}

@ObjectType({ description: 'What came of a report of impacts.' })
export class RiskImpactPayload {
  @Field(() => Int, { description: 'How many risks have another impact now.' })
  changedCount: number;

  @Field(() => Int, { description: 'How many projects have another score now.' })
  projectCount: number;
}

/** The module that owns risks says what they would do. */
@Resolver()
export class RiskImpactMutations {
  @Mutation(() => RiskImpactPayload, {
    description:
      'Takes the impact of risks. The score of each project is the sum over the distinct risks that its live tasks are linked to, whether it was linked before the report or after it. For the service.',
  })
  @Directive('@cost(weight: 500)')
  reportRiskImpact(
    @Input(ReportRiskImpactInput) input: ReportRiskImpactInput,
    @Ctx() context: RequestContext,
  ) {
    return context.write('reportRiskImpact', input, (tx) => reportRiskImpact(tx, input));
  }
}
