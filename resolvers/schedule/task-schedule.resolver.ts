import { Ctx, Field, FieldResolver, Int, ObjectType, Resolver, Root } from 'type-graphql';
import { DateScalar } from '../../entities/base/scalars.ts';
import { Task } from '../../entities/task.ts';
import { TaskDependency } from '../../entities/task-dependency.ts';
import type { SelectedColumns, RequestContext } from '../../src/context.ts';
import {
  readProjectSchedule,
  readTaskSchedule,
  type ScheduleReader,
} from '../../src/services/schedule/read-schedule.ts';
import type { LinkSlackEntry } from '../../src/domain/schedule/stored-schedule.ts';
import type { TaskScheduleRow } from '../../src/services/schedule/schedule-rows.ts';
import { RequiresColumns, SelectedFields } from '../graph/field-selection.ts';

/** Who reads schedules in this request. */
export function readerOf(context: RequestContext): ScheduleReader {
  return { loaders: context.loaders, orgId: context.orgId };
}

@ObjectType({ description: 'What a dependency on a predecessor leaves in the schedule.' })
export class DrivingLink {
  dependencyId: string;

  @Field(() => Int, {
    description:
      'Relationship slack: working days by which the successor starts later than the dependency asks; negative where a fixed task starts too early.',
  })
  slackDays: number;

  @Field(() => Boolean, { description: 'Whether it holds the successor where it is.' })
  isDriving: boolean;
}

@Resolver(() => Task)
export class TaskScheduleResolver {
  @FieldResolver(() => DateScalar, {
    nullable: true,
    description:
      'First day of the work that remains, as early as dependencies and rules allow; of completed work the day on which it began. Null without a schedule, such as where dependencies form a cycle.',
  })
  @RequiresColumns('projectId')
  async earlyStart(@Root() task: Task, @Ctx() context: RequestContext) {
    return (await scheduleOf(task, context))?.earlyStart ?? null;
  }

  @FieldResolver(() => DateScalar, {
    nullable: true,
    description:
      'Last day of the work that remains, as early as dependencies and rules allow; of completed work the day on which it ended. Null without a schedule.',
  })
  @RequiresColumns('projectId')
  async earlyFinish(@Root() task: Task, @Ctx() context: RequestContext) {
    return (await scheduleOf(task, context))?.earlyFinish ?? null;
  }

  @FieldResolver(() => DateScalar, {
    nullable: true,
    description:
      'Latest first day of the work that remains that delays no end; null for completed work, and without a schedule.',
  })
  @RequiresColumns('projectId')
  async lateStart(@Root() task: Task, @Ctx() context: RequestContext) {
    return (await scheduleOf(task, context))?.lateStart ?? null;
  }

  @FieldResolver(() => DateScalar, {
    nullable: true,
    description:
      'Latest last day of the work that remains that delays no end; null for completed work, and without a schedule.',
  })
  @RequiresColumns('projectId')
  async lateFinish(@Root() task: Task, @Ctx() context: RequestContext) {
    return (await scheduleOf(task, context))?.lateFinish ?? null;
  }

  @FieldResolver(() => Int, {
    nullable: true,
    description:
      'Working days by which it may slip without delaying the end; negative when it is late already. Null for completed work, and without a schedule.',
  })
  @RequiresColumns('projectId')
  async totalSlack(@Root() task: Task, @Ctx() context: RequestContext) {
    return (await scheduleOf(task, context))?.totalSlack ?? null;
  }

  @FieldResolver(() => Int, {
    nullable: true,
    description:
      'Working days by which it may slip without moving any successor, never below 0. Null for completed work, and without a schedule.',
  })
  @RequiresColumns('projectId')
  async freeSlack(@Root() task: Task, @Ctx() context: RequestContext) {
    return (await scheduleOf(task, context))?.freeSlack ?? null;
  }

  @FieldResolver(() => Boolean, {
    nullable: true,
    description:
      'Whether its total slack is within the limit of the setting `schedule.criticalSlackDays`, 0 by default; completed work never is critical. Null without a schedule.',
  })
  @RequiresColumns('projectId')
  async isCritical(@Root() task: Task, @Ctx() context: RequestContext) {
    return (await scheduleOf(task, context))?.isCritical ?? null;
  }

  @FieldResolver(() => Boolean, {
    nullable: true,
    description:
      'Whether the last finish of the project is reached from it over driving dependencies alone. Null without a schedule.',
  })
  @RequiresColumns('projectId')
  async isOnLongestPath(@Root() task: Task, @Ctx() context: RequestContext) {
    return (await scheduleOf(task, context))?.isOnLongestPath ?? null;
  }

  @FieldResolver(() => Boolean, {
    description:
      'Whether its schedule is that of an earlier plan: of more than 20,000 tasks, or beyond five projects in one request, the stored one is shown until it is computed anew.',
  })
  @RequiresColumns('projectId')
  async scheduleIsStale(@Root() task: Task, @Ctx() context: RequestContext) {
    return (await readProjectSchedule(readerOf(context), task.projectId)).isStale;
  }

  @FieldResolver(() => [DrivingLink], {
    description:
      'Its dependencies on predecessors as far as they ask something of the work that remains, those with the least slack first.',
  })
  @RequiresColumns('projectId')
  async drivingPredecessors(@Root() task: Task, @Ctx() context: RequestContext): Promise<DrivingLink[]> {
    const links = (await scheduleOf(task, context))?.linkSlack ?? [];
    return [...links].sort(bySlack).map(([dependencyId, slackDays, isDriving]) => ({
      dependencyId,
      slackDays,
      isDriving,
    }));
  }
}

function scheduleOf(task: Task, context: RequestContext): Promise<TaskScheduleRow | null> {
  return readTaskSchedule(readerOf(context), task);
}

function bySlack([idA, a]: LinkSlackEntry, [idB, b]: LinkSlackEntry): number {
  return a - b || (idA < idB ? -1 : 1);
}

const PREDECESSOR: SelectedColumns = { properties: ['predecessorTaskId'], signature: 'predecessorTaskId' };

@Resolver(() => DrivingLink)
export class DrivingLinkResolver {
  @FieldResolver(() => TaskDependency, {
    nullable: true,
    description: 'The dependency; null once it is removed.',
  })
  dependency(
    @Root() link: DrivingLink,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(TaskDependency, asked, link.dependencyId);
  }

  @FieldResolver(() => Task, { nullable: true, description: 'The predecessor; null once it is removed.' })
  async predecessor(
    @Root() link: DrivingLink,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    const dependency = await context.one(TaskDependency, PREDECESSOR, link.dependencyId);
    return context.one(Task, asked, dependency?.predecessorTaskId);
  }
}
