import {
  Args,
  Ctx,
  Directive,
  Field,
  FieldResolver,
  ID,
  Int,
  ObjectType,
  Resolver,
  Root,
} from 'type-graphql';
import { PercentScalar } from '../../entities/base/number-scalars.ts';
import { DateScalar, DecimalScalar } from '../../entities/base/scalars.ts';
import { RiskLink } from '../../entities/risk-link.ts';
import type { Task } from '../../entities/task.ts';
import type { RequestContext } from '../../src/context.ts';
import { readRiskImpact } from '../../src/services/cost/risk-impact.ts';
import { readMitigationAchieved } from '../../src/services/intake/linked-work.ts';
import { readMitigationForecast } from '../../src/services/schedule/risk-forecast.ts';
import { ConnectionSelection, RequiresColumns, type SelectedConnection } from '../graph/field-selection.ts';
import { connect, type Connection } from '../graph/connection.ts';
import { TasksArgs } from '../plan/tasks/task.inputs.ts';
import { TaskConnection, taskList } from '../plan/tasks/task-list.ts';

@ObjectType({
  description: 'A risk, assessment or unwanted event. The risk module owns it; PIT adds the work on it.',
})
@Directive('@key(fields: "id")')
export class Risk {
  @Field(() => ID, { description: 'Identity in the risk module, a UUID.' })
  id: string;
}

@Resolver(() => Risk)
export class RiskResolver {
  @FieldResolver(() => TaskConnection, {
    description: 'Tasks that mitigate the risk, whatever their link, by last day.',
  })
  tasks(
    @Root() risk: Risk,
    @Args(() => TasksArgs) args: TasksArgs,
    @Ctx() context: RequestContext,
    @ConnectionSelection() wanted: SelectedConnection,
  ): Promise<Connection<Task>> {
    const parent = { property: 'riskId', id: risk.id, through: RiskLink };
    return connect(context, taskList(args, parent), args, wanted);
  }

  @FieldResolver(() => DecimalScalar, {
    nullable: true,
    description:
      'Its impact as it was last reported to PIT, a part of the score of each project that treats it; null where it was not.',
  })
  impactScore(@Root() risk: Risk, @Ctx() context: RequestContext): Promise<string | null> {
    return readRiskImpact(context.loaders, risk.id);
  }

  @FieldResolver(() => PercentScalar, {
    nullable: true,
    description:
      'How much of the risk all linked tasks of the organisation have taken away, in percent: the sum over them of ' +
      'expected mitigation times progress, at most 90. A task that requires evidence counts only with accepted ' +
      'evidence; one linked twice counts once. Tasks that the caller may not see count too. Null without tasks.',
  })
  @Directive('@cost(weight: 5)')
  mitigationAchievedPercent(@Root() risk: Risk, @Ctx() context: RequestContext): Promise<string | null> {
    return readMitigationAchieved(context.loaders, risk.id);
  }

  @FieldResolver(() => DateScalar, {
    nullable: true,
    description:
      'The day on which the last task that mitigates the risk is done, by the stored schedules of their projects; of completed ones the day on which it was. All live linked tasks of the organisation count, also those that the caller may not see. Null without such tasks, while one has no schedule, as where dependencies form a cycle, and while a completed one lacks the proof that it requires.',
  })
  @Directive('@cost(weight: 5)')
  async mitigationForecastDate(@Root() risk: Risk, @Ctx() context: RequestContext): Promise<string | null> {
    return (await readMitigationForecast(context.loaders, risk.id)).forecastDate;
  }

  @FieldResolver(() => Int, {
    nullable: true,
    description:
      'Calendar days by which `mitigationForecastDate` lies behind the last day that was promised for these tasks, 0 when it does not: their ends in the current baselines of their projects, else the planned ones. Null without either day.',
  })
  @Directive('@cost(weight: 5)')
  async mitigationAtRiskDays(@Root() risk: Risk, @Ctx() context: RequestContext): Promise<number | null> {
    return (await readMitigationForecast(context.loaders, risk.id)).atRiskDays;
  }
}

@Resolver(() => RiskLink)
export class RiskOfLinkResolver {
  @FieldResolver(() => Risk, { nullable: true, description: 'The risk at the other end.' })
  @RequiresColumns('riskId')
  risk(@Root() link: RiskLink): Risk {
    return { id: link.riskId };
  }
}
