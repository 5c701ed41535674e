import { Arg, Field, ID, InputType } from 'type-graphql';
import { DateTimeScalar } from '../../entities/base/scalars.ts';

/**
 * The one argument of a mutation.
 * @param type of the input, a class of `@InputType`.
 * @param description that of the type when absent (`schema/directives.ts`).
 */
export const Input = (type: new () => object, description?: string): ReturnType<typeof Arg> =>
  Arg('input', () => type, description === undefined ? {} : { description });

/** The key that every input of a mutation takes. */
export const IdempotencyKey = (): PropertyDecorator =>
  Field(() => String, {
    nullable: true,
    description:
      'A key of 8 to 255 printable characters of the caller’s choice. The same request under the same key within 24 hours has its effect once, and gets the first answer again.',
  });

export const RecordId = (): PropertyDecorator =>
  Field(() => ID, { description: 'Id of the record to change.' });

/** The version that every change of one existing record may be bound to. */
export const IfUpdatedAt = (): PropertyDecorator =>
  Field(() => DateTimeScalar, {
    nullable: true,
    description:
      'The `updatedAt` that the caller has seen. If the record has changed since, nothing is done, and the error CONFLICT carries the current record.',
  });

/** Whatever is changed may be asked for more than once. */
@InputType({ description: 'A request that may be sent more than once.' })
export abstract class MutationInput {
  @IdempotencyKey()
  idempotencyKey?: string | null;
}

/** Changes one existing record. */
@InputType({ description: 'A request to change one existing record.' })
export abstract class ChangeInput extends MutationInput {
  @RecordId()
  id: string;

  @IfUpdatedAt()
  ifUpdatedAt?: string | null;
}
