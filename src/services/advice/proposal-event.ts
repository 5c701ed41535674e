import type { DraftEvent } from '../../events/topics.ts';

/** That a proposal was asked for, answered, given up, decided on or has expired, in the stream of its project. */
export function proposalUpdated(projectId: string, proposalId: string): DraftEvent<'pit.proposal.updated'> {
  return { topic: 'pit.proposal.updated', streamId: projectId, payload: { projectId, proposalId } };
}
