import { Field, ID, InputType } from 'type-graphql';
import { TaskPriority } from '../../../src/domain/enums.ts';
import { ChangeInput, IdempotencyKey, IfUpdatedAt, RecordId } from '../../graph/mutation-input.ts';
import { PlannedFields, Position } from '../wbs/plan-input.ts';

@InputType({ description: 'What is planned of a subtask.' })
abstract class SubtaskFields extends PlannedFields {
  @Field(() => ID, {
    nullable: true,
    description: 'Id of the user who answers for the subtask; null means the owner of the task.',
  })
  ownerId?: string | null;

  @Field(() => TaskPriority, { nullable: true, description: 'Priority of the task.' })
  priority?: TaskPriority | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether it can be completed only with accepted evidence.',
  })
  requiresEvidence?: boolean | null;

  @IdempotencyKey()
  idempotencyKey?: string | null;
}

@InputType({ description: 'A subtask to be created.' })
export class CreateSubtaskInput extends SubtaskFields {
  @Field(() => ID, { description: 'Id of the task that it is a step of.' })
  taskId: string;

  @Field(() => String, { description: 'Name, up to 500 characters.' })
  override name: string;

  @Position()
  position?: number | null;
}

@InputType({ description: 'Changes of a subtask: a value sets, null clears, absent leaves.' })
export class UpdateSubtaskInput extends SubtaskFields {
  @RecordId()
  id: string;

  @IfUpdatedAt()
  ifUpdatedAt?: string | null;
}

@InputType({ description: 'A subtask to be moved within its project.' })
export class MoveSubtaskInput extends ChangeInput {
  @Field(() => ID, {
    nullable: true,
    description: 'Another task of the project; only while no progress of the subtask has been logged.',
  })
  taskId?: string | null;

  @Position()
  position?: number | null;
}
