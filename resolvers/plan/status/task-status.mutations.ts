import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { RequestContext } from '../../../src/context.ts';
import { assignTask } from '../../../src/services/plan/tasks/assignment.ts';
import {
  moveStatus,
  updateProgress,
  type ChangedWork,
  type MoveVerb,
} from '../../../src/services/plan/status/task-status.ts';
import { SubtaskPayload, TaskPayload, WorkPayload } from '../tasks/task-payload.resolver.ts';
import { AssignTaskInput, BlockInput, MoveStatusInput, UpdateProgressInput } from './task-status.inputs.ts';

/** One mutation for each move of a task's status. */
@Resolver()
export class TaskStatusMutations {
  @Mutation(() => TaskPayload, { description: 'Says that work on the task has begun.' })
  startTask(@Arg('input', () => MoveStatusInput) input: MoveStatusInput, @Ctx() context: RequestContext) {
    return move(context, 'startTask', input);
  }

  @Mutation(() => TaskPayload, { description: 'Says that the task cannot go on, and why.' })
  blockTask(@Arg('input', () => BlockInput) input: BlockInput, @Ctx() context: RequestContext) {
    return move(context, 'blockTask', input);
  }

  @Mutation(() => TaskPayload, { description: 'Says that the task can go on.' })
  unblockTask(@Arg('input', () => MoveStatusInput) input: MoveStatusInput, @Ctx() context: RequestContext) {
    return move(context, 'unblockTask', input);
  }

  @Mutation(() => TaskPayload, {
    description:
      'Completes the task, which sets its progress to 100. Its subtasks are complete before, and where evidence is required some stands accepted.',
  })
  completeTask(@Arg('input', () => MoveStatusInput) input: MoveStatusInput, @Ctx() context: RequestContext) {
    return move(context, 'completeTask', input);
  }

  @Mutation(() => TaskPayload, {
    description: 'Opens a completed task again, at the progress that it had before, 99 at most.',
  })
  reopenTask(@Arg('input', () => MoveStatusInput) input: MoveStatusInput, @Ctx() context: RequestContext) {
    return move(context, 'reopenTask', input);
  }
}

/** The same for subtasks. */
@Resolver()
export class SubtaskStatusMutations {
  @Mutation(() => SubtaskPayload, { description: 'Says that work on the subtask has begun.' })
  startSubtask(@Arg('input', () => MoveStatusInput) input: MoveStatusInput, @Ctx() context: RequestContext) {
    return move(context, 'startSubtask', input);
  }

  @Mutation(() => SubtaskPayload, { description: 'Says that the subtask cannot go on, and why.' })
  blockSubtask(@Arg('input', () => BlockInput) input: BlockInput, @Ctx() context: RequestContext) {
    return move(context, 'blockSubtask', input);
  }

  @Mutation(() => SubtaskPayload, { description: 'Says that the subtask can go on.' })
  unblockSubtask(
    @Arg('input', () => MoveStatusInput) input: MoveStatusInput,
    @Ctx() context: RequestContext,
  ) {
    return move(context, 'unblockSubtask', input);
  }

  @Mutation(() => SubtaskPayload, {
    description:
      'Completes the subtask, which sets its progress to 100. Where it requires evidence some stands accepted.',
  })
  completeSubtask(
    @Arg('input', () => MoveStatusInput) input: MoveStatusInput,
    @Ctx() context: RequestContext,
  ) {
    return move(context, 'completeSubtask', input);
  }

  @Mutation(() => SubtaskPayload, {
    description:
      'Opens a completed subtask again, and with it its task, at the progress that it had before, 99 at most.',
  })
  reopenSubtask(@Arg('input', () => MoveStatusInput) input: MoveStatusInput, @Ctx() context: RequestContext) {
    return move(context, 'reopenSubtask', input);
  }
}

@Resolver()
export class WorkMutations {
  @Mutation(() => WorkPayload, {
    description:
      'Sets the progress of a task or a subtask. At 100 it completes itself; while evidence is missing it stands at 99 until that is accepted.',
  })
  updateProgress(
    @Arg('input', () => UpdateProgressInput) input: UpdateProgressInput,
    @Ctx() context: RequestContext,
  ) {
    return context.write('updateProgress', input, (tx) => updateProgress(tx, input));
  }

  @Mutation(() => TaskPayload, { description: 'Says who answers for a task and who works on it.' })
  assignTask(@Arg('input', () => AssignTaskInput) input: AssignTaskInput, @Ctx() context: RequestContext) {
    return context.write('assignTask', input, (tx) => assignTask(tx, input));
  }
}

function move(
  context: RequestContext,
  verb: MoveVerb,
  input: MoveStatusInput | BlockInput,
): Promise<ChangedWork> {
  return context.write(verb, input, (tx) => moveStatus(tx, verb, input));
}
