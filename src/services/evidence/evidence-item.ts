import { cutText } from '../../domain/text.ts';
import { step } from '../../db/connection/pipeline.ts';
import type { RowOfStatement } from '../../db/connection/statement.ts';
import { EVIDENCE_FACTS } from '../../db/queries/evidence/evidence-query.ts';
import { notFound } from '../../domain/errors.ts';
import type { ReviewParties } from '../../domain/evidence/evidence.ts';
import { ProgressSource } from '../../domain/enums.ts';
import { recordTaskChanges } from '../plan/tasks/task-events.ts';
import { lockedProject, lockStep, type LockedProject } from '../plan/projects/locked-project.ts';
import { reopenWithWork } from '../plan/projects/project-reopening.ts';
import { updateRollups } from '../rollup/rollup.ts';
import { readTaskFacts, factsById, factsStep } from '../plan/tasks/task-facts.ts';
import type { FactsById, SubtaskFacts, TaskFacts } from '../plan/tasks/task-facts.ts';
import type { Tx } from '../transaction/command.ts';

/** A task, or one of its subtasks, that evidence speaks for, under its project's lock. */
export interface Proven {
  readonly project: LockedProject;
  /** The task and its direct successors. */
  readonly facts: FactsById;
  readonly task: TaskFacts;
  readonly subtask: SubtaskFacts | null;
}

/** A live piece of evidence with the work that it speaks for. */
export interface EvidenceItem extends Proven {
  readonly evidence: Readonly<RowOfStatement<typeof EVIDENCE_FACTS>>;
}

/** What every verb about evidence answers: the ids that its payload is read by. */
export interface EvidenceAnswer {
  readonly evidenceId: string;
  /** The review that was written, if it is one. */
  readonly reviewId: string | null;
  readonly subtaskId: string | null;
  readonly taskId: string;
  readonly workPackageId: string | null;
  readonly phaseId: string;
  readonly projectId: string;
}

const FIELD = 'input.evidenceId';

/**
 * Locks and reads what a verb about existing evidence decides on.
 * @throws PitError NOT_FOUND for what is not there, not to be seen, or of deleted work.
 */
export async function openEvidence(tx: Tx, evidenceId: string): Promise<EvidenceItem> {
  const id = evidenceId.toLowerCase();
  const [locked, rows] = await tx.pipeline([
    lockStep(tx, 'evidence', id, FIELD),
    step(EVIDENCE_FACTS, [id, tx.organisation.timeZone]),
  ]);
  const project = lockedProject(locked, 'evidence', id, FIELD);
  const [evidence] = rows;
  if (evidence === undefined) throw notFound('evidence', id, FIELD);
  return { evidence, project, ...(await readProven(tx, project.id, evidence)) };
}

async function readProven(
  tx: Tx,
  projectId: string,
  { id, taskId, subtaskId }: EvidenceItem['evidence'],
): Promise<Omit<Proven, 'project'>> {
  const step = taskId === null ? factsStep('subtask', subtaskId ?? '') : factsStep('task', taskId);
  const [rows] = await tx.pipeline([step]);
  const facts = factsById(rows, projectId);
  for (const task of facts.values()) {
    const subtask = task.subtasks.find((each) => each.id === subtaskId) ?? null;
    if (task.id === taskId || subtask !== null) return { facts, task, subtask };
  }
  throw notFound('evidence', id, FIELD);
}

/** Those who own the work: they judge no evidence of it, and hear of all of it. */
export function ownersOf({ task, subtask }: Proven): ReviewParties['ownerIds'] {
  return [task.ownerId, subtask?.ownerId ?? null];
}

/** Brings up to date what hangs on the evidence of the work, once its rows are written. */
export async function updateAfterProof(tx: Tx, { project, task, facts }: Proven): Promise<void> {
  const now = await readTaskFacts(tx, project.id, [task.id]);
  const updated = await updateRollups(tx, project.id, facts, now);
  const note = { about: [], source: ProgressSource.AUTO_FROM_EVIDENCE };
  recordTaskChanges(tx, { before: facts, after: updated }, note);
  await reopenWithWork(tx, project, updated);
}

/** Announces what happened to a piece of evidence. */
export function announceEvidence(
  tx: Tx,
  { project, task }: Proven,
  what: 'uploaded' | 'accepted' | 'rejected',
  evidenceId: string,
): void {
  const payload = { projectId: project.id, taskId: task.id, evidenceId };
  tx.emit({ topic: `pit.evidence.${what}`, streamId: project.id, payload });
}

/** What the work is called in a message, at a length that leaves room for words around it. */
export function nameOf({ task, subtask }: Proven): string {
  const { name } = subtask ?? task;
  return name.length <= 200 ? name : `${cutText(name, 199).trimEnd()}…`;
}

/** Where a message about the work leads. */
export function linkTo({ task }: Proven): string {
  return `/pit/tasks/${task.id}`;
}

export function answerFor(item: Proven, evidenceId: string, reviewId: string | null = null): EvidenceAnswer {
  const { project, task, subtask } = item;
  const { id: taskId, workPackageId, phaseId } = task;
  return {
    evidenceId,
    reviewId,
    subtaskId: subtask?.id ?? null,
    taskId,
    workPackageId,
    phaseId,
    projectId: project.id,
  };
}
