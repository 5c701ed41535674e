import { step } from '../../db/connection/pipeline.ts';
import {
  DECIDE_EXTENSION,
  EXTENSION_FACTS,
  RELEASE_COMMITMENT,
  REQUEST_EXTENSION,
  REQUEST_FACTS,
  WITHDRAW_EXTENSION,
} from '../../db/queries/intake/extension-query.ts';
import type { RowOfStatement } from '../../db/connection/statement.ts';
import { addDays, parseCivilDate } from '../../domain/civil-date.ts';
import { conflict, notFound } from '../../domain/errors.ts';
import { TaskStatus, type TaskPriority } from '../../domain/enums.ts';
import { Approver, approverFor, dueDatesOf } from '../../domain/intake/due-dates.ts';
import {
  ExtensionDecision,
  requireDecidable,
  requireExtensionReason,
  requireRequestable,
  requireWaiting,
} from '../../domain/intake/extension.ts';
import { optionalText, requireText, TEXT_LIMITS } from '../../domain/text.ts';
import { sendMessage } from '../notifications/notifications.ts';
import { authorise, relationsAtTask } from '../plan/projects/authorization.ts';
import { lockedProject, lockStep, type LockedProject } from '../plan/projects/locked-project.ts';
import { loadWorkItem } from '../plan/status/load-work-item.ts';
import { logProgress } from '../plan/status/progress-log.ts';
import type { ChangedWork } from '../plan/status/task-status.ts';
import { readTaskFacts, type TaskFacts } from '../plan/tasks/task-facts.ts';
import { moveEnd } from './committed-end.ts';
import type { Tx } from '../transaction/command.ts';

export interface RequestExtensionInput {
  readonly taskId: string;
  /** The civil day that is asked for. */
  readonly dueOn: string;
  readonly reason: string;
}

export interface DecideExtensionInput {
  readonly extensionId: string;
  readonly decision: ExtensionDecision;
  /** Why; a refusal has to say. */
  readonly comment?: string | null;
}

export interface WithdrawExtensionInput {
  readonly extensionId: string;
}

export interface ReleaseCommitmentInput {
  readonly taskId: string;
  readonly reason: string;
}

/** What the payload is read by. */
export interface ChangedExtension extends ChangedWork {
  readonly extensionId: string | null;
}

/**
 * Asks for a later day than the one that a task is committed to. Until it is granted the old one holds.
 * @throws PitError NOT_FOUND, FORBIDDEN; CONFLICT where there is nothing to ask for; PIT006 for a day that is not later.
 */
export async function requestExtension(tx: Tx, input: RequestExtensionInput): Promise<ChangedExtension> {
  const dueOn = parseCivilDate(input.dueOn, 'input.dueOn');
  const reason = requireExtensionReason(input.reason);
  const ref = { what: 'task', id: input.taskId, field: 'input.taskId' } as const;
  const { project, task } = await loadWorkItem(tx, 'requestExtension', ref);
  const { rows: found } = await tx.run(REQUEST_FACTS, [task.id]);
  const [facts] = found;
  if (facts === undefined) throw notFound('task', task.id, 'input.taskId');
  const isCompleted = task.status === TaskStatus.COMPLETED;
  const current = requireRequestable({ ...facts, isCompleted }, dueOn);
  const lapsesOn = addDays(tx.today, dueDatesOf(tx.settings.dueDates).requestDays);
  const values = [project.id, task.id, current, dueOn, reason, lapsesOn];
  const { rows } = await tx.run(REQUEST_EXTENSION, values);
  announce(tx, task, 'requested');
  await sendMessage(tx, [approverId(tx, project, facts.priority)], {
    title: `“${task.name}” asks for ${dueOn} instead of ${current}`,
    text: reason,
    link: `/pit/tasks/${task.id}`,
    projectId: project.id,
  });
  return answer(task, rows[0]?.id ?? null);
}

/**
 * Grants or refuses a later day. With a grant the work is committed to it, and its end follows where it was the old day.
 * @throws PitError NOT_FOUND; FORBIDDEN, PIT006, to who asked and who does the work, and beyond the most extensions; CONFLICT once it is
 * decided, or about another day than the one that holds; PIT006 where what the task lies in refuses its new end.
 */
export async function decideExtension(tx: Tx, input: DecideExtensionInput): Promise<ChangedExtension> {
  const isGrant = input.decision === ExtensionDecision.GRANTED;
  const comment = isGrant
    ? optionalText(input.comment, 'input.comment', TEXT_LIMITS.comment)
    : requireText(input.comment, 'input.comment', TEXT_LIMITS.comment);
  const { project, task, extension } = await openExtension(tx, input.extensionId);
  const relations = {
    ...relationsAtTask(project, task),
    approverId: approverId(tx, project, extension.priority),
  };
  authorise(tx, 'decideExtension', relations);
  const { userId: deciderId, role } = tx.actor;
  const { maxExtensions } = dueDatesOf(tx.settings.dueDates);
  const workerIds = [task.ownerId, ...task.assignees];
  requireDecidable({ ...extension, deciderId, role, workerIds, maxExtensions });
  await tx.run(DECIDE_EXTENSION, [extension.id, input.decision, comment]);
  const { currentDue, requestedDue } = extension;
  if (isGrant) {
    const note = `Due on ${requestedDue} instead of ${currentDue}${comment === null ? '.' : `: ${comment}`}`;
    await moveEnd(tx, { project, task, from: currentDue, to: requestedDue, note });
  }
  announce(tx, task, 'decided');
  await sendMessage(tx, [extension.requestedBy, task.ownerId], {
    title: `“${task.name}” ${isGrant ? `is due on ${requestedDue} now` : `stays due on ${currentDue}`}`,
    text: comment,
    link: `/pit/tasks/${task.id}`,
    projectId: project.id,
  });
  return answer(task, extension.id);
}

/**
 * Takes a request back before it is decided.
 * @throws PitError NOT_FOUND; FORBIDDEN to others than who asked; CONFLICT once it is decided.
 */
export async function withdrawExtension(tx: Tx, input: WithdrawExtensionInput): Promise<ChangedExtension> {
  const { project, task, extension } = await openExtension(tx, input.extensionId);
  const relations = { ...relationsAtTask(project, task), requesterId: extension.requestedBy };
  authorise(tx, 'withdrawExtension', relations);
  requireWaiting(extension.state);
  await tx.run(WITHDRAW_EXTENSION, [extension.id]);
  announce(tx, task, 'decided');
  return answer(task, extension.id);
}

/**
 * Releases a task from the day that it is committed to; a request that waits is closed.
 * @throws PitError NOT_FOUND, FORBIDDEN; CONFLICT where it is committed to none.
 */
export async function releaseCommitment(tx: Tx, input: ReleaseCommitmentInput): Promise<ChangedWork> {
  const reason = requireText(input.reason, 'input.reason', TEXT_LIMITS.comment);
  const ref = { what: 'task', id: input.taskId, field: 'input.taskId' } as const;
  const { task } = await loadWorkItem(tx, 'releaseCommitment', ref);
  const { rows } = await tx.run(RELEASE_COMMITMENT, [task.id]);
  if (rows[0]?.released !== true)
    throw conflict('The task is committed to no day.', { field: 'input.taskId' });
  const comment = `Released from its day: ${reason}`;
  logProgress(tx, [{ taskId: task.id, before: task, after: task, comment }]);
  const payload = { projectId: task.projectId, taskId: task.id };
  tx.emit({ topic: 'pit.task.updated', streamId: task.projectId, payload });
  return answer(task, null);
}

interface OpenExtension {
  readonly project: LockedProject;
  readonly task: TaskFacts;
  readonly extension: RowOfStatement<typeof EXTENSION_FACTS>;
}

async function openExtension(tx: Tx, extensionId: string): Promise<OpenExtension> {
  const field = 'input.extensionId';
  const id = extensionId.toLowerCase();
  const [locked, [extension]] = await tx.pipeline([
    lockStep(tx, 'extension', id, field),
    step(EXTENSION_FACTS, [id]),
  ]);
  const project = lockedProject(locked, 'extension', id, field);
  if (extension === undefined) throw notFound('extension', id, field);
  const task = (await readTaskFacts(tx, project.id, [extension.taskId])).get(extension.taskId);
  if (task === undefined) throw notFound('extension', id, field);
  return { project, task, extension };
}

/** Who decides by the project; null where administrators alone do. */
function approverId(tx: Tx, { ownerId, sponsorId }: LockedProject, priority: TaskPriority): string | null {
  const approver = approverFor(priority, dueDatesOf(tx.settings.dueDates));
  if (approver === Approver.OWNER) return ownerId;
  return approver === Approver.SPONSOR ? sponsorId : null;
}

function announce(tx: Tx, { id: taskId, projectId }: TaskFacts, what: 'requested' | 'decided'): void {
  tx.emit({ topic: `pit.extension.${what}`, streamId: projectId, payload: { projectId, taskId } });
}

function answer(task: TaskFacts, extensionId: string | null): ChangedExtension {
  const { id: taskId, workPackageId, phaseId, projectId } = task;
  return { extensionId, taskId, subtaskId: null, workPackageId, phaseId, projectId };
}
