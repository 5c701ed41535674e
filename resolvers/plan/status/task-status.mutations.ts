import { Ctx, Mutation, Resolver } from 'type-graphql';
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
import { Input } from '../../graph/mutation-input.ts';

/** One mutation for each move of a task's status. */
@Resolver()
export class TaskStatusMutations {
  @Mutation(() => TaskPayload, {
    description:
      'Records that work on the task has begun; its status is `ACTIVE` from then on, unless its dates or dependencies make it another.',
  })
  startTask(@Input(MoveStatusInput) input: MoveStatusInput, @Ctx() context: RequestContext) {
    return move(context, 'startTask', input);
  }

  @Mutation(() => TaskPayload, { description: 'Sets the status of the task to `BLOCKED`, with the reason.' })
  blockTask(@Input(BlockInput) input: BlockInput, @Ctx() context: RequestContext) {
    return move(context, 'blockTask', input);
  }

  @Mutation(() => TaskPayload, {
    description: 'Takes the manual `BLOCKED` of the task back; its status is derived again.',
  })
  unblockTask(@Input(MoveStatusInput) input: MoveStatusInput, @Ctx() context: RequestContext) {
    return move(context, 'unblockTask', input);
  }

  @Mutation(() => TaskPayload, {
    description:
      'Completes the task, which sets its progress to 100. Its subtasks must be complete, and where evidence is required some must be accepted.',
  })
  completeTask(@Input(MoveStatusInput) input: MoveStatusInput, @Ctx() context: RequestContext) {
    return move(context, 'completeTask', input);
  }

  @Mutation(() => TaskPayload, {
    description: 'Opens a completed task again, at the progress that it had before, 99 at most.',
  })
  reopenTask(@Input(MoveStatusInput) input: MoveStatusInput, @Ctx() context: RequestContext) {
    return move(context, 'reopenTask', input);
  }
}

/** The same for subtasks. */
@Resolver()
export class SubtaskStatusMutations {
  @Mutation(() => SubtaskPayload, {
    description:
      'Records that work on the subtask has begun; its status is `ACTIVE` from then on, unless its dates make it another.',
  })
  startSubtask(@Input(MoveStatusInput) input: MoveStatusInput, @Ctx() context: RequestContext) {
    return move(context, 'startSubtask', input);
  }

  @Mutation(() => SubtaskPayload, {
    description: 'Sets the status of the subtask to `BLOCKED`, with the reason.',
  })
  blockSubtask(@Input(BlockInput) input: BlockInput, @Ctx() context: RequestContext) {
    return move(context, 'blockSubtask', input);
  }

  @Mutation(() => SubtaskPayload, {
    description: 'Takes the manual `BLOCKED` of the subtask back; its status is derived again.',
  })
  unblockSubtask(@Input(MoveStatusInput) input: MoveStatusInput, @Ctx() context: RequestContext) {
    return move(context, 'unblockSubtask', input);
  }

  @Mutation(() => SubtaskPayload, {
    description:
      'Completes the subtask, which sets its progress to 100. Where it requires evidence some must be accepted.',
  })
  completeSubtask(@Input(MoveStatusInput) input: MoveStatusInput, @Ctx() context: RequestContext) {
    return move(context, 'completeSubtask', input);
  }

  @Mutation(() => SubtaskPayload, {
    description:
      'Opens a completed subtask again, and with it its task, at the progress that it had before, 99 at most.',
  })
  reopenSubtask(@Input(MoveStatusInput) input: MoveStatusInput, @Ctx() context: RequestContext) {
    return move(context, 'reopenSubtask', input);
  }
}

@Resolver()
export class WorkMutations {
  @Mutation(() => WorkPayload, {
    description:
      'Sets the progress of a task or a subtask. At 100 it is completed; while required evidence is missing it stays at 99 until that is accepted.',
  })
  updateProgress(@Input(UpdateProgressInput) input: UpdateProgressInput, @Ctx() context: RequestContext) {
    return context.write('updateProgress', input, (tx) => updateProgress(tx, input));
  }

  @Mutation(() => TaskPayload, { description: 'Sets the owner and the assignees of a task.' })
  assignTask(@Input(AssignTaskInput) input: AssignTaskInput, @Ctx() context: RequestContext) {
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
