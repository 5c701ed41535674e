import { ATTESTED_FILE } from '../../db/queries/evidence/evidence-query.ts';
import { notFound } from '../../domain/errors.ts';
import { requireRenewable } from '../../domain/evidence/evidence.ts';
import { attestedMetadata } from '../../domain/evidence/evidence-metadata.ts';
import type { SaidValidity } from '../../domain/evidence/validity.ts';
import { requireText, TEXT_LIMITS } from '../../domain/text.ts';
import { authorise, relationsAtTask } from '../plan/projects/authorization.ts';
import type { Tx } from '../transaction/command.ts';
import type { EvidenceFiles } from './evidence-files.ts';
import { answerFor, openEvidence, type EvidenceAnswer } from './evidence-item.ts';
import { addEvidence } from './evidence.ts';

export interface AttestInput extends SaidValidity {
  readonly evidenceId: string;
  /** Why it still holds. */
  readonly comment: string;
}

/**
 * Says that accepted evidence still holds: a renewal that names the same file and digest, in the name of whoever says so. It proves
 * nothing before it is accepted, by neither them nor the owner of the work.
 * @throws PitError NOT_FOUND; PIT001; CONFLICT, PIT008, unless the piece is accepted and current; PIT002 where its file is lost;
 * BAD_USER_INPUT, PIT008, for its days.
 */
export async function attestEvidence(
  tx: Tx,
  files: EvidenceFiles,
  input: AttestInput,
): Promise<EvidenceAnswer> {
  const comment = requireText(input.comment, 'input.comment', TEXT_LIMITS.comment);
  const item = await openEvidence(tx, input.evidenceId);
  const { project, task, subtask, evidence } = item;
  authorise(tx, 'attestEvidence', relationsAtTask(project, task, subtask?.ownerId));
  requireRenewable(evidence);
  const { rows } = await tx.run(ATTESTED_FILE, [evidence.id]);
  const [file] = rows;
  if (file === undefined) throw notFound('evidence', evidence.id, 'input.evidenceId');
  const { fileUrl, fileType } = file;
  const metadata = attestedMetadata(file.metadata, comment);
  await files.requireStored(tx.actor, fileUrl, metadata);
  const id = await addEvidence(tx, item, { fileUrl, fileType, metadata, said: input, renewsId: evidence.id });
  return answerFor(item, id);
}
