import { Field, ID, ObjectType } from 'type-graphql';
import { JsonScalar } from '../../entities/base/json-scalar.ts';
import { ByteCountScalar } from '../../entities/base/number-scalars.ts';

@ObjectType({
  description:
    'What is known of a file that proves work. Evidence from before these rules may lack some of it, which is null then.',
})
export class EvidenceMetadata {
  @Field(() => String, { nullable: true, description: 'SHA-256 of its content, 64 hexadecimal digits.' })
  sha256: string | null;

  @Field(() => ByteCountScalar, { nullable: true, description: 'Size in bytes.' })
  size: number | null;

  @Field(() => String, { nullable: true, description: 'Its media type, such as `application/pdf`.' })
  mediaType: string | null;

  @Field(() => String, { nullable: true, description: 'The system or person it came from.' })
  source: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'Id of the evidence whose place it takes; null where it supersedes none.',
  })
  supersedes: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Why it was withdrawn before its review; null unless it was.',
  })
  withdrawalReason: string | null;

  @Field(() => JsonScalar, {
    description: 'What else its uploader says of it, an object; signatures for example. Empty when nothing.',
  })
  other: object;
}
