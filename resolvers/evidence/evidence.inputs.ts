import { Field, ID, InputType, Int } from 'type-graphql';
import { JsonScalar } from '../../entities/base/json-scalar.ts';
import { DateScalar } from '../../entities/base/scalars.ts';
import { ByteCountScalar } from '../../entities/base/number-scalars.ts';
import { EvidenceType, ReviewDecision } from '../../src/domain/enums.ts';
import { IfUpdatedAt, MutationInput } from '../graph/mutation-input.ts';

@InputType({ description: 'What identifies a file.' })
abstract class FileDigestInput extends MutationInput {
  @Field(() => String, { description: 'SHA-256 of its content, 64 hexadecimal digits.' })
  sha256: string;

  @Field(() => ByteCountScalar, { description: 'Size in bytes.' })
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

  @Field(() => EvidenceType, { description: 'Kind of file.' })
  fileType: EvidenceType;

  @Field(() => String, { description: 'The system or person it came from, up to 200 characters.' })
  source: string;

  @Field(() => JsonScalar, {
    nullable: true,
    description: 'What else is known of it, an object; signatures for example.',
  })
  metadata?: unknown;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'The day that it speaks for, not one to come; today unless it is said.',
  })
  observedOn?: string | null;

  @Field(() => DateScalar, {
    nullable: true,
    description:
      'The last day on which it proves, where the organisation is. Unless it is said: the months of the task’s policy, else of the organisation’s settings, from `observedOn`, else there is no end.',
  })
  validUntil?: string | null;
}

@InputType({ description: 'Evidence of either a task or a subtask.' })
export class SubmitEvidenceInput extends EvidenceFileInput {
  @Field(() => ID, {
    nullable: true,
    description: 'Id of the task that it proves; give either this or `subtaskId`.',
  })
  taskId?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'Id of the subtask that it proves; give either this or `taskId`.',
  })
  subtaskId?: string | null;

  @Field(() => ID, {
    nullable: true,
    description:
      'Id of accepted evidence of the same task, or of its subtasks, that it renews. That one goes on proving until its own end, and the new one from its acceptance on.',
  })
  renewsId?: string | null;
}

@InputType({ description: 'A file that takes the place of evidence.' })
export class SupersedeEvidenceInput extends EvidenceFileInput {
  @Field(() => ID, { description: 'Id of the evidence that the file supersedes.' })
  evidenceId: string;
}

@InputType({ description: 'A statement that accepted evidence still holds.' })
export class AttestEvidenceInput extends MutationInput {
  @Field(() => ID, { description: 'Id of the accepted evidence, which proves until its own end.' })
  evidenceId: string;

  @Field(() => String, {
    description: 'Why it still holds, up to 5,000 characters; kept as `attestation` in the metadata.',
  })
  comment: string;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'The day on which it was looked at, not one to come; today unless it is said.',
  })
  observedOn?: string | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'The last day on which it then proves, derived as by `submitEvidence` unless it is said.',
  })
  validUntil?: string | null;
}

@InputType({ description: 'For how long the evidence of a task proves.' })
export class SetEvidencePolicyInput extends MutationInput {
  @Field(() => ID, { description: 'Id of the task.' })
  taskId: string;

  @Field(() => Int, {
    nullable: true,
    description:
      'Months from the day that a piece speaks for, 1 to 120, for pieces that say nothing themselves; null for what the organisation says.',
  })
  validMonths?: number | null;

  @IfUpdatedAt()
  ifUpdatedAt?: string | null;
}

@InputType({ description: 'A review of evidence.' })
export class ReviewEvidenceInput extends MutationInput {
  @Field(() => ID, { description: 'The evidence under review.' })
  evidenceId: string;

  @Field(() => ReviewDecision, {
    description: 'The decision: accepted, rejected or more wanted; `PENDING` is refused.',
  })
  decision: ReviewDecision;

  @Field(() => String, {
    nullable: true,
    description: 'Why; required unless the evidence is accepted.',
  })
  comment?: string | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'Confidence of a model in the evidence, 0 to 100, advice that never decides; null when no model was asked.',
  })
  aiScore?: number | null;

  @Field(() => String, {
    nullable: true,
    description:
      'What a model says about the evidence, advice that never decides; null when no model was asked.',
  })
  aiFeedback?: string | null;

  @Field(() => DateScalar, {
    nullable: true,
    description:
      'With an acceptance, the last day on which it proves: no later than the evidence says itself, which holds unless another day is said here.',
  })
  validUntil?: string | null;
}

@InputType({ description: 'Evidence that is taken back before its review.' })
export class WithdrawEvidenceInput extends MutationInput {
  @Field(() => ID, { description: 'Id of the evidence.' })
  evidenceId: string;

  @Field(() => String, { description: 'Why, up to 2000 characters; kept in the audit log.' })
  reason: string;

  @IfUpdatedAt()
  ifUpdatedAt?: string | null;
}
