import {
  EvidenceDownloadResolver,
  EvidenceMutations,
  EvidencePayloadResolver,
  WithdrawalMutations,
} from './evidence.mutations.ts';
import { EvidenceListResolver, ViewerReviewsResolver } from './evidence-list.resolver.ts';
import {
  EvidenceResolver,
  EvidenceReviewResolver,
  SubtaskEvidenceResolver,
  TaskEvidenceResolver,
} from './evidence.resolver.ts';

import { EvidenceValidityMutations, TaskEvidencePolicyResolver } from './evidence-validity.mutations.ts';
import { EvidenceValidityResolver, TaskProofResolver } from './evidence-validity.resolver.ts';

/** All of this chapter. */
export const evidenceResolvers = [
  EvidenceResolver,
  EvidenceListResolver,
  ViewerReviewsResolver,
  EvidenceReviewResolver,
  EvidenceDownloadResolver,
  EvidencePayloadResolver,
  EvidenceMutations,
  WithdrawalMutations,
  TaskEvidenceResolver,
  SubtaskEvidenceResolver,
  EvidenceValidityResolver,
  TaskProofResolver,
  EvidenceValidityMutations,
  TaskEvidencePolicyResolver,
] as const;
