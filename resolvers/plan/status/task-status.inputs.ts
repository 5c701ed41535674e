import { Field, ID, InputType, Int } from 'type-graphql';
import { PercentScalar } from '../../../entities/base/number-scalars.ts';
import { DateScalar, DateTimeScalar } from '../../../entities/base/scalars.ts';
import { ProgressSource } from '../../../src/domain/enums.ts';
import { ChangeInput, MutationInput } from '../../graph/mutation-input.ts';

@InputType({ description: 'Changes the status of a task or subtask by hand.' })
export class MoveStatusInput extends ChangeInput {
  @Field(() => String, { nullable: true, description: 'Comment for the progress log.' })
  comment?: string | null;

  @Field(() => DateScalar, {
    nullable: true,
    description:
      'The day on which it started or was completed, where the organisation is: not after today, nor before the task’s actual start. Today when not given; for other moves it is refused.',
  })
  occurredOn?: string | null;
}

@InputType({ description: 'Blocks a task or subtask.' })
export class BlockInput extends ChangeInput {
  @Field(() => String, { description: 'Why the work cannot go on, up to 2000 characters.' })
  reason: string;
}

@InputType({ description: 'Progress of either a task or a subtask.' })
export class UpdateProgressInput extends MutationInput {
  @Field(() => ID, {
    nullable: true,
    description:
      'Id of the task whose progress is set, which has no subtasks; give either this or `subtaskId`.',
  })
  taskId?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'Id of the subtask whose progress is set; give either this or `taskId`.',
  })
  subtaskId?: string | null;

  @Field(() => PercentScalar, { description: 'New progress, a whole number from 0 to 100.' })
  percent: number;

  @Field(() => String, { nullable: true, description: 'Comment for the progress log.' })
  comment?: string | null;

  @Field(() => ProgressSource, {
    defaultValue: ProgressSource.MANUAL,
    description: 'Where the figure comes from; `MANUAL` when not given.',
  })
  source: ProgressSource;

  @Field(() => DateScalar, {
    nullable: true,
    description:
      'The day on which the work came so far, where the organisation is: not after today, nor before the task’s actual start. Today when not given.',
  })
  occurredOn?: string | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'Working days that are left to do of the task, 1 to 40,000. Null derives them from its duration and progress; not given leaves what a person said before.',
  })
  remainingDays?: number | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description:
      'The `updatedAt` that the caller has seen. If the record has changed since, nothing is done, and the error CONFLICT carries the current record.',
  })
  ifUpdatedAt?: string | null;
}

@InputType({ description: 'Sets the owner and the assignees of a task.' })
export class AssignTaskInput extends ChangeInput {
  @Field(() => ID, { nullable: true, description: 'The user who answers for it; absent leaves the owner.' })
  ownerId?: string | null;

  @Field(() => [ID], {
    nullable: true,
    description: 'The users who work on it, at most 50; absent leaves them, null clears them.',
  })
  assigneeIds?: string[] | null;
}
