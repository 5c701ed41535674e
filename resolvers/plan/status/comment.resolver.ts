import {
  Args,
  Ctx,
  Field,
  FieldResolver,
  ID,
  InputType,
  Mutation,
  ObjectType,
  Resolver,
  Root,
} from 'type-graphql';
import { Subtask } from '../../../entities/subtask.ts';
import { Task } from '../../../entities/task.ts';
import { TaskProgressLog } from '../../../entities/task-progress-log.ts';
import type { Condition, ParentKey, RequestContext, SelectedColumns } from '../../../src/context.ts';
import { addComment } from '../../../src/services/plan/status/comments.ts';
import { connect, PageArgs, type Connection } from '../../graph/connection.ts';
import { ConnectionSelection, SelectedFields, type SelectedConnection } from '../../graph/field-selection.ts';
import { Input, MutationInput } from '../../graph/mutation-input.ts';
import { WorkPayload } from '../tasks/task-payload.resolver.ts';
import { NEWEST_FIRST, TaskProgressLogConnection } from './progress-log.resolver.ts';

@InputType({ description: 'A comment on either a task or a subtask.' })
class AddCommentInput extends MutationInput {
  @Field(() => ID, { nullable: true, description: 'Id of the task.' })
  taskId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Id of the subtask.' })
  subtaskId?: string | null;

  @Field(() => String, { description: 'The comment, 1 to 10,000 characters.' })
  text: string;

  @Field(() => [ID], {
    nullable: true,
    description:
      'Ids of at most 20 users who get a notification. They must be able to see the task: in a project of a division these are its owners, sponsor and assignees, administrators and foremen.',
  })
  mentionUserIds?: string[] | null;
}

@ObjectType({ description: 'A comment that was added, with the records that it is about.' })
class CommentPayload extends WorkPayload {
  commentId: string;
}

@Resolver(() => CommentPayload)
export class CommentPayloadResolver {
  @FieldResolver(() => TaskProgressLog, {
    nullable: true,
    description: 'The comment, an entry of the progress log.',
  })
  comment(
    @Root() payload: CommentPayload,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(TaskProgressLog, asked, payload.commentId);
  }
}

@Resolver()
export class CommentMutations {
  @Mutation(() => CommentPayload, {
    nullable: true,
    description:
      'Comments on a task or subtask, and notifies who is mentioned. For whoever may see it and is no viewer.',
  })
  addComment(@Input(AddCommentInput) input: AddCommentInput, @Ctx() context: RequestContext) {
    return context.write('addComment', input, (tx) => addComment(tx, input));
  }
}

/** Entries of the log that move nothing: an entry of progress always has the status that it led to. */
const COMMENTS: readonly Condition[] = [{ op: 'isNull', property: 'newStatus', value: true }];

function comments(
  context: RequestContext,
  parent: ParentKey,
  args: PageArgs,
  wanted: SelectedConnection,
): Promise<Connection<TaskProgressLog>> {
  const list = { entity: TaskProgressLog, where: COMMENTS, order: NEWEST_FIRST, parent };
  return connect(context, list, args, wanted);
}

@Resolver(() => Task)
export class TaskCommentsResolver {
  @FieldResolver(() => TaskProgressLogConnection, {
    nullable: true,
    description:
      'Comments on the task and on its subtasks, newest first: the entries of `progressLog` that move nothing.',
  })
  comments(
    @Root() task: Task,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: RequestContext,
    @ConnectionSelection() wanted: SelectedConnection,
  ): Promise<Connection<TaskProgressLog>> {
    return comments(context, { property: 'taskId', id: task.id }, args, wanted);
  }
}

@Resolver(() => Subtask)
export class SubtaskCommentsResolver {
  @FieldResolver(() => TaskProgressLogConnection, {
    nullable: true,
    description: 'Comments on the subtask, newest first: the entries of `progressLog` that move nothing.',
  })
  comments(
    @Root() subtask: Subtask,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: RequestContext,
    @ConnectionSelection() wanted: SelectedConnection,
  ): Promise<Connection<TaskProgressLog>> {
    return comments(context, { property: 'subtaskId', id: subtask.id }, args, wanted);
  }
}
