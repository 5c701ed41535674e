import {
  AcceptProposalPayloadResolver,
  AdviceMutations,
  ProposalPayloadResolver,
} from './advice.mutations.ts';
import { ProposalItemResolver } from './proposal-item.resolver.ts';
import { EvidenceAdviceResolver, ProjectProposalsResolver, ProposalResolver } from './proposal.resolver.ts';

/** All of this chapter. */
export const adviceResolvers = [
  ProposalResolver,
  ProposalItemResolver,
  ProjectProposalsResolver,
  EvidenceAdviceResolver,
  AdviceMutations,
  ProposalPayloadResolver,
  AcceptProposalPayloadResolver,
] as const;
