import { Arg, Args, Ctx, Directive, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { DateScalar, DateTimeScalar } from '../../entities/base/scalars.ts';
import { Project } from '../../entities/project.ts';
import { User } from '../../entities/user.ts';
import type { SelectedColumns, RequestContext } from '../../src/context.ts';
import type { PlanComparison as Comparison } from '../../src/domain/schedule/baseline/baseline-compare.ts';
import {
  requireEntries,
  type ComparisonEntries,
} from '../../src/domain/schedule/baseline/comparison-entries.ts';
import { compareBaselines } from '../../src/services/baseline/baseline-comparison.ts';
import {
  finishVariance,
  readBaseline,
  readBaselines,
  readCurrentBaseline,
  readPromisedFinish,
} from '../../src/services/baseline/baseline-reads.ts';
import { verifyBaseline } from '../../src/services/baseline/baseline-verification.ts';
import { readKeptPlan, readPlanAt } from '../../src/services/baseline/plan-reading.ts';
import { SelectedFields } from '../graph/field-selection.ts';
import { CompareBaselinesArgs } from './baseline.inputs.ts';
import { Baseline, BaselineVerdict } from './baseline.ts';
import { PlanComparison } from './plan-comparison.ts';
import { calendarOf } from './work-calendar.ts';
import { snapshotOf } from './plan-snapshot.resolver.ts';
import { PlanSnapshot } from './plan-snapshot.ts';

@Resolver(() => Project)
export class ProjectBaselinesResolver {
  @FieldResolver(() => [Baseline], {
    description:
      'Plans of the project that were kept, at most 100, by the moment that they are of, latest first.',
  })
  @Directive('@listSize(assumedSize: 100)')
  baselines(@Root() project: Project, @Ctx() context: RequestContext) {
    return readBaselines(context.loaders, project.id);
  }

  @FieldResolver(() => Baseline, {
    nullable: true,
    description: 'The baseline that the project is held to; null when it is held to none.',
  })
  baseline(@Root() project: Project, @Ctx() context: RequestContext) {
    return readCurrentBaseline(context.loaders, project.id);
  }

  @FieldResolver(() => DateScalar, {
    nullable: true,
    description:
      'The day by which the project was promised to be finished: the last day of its current baseline, else the end that a person typed, else null.',
  })
  promisedFinish(@Root() project: Project, @Ctx() context: RequestContext): Promise<string | null> {
    return readPromisedFinish(context.loaders, project.id);
  }

  @FieldResolver(() => PlanSnapshot, {
    nullable: true,
    description:
      'The plan of the project as it stood at a moment, rebuilt from the audit log; a moment that is still to come, or before the project was created, is refused.',
  })
  @Directive('@cost(weight: 50000)')
  async planAsOf(
    @Root() project: Project,
    @Arg('at', () => DateTimeScalar, {
      description: 'The moment. A change counts from when it was recorded.',
    })
    at: string,
    @Ctx() context: RequestContext,
  ): Promise<PlanSnapshot> {
    const { plan, asOf } = await readPlanAt(context, project.id, at, { project: 'id', at: 'at' });
    return snapshotOf(plan, asOf);
  }
}

@Resolver(() => Baseline)
export class BaselineResolver {
  @Query(() => Baseline, {
    nullable: true,
    description: 'The baseline with the id, or null when there is none to see.',
  })
  baseline(
    @Arg('id', () => ID, { description: 'Id of the baseline.' }) id: string,
    @Ctx() context: RequestContext,
  ) {
    return readBaseline(context.loaders, id);
  }

  @Query(() => PlanSnapshot, {
    nullable: true,
    description: 'The plan that a baseline keeps, or null when there is none to see.',
  })
  @Directive('@cost(weight: 10000)')
  async baselinePlan(
    @Arg('baselineId', () => ID, { description: 'Id of the baseline.' }) baselineId: string,
    @Ctx() context: RequestContext,
  ): Promise<PlanSnapshot | null> {
    const baseline = await readBaseline(context.loaders, baselineId);
    return baseline && snapshotOf(await readKeptPlan(context, baseline.id), baseline.asOf);
  }

  @Query(() => PlanComparison, {
    description:
      'What differs from one plan of a project to another, each a baseline or the plan as it is now: dates, tasks, cost and dependencies.',
  })
  @Directive('@cost(weight: 50000)')
  async compareBaselines(
    @Args(() => CompareBaselinesArgs) { projectId, a, b, entries }: CompareBaselinesArgs,
    @Ctx() context: RequestContext,
  ): Promise<PlanComparison> {
    const given = requireEntries(entries);
    const calendar = await calendarOf(context);
    const compared = { projectId, a: a ?? null, b: b ?? null };
    const { before, after, ...rest } = await compareBaselines(context, compared, calendar);
    const shift = finishVariance(calendar, before.finish, after.finish);
    return shown({ before, after, ...rest }, shift, given);
  }

  @Query(() => BaselineVerdict, {
    description:
      'Rebuilds the plan of a baseline from the audit log, compares it with what was kept, and names the records that differ.',
  })
  @Directive('@cost(weight: 100000)')
  verifyBaseline(
    @Arg('baselineId', () => ID, { description: 'Id of the baseline.' }) baselineId: string,
    @Ctx() context: RequestContext,
  ) {
    return verifyBaseline(context, baselineId);
  }

  @FieldResolver(() => Project, { nullable: true, description: 'The project whose plan it is.' })
  project(
    @Root() baseline: Baseline,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(Project, asked, baseline.projectId);
  }

  @FieldResolver(() => User, {
    nullable: true,
    description: 'Who set it; null when they are not known any more.',
  })
  setBy(
    @Root() baseline: Baseline,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(User, asked, baseline.setBy);
  }

  @FieldResolver(() => User, { nullable: true, description: 'Who approved it; null when nobody was named.' })
  approvedBy(
    @Root() baseline: Baseline,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(User, asked, baseline.approvedBy);
  }
}

function shown(
  found: Comparison,
  finishShiftDays: number | null,
  { offset, limit }: ComparisonEntries,
): PlanComparison {
  const shownOf = <T>(entries: readonly T[]): T[] => entries.slice(offset, offset + limit);
  const { before, after, moved, added, removed, costs, addedLinks, removedLinks } = found;
  return {
    finishBefore: before.finish,
    finishAfter: after.finish,
    finishShiftDays,
    movedCount: moved.length,
    moved: shownOf(moved).map((move) => ({ ...move, endShiftDays: move.shiftDays })),
    addedCount: added.length,
    addedTaskIds: shownOf(added),
    removedCount: removed.length,
    removedTaskIds: shownOf(removed),
    costChangeCount: costs.length,
    costChanges: shownOf(costs),
    capexBefore: found.capexBefore,
    capexAfter: found.capexAfter,
    opexBefore: found.opexBefore,
    opexAfter: found.opexAfter,
    addedDependencyCount: addedLinks.length,
    addedDependencies: shownOf(addedLinks),
    removedDependencyCount: removedLinks.length,
    removedDependencies: shownOf(removedLinks),
  };
}
