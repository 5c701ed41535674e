import { Ctx, Mutation, Resolver } from 'type-graphql';
import type { RequestContext } from '../../../src/context.ts';
import { createSubtask, moveSubtask, updateSubtask } from '../../../src/services/plan/tasks/subtask-plan.ts';
import { deleteSubtask, restoreSubtask } from '../../../src/services/plan/tasks/task-removal.ts';
import { DeletePayload } from '../wbs/delete-payload.resolver.ts';
import { DeleteInput, RestoreInput } from '../wbs/plan-input.ts';
import { CreateSubtaskInput, MoveSubtaskInput, UpdateSubtaskInput } from './subtask-plan.inputs.ts';
import { SubtaskPayload } from './task-payload.resolver.ts';
import { Input } from '../../graph/mutation-input.ts';

/** Subtasks are made, changed, moved, deleted and restored. */
@Resolver()
export class SubtaskMutations {
  @Mutation(() => SubtaskPayload, { description: 'Creates a subtask of a task.' })
  createSubtask(@Input(CreateSubtaskInput) input: CreateSubtaskInput, @Ctx() context: RequestContext) {
    return context.write('createSubtask', input, (tx) => createSubtask(tx, input));
  }

  @Mutation(() => SubtaskPayload, { description: 'Changes what is planned of a subtask.' })
  updateSubtask(@Input(UpdateSubtaskInput) input: UpdateSubtaskInput, @Ctx() context: RequestContext) {
    return context.write('updateSubtask', input, (tx) => updateSubtask(tx, input));
  }

  @Mutation(() => SubtaskPayload, {
    description: 'Moves a subtask to another place, or to another task of the project.',
  })
  moveSubtask(@Input(MoveSubtaskInput) input: MoveSubtaskInput, @Ctx() context: RequestContext) {
    return context.write('moveSubtask', input, (tx) => moveSubtask(tx, input));
  }

  @Mutation(() => DeletePayload, { description: 'Deletes a subtask.' })
  async deleteSubtask(@Input(DeleteInput) input: DeleteInput, @Ctx() context: RequestContext) {
    const deleted = await context.write('deleteSubtask', input, (tx) => deleteSubtask(tx, input));
    return { ...deleted, deletedId: deleted.subtaskId };
  }

  @Mutation(() => SubtaskPayload, { description: 'Restores a deleted subtask.' })
  restoreSubtask(@Input(RestoreInput) input: RestoreInput, @Ctx() context: RequestContext) {
    return context.write('restoreSubtask', input, (tx) => restoreSubtask(tx, input));
  }
}
