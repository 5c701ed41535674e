import { Field, ID, InputType } from 'type-graphql';
import { IfUpdatedAt, MutationInput, RecordId } from '../../graph/mutation-input.ts';

@InputType({ description: 'The tags that a task is to carry.' })
export class SetTaskTagsInput extends MutationInput {
  @Field(() => ID, { description: 'Id of the task.' })
  taskId: string;

  @Field(() => [String], {
    description:
      'All of them, 20 at most; a tag that the organisation does not have is made, and what is not named is taken away.',
  })
  names: string[];

  @IfUpdatedAt()
  ifUpdatedAt?: string | null;
}

@InputType({ description: 'The tags that a project is to carry; those of its tasks stay theirs.' })
export class SetProjectTagsInput extends MutationInput {
  @Field(() => ID, { description: 'Id of the project.' })
  projectId: string;

  @Field(() => [String], {
    description:
      'All of them, 20 at most; a tag that the organisation does not have is made, and what is not named is taken away.',
  })
  names: string[];

  @IfUpdatedAt()
  ifUpdatedAt?: string | null;
}

@InputType({ description: 'A tag that is to be called otherwise.' })
export class RenameTagInput extends MutationInput {
  @RecordId()
  id: string;

  @Field(() => String, { description: 'Its new name, 60 characters at most.' })
  name: string;
}

@InputType({ description: 'A tag that is to go.' })
export class DeleteTagInput extends MutationInput {
  @RecordId()
  id: string;
}
