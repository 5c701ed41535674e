import { Directive, Field, Float, InputType, ObjectType } from 'type-graphql';
import { EarnedValueMethod, RiskImpactUnit } from '../../../entities/base/cost-enums.ts';

@ObjectType({ description: 'How value is measured.' })
@Directive('@shareable')
export class CostSettings {
  @Field(() => EarnedValueMethod, { description: 'How the earned value of work follows from its progress.' })
  evMethod: EarnedValueMethod;

  @Field(() => Boolean, {
    description: 'Whether work that requires evidence earns nothing before evidence of it is accepted.',
  })
  evNeedsEvidence: boolean;

  @Field(() => RiskImpactUnit, { description: 'In what the impact of risks is told.' })
  riskImpactUnit: RiskImpactUnit;
}

@InputType({
  description: 'How value is measured: a value sets, null takes the default back, absent leaves.',
})
export class CostSettingsInput {
  @Field(() => EarnedValueMethod, {
    nullable: true,
    description: 'How the earned value of work follows from its progress; `PERCENT` by default.',
  })
  evMethod?: EarnedValueMethod | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether work that requires evidence earns nothing before evidence of it is accepted; false by default.',
  })
  evNeedsEvidence?: boolean | null;

  @Field(() => RiskImpactUnit, {
    nullable: true,
    description: 'In what the impact of risks is told; `SCORE` by default.',
  })
  riskImpactUnit?: RiskImpactUnit | null;
}

@ObjectType({ description: 'How the finish of projects is forecast.' })
@Directive('@shareable')
export class ForecastSettings {
  @Field(() => Float, {
    description: 'What a task takes at best, as a share of its planned duration, where history says nothing.',
  })
  optimistic: number;

  @Field(() => Float, { description: 'What it takes at worst.' })
  pessimistic: number;

  @Field(() => Float, {
    description: 'By how much tasks run late together: 0 each by itself, 1 all alike.',
  })
  correlation: number;
}

@InputType({
  description:
    'How the finish of projects is forecast: a value sets, null takes the default back, absent leaves.',
})
export class ForecastSettingsInput {
  @Field(() => Float, {
    nullable: true,
    description:
      'What a task takes at best, as a share of its planned duration, where history says nothing: 0.1 to 1; 0.9 by default.',
  })
  optimistic?: number | null;

  @Field(() => Float, { nullable: true, description: 'What it takes at worst: 1 to 10; 1.25 by default.' })
  pessimistic?: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'By how much tasks run late together: 0 each by itself to 1 all alike; 0.3 by default.',
  })
  correlation?: number | null;
}
