import { Args, ArgsType, Ctx, Directive, Field, Int, ObjectType, Query, Resolver } from 'type-graphql';
import { DecimalScalar } from '../../entities/base/scalars.ts';
import type { RequestContext } from '../../src/context.ts';
import { addDays } from '../../src/domain/civil-date.ts';
import { badInput } from '../../src/domain/errors.ts';
import { AlertSeverity, Health, ProjectLifecycle } from '../../src/domain/enums.ts';
import { readPortfolio, type Portfolio } from '../../src/services/rollup/portfolio.ts';
import { areDeletedAsked } from '../graph/deleted-filter.ts';
import { projectConditions, ProjectFilter } from '../plan/projects/project.inputs.ts';
import { AlertLevelCount } from '../watchdog/watchdog.mutations.ts';

@ObjectType({ description: 'How many projects are in a lifecycle stage.' })
export class ProjectStatusCount {
  @Field(() => ProjectLifecycle, { description: 'The stage.' })
  status: ProjectLifecycle;

  @Field(() => Int, { description: 'How many projects are in it.' })
  count: number;
}

@ObjectType({ description: 'How many projects have a health.' })
export class ProjectHealthCount {
  @Field(() => Health, { description: 'The health.' })
  health: Health;

  @Field(() => Int, { description: 'How many projects have it.' })
  count: number;
}

@ObjectType({ description: 'How many open alerts have a severity.' })
export class AlertSeverityCount {
  @Field(() => AlertSeverity, { description: 'The severity.' })
  severity: AlertSeverity;

  @Field(() => Int, { description: 'How many open alerts have it.' })
  count: number;
}

@ObjectType({ description: 'What projects come to, those that the caller may see and that a filter leaves.' })
export class PortfolioSummary {
  @Field(() => Int, { description: 'How many projects there are.' })
  projectCount: number;

  @Field(() => Boolean, {
    description:
      'False where there are more than 20,000 projects: all figures are then of some 20,000 of them.',
  })
  isComplete: boolean;

  @Field(() => [ProjectStatusCount], { description: 'How many are in each lifecycle stage, none left out.' })
  byStatus: ProjectStatusCount[];

  @Field(() => [ProjectHealthCount], {
    description:
      'How many have each health, none left out; as of the last turn of the day and all changes since.',
  })
  byHealth: ProjectHealthCount[];

  @Field(() => Int, { description: 'How many of their tasks have the status `OVERDUE`.' })
  overdueTaskCount: number;

  @Field(() => Int, { description: 'How many of the projects have such a task.' })
  overdueProjectCount: number;

  @Field(() => Int, {
    description: 'How many end within the days asked for and are neither completed nor archived.',
  })
  endingSoonCount: number;

  @Field(() => [AlertSeverityCount], {
    description: 'How many of their alerts are open, by severity, red first, none left out.',
  })
  openAlerts: AlertSeverityCount[];

  @Field(() => [AlertLevelCount], {
    description: 'The same by level, the gravest first; levels without any are left out.',
  })
  openAlertsByLevel: AlertLevelCount[];

  @Field(() => DecimalScalar, { description: 'Their planned capital cost.' })
  capexTotal: string;

  @Field(() => DecimalScalar, { description: 'Their planned operating cost.' })
  opexTotal: string;
}

const SOON_DAYS = 14;
const MOST_DAYS = 366;

@ArgsType()
class PortfolioArgs {
  @Field(() => ProjectFilter, { nullable: true, description: 'Which projects; all when not given.' })
  filter?: ProjectFilter | null;

  @Field(() => Int, {
    nullable: true,
    description: 'How many days from today on count as soon, 0 to 366; 14 when not given.',
  })
  endingWithinDays?: number | null;
}

@Resolver()
export class PortfolioResolver {
  @Query(() => PortfolioSummary, {
    description: 'What the projects that the caller may see come to, summed up in one statement.',
  })
  @Directive('@cost(weight: 100)')
  async portfolioSummary(
    @Args(() => PortfolioArgs) { filter, endingWithinDays }: PortfolioArgs,
    @Ctx() context: RequestContext,
  ): Promise<Portfolio> {
    const days = requireDays(endingWithinDays ?? SOON_DAYS);
    const areDeleted = areDeletedAsked(context, filter?.deleted);
    const today = await context.today();
    const where = projectConditions(filter, today);
    return readPortfolio(context, { where, areDeleted }, { today, upto: addDays(today, days) });
  }
}

function requireDays(days: number): number {
  if (days >= 0 && days <= MOST_DAYS) return days;
  throw badInput('The number of days is out of bounds.', {
    field: 'endingWithinDays',
    expected: `0 to ${MOST_DAYS}`,
    actual: days,
  });
}
