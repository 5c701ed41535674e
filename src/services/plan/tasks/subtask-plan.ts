import type { Value } from '../../../db/connection/parameters.ts';
import {
  HAS_HISTORY,
  INSERT_SUBTASK,
  MOVE_SUBTASK,
  SUBTASK_VALUES,
  UPDATE_SUBTASK,
} from '../../../db/queries/plan/subtask-query.ts';
import { badInput, notFound } from '../../../domain/errors.ts';
import { changePlanDates } from '../../../domain/plan/plan-dates.ts';
import { deriveStatus, NO_MANUAL_STATUS } from '../../../domain/plan/status.ts';
import { changed } from '../../../domain/plan/task-values.ts';
import { optionalText, requireName, TEXT_LIMITS } from '../../../domain/text.ts';
import { TaskPriority, TaskStatus } from '../../../domain/enums.ts';
import { readFrame, windowOf } from '../wbs/plan-ancestors.ts';
import { closeGap, optionalPosition, placeNode } from '../wbs/plan-position.ts';
import { recordPlanChange } from '../wbs/plan-events.ts';
import { notifyOfHandover } from '../../notifications/work-messages.ts';
import { requireActiveUsers } from '../../transaction/references.ts';
import { updateRollups } from '../../rollup/rollup.ts';
import { authorise, relationsAtTask } from '../projects/authorization.ts';
import { fitSubtask } from './subtask-dates.ts';
import { readTaskFacts, type FactsById, type TaskFacts } from './task-facts.ts';
import type { ChangedWork } from '../status/task-status.ts';
import { loadWorkItem, type WorkItem } from '../status/load-work-item.ts';
import type { Tx } from '../../transaction/command.ts';

/** Three-valued; a duration stands for one of the two dates and is not kept. */
export interface SubtaskChange {
  readonly name?: string | null;
  readonly description?: string | null;
  readonly ownerId?: string | null;
  readonly priority?: TaskPriority | null;
  readonly startDate?: string | null;
  readonly endDate?: string | null;
  readonly durationDays?: number | null;
  readonly requiresEvidence?: boolean | null;
}

export interface CreateSubtaskInput extends SubtaskChange {
  readonly taskId: string;
  readonly position?: number | null;
}

export interface UpdateSubtaskInput extends SubtaskChange {
  readonly id: string;
  readonly ifUpdatedAt?: string | null;
}

export interface MoveSubtaskInput {
  readonly id: string;
  readonly taskId?: string | null;
  readonly position?: number | null;
  readonly ifUpdatedAt?: string | null;
}

interface SubtaskValues {
  readonly name: string;
  readonly description: string | null;
  /** Null: the task's owner answers for it. */
  readonly ownerId: string | null;
  readonly priority: TaskPriority;
  readonly startDate: string | null;
  readonly endDate: string | null;
  readonly requiresEvidence: boolean;
}

const NEW_SUBTASK: SubtaskValues = {
  name: '',
  description: null,
  ownerId: null,
  priority: TaskPriority.NORMAL,
  startDate: null,
  endDate: null,
  requiresEvidence: false,
};

/**
 * Adds a step to a task, whose progress is the mean of its steps from then on.
 * @throws PitError BAD_USER_INPUT for a completed task; PIT002 for an unknown owner, PIT006 for its dates.
 */
export async function createSubtask(tx: Tx, input: CreateSubtaskInput): Promise<ChangedWork> {
  const position = optionalPosition(input.position);
  const item = await loadWorkItem(tx, 'createSubtask', {
    what: 'task',
    id: input.taskId,
    field: 'input.taskId',
  });
  const { task } = item;
  requireOpen(task, 'input.taskId');
  const values = await changeValues(tx, NEW_SUBTASK, { ...input, name: input.name ?? null });
  await fitDates(tx, item, values);
  const day = { today: tx.today, upcomingDays: tx.settings.upcomingDays };
  const { startDate: start, endDate: end } = values;
  const facts = { hand: NO_MANUAL_STATUS, start, end, progressPercent: 0 };
  const status = deriveStatus({ ...facts, predecessors: [] }, day);
  const made = await tx.run(INSERT_SUBTASK, [task.id, ...columnsOf(values), status]);
  const id = made.rows[0]?.id ?? '';
  if (position !== null) await placeNode(tx, 'subtask', id, position);
  await updateTaskRollups(tx, item.facts, [task], [id]);
  await handOver(tx, item, values, null);
  return answer(task, id);
}

/** Tells who answers for a subtask from now on, and who does not any more; one that is nobody's is its task's owner's. */
async function handOver(
  tx: Tx,
  { project, task }: WorkItem,
  { name, ownerId }: SubtaskValues,
  formerOwnerId: string | null,
): Promise<void> {
  const people = (id: string | null) => (id === null ? null : { ownerId: id, assignees: [] });
  const [before, after] = [people(formerOwnerId), people(ownerId)];
  await notifyOfHandover(tx, project, [{ id: task.id, name, before, after }]);
}

/** Changes what is planned of a subtask. Whether it needs evidence is for those who may assign its task. */
export async function updateSubtask(tx: Tx, input: UpdateSubtaskInput): Promise<ChangedWork> {
  const { id, ifUpdatedAt, ...change } = input;
  const item = await loadWorkItem(tx, 'updateSubtask', {
    what: 'subtask',
    id,
    field: 'input.id',
    ifUpdatedAt,
  });
  const { task, project } = item;
  const { rows } = await tx.run(SUBTASK_VALUES, [id]);
  const [current] = rows;
  if (current === undefined) throw notFound('subtask', id, 'input.id');
  const values = await changeValues(tx, current, change);
  if (values.requiresEvidence !== current.requiresEvidence) {
    authorise(tx, 'assignTask', relationsAtTask(project, task));
  }
  const isMoved = values.startDate !== current.startDate || values.endDate !== current.endDate;
  if (isMoved) await fitDates(tx, item, values);
  await tx.run(UPDATE_SUBTASK, [id, ...columnsOf(values)]);
  await updateTaskRollups(tx, item.facts, [task], [id.toLowerCase()]);
  await handOver(tx, item, values, current.ownerId);
  return answer(task, id.toLowerCase());
}

/**
 * Moves a subtask to another position, or to another task of the project.
 * @throws PitError BAD_USER_INPUT for one whose progress has been logged, since the log stays with its task.
 */
export async function moveSubtask(tx: Tx, input: MoveSubtaskInput): Promise<ChangedWork> {
  const { ifUpdatedAt, taskId } = input;
  const id = input.id.toLowerCase();
  const position = optionalPosition(input.position);
  const item = await loadWorkItem(tx, 'moveSubtask', { what: 'subtask', id, field: 'input.id', ifUpdatedAt });
  const { task, facts } = item;
  if (taskId == null && position === null) {
    throw badInput('It is not said where to.', { field: 'input', expected: 'taskId or position' });
  }
  if (taskId == null || taskId.toLowerCase() === task.id) {
    await placeNode(tx, 'subtask', id, position);
    recordPlanChange(tx, { before: facts, after: facts }, [id]);
    return answer(task, id);
  }
  const target = await openTarget(tx, item, id, taskId);
  await closeGap(tx, 'subtask', id);
  await tx.run(MOVE_SUBTASK, [id, target.task.id]);
  await placeNode(tx, 'subtask', id, position);
  await updateTaskRollups(tx, new Map([...target.facts, ...facts]), [task, target.task], [id]);
  return answer(target.task, id);
}

/** The task that a subtask may move to, with its dates around the subtask's. */
async function openTarget(
  tx: Tx,
  { task, project }: WorkItem,
  id: string,
  taskId: string,
): Promise<WorkItem> {
  const field = 'input.taskId';
  const target = await loadWorkItem(tx, 'moveSubtask', { what: 'task', id: taskId, field });
  if (target.project.id !== project.id) {
    throw badInput('The task lies in another project.', { pit: 'PIT002', field, expected: project.id });
  }
  requireOpen(target.task, field);
  const { rows } = await tx.run(HAS_HISTORY, [id]);
  if (rows[0]?.hasHistory === true) {
    throw badInput('Its progress has been logged, and the log stays with its task.', {
      field,
      expected: 'a subtask without progress entries, or its own task',
    });
  }
  const subtask = task.subtasks.find((each) => each.id === id);
  if (subtask !== undefined) await fitDates(tx, target, subtask);
  return target;
}

async function changeValues(tx: Tx, current: SubtaskValues, change: SubtaskChange): Promise<SubtaskValues> {
  const asked = { start: change.startDate, end: change.endDate, durationDays: change.durationDays };
  const known = { start: current.startDate, end: current.endDate, durationDays: null };
  const dates = changePlanDates(known, asked, tx.calendar, 'input');
  const { ownerId } = change;
  const [owner = null] =
    ownerId == null ? [] : await requireActiveUsers(tx, [ownerId], 'input.ownerId', [current.ownerId]);
  return {
    name: changed(current.name, change.name, (name) => requireName(name, 'input.name')),
    description: changed(current.description, change.description, (text) =>
      optionalText(text, 'input.description', TEXT_LIMITS.description),
    ),
    ownerId: ownerId === undefined ? current.ownerId : owner,
    priority: changed(current.priority, change.priority, (word) => word ?? NEW_SUBTASK.priority),
    startDate: dates.start,
    endDate: dates.end,
    requiresEvidence: changed(current.requiresEvidence, change.requiresEvidence, (flag) => flag ?? false),
  };
}

function columnsOf(values: SubtaskValues): Value[] {
  const { name, description, ownerId, priority, startDate, endDate, requiresEvidence } = values;
  return [name, description, ownerId, priority, startDate, endDate, requiresEvidence];
}

async function fitDates(
  tx: Tx,
  { task, project }: WorkItem,
  subtask: Pick<SubtaskValues, 'name' | 'startDate' | 'endDate'>,
): Promise<void> {
  if (subtask.startDate === null && subtask.endDate === null) return;
  const frame = await readFrame(tx, project, [task.workPackageId ?? task.phaseId]);
  fitSubtask(tx, frame, { task, subtask: windowOf('subtask', subtask), field: 'input' });
  frame.save(tx);
}

/** Updates the roll-ups of tasks whose subtasks have changed, and records the events. */
async function updateTaskRollups(
  tx: Tx,
  facts: FactsById,
  tasks: readonly TaskFacts[],
  about: readonly string[],
): Promise<void> {
  const [{ projectId } = { projectId: '' }] = tasks;
  const now = await readTaskFacts(
    tx,
    projectId,
    tasks.map(({ id }) => id),
  );
  const before = new Map([...facts].filter(([id]) => now.has(id)));
  const after = await updateRollups(tx, projectId, before, now);
  recordPlanChange(tx, { before, after }, about);
}

/** A completed task takes no more steps. */
function requireOpen(task: TaskFacts, field: string): void {
  if (task.status !== TaskStatus.COMPLETED) return;
  throw badInput('The task is completed: reopen it first.', { field, expected: 'an open task' });
}

function answer(task: TaskFacts, subtaskId: string): ChangedWork {
  const { id: taskId, workPackageId, phaseId, projectId } = task;
  return { taskId, subtaskId, workPackageId, phaseId, projectId };
}
