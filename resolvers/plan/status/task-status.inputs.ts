import { Field, ID, InputType, Int } from 'type-graphql';
import { DateTimeScalar } from '../../../entities/base/scalars.ts';
import { ProgressSource } from '../../../src/domain/enums.ts';
import { ChangeInput, MutationInput } from '../../graph/mutation-input.ts';

@InputType({ description: 'Moves the status of a task or subtask by hand.' })
export class MoveStatusInput extends ChangeInput {
  @Field(() => String, { nullable: true, description: 'What to say about it in the progress log.' })
  comment?: string | null;
}

@InputType({ description: 'Blocks a task or subtask.' })
export class BlockInput extends ChangeInput {
  @Field(() => String, { description: 'What stands in the way, up to 2000 characters.' })
  reason: string;
}

@InputType({ description: 'Progress of either a task or a subtask.' })
export class UpdateProgressInput extends MutationInput {
  @Field(() => ID, { nullable: true, description: 'The task; it has no subtasks.' })
  taskId?: string | null;

  @Field(() => ID, { nullable: true, description: 'The subtask.' })
  subtaskId?: string | null;

  @Field(() => Int, { description: 'How far it has got, 0 to 100 percent.' })
  percent: number;

  @Field(() => String, { nullable: true, description: 'What to say about it in the progress log.' })
  comment?: string | null;

  @Field(() => ProgressSource, { defaultValue: ProgressSource.MANUAL, description: 'Who says so.' })
  source: ProgressSource;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description:
      'The `updatedAt` that the caller has seen. If the record has changed since, nothing is done, and the error CONFLICT carries the current record.',
  })
  ifUpdatedAt?: string | null;
}

@InputType({ description: 'Says who answers for a task and who works on it.' })
export class AssignTaskInput extends ChangeInput {
  @Field(() => ID, { nullable: true, description: 'The user who answers for it; absent leaves the owner.' })
  ownerId?: string | null;

  @Field(() => [ID], {
    nullable: true,
    description: 'The users who work on it, at most 50; absent leaves them, null clears them.',
  })
  assigneeIds?: string[] | null;
}
