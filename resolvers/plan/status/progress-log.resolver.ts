import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { Subtask } from '../../../entities/subtask.ts';
import { Task } from '../../../entities/task.ts';
import { TaskProgressLog } from '../../../entities/task-progress-log.ts';
import { User } from '../../../entities/user.ts';
import type { SelectedColumns, RequestContext } from '../../../src/context.ts';
import { SelectedFields, ConnectionSelection, type SelectedConnection } from '../../graph/field-selection.ts';
import { ReferenceTo } from '../../graph/reference-to.ts';
import { connect, connectionOf, PageArgs, type Connection } from '../../graph/connection.ts';

export const TaskProgressLogConnection = connectionOf(TaskProgressLog, 'entries of progress');
export const NEWEST_FIRST = [{ property: 'createdAt', descending: true }];

@Resolver(() => TaskProgressLog)
export class TaskProgressLogResolver {
  @FieldResolver(() => Task, {
    nullable: true,
    description: 'The task whose progress or status changed, or whose subtask did.',
  })
  @ReferenceTo(Task, 'taskId')
  task(
    @Root() entry: TaskProgressLog,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(Task, asked, entry.taskId);
  }

  @FieldResolver(() => Subtask, {
    nullable: true,
    description: 'The subtask whose progress or status changed; null when it was the task itself.',
  })
  @ReferenceTo(Subtask, 'subtaskId')
  subtask(
    @Root() entry: TaskProgressLog,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(Subtask, asked, entry.subtaskId);
  }

  @FieldResolver(() => User, {
    nullable: true,
    description: 'The user who made the entry; null when PIT does not know that user.',
  })
  @ReferenceTo(User, 'userId')
  user(
    @Root() entry: TaskProgressLog,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(User, asked, entry.userId);
  }
}

@Resolver(() => Task)
export class TaskProgressResolver {
  @FieldResolver(() => TaskProgressLogConnection, {
    description: 'Progress log of the task and its subtasks: changes of progress and status, newest first.',
  })
  progressLog(
    @Root() task: Task,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: RequestContext,
    @ConnectionSelection() wanted: SelectedConnection,
  ): Promise<Connection<TaskProgressLog>> {
    const parent = { property: 'taskId', id: task.id };
    const list = { entity: TaskProgressLog, where: [], order: NEWEST_FIRST, parent };
    return connect(context, list, args, wanted);
  }
}

@Resolver(() => Subtask)
export class SubtaskProgressResolver {
  @FieldResolver(() => TaskProgressLogConnection, {
    description: 'Progress log of the subtask: changes of progress and status, newest first.',
  })
  progressLog(
    @Root() subtask: Subtask,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: RequestContext,
    @ConnectionSelection() wanted: SelectedConnection,
  ): Promise<Connection<TaskProgressLog>> {
    const parent = { property: 'subtaskId', id: subtask.id };
    const list = { entity: TaskProgressLog, where: [], order: NEWEST_FIRST, parent };
    return connect(context, list, args, wanted);
  }
}
