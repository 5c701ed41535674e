import { COMMITMENTS } from '../../../db/queries/plan/tasks/commitment-query.ts';
import { PROJECTS_OF } from '../../../db/queries/plan/tasks/task-plan-query.ts';
import { step } from '../../../db/connection/pipeline.ts';
import { ASSIGN_TASKS, TASK_VALUES, UPDATE_TASKS } from '../../../db/queries/plan/tasks/task-plan-query.ts';
import { SET_SUBTASK_DATES } from '../../../db/queries/plan/subtask-query.ts';
import { CLAIM_STARTS } from '../../../db/queries/schedule/task-facts-query.ts';
import { Refusals, requireItems, type BulkMode } from '../../../domain/plan/bulk.ts';
import { badInput, notFound } from '../../../domain/errors.ts';
import { requireCommitted } from '../../../domain/plan/commitment.ts';
import type { Verb } from '../../../domain/directory/permissions.ts';
import { changeTaskValues, type TaskChange, type TaskValues } from '../../../domain/plan/task-values.ts';
import type { CivilDate } from '../../../domain/civil-date.ts';
import { isUuid } from '../../../domain/uuid.ts';
import { TaskStatus } from '../../../domain/enums.ts';
import { lockProjectOf, requireWriter, type LockedProject } from '../projects/locked-project.ts';
import { originConflicts } from './open-origin.ts';
import { readFrame, type PlanAncestors } from '../wbs/plan-ancestors.ts';
import { recordPlanChange } from '../wbs/plan-events.ts';
import { forgetPinnedWork } from '../status/actual-dates.ts';
import { fitTask, type MovedStep } from '../wbs/task-fit.ts';
import { notifyOfHandover } from '../../notifications/work-messages.ts';
import { updateRollups } from '../../rollup/rollup.ts';
import { authorise, relationsAtTask } from '../projects/authorization.ts';
import type { ChangedTasks } from './task-create.ts';
import { readTaskFacts, type FactsById, type TaskFacts } from './task-facts.ts';
import { changePeople, readPeople, type TaskPeople, type TaskPeopleChange } from './task-people.ts';
import type { ChangedWork } from '../status/task-status.ts';
import type { KnownUsers } from '../../transaction/references.ts';
import { loadWorkItem } from '../status/load-work-item.ts';
import type { Tx } from '../../transaction/command.ts';

/** What may be changed of a task. */
export interface TaskRevision extends TaskChange, TaskPeopleChange {}

export interface UpdateTaskInput extends TaskRevision {
  readonly id: string;
  readonly ifUpdatedAt?: string | null;
}

export interface UpdateTasksInput {
  readonly ids: readonly string[];
  readonly change: TaskRevision;
  readonly mode: BulkMode;
}

/** A task as it is to be. */
export interface Revised extends TaskPeople {
  readonly id: string;
  readonly values: TaskValues;
  /** Its subtasks that move along with it. */
  readonly steps: readonly MovedStep[];
  /** Whether somebody names the start that it has: the engine's becomes theirs. */
  readonly isStartNamed: boolean;
}

/** What revising tasks of one project works with. */
export interface Revision {
  readonly tx: Tx;
  readonly verb: Verb;
  readonly project: LockedProject;
  readonly frame: PlanAncestors;
  readonly facts: FactsById;
  readonly values: ReadonlyMap<string, TaskValues>;
  /** The days that tasks are committed to. */
  readonly due: ReadonlyMap<string, CivilDate>;
  readonly users: KnownUsers;
}

/**
 * Changes what is planned of a task. Its people, and whether it needs evidence, are for those who may assign it.
 * @throws PitError NOT_FOUND, FORBIDDEN, CONFLICT, BAD_USER_INPUT; PIT002 for unknown people, PIT006 for its dates.
 */
export async function updateTask(tx: Tx, input: UpdateTaskInput): Promise<ChangedWork> {
  const { id, ifUpdatedAt, ...change } = input;
  const item = await loadWorkItem(tx, 'updateTask', { what: 'task', id, field: 'input.id', ifUpdatedAt });
  const { task, project, facts } = item;
  const revision = await openRevision(tx, 'updateTask', project, { facts, ids: [task.id], change });
  await saveRevised(revision, [revise(revision, task, change, 'input')]);
  const { workPackageId, phaseId } = task;
  return { taskId: task.id, subtaskId: null, workPackageId, phaseId, projectId: project.id };
}

/**
 * Makes the same change to up to 500 tasks, of whichever projects.
 * @throws PitError when it is all or nothing and a task was refused.
 */
export async function updateTasks(tx: Tx, input: UpdateTasksInput): Promise<ChangedTasks> {
  const { ids, change, mode } = input;
  requireItems(ids.length, 'input.ids');
  requireWriter(tx);
  const refusals = new Refusals();
  const placed = await projectsOf(tx, ids, refusals);
  return changeByProject({ ids, placed, mode, refusals }, (projectId, items) =>
    updateIn(tx, projectId, { items, ids, change }, refusals),
  );
}

/** A bulk request, with the project of each item that is found. */
export interface PlacedItems {
  readonly ids: readonly string[];
  readonly placed: ReadonlyMap<number, string>;
  readonly mode: BulkMode;
  readonly refusals: Refusals;
}

/**
 * Changes the items of each project in turn, always in the same order, so that two such requests do not wait for each
 * other.
 * @param change answers the ids of the tasks that it has changed.
 * @throws PitError when it is all or nothing and an item was refused.
 */
export async function changeByProject(
  { ids, placed, mode, refusals }: PlacedItems,
  change: (projectId: string, items: readonly number[]) => Promise<readonly string[]>,
): Promise<ChangedTasks> {
  const projectIds = [...new Set(placed.values())].sort();
  const done = new Set<string>();
  for (const projectId of projectIds) {
    const items = [...placed].filter(([, inProject]) => inProject === projectId).map(([index]) => index);
    for (const id of await change(projectId, items)) done.add(id);
  }
  refusals.throwIfAllOrNothing(mode, 'input.ids');
  const taskIds = ids.map((id, index) =>
    placed.has(index) && done.has(id.toLowerCase()) ? id.toLowerCase() : null,
  );
  return { taskIds, projectIds, errors: refusals.errors };
}

/** The project of each item that names a live task; the others are refused. */
export async function projectsOf(
  tx: Tx,
  ids: readonly string[],
  refusals: Refusals,
): Promise<ReadonlyMap<number, string>> {
  const { rows } = await tx.run(PROJECTS_OF, [ids.filter(isUuid)]);
  return placeItems(ids, new Map(rows.map(({ id, projectId }) => [id, projectId])), refusals, 'task');
}

/** The project of each item that is found, by place; unknown ones, and those that are named twice, are refused. */
export function placeItems(
  ids: readonly string[],
  found: ReadonlyMap<string, string>,
  refusals: Refusals,
  what: string,
): ReadonlyMap<number, string> {
  const placed = new Map<number, string>();
  const seen = new Set<string>();
  ids.forEach((id, index) => {
    const field = `input.ids.${index}`;
    const key = id.toLowerCase();
    const projectId = refusals.attempt(index, () => {
      const project = found.get(key);
      if (project === undefined) throw notFound(what, id, field);
      if (seen.has(key)) throw badInput('The task is named twice.', { field, actual: key });
      return project;
    });
    seen.add(key);
    if (projectId !== undefined) placed.set(index, projectId);
  });
  return placed;
}

/** Changes the tasks of one project that are acceptable; answers their ids. */
async function updateIn(
  tx: Tx,
  projectId: string,
  { items, ids, change }: { items: readonly number[]; ids: readonly string[]; change: TaskRevision },
  refusals: Refusals,
): Promise<string[]> {
  const project = await lockProjectOf(tx, 'project', projectId, 'input.ids');
  const named = items.map((index) => String(ids[index]).toLowerCase());
  const facts = await readTaskFacts(tx, projectId, named);
  const revision = await openRevision(tx, 'updateTasks', project, { facts, ids: named, change });
  const revised = items.map((index, at) =>
    refusals.attempt(index, () => {
      const task = facts.get(String(named[at]));
      if (task === undefined) throw notFound('task', String(ids[index]), `input.ids.${index}`);
      authorise(tx, 'updateTasks', relationsAtTask(project, task));
      return { index, task: revise(revision, task, change, 'input.change') };
    }),
  );
  const accepted = await admitOpened(
    revision,
    revised.filter((item) => item !== undefined),
    refusals,
  );
  await saveRevised(revision, accepted);
  return accepted.map(({ id }) => id);
}

/**
 * Leaves out revised tasks that would be open again although their origin has another open task. Requiring evidence of
 * a completed task without any is what opens it.
 */
async function admitOpened(
  { tx, facts }: Revision,
  items: readonly { readonly index: number; readonly task: Revised }[],
  refusals: Refusals,
): Promise<Revised[]> {
  const opened = items.filter(({ task: { id, values } }) => {
    const was = facts.get(id);
    return was?.status === TaskStatus.COMPLETED && values.requiresEvidence && !was.hasAcceptedEvidence;
  });
  const ids = opened.map(({ task }) => task.id);
  const conflicts = await originConflicts(tx, ids, 'input.change.requiresEvidence');
  return items.flatMap(({ index, task }) => {
    const conflict = conflicts.get(task.id);
    if (conflict === undefined) return [task];
    refusals.note(index, conflict);
    return [];
  });
}

async function openRevision(
  tx: Tx,
  verb: Verb,
  project: LockedProject,
  { facts, ids, change }: { facts: FactsById; ids: readonly string[]; change: TaskRevision },
): Promise<Revision> {
  const [rows, committed] = await tx.pipeline([step(TASK_VALUES, [ids]), step(COMMITMENTS, [ids])]);
  const due = new Map(committed.map(({ taskId, dueOn }) => [taskId, dueOn]));
  const values = new Map(rows.map((row) => [row.id, row]));
  const parents = ids.map((id) => facts.get(id)).map((task) => task?.workPackageId ?? task?.phaseId ?? null);
  const frame = await readFrame(tx, project, parents);
  return { tx, verb, project, frame, facts, values, due, users: await readPeople(tx, [change]) };
}

/** Checks the change of one task; the frame grows around it last, so that a refused one leaves no trace. */
export function revise(revision: Revision, task: TaskFacts, change: TaskRevision, field: string): Revised {
  const { tx, project, users } = revision;
  const current = revision.values.get(task.id);
  if (current === undefined) throw notFound('task', task.id, field);
  const values = changeTaskValues(current, change, tx.calendar, field);
  const people = changePeople(task, change, users, field);
  const isAssigning = change.ownerId !== undefined || change.assigneeIds !== undefined;
  if (isAssigning || values.requiresEvidence !== current.requiresEvidence) {
    authorise(tx, 'assignTask', relationsAtTask(project, task));
  }
  const hasMoved = values.startDate !== current.startDate || values.endDate !== current.endDate;
  if (values.endDate !== current.endDate) {
    requireCommitted({ ...values, id: task.id }, revision.due.get(task.id) ?? null, `${field}.endDate`);
  }
  const steps = hasMoved ? fitTask(revision, task, { before: current, after: values }, field) : [];
  const isStartNamed = change.startDate != null && values.startDate === current.startDate;
  return { id: task.id, values, steps, isStartNamed, ...people };
}

/** Whether somebody says anew how long the work takes, so that what the engine derived from its days of before is void. */
function hasOtherDays({ values: stored }: Revision, { id, values }: Revised): boolean {
  const { durationDays, startDate, endDate } = stored.get(id) ?? values;
  return values.durationDays !== durationDays || values.startDate !== startDate || values.endDate !== endDate;
}

/** Stores revised tasks with all that hangs on them. */
export async function saveRevised(revision: Revision, revised: readonly Revised[]): Promise<void> {
  if (revised.length === 0) return;
  const { tx, project, frame, facts } = revision;
  const ids = revised.map(({ id }) => id);
  const records = revised.map(({ id, values }) => ({ ...values, id }));
  tx.defer(step(UPDATE_TASKS, [JSON.stringify(records)]));
  const steps = revised.flatMap((task) => task.steps);
  if (steps.length > 0) tx.defer(step(SET_SUBTASK_DATES, [JSON.stringify(steps)]));
  const claimed = revised.filter((task) => task.isStartNamed).map(({ id }) => id);
  if (claimed.length > 0) tx.defer(step(CLAIM_STARTS, [claimed]));
  forgetPinnedWork(
    tx,
    revised.filter((task) => hasOtherDays(revision, task)).flatMap(({ id }) => facts.get(id) ?? []),
  );
  const named = await readTaskFacts(tx, project.id, ids);
  const before = new Map([...facts].filter(([id]) => named.has(id)));
  const after = await updateRollups(tx, project.id, before, named);
  frame.save(tx);
  recordPlanChange(tx, { before, after }, ids);
  const reassigned = revised.filter(({ id, ownerId, assignees }) => {
    const task = facts.get(id);
    return task?.ownerId !== ownerId || task.assignees !== assignees;
  });
  if (reassigned.length === 0) return;
  const people = reassigned.map(({ id, ownerId, assignees }) => ({ id, ownerId, assignees }));
  tx.defer(step(ASSIGN_TASKS, [JSON.stringify(people)]));
  const handed = reassigned.map((task) => {
    return { id: task.id, name: task.values.name, before: facts.get(task.id) ?? null, after: task };
  });
  await notifyOfHandover(tx, project, handed);
}
