import { Arg, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { Subtask } from '../../../entities/subtask.ts';
import { Task } from '../../../entities/task.ts';
import { User } from '../../../entities/user.ts';
import type { SelectedColumns, RequestContext } from '../../../src/context.ts';
import { SelectedFields, RequiresColumns } from '../../graph/field-selection.ts';
import { areDeletedAsked, DeletedFilter, deletedUnder } from '../../graph/deleted-filter.ts';

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
  @RequiresColumns('taskId')
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
  @FieldResolver(() => [Subtask], { description: 'Subtasks of the task, by position.' })
  subtasks(
    @Root() task: Task,
    @Arg('deleted', () => DeletedFilter, {
      nullable: true,
      description:
        'Whether it lists steps that are deleted, at most the 100 latest; those that are not when not given.',
    })
    deleted: DeletedFilter | null | undefined,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    if (areDeletedAsked(context, deleted)) {
      return deletedUnder<Subtask>(context, Subtask, asked, { property: 'taskId', id: task.id });
    }
    return context.many(Subtask, 'taskId', asked, ['orderIndex']).of(task.id);
  }
}
