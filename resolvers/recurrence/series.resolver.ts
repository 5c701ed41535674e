import {
  Args,
  Ctx,
  Directive,
  FieldResolver,
  Float,
  Int,
  registerEnumType,
  Resolver,
  Root,
} from 'type-graphql';
import { DateScalar } from '../../entities/base/scalars.ts';
import { Occurrence } from '../../entities/ops/occurrence.ts';
import { Series } from '../../entities/ops/series.ts';
import { Project } from '../../entities/project.ts';
import { Task } from '../../entities/task.ts';
import { User } from '../../entities/user.ts';
import type { RequestContext, SelectedColumns } from '../../src/context.ts';
import { nextDatesOf } from '../../src/domain/recurrence/next-dates.ts';
import { OccurrenceOutcome } from '../../src/domain/recurrence/reconcile.ts';
import { SeriesState } from '../../src/domain/recurrence/series.ts';
import { readTimeliness } from '../../src/services/recurrence/timeliness.ts';
import { connect, connectionOf, PageArgs, type Connection } from '../graph/connection.ts';
import {
  ConnectionSelection,
  RequiresColumns,
  SelectedFields,
  type SelectedConnection,
} from '../graph/field-selection.ts';

registerEnumType(SeriesState, {
  name: 'SeriesState',
  description: 'Whether a series makes occurrences.',
  valuesConfig: {
    ACTIVE: { description: 'It makes them as their days come.' },
    PAUSED: { description: 'It makes none until it is resumed.' },
    ENDED: { description: 'It was ended, or its rule has no further day.' },
    BROKEN: {
      description:
        'What its tasks lay in is deleted, or refuses their days; it makes none until it is changed.',
    },
  },
});
registerEnumType(OccurrenceOutcome, {
  name: 'OccurrenceOutcome',
  description: 'What became of one date of a series.',
  valuesConfig: {
    OPEN: { description: 'Its task is not completed.' },
    COMPLETED: { description: 'Its task is completed.' },
    MISSED: { description: 'It passed before there was a task.' },
    SKIPPED: { description: 'It was left out, or its task deleted.' },
  },
});

export const SeriesConnection = connectionOf(Series, 'series');
export const OccurrenceConnection = connectionOf(Occurrence, 'occurrences');

const OLDEST = [{ property: 'createdAt', descending: false }];
const NEWEST = [{ property: 'nominalOn', descending: true }];

@Resolver(() => Project)
export class ProjectSeriesResolver {
  @FieldResolver(() => SeriesConnection, { description: 'Work that comes again, oldest series first.' })
  series(
    @Root() project: Project,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: RequestContext,
    @ConnectionSelection() wanted: SelectedConnection,
  ): Promise<Connection<Series>> {
    const parent = { property: 'projectId', id: project.id };
    return connect(context, { entity: Series, where: [], order: OLDEST, parent }, args, wanted);
  }
}

@Resolver(() => Task)
export class TaskOccurrenceResolver {
  @FieldResolver(() => Occurrence, {
    nullable: true,
    description: 'The date of a series that the task stands for; null where it does not come again.',
  })
  async occurrence(
    @Root() task: Task,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ): Promise<Occurrence | null> {
    const [found] = await context.many(Occurrence, 'taskId', asked).of(task.id);
    return found ?? null;
  }
}

@Resolver(() => Series)
export class SeriesResolver {
  @FieldResolver(() => [DateScalar], {
    description:
      'The next twelve dates of the rule from today on, as long as it makes occurrences; none where each follows from a completion.',
  })
  @Directive('@listSize(assumedSize: 12)')
  @RequiresColumns('rule', 'startsOn', 'state', 'mode')
  async nextDates(@Root() series: Series, @Ctx() context: RequestContext): Promise<readonly string[]> {
    return nextDatesOf(series, await context.today());
  }

  @FieldResolver(() => Float, {
    nullable: true,
    description:
      'Share of occurrences that were completed by their last day, in percent, of those that were completed, are open behind it or were missed; 100 only when all were. Null without any.',
  })
  @Directive('@cost(weight: 5)')
  async onTimePercent(@Root() { id }: Series, @Ctx() context: RequestContext): Promise<number | null> {
    return (await readTimeliness(context.loaders, id, await context.today())).onTimePercent;
  }

  @FieldResolver(() => Int, {
    description: 'Occurrences that were completed behind their last day, or are open behind it.',
  })
  @Directive('@cost(weight: 5)')
  async lateCount(@Root() { id }: Series, @Ctx() context: RequestContext): Promise<number> {
    return (await readTimeliness(context.loaders, id, await context.today())).late;
  }

  @FieldResolver(() => Int, { description: 'Dates that passed without work.' })
  @Directive('@cost(weight: 5)')
  async missedCount(@Root() { id }: Series, @Ctx() context: RequestContext): Promise<number> {
    return (await readTimeliness(context.loaders, id, await context.today())).missed;
  }

  @FieldResolver(() => OccurrenceConnection, {
    description: 'What became of its dates, newest first: missed and skipped ones too.',
  })
  occurrences(
    @Root() series: Series,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: RequestContext,
    @ConnectionSelection() wanted: SelectedConnection,
  ): Promise<Connection<Occurrence>> {
    const parent = { property: 'seriesId', id: series.id };
    return connect(context, { entity: Occurrence, where: [], order: NEWEST, parent }, args, wanted);
  }

  @FieldResolver(() => Project, { nullable: true, description: 'The project that its tasks lie in.' })
  @RequiresColumns('projectId')
  project(@Root() series: Series, @Ctx() context: RequestContext, @SelectedFields() asked: SelectedColumns) {
    return context.one(Project, asked, series.projectId);
  }

  @FieldResolver(() => User, {
    nullable: true,
    description: 'Who answers for the tasks to come; null where they are not to be seen.',
  })
  @RequiresColumns('ownerId')
  owner(@Root() series: Series, @Ctx() context: RequestContext, @SelectedFields() asked: SelectedColumns) {
    return context.one(User, asked, series.ownerId);
  }
}

@Resolver(() => Occurrence)
export class OccurrenceResolver {
  @FieldResolver(() => Series, { nullable: true, description: 'The series that it is of.' })
  @RequiresColumns('seriesId')
  series(
    @Root() occurrence: Occurrence,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(Series, asked, occurrence.seriesId);
  }

  @FieldResolver(() => Task, {
    nullable: true,
    description: 'Its task; null where there is none, or it is deleted.',
  })
  @RequiresColumns('taskId')
  task(
    @Root() occurrence: Occurrence,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(Task, asked, occurrence.taskId);
  }
}
