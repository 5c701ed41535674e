import { Arg, Ctx, Directive, Field, Int, ObjectType, Query, Resolver } from 'type-graphql';
import { PercentScalar } from '../../entities/base/number-scalars.ts';
import { DateScalar } from '../../entities/base/scalars.ts';
import type { RequestContext } from '../../src/context.ts';
import { SourceModule } from '../../src/domain/enums.ts';
import {
  readOriginSummary,
  type OriginSummary as Summary,
} from '../../src/services/intake/origin-summary.ts';

@ObjectType({
  description: 'Progress of the tasks that were raised from one record of another module.',
})
export class OriginSummary {
  @Field(() => Int, { description: 'Tasks not completed yet.' })
  open: number;

  @Field(() => Int, { description: 'Tasks completed.' })
  completed: number;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'The latest last day of all its tasks; null when none has one.',
  })
  latestDueDate: string | null;

  @Field(() => Boolean, {
    description: 'Whether any task should have ended before today and is not completed.',
  })
  hasOverdue: boolean;

  @Field(() => PercentScalar, {
    nullable: true,
    description:
      'Share of the tasks that is completed, rounded to two decimals; 100 only when all are. Null without tasks.',
  })
  completionPercent: number | null;
}

@Resolver(() => OriginSummary)
export class OriginSummaryResolver {
  @Query(() => OriginSummary, {
    description:
      'Progress of the tasks that another module raised from one of its records, over all tasks of the organisation, also those that the caller may not see.',
  })
  @Directive('@cost(weight: 5)')
  originSummary(
    @Arg('sourceModule', () => SourceModule, { description: 'The module that raised the tasks.' })
    sourceModule: SourceModule,
    @Arg('sourceReferenceId', () => String, { description: 'Reference of the record in that module.' })
    sourceReferenceId: string,
    @Ctx() context: RequestContext,
  ): Promise<Summary> {
    return readOriginSummary(context, sourceModule, sourceReferenceId);
  }
}
