import { Field, ID, InputType } from 'type-graphql';
import { ProjectLifecycle, ProjectType, QuickClass } from '../../../src/domain/enums.ts';
import { IdempotencyKey, IfUpdatedAt, RecordId } from '../../graph/mutation-input.ts';
import { PlannedFields } from '../wbs/plan-input.ts';

@InputType({ description: 'What is planned of a project.' })
abstract class ProjectFields extends PlannedFields {
  @Field(() => ID, {
    nullable: true,
    description:
      'Id of the division that it belongs to, one of the caller’s; null shows it to the whole organisation.',
  })
  divisionId?: string | null;

  @Field(() => String, { nullable: true, description: 'Short code, unique in the organisation.' })
  code?: string | null;

  @Field(() => ProjectType, { nullable: true, description: 'What kind of undertaking it is.' })
  type?: ProjectType | null;

  @Field(() => ID, { nullable: true, description: 'The user who answers for it; the caller unless named.' })
  ownerId?: string | null;

  @Field(() => ID, { nullable: true, description: 'The user who sponsors it.' })
  sponsorId?: string | null;

  @Field(() => QuickClass, { nullable: true, description: 'Quick-win class: how soon the work pays off.' })
  quickClass?: QuickClass | null;

  @Field(() => ProjectLifecycle, {
    nullable: true,
    description: 'Lifecycle stage; a new project is `DRAFT` or `ACTIVE`, and `ACTIVE` when not given.',
  })
  status?: ProjectLifecycle | null;
}

@InputType({ description: 'A project to be created.' })
export class CreateProjectInput extends ProjectFields {
  @Field(() => String, { description: 'Name, up to 500 characters.' })
  override name: string;

  @IdempotencyKey()
  idempotencyKey?: string | null;
}

@InputType({ description: 'Changes of a project: a value sets, null clears, absent leaves.' })
export class UpdateProjectInput extends ProjectFields {
  @RecordId()
  id: string;

  @IfUpdatedAt()
  ifUpdatedAt?: string | null;

  @IdempotencyKey()
  idempotencyKey?: string | null;
}
