import { ADD_EVIDENCE } from '../../db/queries/evidence/evidence-query.ts';
import { badInput } from '../../domain/errors.ts';
import { requireCurrent } from '../../domain/evidence/evidence.ts';
import type { SaidValidity } from '../../domain/evidence/validity.ts';
import {
  parseEvidenceMetadata,
  RESERVED_METADATA,
  type EvidenceMetadata,
} from '../../domain/evidence/evidence-metadata.ts';
import { requireJson } from '../../domain/json-bounds.ts';
import { isRecord } from '../../domain/record.ts';
import { requireFileUrl } from '../../domain/url.ts';
import type { EvidenceType } from '../../domain/enums.ts';
import type { EvidenceFiles } from './evidence-files.ts';
import { announceEvidence, answerFor, linkTo, nameOf, openEvidence, ownersOf } from './evidence-item.ts';
import { readValidity, renewableOf, saveValidity } from './evidence-validity.ts';
import { updateAfterProof, type EvidenceAnswer, type Proven } from './evidence-item.ts';
import { sendMessages } from '../notifications/notifications.ts';
import { authorise, relationsAtTask } from '../plan/projects/authorization.ts';
import { loadWorkItem, type WorkRef } from '../plan/status/load-work-item.ts';
import type { Tx } from '../transaction/command.ts';

/** A file, as who hands it in describes it. */
export interface FileInput {
  readonly fileUrl: string;
  readonly fileType: EvidenceType;
  /** 64 hexadecimal digits. */
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
  readonly mediaType: string;
  readonly source: string;
  /** Whatever else is known of it. */
  readonly metadata?: unknown;
  /** The civil day that it speaks for; today unless it is said. */
  readonly observedOn?: string | null;
  /** The last civil day on which it proves; derived unless it is said. */
  readonly validUntil?: string | null;
}

export interface SubmitInput extends FileInput {
  readonly taskId?: string | null;
  readonly subtaskId?: string | null;
  /** The accepted piece of the same work that it renews; that one proves until its own end. */
  readonly renewsId?: string | null;
}

export interface SupersedeInput extends FileInput {
  readonly evidenceId: string;
}

/** A file whose description is checked. */
interface CheckedFile {
  readonly fileUrl: string;
  readonly fileType: EvidenceType;
  readonly metadata: EvidenceMetadata;
  /** Its days, as who hands it in says them. */
  readonly said: SaidValidity;
  readonly renewsId?: string | null;
}

/** The key of metadata that names the evidence whose place another takes; only superseding sets it. */
const SUPERSEDES = 'supersedes';

/**
 * Hands in evidence of a task or a subtask. It proves nothing before it is accepted.
 * @throws PitError NOT_FOUND; PIT001; PIT002 for a file that should be here and is not; PIT008 for what is said of it, and for what is
 * not to be renewed.
 */
export async function submitEvidence(
  tx: Tx,
  files: EvidenceFiles,
  input: SubmitInput,
): Promise<EvidenceAnswer> {
  const ref = workRef(input);
  const file = await checkedFile(tx, files, input);
  const item = await loadWorkItem(tx, 'submitEvidence', ref);
  const renewsId = input.renewsId == null ? null : await renewableOf(tx, item, input.renewsId);
  const evidenceId = await addEvidence(tx, item, { ...file, renewsId });
  return answerFor(item, evidenceId);
}

/**
 * Puts another piece in the place of one, accepted or not; what the old one proved is open again until the new one is
 * accepted.
 * @throws PitError as `submitEvidence`; CONFLICT, PIT008, when another has its place already.
 */
export async function supersedeEvidence(
  tx: Tx,
  files: EvidenceFiles,
  input: SupersedeInput,
): Promise<EvidenceAnswer> {
  const file = await checkedFile(tx, files, input);
  const item = await openEvidence(tx, input.evidenceId);
  const { project, task, subtask, evidence } = item;
  authorise(tx, 'supersedeEvidence', relationsAtTask(project, task, subtask?.ownerId));
  requireCurrent(evidence);
  const metadata = { ...file.metadata, [SUPERSEDES]: evidence.id };
  const evidenceId = await addEvidence(tx, item, { ...file, metadata });
  await updateAfterProof(tx, item);
  return answerFor(item, evidenceId);
}

/**
 * Adds a piece in the actor's name, and says so to whom it concerns.
 * @throws PitError BAD_USER_INPUT, PIT008, for its days.
 */
export async function addEvidence(tx: Tx, item: Proven, file: CheckedFile): Promise<string> {
  const { task, subtask } = item;
  const { fileUrl, fileType, metadata, said, renewsId = null } = file;
  const validity = await readValidity(tx, task.id, said);
  const [taskId, subtaskId] = subtask === null ? [task.id, null] : [null, subtask.id];
  const values = [taskId, subtaskId, fileUrl, fileType, JSON.stringify(metadata)];
  const { rows } = await tx.run(ADD_EVIDENCE, values);
  const { id } = rows[0] as { id: string };
  saveValidity(tx, id, validity, renewsId);
  announceEvidence(tx, item, 'uploaded', id);
  await notifyOfEvidence(tx, item);
  return id;
}

/**
 * Tells the owners of the work that evidence waits, and those who answer for the project that it waits for them: unless the
 * work is theirs too, they may decide.
 */
function notifyOfEvidence(tx: Tx, item: Proven): Promise<void> {
  const { project } = item;
  const owners = ownersOf(item);
  const reviewers = [project.ownerId, project.sponsorId].filter((id) => !owners.includes(id));
  const rest = { link: linkTo(item), projectId: project.id };
  const what = `Evidence for “${nameOf(item)}” waits for`;
  return sendMessages(tx, [
    { to: owners, message: { title: `${what} review`, ...rest } },
    { to: reviewers, message: { title: `${what} your review`, ...rest } },
  ]);
}

async function checkedFile(tx: Tx, files: EvidenceFiles, input: FileInput): Promise<CheckedFile> {
  const { fileType, sha256, size, mediaType, source } = input;
  const fileUrl = requireFileUrl(input.fileUrl, 'input.fileUrl');
  const described = { ...furtherMetadata(input.metadata), sha256, size, mediaType, source };
  const metadata = parseEvidenceMetadata(described, 'input');
  await files.requireStored(tx.actor, fileUrl, metadata);
  return { fileUrl, fileType, metadata, said: input };
}

function furtherMetadata(value: unknown): object {
  const given = requireJson(value ?? {}, 'input.metadata');
  if (isRecord(given) && !RESERVED_METADATA.some((key) => Object.hasOwn(given, key))) return given;
  throw badInput('input.metadata is not acceptable', {
    pit: 'PIT008',
    field: 'input.metadata',
    expected: `an object without ${RESERVED_METADATA.join(' and ')}`,
  });
}

function workRef({ taskId, subtaskId }: SubmitInput): WorkRef {
  const task = taskId ?? null;
  const subtask = subtaskId ?? null;
  if (task !== null && subtask === null) return { what: 'task', id: task, field: 'input.taskId' };
  if (task === null && subtask !== null) return { what: 'subtask', id: subtask, field: 'input.subtaskId' };
  throw badInput('Evidence is that of a task or of a subtask.', {
    field: 'input',
    expected: 'either taskId or subtaskId',
  });
}
