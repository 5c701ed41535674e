import { Ctx, Directive, Field, FieldResolver, ObjectType, Resolver, Root } from 'type-graphql';
import { Project } from '../../entities/project.ts';
import type { RequestContext } from '../../src/context.ts';
import type { HealthReason as Reason } from '../../src/domain/rollup/health.ts';
import { Health, HealthRule } from '../../src/domain/enums.ts';
import { readHealth, readHealthAlone } from '../../src/services/rollup/project-health.ts';
import { RequiresColumns } from '../graph/field-selection.ts';

@ObjectType({ description: 'One measure that keeps the health from green.' })
export class HealthReason {
  @Field(() => HealthRule, { description: 'The measure that it comes from.' })
  rule: HealthRule;

  @Field(() => Health, { description: 'What the measure makes of the health: amber or red.' })
  health: Health;

  @Field(() => String, { description: 'The measure in words, with its numbers.' })
  message: string;
}

@Resolver(() => Project)
export class ProjectHealthResolver {
  @FieldResolver(() => Health, {
    nullable: true,
    description:
      'How well the project goes today: the worst of time elapsed minus progress, share of tasks overdue, longest ' +
      'overdue, and open alerts.',
  })
  @RequiresColumns('startDate', 'endDate', 'progressPercent')
  @Directive('@cost(weight: 5)')
  async health(@Root() project: Project, @Ctx() context: RequestContext): Promise<Health> {
    return readHealthAlone(context.loaders, project, await context.today());
  }

  @FieldResolver(() => [HealthReason], {
    description: 'Measures that keep the health from green, red first; empty when green.',
  })
  @RequiresColumns('startDate', 'endDate', 'progressPercent')
  @Directive('@cost(weight: 2)')
  async healthReasons(@Root() project: Project, @Ctx() context: RequestContext): Promise<readonly Reason[]> {
    return (await readHealth(context.loaders, project, await context.today())).reasons;
  }
}
