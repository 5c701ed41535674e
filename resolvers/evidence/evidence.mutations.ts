import { Ctx, Field, FieldResolver, Mutation, ObjectType, Resolver, Root, ID } from 'type-graphql';
import { DateTimeScalar } from '../../entities/base/scalars.ts';
import { Evidence } from '../../entities/evidence.ts';
import { EvidenceReview } from '../../entities/evidence-review.ts';
import type { SelectedColumns, RequestContext } from '../../src/context.ts';
import { submitEvidence, supersedeEvidence } from '../../src/services/evidence/evidence.ts';
import { prepareUpload } from '../../src/services/evidence/stored-files.ts';
import { reviewEvidence } from '../../src/services/evidence/evidence-review.ts';
import { withdrawEvidence } from '../../src/services/evidence/evidence-withdrawal.ts';
import { SelectedFields, RequiresColumns } from '../graph/field-selection.ts';
import {
  PrepareUploadInput,
  ReviewEvidenceInput,
  SubmitEvidenceInput,
  SupersedeEvidenceInput,
  WithdrawEvidenceInput,
} from './evidence.inputs.ts';
import { WorkPayload } from '../plan/tasks/task-payload.resolver.ts';
import { Input } from '../graph/mutation-input.ts';

@ObjectType({ description: 'Where to upload the file to.' })
class UploadPayload {
  @Field(() => String, {
    description:
      'PUT the content here, without a token: it takes exactly the announced file, and only once. Answers 201.',
  })
  uploadUrl: string;

  @Field(() => String, { description: 'What the file is called in `submitEvidence`, once it is there.' })
  fileUrl: string;

  @Field(() => DateTimeScalar, { description: 'Until when the upload has to begin.' })
  expiresAt: string;
}

@ObjectType({ description: 'Evidence after a change, with the records whose roll-ups it changed.' })
export class EvidencePayload extends WorkPayload {
  evidenceId: string;
  reviewId: string | null;
}

@ObjectType({ description: 'Evidence that was withdrawn, with the work that it was to prove.' })
class WithdrawnEvidencePayload extends WorkPayload {
  @Field(() => ID, { description: 'Id of the evidence that was withdrawn.' })
  deletedId: string;
}

@Resolver(() => EvidencePayload)
export class EvidencePayloadResolver {
  @FieldResolver(() => Evidence, {
    nullable: true,
    description: 'The evidence; the new one when it superseded.',
  })
  evidence(
    @Root() payload: EvidencePayload,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(Evidence, asked, payload.evidenceId);
  }

  @FieldResolver(() => EvidenceReview, {
    nullable: true,
    description: 'The review that was written, if it is one.',
  })
  review(
    @Root() payload: EvidencePayload,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(EvidenceReview, asked, payload.reviewId);
  }
}

@Resolver()
export class EvidenceMutations {
  @Mutation(() => UploadPayload, {
    description:
      'Prepares the upload of a file that is to be evidence. The file is kept here, and never public.',
  })
  prepareUpload(
    @Input(PrepareUploadInput, 'Name, media type, size and SHA-256 of the file to upload.')
    input: PrepareUploadInput,
    @Ctx() context: RequestContext,
  ) {
    return context.write('prepareUpload', input, (tx) => prepareUpload(tx, context.files, input));
  }

  @Mutation(() => EvidencePayload, {
    description: 'Submits evidence of a task or subtask. It proves nothing before it is accepted.',
  })
  submitEvidence(
    @Input(SubmitEvidenceInput, 'The file, and the task or subtask that it proves.')
    input: SubmitEvidenceInput,
    @Ctx() context: RequestContext,
  ) {
    return context.write('submitEvidence', input, (tx) => submitEvidence(tx, context.files, input));
  }

  @Mutation(() => EvidencePayload, {
    description:
      'Replaces evidence by a new file, whether it was accepted or not. What the old one proved counts as unproven until the new one is accepted.',
  })
  supersedeEvidence(
    @Input(SupersedeEvidenceInput, 'The new file, and the id of the evidence that it supersedes.')
    input: SupersedeEvidenceInput,
    @Ctx() context: RequestContext,
  ) {
    return context.write('supersedeEvidence', input, (tx) => supersedeEvidence(tx, context.files, input));
  }

  @Mutation(() => EvidencePayload, {
    description:
      'Reviews evidence; not for its uploader and the owner of the work. An acceptance is final, and may complete the work.',
  })
  reviewEvidence(
    @Input(ReviewEvidenceInput, 'The evidence, the decision and the reason for it.')
    input: ReviewEvidenceInput,
    @Ctx() context: RequestContext,
  ) {
    return context.write('reviewEvidence', input, (tx) => reviewEvidence(tx, input));
  }
}

@Resolver()
export class WithdrawalMutations {
  @Mutation(() => WithdrawnEvidencePayload, {
    nullable: true,
    description:
      'Takes back evidence before its review, with a reason that is audited. For who submitted it.',
  })
  withdrawEvidence(
    @Input(WithdrawEvidenceInput) input: WithdrawEvidenceInput,
    @Ctx() context: RequestContext,
  ) {
    return context.write('withdrawEvidence', input, (tx) => withdrawEvidence(tx, input));
  }
}

@Resolver(() => Evidence)
export class EvidenceDownloadResolver {
  @FieldResolver(() => String, {
    nullable: true,
    description:
      'Signed URL of the file, valid for five minutes for whoever holds it; null when the file is not stored by PIT.',
  })
  @RequiresColumns('fileUrl', 'metadata')
  downloadUrl(@Root() evidence: Evidence, @Ctx() context: RequestContext) {
    return context.files.downloadUrl(context.actor, evidence.fileUrl, evidence.metadata);
  }
}
