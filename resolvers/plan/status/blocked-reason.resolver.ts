import { Ctx, Directive, FieldResolver, Resolver, Root } from 'type-graphql';
import { Subtask } from '../../../entities/subtask.ts';
import { Task } from '../../../entities/task.ts';
import type { RequestContext } from '../../../src/context.ts';
import { readBlockedReason } from '../../../src/services/plan/status/blocked-reason.ts';

@Resolver(() => Task)
export class TaskBlockedResolver {
  @FieldResolver(() => String, {
    nullable: true,
    description:
      'Why the task is blocked, in the words of the user who blocked it; null when it is not blocked, or only by a predecessor.',
  })
  @Directive('@cost(weight: 1)')
  blockedReason(@Root() task: Task, @Ctx() context: RequestContext): Promise<string | null> {
    return readBlockedReason(context.loaders, task.id);
  }
}

@Resolver(() => Subtask)
export class SubtaskBlockedResolver {
  @FieldResolver(() => String, {
    nullable: true,
    description:
      'Why the subtask is blocked, in the words of the user who blocked it; null when it is not blocked.',
  })
  @Directive('@cost(weight: 1)')
  blockedReason(@Root() subtask: Subtask, @Ctx() context: RequestContext): Promise<string | null> {
    return readBlockedReason(context.loaders, subtask.id);
  }
}
