import { Field, ID, InputType, registerEnumType } from 'type-graphql';
import { DateScalar } from '../../entities/base/scalars.ts';
import { ExtensionDecision } from '../../src/domain/intake/extension.ts';
import { MutationInput } from '../graph/mutation-input.ts';

registerEnumType(ExtensionDecision, {
  name: 'ExtensionDecision',
  description: 'What is decided of a request for a later day.',
  valuesConfig: {
    GRANTED: { description: 'The task is committed to the day that was asked for.' },
    REFUSED: { description: 'The day stays.' },
  },
});

@InputType({ description: 'A request for a later day.' })
export class RequestExtensionInput extends MutationInput {
  @Field(() => ID, { description: 'Id of the task, which is committed to a day.' })
  taskId: string;

  @Field(() => DateScalar, { description: 'The day that is asked for, after the one that holds.' })
  dueOn: string;

  @Field(() => String, { description: 'Why, 10 to 2,000 characters.' })
  reason: string;
}

@InputType({ description: 'A decision on a request for a later day.' })
export class DecideExtensionInput extends MutationInput {
  @Field(() => ID, { description: 'Id of the request.' })
  extensionId: string;

  @Field(() => ExtensionDecision, { description: 'Whether it is granted.' })
  decision: ExtensionDecision;

  @Field(() => String, {
    nullable: true,
    description: 'Why, up to 5,000 characters; a refusal has to say.',
  })
  comment?: string | null;
}

@InputType({ description: 'A request for a later day that is taken back.' })
export class WithdrawExtensionInput extends MutationInput {
  @Field(() => ID, { description: 'Id of the request.' })
  extensionId: string;
}

@InputType({ description: 'A task that is to answer for no day any more.' })
export class ReleaseCommitmentInput extends MutationInput {
  @Field(() => ID, { description: 'Id of the task.' })
  taskId: string;

  @Field(() => String, { description: 'Why, up to 5,000 characters; kept in the progress log.' })
  reason: string;
}
