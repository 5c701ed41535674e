import { Arg, Ctx, FieldResolver, ID, Int, Resolver, Root } from 'type-graphql';
import { DateScalar } from '../../entities/base/scalars.ts';
import { Task } from '../../entities/task.ts';
import type { RequestContext } from '../../src/context.ts';
import {
  finishVariance,
  readBaselineTask,
  startVariance,
} from '../../src/services/baseline/baseline-reads.ts';
import { RequiresColumns } from '../graph/field-selection.ts';
import { BaselineCost } from './baseline.ts';
import { calendarOf } from './work-calendar.ts';

const NONE = 'null where that has no such task, or there is no such baseline.';

/** Which baseline of the project is asked for. */
const BaselineId = (): ReturnType<typeof Arg> =>
  Arg('baselineId', () => ID, {
    nullable: true,
    description: 'Id of a baseline of the project; the current one when not given.',
  });

@Resolver(() => Task)
export class TaskBaselineResolver {
  @FieldResolver(() => DateScalar, {
    nullable: true,
    description: `First day of the task in a baseline; null too where it had none there; ${NONE}`,
  })
  @RequiresColumns('projectId')
  async baselineStart(
    @Root() task: Task,
    @BaselineId() baselineId: string | null | undefined,
    @Ctx() context: RequestContext,
  ): Promise<string | null> {
    return (await readBaselineTask(context.loaders, task, baselineId ?? null))?.startDate ?? null;
  }

  @FieldResolver(() => DateScalar, {
    nullable: true,
    description: `Last day of the task in a baseline; null too where it had none there; ${NONE}`,
  })
  @RequiresColumns('projectId')
  async baselineFinish(
    @Root() task: Task,
    @BaselineId() baselineId: string | null | undefined,
    @Ctx() context: RequestContext,
  ): Promise<string | null> {
    return (await readBaselineTask(context.loaders, task, baselineId ?? null))?.endDate ?? null;
  }

  @FieldResolver(() => Int, {
    nullable: true,
    description: `Working days of the task in a baseline; null too where it had none there; ${NONE}`,
  })
  @RequiresColumns('projectId')
  async baselineDurationDays(
    @Root() task: Task,
    @BaselineId() baselineId: string | null | undefined,
    @Ctx() context: RequestContext,
  ): Promise<number | null> {
    return (await readBaselineTask(context.loaders, task, baselineId ?? null))?.durationDays ?? null;
  }

  @FieldResolver(() => BaselineCost, {
    nullable: true,
    description: `Planned cost of the task in a baseline; ${NONE}`,
  })
  @RequiresColumns('projectId')
  async baselineCost(
    @Root() task: Task,
    @BaselineId() baselineId: string | null | undefined,
    @Ctx() context: RequestContext,
  ): Promise<BaselineCost | null> {
    const planned = await readBaselineTask(context.loaders, task, baselineId ?? null);
    return planned === null ? null : { capex: planned.capexCost, opex: planned.opexCost };
  }

  @FieldResolver(() => Int, {
    nullable: true,
    description:
      'Working days by which the planned start is later than in the current baseline, negative when earlier; null where there is no such baseline, or either has no start.',
  })
  @RequiresColumns('projectId', 'startDate')
  async startVarianceDays(@Root() task: Task, @Ctx() context: RequestContext): Promise<number | null> {
    const [planned, calendar] = await Promise.all([
      readBaselineTask(context.loaders, task, null),
      calendarOf(context),
    ]);
    return startVariance(calendar, planned?.startDate, task.startDate);
  }

  @FieldResolver(() => Int, {
    nullable: true,
    description:
      'Working days by which the planned end is later than in the current baseline, negative when earlier; null where there is no such baseline, or either has no end.',
  })
  @RequiresColumns('projectId', 'endDate')
  async finishVarianceDays(@Root() task: Task, @Ctx() context: RequestContext): Promise<number | null> {
    const [planned, calendar] = await Promise.all([
      readBaselineTask(context.loaders, task, null),
      calendarOf(context),
    ]);
    return finishVariance(calendar, planned?.endDate, task.endDate);
  }
}
