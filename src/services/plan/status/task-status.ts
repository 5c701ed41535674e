import { badInput } from '../../../domain/errors.ts';
import { requireOccurred } from '../../../domain/plan/actual-dates.ts';
import { requireCompletable } from '../../../domain/evidence/evidence.ts';
import { MAX_DURATION_DAYS } from '../../../domain/calendar.ts';
import { requirePercent } from '../../../domain/rollup/progress.ts';
import {
  applyMove,
  applyProgress,
  isSameManualStatus,
  StatusMove,
  type ManualStatus,
} from '../../../domain/plan/status.ts';
import { optionalText, requireText, TEXT_LIMITS } from '../../../domain/text.ts';
import { TaskStatus, type ProgressSource } from '../../../domain/enums.ts';
import { recordTaskChanges } from '../tasks/task-events.ts';
import { reopenWithWork } from '../projects/project-reopening.ts';
import { notifyOfBlock } from '../../notifications/work-messages.ts';
import { updateRollupsOn } from '../../rollup/rollup.ts';
import type { FactsById } from '../tasks/task-facts.ts';
import {
  loadWorkItem,
  statusFactsOf,
  withChange,
  type WorkItem,
  type WorkRef,
  type WorkState,
} from './load-work-item.ts';
import { saveManualStatus } from './manual-status.ts';
import type { Tx } from '../../transaction/command.ts';

/** Longest reason for a block, in UTF-16 units. */
const MAX_REASON = 2_000;

/** The ids that the payload of a change of work is read by. */
export interface ChangedWork {
  readonly taskId: string;
  readonly subtaskId: string | null;
  readonly workPackageId: string | null;
  readonly phaseId: string;
  readonly projectId: string;
  /** The project that a task was in before it moved to this one. */
  readonly formerProjectId?: string;
}

/** The mutations that move a status by hand. */
const MOVES = {
  startTask: ['task', StatusMove.START],
  blockTask: ['task', StatusMove.BLOCK],
  unblockTask: ['task', StatusMove.UNBLOCK],
  completeTask: ['task', StatusMove.COMPLETE],
  reopenTask: ['task', StatusMove.REOPEN],
  startSubtask: ['subtask', StatusMove.START],
  blockSubtask: ['subtask', StatusMove.BLOCK],
  unblockSubtask: ['subtask', StatusMove.UNBLOCK],
  completeSubtask: ['subtask', StatusMove.COMPLETE],
  reopenSubtask: ['subtask', StatusMove.REOPEN],
} as const;
export type MoveVerb = keyof typeof MOVES;

export interface MoveInput {
  readonly id: string;
  readonly ifUpdatedAt?: string | null;
  readonly comment?: string | null;
  /** The day on which it started or was completed; today when absent. */
  readonly occurredOn?: string | null;
  /** Why it is blocked; required for that. */
  readonly reason?: string | null;
}

export interface ProgressInput {
  readonly taskId?: string | null;
  readonly subtaskId?: string | null;
  /** 0 to 100. */
  readonly percent: number;
  readonly comment?: string | null;
  readonly source?: ProgressSource;
  /** The day on which it came so far; today when absent. */
  readonly occurredOn?: string | null;
  /** Working days still to do of a task; null derives them from its progress, absent leaves what a person said. */
  readonly remainingDays?: number | null;
  readonly ifUpdatedAt?: string | null;
}

/**
 * Starts, blocks, unblocks, completes or reopens a task or subtask. Completing what is complete changes nothing.
 * @throws PitError BAD_USER_INPUT with the allowed moves; PIT008 and PIT004 where completion's conditions fail.
 */
export async function moveStatus(tx: Tx, verb: MoveVerb, input: MoveInput): Promise<ChangedWork> {
  const [what, move] = MOVES[verb];
  const ref = { what, id: input.id, field: 'input.id', ifUpdatedAt: input.ifUpdatedAt };
  const words = changeNoteOf(move, input);
  requireDatedMove(move, input);
  const item = await loadWorkItem(tx, verb, ref);
  const facts = statusFactsOf(tx, item);
  requireOccurredOn(tx, item, input, move === StatusMove.START);
  if (move === StatusMove.COMPLETE && isComplete(item)) return answer(item);
  const hand = applyMove(move, facts, tx.today);
  if (move === StatusMove.COMPLETE) {
    requireCompletable({ isEvidenceGateMet: isGateMet(item), openSubtasks: openSubtasks(item) });
  }
  const isDatedStart = move === StatusMove.START && input.occurredOn != null;
  const said = isDatedStart ? { actualStart: input.occurredOn } : undefined;
  const changed = await change(tx, item, { hand, progressPercent: facts.progressPercent, said }, words);
  if (move === StatusMove.BLOCK || move === StatusMove.UNBLOCK)
    await notifyOfBlock(tx, item, words.reason ?? null);
  return changed;
}

function requireDatedMove(move: StatusMove, { occurredOn }: MoveInput): void {
  if (occurredOn == null || move === StatusMove.START || move === StatusMove.COMPLETE) return;
  throw badInput('Only a start and a completion are dated.', {
    field: 'input.occurredOn',
    expected: 'absent',
    actual: occurredOn,
  });
}

/** @param isStart of the task itself, whose recorded start, such as that of a file, it may correct. */
function requireOccurredOn(
  tx: Tx,
  { task, subtask }: WorkItem,
  { occurredOn }: Pick<MoveInput, 'occurredOn'>,
  isStart = false,
): void {
  if (occurredOn == null) return;
  const isCorrected = isStart && subtask === null;
  requireOccurred(occurredOn, { today: tx.today, actualStart: isCorrected ? null : task.actualStart });
}

/**
 * Sets the progress of a task or subtask. A report of 100 completes it, or is kept as a claim, at 99, until its evidence
 * is accepted; of what is complete it changes nothing.
 * @throws PitError BAD_USER_INPUT when it is completed already, or its progress follows from its subtasks.
 */
export async function updateProgress(tx: Tx, input: ProgressInput): Promise<ChangedWork> {
  const progressPercent = requirePercent(input.percent, 'input.percent');
  const comment = optionalText(input.comment, 'input.comment', TEXT_LIMITS.comment);
  const item = await loadWorkItem(tx, 'updateProgress', workRef(input));
  if (item.subtask === null) requireOwnProgress(item);
  requireOccurredOn(tx, item, input);
  const said = remainingAfter(item, input);
  if (progressPercent === 100 && isComplete(item)) return answer(item);
  const hand = applyProgress(progressPercent, statusFactsOf(tx, item), tx.today);
  const note = { comment, source: input.source ?? 'manual', occurredOn: input.occurredOn };
  return change(tx, item, { hand, progressPercent, said }, note);
}

/** A report of progress takes back what the engine pinned, and a person's word only when it says so. */
function remainingAfter({ task, subtask }: WorkItem, { remainingDays }: ProgressInput): WorkState['said'] {
  if (subtask !== null) {
    if (remainingDays == null) return undefined;
    throw badInput('What is left is said of a task.', { field: 'input.remainingDays', expected: 'absent' });
  }
  if (remainingDays != null) requireRemaining(remainingDays);
  const isLeft = remainingDays === undefined && task.remainingOrigin === 'person';
  return isLeft ? undefined : { remainingDays: remainingDays ?? null, remainingOrigin: 'person' };
}

function requireRemaining(days: number): void {
  if (Number.isInteger(days) && days >= 1 && days <= MAX_DURATION_DAYS) return;
  throw badInput('What is left of open work is a number of working days.', {
    pit: 'PIT006',
    field: 'input.remainingDays',
    expected: `1 to ${MAX_DURATION_DAYS}`,
    actual: days,
  });
}

/** What the author says along with the change. */
interface ChangeNote {
  readonly comment: string | null;
  readonly source?: ProgressSource;
  readonly reason?: string;
  readonly occurredOn?: string | null | undefined;
}

function changeNoteOf(move: StatusMove, input: MoveInput): ChangeNote {
  if (move !== StatusMove.BLOCK) {
    const comment = optionalText(input.comment, 'input.comment', TEXT_LIMITS.comment);
    return { comment, occurredOn: input.occurredOn };
  }
  const reason = requireText(input.reason, 'input.reason', MAX_REASON);
  return { comment: reason, reason };
}

function workRef({ taskId, subtaskId, ifUpdatedAt }: ProgressInput): WorkRef {
  const task = taskId ?? null;
  const subtask = subtaskId ?? null;
  if (task !== null && subtask === null)
    return { what: 'task', id: task, field: 'input.taskId', ifUpdatedAt };
  if (task === null && subtask !== null) {
    return { what: 'subtask', id: subtask, field: 'input.subtaskId', ifUpdatedAt };
  }
  throw badInput('Progress is that of a task or of a subtask.', {
    field: 'input',
    expected: 'either taskId or subtaskId',
  });
}

function requireOwnProgress({ task }: WorkItem): void {
  if (task.subtasks.length === 0) return;
  throw badInput('The progress of a task with subtasks is their mean: update theirs.', {
    field: 'input.taskId',
    expected: 'a task without subtasks, or a subtask',
    actual: `${task.subtasks.length} subtasks`,
    subtaskIds: task.subtasks.slice(0, 100).map(({ id }) => id),
  });
}

function openSubtasks({ task, subtask }: WorkItem): number {
  if (subtask !== null) return 0;
  return task.subtasks.filter(({ status }) => status !== TaskStatus.COMPLETED).length;
}

function isComplete({ task, subtask }: WorkItem): boolean {
  return (subtask ?? task).progressPercent === 100;
}

function isGateMet({ task, subtask }: WorkItem): boolean {
  if (subtask !== null) return subtask.isEvidenceGateMet;
  return !task.requiresEvidence || task.hasAcceptedEvidence;
}

async function change(tx: Tx, item: WorkItem, state: WorkState, note: ChangeNote): Promise<ChangedWork> {
  const { project, facts, task, subtask, sums } = item;
  const node = subtask ?? task;
  const { occurredOn, ...words } = note;
  const { reason } = words;
  if (!isSameManualStatus(node.hand, state.hand)) {
    const isClaim = state.hand.completion === 'completed';
    saveManualStatus(tx, node.id, task.id, {
      hand: state.hand,
      ...(isClaim && { progressBefore: node.progressPercent }),
      ...(reason !== undefined && { reason }),
    });
  }
  const after = withTaskGoingOn(tx, item, withChange(item, state));
  const ground = { projectId: project.id, sums, occurredOn: occurredOn ?? null };
  const updated = await updateRollupsOn(tx, ground, facts, after);
  recordTaskChanges(tx, { before: facts, after: updated }, { about: [node.id], ...words });
  await reopenWithWork(tx, project, updated);
  return answer(item);
}

function answer({ project, task, subtask }: WorkItem): ChangedWork {
  return {
    taskId: task.id,
    subtaskId: subtask?.id ?? null,
    workPackageId: task.workPackageId,
    phaseId: task.phaseId,
    projectId: project.id,
  };
}

/** A reopened task whose subtasks go on completes itself with them again. */
function withTaskGoingOn(tx: Tx, { task, subtask }: WorkItem, after: FactsById): FactsById {
  const changed = after.get(task.id);
  if (subtask === null || changed?.hand.completion !== 'reopened') return after;
  const hand: ManualStatus = { ...changed.hand, completion: 'open' };
  saveManualStatus(tx, task.id, task.id, { hand });
  return new Map(after).set(task.id, { ...changed, hand });
}
