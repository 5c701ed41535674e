import { step } from '../../db/connection/pipeline.ts';
import type { RowOfStatement } from '../../db/connection/statement.ts';
import { EVIDENCE_TOLD, UNADVISED_EVIDENCE } from '../../db/queries/advice/brief-query.ts';
import { isTextFile } from '../../domain/advice/evidence-text.ts';
import { AdviceKind } from '../../domain/advice/advice-words.ts';
import type { Offered } from '../../domain/advice/offered.ts';
import { adviceOf } from '../../domain/directory/advice-settings.ts';
import { mayReview, requireUndecided } from '../../domain/evidence/evidence.ts';
import { parseFileReference } from '../../domain/evidence/file-reference.ts';
import { cutText } from '../../domain/text.ts';
import { openEvidence, ownersOf } from '../evidence/evidence-item.ts';
import { authorise, relationsAtTask } from '../plan/projects/authorization.ts';
import type { Tx } from '../transaction/command.ts';
import type { AdviceRules } from './advice-rules.ts';
import { ask, type AskedAdvice } from './ask.ts';

/** Of what is recorded about a file, the entries that say what it is; not where it lies, nor who keeps it. */
const TOLD_OF_FILE: readonly string[] = ['mediaType', 'size', 'source', 'validFrom', 'validUntil'];
const LONGEST_VALUE = 200;
const LONGEST_DESCRIPTION = 4_000;

/**
 * Asks how well a piece of evidence fits what it is to prove. It stays undecided: the advice waits for whoever reviews it.
 * @throws PitError NOT_FOUND, FORBIDDEN; CONFLICT, PIT008, once it is decided; CONFLICT, LIMIT_EXCEEDED, PIT007.
 */
export async function adviseEvidence(
  tx: Tx,
  rules: AdviceRules,
  input: { readonly evidenceId: string },
): Promise<AskedAdvice & { readonly evidenceId: string }> {
  const item = await openEvidence(tx, input.evidenceId);
  const { project, task, subtask, evidence } = item;
  const parties = { reviewerId: tx.actor.userId, uploadedBy: evidence.uploadedBy, ownerIds: ownersOf(item) };
  const relations = relationsAtTask(project, task, subtask?.ownerId);
  const more = { isReviewer: mayReview(parties), uploaderId: evidence.uploadedBy };
  authorise(tx, 'adviseEvidence', { ...relations, ...more });
  requireUndecided(evidence);
  const [[told]] = await tx.pipeline([step(EVIDENCE_TOLD, [evidence.id])]);
  const brief = {
    today: tx.today,
    project: { name: told?.projectName },
    work: {
      name: told?.name,
      description: cutText(told?.description ?? '', LONGEST_DESCRIPTION),
      task: told?.taskName,
    },
    evidence: { kind: told?.fileType, ...fileFacts(told?.metadata ?? {}) },
  };
  const proposalId = await ask(tx, rules, {
    kind: AdviceKind.EVIDENCE,
    projectId: project.id,
    subject: { kind: 'evidence', id: evidence.id },
    brief,
    offered: told === undefined ? {} : offeredFile(tx, told),
  });
  return { proposalId, projectId: project.id, evidenceId: evidence.id };
}

/** The file whose text is told, where the organisation wants that, it is kept here, and is text as it stands. */
function offeredFile(
  { actor, settings }: Tx,
  { fileUrl, metadata }: RowOfStatement<typeof EVIDENCE_TOLD>,
): Offered {
  const reference = parseFileReference(fileUrl);
  const { sha256, mediaType } = metadata;
  if (!adviceOf(settings.ai).sendEvidenceText || reference?.orgId !== actor.orgId) return {};
  if (typeof sha256 !== 'string' || !isTextFile(mediaType)) return {};
  return { file: { id: reference.id, sha256 } };
}

function fileFacts(metadata: Readonly<Record<string, unknown>>): Record<string, string | number> {
  const told: Record<string, string | number> = {};
  for (const name of TOLD_OF_FILE) {
    const value = metadata[name];
    if (typeof value === 'number') told[name] = value;
    if (typeof value === 'string') told[name] = cutText(value, LONGEST_VALUE);
  }
  return told;
}

/** Ids of evidence of the organisation that waits for its review without advice. */
export async function unadvisedEvidence(tx: Tx, most: number): Promise<{ readonly ids: readonly string[] }> {
  const { rows } = await tx.run(UNADVISED_EVIDENCE, [most]);
  return { ids: rows.map(({ id }) => id) };
}
