import { Field, ID, InputType } from 'type-graphql';
import { DateTimeScalar } from '../entities/base/scalars.ts';

/** Whatever is changed may be asked for more than once. Every input of a mutation extends this. */
@InputType({ description: 'A request that may be sent more than once.' })
export abstract class MutationInput {
  @Field(() => String, {
    nullable: true,
    description:
      'A key of 8 to 255 printable characters of the caller’s choice. The same request under the same key within 24 hours has its effect once, and gets the first answer again.',
  })
  idempotencyKey?: string | null;
}

/** Changes one existing record. */
@InputType({ description: 'A request to change one existing record.' })
export abstract class ChangeInput extends MutationInput {
  @Field(() => ID, { description: 'Id of the record to change.' })
  id: string;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description:
      'The `updatedAt` that the caller has seen. If the record has changed since, nothing is done, and the error CONFLICT carries the current record.',
  })
  ifUpdatedAt?: string | null;
}
