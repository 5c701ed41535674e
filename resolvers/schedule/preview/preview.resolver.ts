import { Arg, Args, Ctx, Directive, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { Project } from '../../../entities/project.ts';
import { Task } from '../../../entities/task.ts';
import { TaskDependency } from '../../../entities/task-dependency.ts';
import type { SelectedColumns, RequestContext } from '../../../src/context.ts';
import { fromCents } from '../../../src/domain/money.ts';
import {
  readCostByFiscalYear,
  readRiskChanges,
} from '../../../src/services/schedule/preview/preview-effects.ts';
import { isAddedLink } from '../../../src/services/schedule/preview/preview-request.ts';
import {
  movesInOrder,
  readPreview,
  tokenOf,
  type ProjectPreview,
} from '../../../src/services/schedule/preview/project-preview.ts';
import { Risk } from '../../entity-extensions/risk.resolver.ts';
import { PageArgs, type Connection } from '../../graph/connection.ts';
import { SelectedFields } from '../../graph/field-selection.ts';
import { ScheduleViolation } from '../project-schedule.resolver.ts';
import { pageOfList } from './move-connection.ts';
import { PreviewScheduleInput } from './preview.inputs.ts';
import {
  FiscalYearShift,
  MoveCause,
  RiskShift,
  SchedulePreview,
  TaskMove,
  TaskMoveConnection,
} from './preview-types.ts';

const MOST_VIOLATIONS = 1_000;

/** A preview as the graph shows it. */
export function shownPreview(previewed: ProjectPreview, context: RequestContext): SchedulePreview {
  const { before, after, isEmpty } = previewed.preview;
  return {
    previewed,
    token: tokenOf(previewed, context.scheduleTokens),
    before: { ...before, criticalTaskCount: before.criticalCount },
    after: { ...after, criticalTaskCount: after.criticalCount },
    isEmpty,
  };
}

@Resolver(() => SchedulePreview)
export class SchedulePreviewResolver {
  @Query(() => SchedulePreview, {
    description:
      'What a change of a project’s plan would do to its schedule: a dry run, of which nothing is stored. Whoever sees the project may ask; only who plans it may apply.',
  })
  @Directive('@cost(weight: 150000)')
  async previewSchedule(
    @Arg('input', () => PreviewScheduleInput) input: PreviewScheduleInput,
    @Ctx() context: RequestContext,
  ): Promise<SchedulePreview> {
    const { loaders, actor } = context;
    return shownPreview(await readPreview({ loaders, actor }, input), context);
  }

  @FieldResolver(() => Project, { nullable: true, description: 'The project whose plan is tried.' })
  project(
    @Root() { previewed }: SchedulePreview,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(Project, asked, previewed.request.projectId);
  }

  @FieldResolver(() => TaskMoveConnection, {
    description: 'Tasks whose dates differ. Days count as the same when no working day lies between them.',
  })
  moved(@Root() { previewed }: SchedulePreview, @Args(() => PageArgs) args: PageArgs): Connection<TaskMove> {
    return pageOfList('TaskMove', movesInOrder(previewed), ({ taskId }) => taskId, args);
  }

  @FieldResolver(() => [ScheduleViolation], {
    description: 'What the schedule cannot keep after the change; the first 1,000.',
  })
  violations(@Root() { previewed }: SchedulePreview): ScheduleViolation[] {
    const { schedule, plan } = previewed.preview;
    return schedule.violations.slice(0, MOST_VIOLATIONS).map(({ kind, task, link, days }) => {
      const dependencyId = link === null ? null : plan.links.ids[link]!;
      const isTried = dependencyId !== null && isAddedLink(dependencyId);
      return { kind, days, taskId: plan.tasks.ids[task]!, dependencyId: isTried ? null : dependencyId };
    });
  }

  @FieldResolver(() => [FiscalYearShift], {
    description: 'Financial years whose cost changes, in order, work without dates last.',
  })
  @Directive('@cost(weight: 20)')
  async costByFiscalYear(
    @Root() { previewed }: SchedulePreview,
    @Ctx() context: RequestContext,
  ): Promise<FiscalYearShift[]> {
    const years = await readCostByFiscalYear(context.loaders, previewed);
    return years.map(({ fiscalYear, capexBefore, capexAfter, opexBefore, opexAfter }) => ({
      fiscalYear,
      capexBefore: fromCents(capexBefore),
      capexAfter: fromCents(capexAfter),
      opexBefore: fromCents(opexBefore),
      opexAfter: fromCents(opexAfter),
    }));
  }

  @FieldResolver(() => [RiskShift], {
    description:
      'Risks whose planned mitigation comes on another day, by id. Tasks of this project alone are looked at, linked ones of others are not.',
  })
  @Directive('@cost(weight: 20)')
  async risks(@Root() { previewed }: SchedulePreview, @Ctx() context: RequestContext): Promise<RiskShift[]> {
    const risks = await readRiskChanges(context.loaders, previewed);
    return risks.map(({ mitigationPct: mitigationPercent, ...risk }) => ({ ...risk, mitigationPercent }));
  }
}

@Resolver(() => TaskMove)
export class TaskMoveResolver {
  @FieldResolver(() => Task, { nullable: true, description: 'The task; null once it is deleted.' })
  task(@Root() move: TaskMove, @Ctx() context: RequestContext, @SelectedFields() asked: SelectedColumns) {
    return context.one(Task, asked, move.taskId);
  }
}

@Resolver(() => MoveCause)
export class MoveCauseResolver {
  @FieldResolver(() => TaskDependency, {
    nullable: true,
    description:
      'The dependency that holds it where it is; null for another kind, and for one that is only tried.',
  })
  dependency(
    @Root() { link }: MoveCause,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return link === null || isAddedLink(link.id) ? null : context.one(TaskDependency, asked, link.id);
  }

  @FieldResolver(() => Task, {
    nullable: true,
    description: 'The predecessor that holds it where it is; null for another kind.',
  })
  predecessor(
    @Root() { link }: MoveCause,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(Task, asked, link?.predecessorId);
  }
}

@Resolver(() => RiskShift)
export class RiskShiftResolver {
  @FieldResolver(() => Risk, { nullable: true, description: 'The risk.' })
  risk(@Root() { riskId }: RiskShift): Risk {
    return { id: riskId };
  }
}
