import { Evidence } from '../../../entities/evidence.ts';
import { WITHDRAW_EVIDENCE } from '../../db/queries/evidence/evidence-query.ts';
import { requireUnreviewed } from '../../domain/evidence/evidence.ts';
import { requireText } from '../../domain/text.ts';
import { sendMessage } from '../notifications/notifications.ts';
import { authorise, relationsAtTask } from '../plan/projects/authorization.ts';
import { requireUnmodified } from '../transaction/optimistic-lock.ts';
import type { Tx } from '../transaction/command.ts';
import { answerFor, linkTo, nameOf, openEvidence, ownersOf, updateAfterProof } from './evidence-item.ts';
import type { EvidenceAnswer } from './evidence-item.ts';

export interface WithdrawInput {
  readonly evidenceId: string;
  readonly reason: string;
  readonly ifUpdatedAt?: string | null;
}

/** Longest reason, in UTF-16 units. */
const MAX_REASON = 2_000;

/**
 * Takes back evidence that nobody has reviewed yet. Row and file stay, and the reason with them; what it was to supersede
 * counts again.
 * @throws PitError NOT_FOUND; FORBIDDEN; CONFLICT, PIT008, once it is reviewed or superseded.
 */
export async function withdrawEvidence(
  tx: Tx,
  input: WithdrawInput,
): Promise<EvidenceAnswer & { deletedId: string }> {
  const reason = requireText(input.reason, 'input.reason', MAX_REASON);
  const item = await openEvidence(tx, input.evidenceId);
  const { project, task, subtask, evidence } = item;
  const relations = relationsAtTask(project, task, subtask?.ownerId);
  authorise(tx, 'withdrawEvidence', { ...relations, uploaderId: evidence.uploadedBy });
  await requireUnmodified(tx, Evidence, evidence, input.ifUpdatedAt);
  requireUnreviewed(evidence);
  await tx.run(WITHDRAW_EVIDENCE, [evidence.id, reason]);
  await updateAfterProof(tx, item);
  tx.emit({
    topic: 'pit.task.updated',
    streamId: project.id,
    payload: { projectId: project.id, taskId: task.id, evidenceId: evidence.id },
  });
  const title = `Evidence for “${nameOf(item)}” was withdrawn`;
  await sendMessage(tx, [evidence.uploadedBy, ...ownersOf(item)], {
    title,
    text: reason,
    link: linkTo(item),
    projectId: project.id,
  });
  return { ...answerFor(item, evidence.id), deletedId: evidence.id };
}
