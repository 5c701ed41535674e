import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { Subtask } from '../../../entities/subtask.ts';
import { Task } from '../../../entities/task.ts';
import { User } from '../../../entities/user.ts';
import type { SelectedColumns, RequestContext } from '../../../src/context.ts';
import {
  ConnectionSelection,
  RequiresColumns,
  SelectedFields,
  type SelectedConnection,
} from '../../graph/field-selection.ts';
import { AskedWithRecord } from '../../graph/asked-with-record.ts';
import { ReferenceTo } from '../../graph/reference-to.ts';
import { connect, connectionOf, type Connection } from '../../graph/connection.ts';
import { deletableList, DeletablePageArgs } from '../../graph/deletable-list.ts';

const SubtaskConnection = connectionOf(Subtask, 'subtasks');
const BY_PLACE = [{ property: 'orderIndex', descending: false }];
const OWNER: SelectedColumns = { properties: ['ownerId'], signature: 'ownerId' };

@Resolver(() => Subtask)
export class SubtaskResolver {
  @Query(() => Subtask, {
    nullable: true,
    description: 'The subtask with the id, or null when there is none to see.',
  })
  subtask(
    @Arg('id', () => ID, { description: 'Id of the subtask.' }) id: string,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(Subtask, asked, id);
  }

  @FieldResolver(() => Task, { nullable: true, description: 'The task that the step is of.' })
  @ReferenceTo(Task, 'taskId')
  task(@Root() subtask: Subtask, @Ctx() context: RequestContext, @SelectedFields() asked: SelectedColumns) {
    return context.one(Task, asked, subtask.taskId);
  }

  @FieldResolver(() => User, {
    nullable: true,
    description: 'Who answers for the subtask: its own owner, or else the owner of the task.',
  })
  @RequiresColumns('ownerId', 'taskId')
  async owner(
    @Root() subtask: Subtask,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    const task = subtask.ownerId === null ? await context.one(Task, OWNER, subtask.taskId) : null;
    return context.one(User, asked, subtask.ownerId ?? task?.ownerId);
  }
}

@Resolver(() => Task)
export class TaskSubtasksResolver {
  @AskedWithRecord()
  @FieldResolver(() => SubtaskConnection, { description: 'Subtasks of the task, by their place.' })
  subtasks(
    @Root() task: Task,
    @Args(() => DeletablePageArgs) args: DeletablePageArgs,
    @Ctx() context: RequestContext,
    @ConnectionSelection() wanted: SelectedConnection,
  ): Promise<Connection<Subtask>> {
    const list = deletableList(Subtask, args, BY_PLACE, { property: 'taskId', id: task.id });
    return connect(context, list, args, wanted);
  }
}
