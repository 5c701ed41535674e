import { Field, ID, InputType, Int } from 'type-graphql';
import { DependencyType } from '../../../src/domain/enums.ts';
import { ChangeInput, MutationInput } from '../../graph/mutation-input.ts';

@InputType({ description: 'That one task is to wait for another of its project.' })
export class AddDependencyInput extends MutationInput {
  @Field(() => ID, { description: 'The task that is waited for.' })
  predecessorId: string;

  @Field(() => ID, { description: 'The task that waits.' })
  successorId: string;

  @Field(() => DependencyType, {
    defaultValue: DependencyType.FINISH_TO_START,
    description: 'Which end of the one holds which end of the other.',
  })
  type: DependencyType;

  @Field(() => Int, {
    defaultValue: 0,
    description: 'Working days between the two ends, -3650 to 3650; negative where they may overlap.',
  })
  lagDays: number;
}

@InputType({ description: 'Changes of a dependency: absent leaves, null takes the default back.' })
export class UpdateDependencyInput extends ChangeInput {
  @Field(() => DependencyType, {
    nullable: true,
    description: 'Which end of the one holds which end of the other.',
  })
  type?: DependencyType | null;

  @Field(() => Int, { nullable: true, description: 'Working days between the two ends, -3650 to 3650.' })
  lagDays?: number | null;
}

@InputType({ description: 'A dependency to be removed.' })
export class RemoveDependencyInput extends ChangeInput {}
