import { ProgressSource, TaskStatus } from '../../../domain/enums.ts';
import { logProgress, type ProgressEntry, type ProgressSnapshot } from '../status/progress-log.ts';
import type { FactsById, TaskFacts } from './task-facts.ts';
import type { Tx } from '../../transaction/command.ts';

/** Work before a change and after roll-ups are updated. */
export interface Changed {
  readonly before: FactsById;
  readonly after: FactsById;
}

/** What the change was about, and what its author says of it. */
export interface Note extends Pick<ProgressEntry, 'comment' | 'source'> {
  /** Tasks and subtasks that the request named: they are announced, and noted in the log, even if all stayed the same. */
  readonly about: readonly string[];
}

interface NamedWork {
  readonly named: ReadonlySet<string>;
}

/** Notes in the progress log where progress or status moved, and announces what happened to which task. */
export function recordTaskChanges(tx: Tx, changed: Changed, note: Note): void {
  logProgress(tx, progressEntries(changed, note));
  recordEvents(tx, changed, note.about);
}

/**
 * An entry for each task and subtask that moved. The comment goes to what it is about; what was completed and is open
 * again although nobody named it says why.
 */
export function progressEntries({ before, after }: Changed, { about, ...rest }: Note): ProgressEntry[] {
  const note = { ...rest, named: new Set(about) };
  return [...after.values()].flatMap((task) => {
    const was = before.get(task.id);
    const steps = task.subtasks.flatMap((subtask) => {
      const earlier = was?.subtasks.find(({ id }) => id === subtask.id);
      return entryOf({ taskId: task.id, subtaskId: subtask.id }, earlier, subtask, note);
    });
    const isEvidenceGateMet = !task.requiresEvidence || task.hasAcceptedEvidence;
    return [
      ...entryOf({ taskId: task.id, subtaskId: null }, was, { ...task, isEvidenceGateMet }, note),
      ...steps,
    ];
  });
}

function entryOf(
  ids: Pick<ProgressEntry, 'taskId' | 'subtaskId'>,
  before: ProgressSnapshot | undefined,
  after: ProgressSnapshot & { readonly id: string; readonly isEvidenceGateMet: boolean },
  { named, comment = null, source = ProgressSource.MANUAL }: Omit<Note, 'about'> & NamedWork,
): ProgressEntry[] {
  const isNamed = named.has(after.id);
  if (before !== undefined && !hasMoved(before, after) && !isNamed) return [];
  if (before !== undefined && !isNamed && isReopened(before, after)) {
    return [{ ...ids, before, after, ...REOPENED[after.isEvidenceGateMet ? 'subtask' : 'evidence'] }];
  }
  return [{ ...ids, before: before ?? null, after, comment: isNamed ? comment : null, source }];
}

/** What is noted of work that is open again by itself. */
const REOPENED = {
  evidence: {
    comment: 'Reopened: the evidence that it requires is not accepted any more.',
    source: ProgressSource.AUTO_FROM_EVIDENCE,
    isAutomatic: true,
  },
  subtask: { comment: 'Reopened: a subtask is open.', source: ProgressSource.MANUAL, isAutomatic: true },
} as const;

function isReopened(was: ProgressSnapshot, now: ProgressSnapshot): boolean {
  return was.status === TaskStatus.COMPLETED && now.status !== TaskStatus.COMPLETED;
}

/** Emits the events of changed tasks. */
export function recordEvents(tx: Tx, { before, after }: Changed, about: readonly string[] = []): void {
  const named = new Set(about);
  for (const task of after.values()) taskEvent(tx, before.get(task.id), task, named);
}

function taskEvent(tx: Tx, was: TaskFacts | undefined, task: TaskFacts, named: ReadonlySet<string>): void {
  const streamId = task.projectId;
  const payload = { projectId: task.projectId, taskId: task.id };
  if (was === undefined) return tx.emit({ topic: 'pit.task.created', streamId, payload });
  const steps = task.subtasks.filter((subtask) => {
    const earlier = was.subtasks.find(({ id }) => id === subtask.id);
    return earlier === undefined || hasMoved(earlier, subtask) || named.has(subtask.id);
  });
  for (const { id } of steps) {
    tx.emit({ topic: 'pit.subtask.updated', streamId, payload: { ...payload, subtaskId: id } });
  }
  if (was.progressPercent !== task.progressPercent)
    tx.emit({ topic: 'pit.progress.updated', streamId, payload });
  const isMoved = hasMoved(was, task) || named.has(task.id);
  if (isMoved) tx.emit({ topic: topicOf(was, task), streamId, payload });
  if (task.isLinked && isMoved) tx.emit({ topic: 'pit.integration.update', streamId, payload });
}

function topicOf(was: TaskFacts, task: TaskFacts): 'pit.task.completed' | 'pit.task.updated' {
  const isNewlyComplete = task.status === TaskStatus.COMPLETED && was.status !== TaskStatus.COMPLETED;
  return isNewlyComplete ? 'pit.task.completed' : 'pit.task.updated';
}

function hasMoved(was: ProgressSnapshot, now: ProgressSnapshot): boolean {
  return was.progressPercent !== now.progressPercent || was.status !== now.status;
}
