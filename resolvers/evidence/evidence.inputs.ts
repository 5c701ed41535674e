import { Field, Float, ID, InputType, Int } from 'type-graphql';
import { JsonScalar } from '../../entities/base/json-scalar.ts';
import { EvidenceType, ReviewDecision } from '../../src/domain/enums.ts';
import { MutationInput } from '../graph/mutation-input.ts';

@InputType({ description: 'What identifies a file.' })
abstract class FileDigestInput extends MutationInput {
  @Field(() => String, { description: 'SHA-256 of its content, 64 hexadecimal digits.' })
  sha256: string;

  @Field(() => Float, { description: 'Its size in bytes, a whole number.' })
  size: number;

  @Field(() => String, { description: 'Its media type, such as `application/pdf`.' })
  mediaType: string;
}

@InputType({ description: 'Announces a file that is about to be uploaded.' })
export class PrepareUploadInput extends FileDigestInput {
  @Field(() => String, {
    nullable: true,
    description: 'What it is called, without a path; whoever downloads it gets it under this name.',
  })
  fileName?: string | null;
}

@InputType({ description: 'A file that proves work.' })
abstract class EvidenceFileInput extends FileDigestInput {
  @Field(() => String, {
    description:
      'Where it lies: the `fileUrl` of `prepareUpload`, once the file is there, or an `https` or `s3` address elsewhere.',
  })
  fileUrl: string;

  @Field(() => EvidenceType, { description: 'What kind of file it is.' })
  fileType: EvidenceType;

  @Field(() => String, { description: 'The system or person it came from, up to 200 characters.' })
  source: string;

  @Field(() => JsonScalar, {
    nullable: true,
    description: 'What else is known of it, an object; signatures for example.',
  })
  metadata?: unknown;
}

@InputType({ description: 'Evidence of either a task or a subtask.' })
export class SubmitEvidenceInput extends EvidenceFileInput {
  @Field(() => ID, { nullable: true, description: 'The task that it proves.' })
  taskId?: string | null;

  @Field(() => ID, { nullable: true, description: 'The subtask that it proves.' })
  subtaskId?: string | null;
}

@InputType({ description: 'A file that takes the place of evidence.' })
export class SupersedeEvidenceInput extends EvidenceFileInput {
  @Field(() => ID, { description: 'The evidence whose place it takes.' })
  evidenceId: string;
}

@InputType({ description: 'A judgement on evidence.' })
export class ReviewEvidenceInput extends MutationInput {
  @Field(() => ID, { description: 'The evidence that is judged.' })
  evidenceId: string;

  @Field(() => ReviewDecision, { description: 'The decision; `PENDING` is none.' })
  decision: ReviewDecision;

  @Field(() => String, {
    nullable: true,
    description: 'Why; required unless the evidence is accepted.',
  })
  comment?: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'How far a model trusts the evidence, 0 to 100; advice that never decides.',
  })
  aiScore?: number | null;

  @Field(() => String, {
    nullable: true,
    description: 'What a model says about the evidence; advice that never decides.',
  })
  aiFeedback?: string | null;
}
