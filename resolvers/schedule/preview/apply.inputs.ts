import { Field, ID, InputType } from 'type-graphql';
import { IfUpdatedAt, MutationInput } from '../../graph/mutation-input.ts';
import { PreviewScheduleInput } from './preview.inputs.ts';

@InputType({ description: 'A preview that is to come true.' })
export class ApplyScheduleInput extends MutationInput {
  @Field(() => PreviewScheduleInput, { description: 'The input of the preview once more, the same.' })
  preview: PreviewScheduleInput;

  @Field(() => String, { description: 'The token that came with the preview.' })
  token: string;

  @Field(() => [ID], {
    nullable: true,
    description:
      'Moved tasks that are to keep their stored dates, at most 500; what the preview itself changes cannot be left out.',
  })
  exceptTaskIds?: string[] | null;

  @Field(() => String, {
    nullable: true,
    description: 'Why, up to 5,000 characters: noted in the progress log of each changed task.',
  })
  reason?: string | null;

  @IfUpdatedAt()
  ifUpdatedAt?: string | null;
}
