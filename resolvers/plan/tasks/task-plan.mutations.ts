import {
  Ctx,
  Directive,
  Field,
  FieldResolver,
  ID,
  Int,
  Mutation,
  ObjectType,
  Resolver,
  Root,
} from 'type-graphql';
import { Project } from '../../../entities/project.ts';
import { Task } from '../../../entities/task.ts';
import type { SelectedColumns, RequestContext } from '../../../src/context.ts';
import { ErrorCode, PitErrorCode } from '../../../src/domain/errors.ts';
import { createTask, createTasks } from '../../../src/services/plan/tasks/task-create.ts';
import { deleteTasks, restoreTasks } from '../../../src/services/plan/tasks/bulk-removal.ts';
import { moveTask } from '../../../src/services/plan/tasks/task-move.ts';
import { deleteTask, restoreTask } from '../../../src/services/plan/tasks/task-removal.ts';
import { updateTask, updateTasks } from '../../../src/services/plan/tasks/task-update.ts';
import { SelectedFields } from '../../graph/field-selection.ts';
import { DeletePayload } from '../wbs/delete-payload.resolver.ts';
import { DeleteInput, RestoreInput } from '../wbs/plan-input.ts';
import {
  CreateTaskInput,
  CreateTasksInput,
  DeleteTasksInput,
  MoveTaskInput,
  RestoreTasksInput,
  UpdateTaskInput,
  UpdateTasksInput,
} from './task-plan.inputs.ts';
import { TaskPayload } from './task-payload.resolver.ts';
import { Input } from '../../graph/mutation-input.ts';

@ObjectType({ description: 'Why one item of a request was refused.' })
export class ItemError {
  @Field(() => Int, { description: 'Index of the item in the request, from 0.' })
  index: number;

  @Field(() => ErrorCode, { description: 'The word that `extensions.code` would carry.' })
  code: ErrorCode;

  @Field(() => PitErrorCode, { nullable: true, description: 'The number of the refusal, such as `PIT006`.' })
  pit: PitErrorCode | null;

  @Field(() => String, { description: 'The reason, for people.' })
  message: string;

  @Field(() => String, {
    nullable: true,
    description: 'Path of the input that was refused; null when the item as a whole was.',
  })
  field: string | null;
}

@ObjectType({ description: 'Tasks after a change, with the projects that their roll-ups went into.' })
export class TasksPayload {
  @Field(() => [ID], {
    nullable: 'items',
    description: 'Ids of the tasks in the order of the items; null where one was refused.',
  })
  taskIds: (string | null)[];

  projectIds: string[];

  @Field(() => [ItemError], { description: 'The items that were refused, in their order.' })
  errors: ItemError[];
}

@ObjectType({ description: 'Tasks that were deleted, with the projects that they were in.' })
export class DeletedTasksPayload {
  @Field(() => [ID], {
    nullable: 'items',
    description: 'Ids of the deleted tasks in the order of the items; null where one was refused.',
  })
  deletedIds: (string | null)[];

  projectIds: string[];

  @Field(() => [ItemError], { description: 'The items that were refused, in their order.' })
  errors: ItemError[];
}

@Resolver(() => DeletedTasksPayload)
export class DeletedTasksPayloadResolver {
  @FieldResolver(() => [Project], { nullable: 'items', description: 'The projects, with their new sums.' })
  projects(
    @Root() payload: DeletedTasksPayload,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return payload.projectIds.map((id) => context.one(Project, asked, id));
  }
}

@Resolver(() => TasksPayload)
export class TasksPayloadResolver {
  @FieldResolver(() => [Task], {
    nullable: 'items',
    description: 'The tasks as they are now, in the order of the items; null where one was refused.',
  })
  tasks(
    @Root() payload: TasksPayload,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return payload.taskIds.map((id) => context.one(Task, asked, id));
  }

  @FieldResolver(() => [Project], {
    nullable: 'items',
    description: 'The projects of the tasks, with their new sums.',
  })
  projects(
    @Root() payload: TasksPayload,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return payload.projectIds.map((id) => context.one(Project, asked, id));
  }
}

/** Tasks are made, changed, moved, deleted and restored. */
@Resolver()
export class TaskMutations {
  @Mutation(() => TaskPayload, { description: 'Creates a task.' })
  createTask(@Input(CreateTaskInput) input: CreateTaskInput, @Ctx() context: RequestContext) {
    return context.write('createTask', input, (tx) => createTask(tx, input));
  }

  @Mutation(() => TasksPayload, { description: 'Creates up to 500 tasks in one project.' })
  @Directive('@cost(weight: 50)')
  createTasks(@Input(CreateTasksInput) input: CreateTasksInput, @Ctx() context: RequestContext) {
    return context.write('createTasks', input, (tx) => createTasks(tx, input));
  }

  @Mutation(() => TaskPayload, {
    description:
      'Changes what is planned of a task. Its people, and whether it needs evidence, are for those who may assign it.',
  })
  updateTask(@Input(UpdateTaskInput) input: UpdateTaskInput, @Ctx() context: RequestContext) {
    return context.write('updateTask', input, (tx) => updateTask(tx, input));
  }

  @Mutation(() => TasksPayload, { description: 'Makes one change to up to 500 tasks.' })
  @Directive('@cost(weight: 50)')
  updateTasks(@Input(UpdateTasksInput) input: UpdateTasksInput, @Ctx() context: RequestContext) {
    return context.write('updateTasks', input, (tx) => updateTasks(tx, input));
  }

  @Mutation(() => TaskPayload, {
    description:
      'Moves a task to another phase or work package of its project or of another one, or to another place in its own. To another project its subtasks, evidence, log and comments go along; its cluster stays behind, and its alerts are resolved.',
  })
  moveTask(@Input(MoveTaskInput) input: MoveTaskInput, @Ctx() context: RequestContext) {
    return context.write('moveTask', input, (tx) => moveTask(tx, input));
  }

  @Mutation(() => DeletePayload, { description: 'Deletes a task; with `cascade` its subtasks too.' })
  async deleteTask(@Input(DeleteInput) input: DeleteInput, @Ctx() context: RequestContext) {
    const deleted = await context.write('deleteTask', input, (tx) => deleteTask(tx, input));
    return { ...deleted, deletedId: deleted.taskId };
  }

  @Mutation(() => TaskPayload, { description: 'Restores a deleted task.' })
  restoreTask(@Input(RestoreInput) input: RestoreInput, @Ctx() context: RequestContext) {
    return context.write('restoreTask', input, (tx) => restoreTask(tx, input));
  }

  @Mutation(() => DeletedTasksPayload, {
    nullable: true,
    description: 'Deletes up to 500 tasks; with `cascade` their subtasks too.',
  })
  @Directive('@cost(weight: 50)')
  deleteTasks(@Input(DeleteTasksInput) input: DeleteTasksInput, @Ctx() context: RequestContext) {
    return context.write('deleteTasks', input, async (tx) => {
      const { taskIds: deletedIds, ...rest } = await deleteTasks(tx, input);
      return { deletedIds, ...rest };
    });
  }

  @Mutation(() => TasksPayload, {
    nullable: true,
    description: 'Restores up to 500 deleted tasks, each with the subtasks that were deleted along with it.',
  })
  @Directive('@cost(weight: 50)')
  restoreTasks(@Input(RestoreTasksInput) input: RestoreTasksInput, @Ctx() context: RequestContext) {
    return context.write('restoreTasks', input, (tx) => restoreTasks(tx, input));
  }
}
