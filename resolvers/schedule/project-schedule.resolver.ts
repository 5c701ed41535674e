import { Args, ArgsType, Ctx, Field, FieldResolver, ID, Int, ObjectType, Resolver, Root } from 'type-graphql';
import { expose } from '../../entities/base/expose.ts';
import { DateScalar, DateTimeScalar } from '../../entities/base/scalars.ts';
import { Project } from '../../entities/project.ts';
import { Task } from '../../entities/task.ts';
import { TaskDependency } from '../../entities/task-dependency.ts';
import type { Condition, SelectedColumns, RequestContext } from '../../src/context.ts';
import type { ViolationKind } from '../../src/domain/schedule/remaining-work/violations.ts';
import {
  readLongestPath,
  readProjectSchedule,
  type CurrentSchedule,
} from '../../src/services/schedule/read-schedule.ts';
import { readScheduleSettings } from '../../src/services/schedule/project-rule.ts';
import { ConnectionSelection, SelectedFields, type SelectedConnection } from '../graph/field-selection.ts';
import { connect, type Connection } from '../graph/connection.ts';
import { connectIds } from '../graph/id-connection.ts';
import { ScheduleSettings, shownSchedule } from '../directory/settings/schedule-settings.ts';
import { TaskConnection } from '../plan/tasks/task-list.ts';
import { readerOf } from './task-schedule.resolver.ts';

export const ScheduleViolationKind = {
  LINK: 'link',
  DEADLINE: 'deadline',
  MANUAL_START: 'manual_start',
  START_NO_EARLIER_THAN: 'snet',
  FINISH_NO_EARLIER_THAN: 'fnet',
  START_NO_LATER_THAN: 'snlt',
  FINISH_NO_LATER_THAN: 'fnlt',
  MUST_START_ON: 'mso',
  MUST_FINISH_ON: 'mfo',
} as const satisfies Record<string, ViolationKind>;
expose(ScheduleViolationKind, 'ScheduleViolationKind', 'What a schedule cannot keep.', {
  LINK: 'A dependency of a task that stands on its own day.',
  DEADLINE: 'The deadline of a task.',
  MANUAL_START: 'The planned start of a manual task, which has gone by.',
  START_NO_EARLIER_THAN: 'The earliest start of a task.',
  FINISH_NO_EARLIER_THAN: 'The earliest finish of a task.',
  START_NO_LATER_THAN: 'The latest start of a task.',
  FINISH_NO_LATER_THAN: 'The latest finish of a task.',
  MUST_START_ON: 'The day on which a task must start.',
  MUST_FINISH_ON: 'The day on which a task must finish.',
});

@ObjectType({ description: 'Something that the schedule cannot keep.' })
export class ScheduleViolation {
  @Field(() => ScheduleViolationKind, { description: 'What is not kept.' })
  kind: ViolationKind;

  @Field(() => Int, { description: 'By how many working days.' })
  days: number;

  @Field(() => ID, { description: 'Id of the task.' })
  taskId: string;

  @Field(() => ID, {
    nullable: true,
    description: 'Id of the dependency that is not kept; null where it is something else.',
  })
  dependencyId: string | null;
}

@ObjectType({ description: 'What the computed schedule says of a project.' })
export class ProjectSchedule {
  projectId: string;
  current: CurrentSchedule;

  @Field(() => DateScalar, {
    description: 'The day up to which progress is known: what is left to do begins no earlier.',
  })
  dataDate: string;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'The last day on which work is done; null without tasks, and where they form a cycle.',
  })
  forecastFinish: string | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'Working days by which the forecast finish is later than the promised one; negative when it is earlier. Null without a promise or a forecast.',
  })
  finishVarianceDays: number | null;

  @Field(() => Int, {
    description: 'Working days from the first to the forecast finish; 0 where there is none.',
  })
  lengthDays: number;

  @Field(() => Int, { description: 'Open tasks that are critical.' })
  criticalTaskCount: number;

  @Field(() => Boolean, {
    description:
      'Whether it is that of an earlier plan: of more than 20,000 tasks, or beyond five projects in one request, the stored one is shown until it is computed anew.',
  })
  isStale: boolean;

  @Field(() => DateTimeScalar, { description: 'When it was computed.' })
  computedAt: string;

  @Field(() => [ScheduleViolation], {
    description: 'What it cannot keep: dependencies of fixed tasks, constraints, deadlines; the first 1,000.',
  })
  violations: ScheduleViolation[];
}

@Resolver(() => Project)
export class ProjectScheduleOfProjectResolver {
  @FieldResolver(() => ProjectSchedule, {
    nullable: true,
    description: 'The computed schedule of the project; null as long as none was computed.',
  })
  async schedule(@Root() project: Project, @Ctx() context: RequestContext): Promise<ProjectSchedule | null> {
    const current = await readProjectSchedule(readerOf(context), project.id);
    if (current.row === null) return null;
    const { criticalCount: criticalTaskCount, violations, ...row } = current.row;
    const told = violations.map((each) => ({ ...each }));
    return { ...row, criticalTaskCount, violations: told, isStale: current.isStale, current };
  }

  @FieldResolver(() => ScheduleSettings, {
    description:
      'How the project is scheduled: by its own settings, and its organisation’s where it has none.',
  })
  async scheduleSettings(@Root() project: Project, @Ctx() context: RequestContext) {
    return shownSchedule(await readScheduleSettings(readerOf(context), project.id));
  }
}

const ON_PATH: readonly Condition[] = [{ op: 'in', property: 'isOnLongestPath', values: ['true'] }];
const BY_EARLY_START = [
  { property: 'earlyStart', descending: false },
  { property: 'earlyFinish', descending: false },
];

@ArgsType()
export class CriticalPathArgs {
  @Field(() => Int, { nullable: true, description: 'How many tasks, 1 to 1,000; 20 when not given.' })
  first?: number | null;

  @Field(() => String, { nullable: true, description: 'Cursor behind which the page begins.' })
  after?: string | null;
}

@Resolver(() => ProjectSchedule)
export class ProjectScheduleResolver {
  @FieldResolver(() => TaskConnection, {
    description:
      'The longest path: open tasks from which the last finish is reached over driving dependencies, as they follow each other.',
  })
  async criticalPath(
    @Root() { projectId, current }: ProjectSchedule,
    @Args(() => CriticalPathArgs) args: CriticalPathArgs,
    @Ctx() context: RequestContext,
    @ConnectionSelection() wanted: SelectedConnection,
  ): Promise<Connection<Task>> {
    const path = await readLongestPath(readerOf(context), projectId, current);
    if (path !== null)
      return connectIds(context, { entity: Task, name: 'criticalPath', ids: path }, args, wanted.asked);
    const parent = { property: 'projectId', id: projectId };
    return connect(context, { entity: Task, where: ON_PATH, order: BY_EARLY_START, parent }, args, wanted);
  }

  @FieldResolver(() => [Task], {
    nullable: true,
    description:
      'Tasks along a cycle of dependencies, the first repeated at the end, for which there are no dates; null without one. At most 1,000.',
  })
  async cycle(
    @Root() { current }: ProjectSchedule,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ): Promise<Task[] | null> {
    const ids = current.row?.cycle ?? null;
    if (ids === null) return null;
    const tasks = await context.loaders.one(Task, asked).loadMany([...ids]);
    return tasks.filter((task): task is Task => task !== null && !(task instanceof Error));
  }
}

@Resolver(() => ScheduleViolation)
export class ScheduleViolationResolver {
  @FieldResolver(() => Task, { nullable: true, description: 'The task; null once it is deleted.' })
  task(
    @Root() violation: ScheduleViolation,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(Task, asked, violation.taskId);
  }

  @FieldResolver(() => TaskDependency, {
    nullable: true,
    description: 'The dependency that is not kept; null where it is something else, or it is removed.',
  })
  dependency(
    @Root() violation: ScheduleViolation,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(TaskDependency, asked, violation.dependencyId);
  }
}
