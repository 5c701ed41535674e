import { Field, ID, InputType, Int } from 'type-graphql';
import { ChangeInput, IdempotencyKey, IfUpdatedAt, RecordId } from '../../graph/mutation-input.ts';
import { PlannedFields, Position } from './plan-input.ts';

@InputType({ description: 'What is planned of a phase or work package.' })
abstract class BranchFields extends PlannedFields {
  @Field(() => ID, { nullable: true, description: 'The user who answers for it; the caller unless named.' })
  ownerId?: string | null;

  @IdempotencyKey()
  idempotencyKey?: string | null;
}

@InputType({ description: 'A phase to be created.' })
export class CreatePhaseInput extends BranchFields {
  @Field(() => ID, { description: 'Id of the project that it belongs to.' })
  projectId: string;

  @Field(() => String, { description: 'Name, up to 500 characters.' })
  override name: string;

  @Position()
  position?: number | null;
}

@InputType({ description: 'A work package to be created.' })
export class CreateWorkPackageInput extends BranchFields {
  @Field(() => ID, { description: 'Id of the phase that it belongs to.' })
  phaseId: string;

  @Field(() => String, { description: 'Name, up to 500 characters.' })
  override name: string;

  @Position()
  position?: number | null;
}

@InputType({ description: 'Changes of a phase: a value sets, null clears, absent leaves.' })
export class UpdatePhaseInput extends BranchFields {
  @RecordId()
  id: string;

  @IfUpdatedAt()
  ifUpdatedAt?: string | null;
}

@InputType({ description: 'Changes of a work package: a value sets, null clears, absent leaves.' })
export class UpdateWorkPackageInput extends BranchFields {
  @RecordId()
  id: string;

  @IfUpdatedAt()
  ifUpdatedAt?: string | null;
}

@InputType({ description: 'A phase to be moved among the phases of its project.' })
export class MovePhaseInput extends ChangeInput {
  @Field(() => Int, { description: 'Position among its siblings, from 0; beyond the last means at the end.' })
  position: number;
}

@InputType({ description: 'A work package to be moved with its tasks.' })
export class MoveWorkPackageInput extends ChangeInput {
  @Field(() => ID, { nullable: true, description: 'Another phase of its project; absent stays.' })
  phaseId?: string | null;

  @Position()
  position?: number | null;
}
