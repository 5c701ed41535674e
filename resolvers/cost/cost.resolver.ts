import {
  Arg,
  Args,
  ArgsType,
  Ctx,
  Directive,
  Field,
  FieldResolver,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import { CostInterval } from '../../entities/base/cost-enums.ts';
import { DateScalar } from '../../entities/base/scalars.ts';
import { CostSnapshot } from '../../entities/cost-snapshot.ts';
import { Project } from '../../entities/project.ts';
import type { RequestContext } from '../../src/context.ts';
import { readPortfolioCostYears, readCostYears } from '../../src/services/cost/cost-years.ts';
import { readCostSeries, readEarnedValue } from '../../src/services/cost/earned-value.ts';
import { readReturnOnInvestment } from '../../src/services/cost/roi.ts';
import { areDeletedAsked } from '../graph/deleted-filter.ts';
import { ConnectionSelection, RequiresColumns, type SelectedConnection } from '../graph/field-selection.ts';
import { connect, connectionOf, PageArgs, type Connection } from '../graph/connection.ts';
import { projectConditions, ProjectFilter } from '../plan/projects/project.inputs.ts';
import { CostPoint, EarnedValue, FiscalYearCost, PortfolioCost, ReturnOnInvestment } from './earned-value.ts';

const CostSnapshotConnection = connectionOf(CostSnapshot, 'cost snapshots');
const NEWEST_FIRST = [{ property: 'capturedAt', descending: true }];

@ArgsType()
class CostSeriesArgs {
  @Field(() => CostInterval, {
    nullable: true,
    description: 'What lies between two points; a month when not given.',
  })
  interval?: CostInterval | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'A day of the first period; the first day of the plan when not given.',
  })
  from?: string | null;

  @Field(() => DateScalar, {
    nullable: true,
    description:
      'A day of the last period, at most 240 after the first; the later of today and the last day of the plan when not given.',
  })
  to?: string | null;
}

@Resolver(() => Project)
export class ProjectCostResolver {
  @FieldResolver(() => CostSnapshotConnection, {
    description: 'Cost snapshots: what the project had committed and spent at a moment, newest first.',
  })
  costSnapshots(
    @Root() project: Project,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: RequestContext,
    @ConnectionSelection() wanted: SelectedConnection,
  ): Promise<Connection<CostSnapshot>> {
    const parent = { property: 'projectId', id: project.id };
    return connect(context, { entity: CostSnapshot, where: [], order: NEWEST_FIRST, parent }, args, wanted);
  }

  @FieldResolver(() => EarnedValue, {
    nullable: true,
    description:
      'Earned value at the end of a day, measured against the baseline that the project is held to, else its plan. Progress of a past day is what had been reported by then.',
  })
  @Directive('@cost(weight: 5000)')
  earnedValue(
    @Root() project: Project,
    @Arg('asOf', () => DateScalar, {
      nullable: true,
      description: 'The day, until today; today when not given.',
    })
    asOf: string | null | undefined,
    @Ctx() context: RequestContext,
  ): Promise<EarnedValue> {
    return readEarnedValue(context, project.id, asOf ?? null);
  }

  @FieldResolver(() => [CostPoint], {
    description:
      'Planned value, earned value and actual cost at the ends of calendar months, quarters or years, and today, in order.',
  })
  @Directive('@cost(weight: 20)')
  @Directive('@listSize(assumedSize: 241)')
  costSeries(
    @Root() project: Project,
    @Args(() => CostSeriesArgs) { interval, from, to }: CostSeriesArgs,
    @Ctx() context: RequestContext,
  ): Promise<CostPoint[]> {
    const span = { interval: interval ?? CostInterval.MONTH, from: from ?? null, to: to ?? null };
    return readCostSeries(context, project.id, span);
  }

  @FieldResolver(() => [FiscalYearCost], {
    description:
      'Planned capital and operating cost by financial year, in order: spread over the working days of each task, or in the year that was set by hand.',
  })
  @Directive('@cost(weight: 20)')
  @Directive('@listSize(assumedSize: 20)')
  costByFiscalYear(@Root() project: Project, @Ctx() context: RequestContext): Promise<FiscalYearCost[]> {
    return readCostYears(context, project.id);
  }

  @FieldResolver(() => ReturnOnInvestment, {
    nullable: true,
    description:
      'What the mitigation of its risks returns for what the project costs; a ratio only where the organisation tells the impact of risks in money.',
  })
  @RequiresColumns('riskImpactScore', 'riskMitigationPercent', 'capexTotal', 'opexTotal')
  returnOnInvestment(@Root() project: Project, @Ctx() context: RequestContext): Promise<ReturnOnInvestment> {
    return readReturnOnInvestment(context, project);
  }
}

@Resolver()
export class PortfolioCostResolver {
  @Query(() => PortfolioCost, {
    description: 'What the projects that the caller may see are planned to cost in each financial year.',
  })
  @Directive('@cost(weight: 5000)')
  async costByFiscalYear(
    @Arg('filter', () => ProjectFilter, {
      nullable: true,
      description: 'Which projects; all when not given.',
    })
    filter: ProjectFilter | null | undefined,
    @Ctx() context: RequestContext,
  ): Promise<PortfolioCost> {
    const areDeleted = areDeletedAsked(context, filter?.deleted);
    const where = projectConditions(filter, await context.today());
    const { years, ...rest } = await readPortfolioCostYears(context, { where, areDeleted });
    return { ...rest, years: [...years] };
  }
}
