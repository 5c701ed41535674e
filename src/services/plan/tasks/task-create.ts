import { NO_ACTUALS } from '../status/actual-dates.ts';
import { step } from '../../../db/connection/pipeline.ts';
import { SUMS_OF } from '../../../db/queries/rollup/rollup-query.ts';
import { INSERT_TASKS } from '../../../db/queries/plan/tasks/task-plan-query.ts';
import { Refusals, requireItems, type BulkMode, type ItemError } from '../../../domain/plan/bulk.ts';
import { badInput } from '../../../domain/errors.ts';
import type { Verb } from '../../../domain/directory/permissions.ts';
import { deriveStatus, NO_MANUAL_STATUS } from '../../../domain/plan/status.ts';
import {
  changeTaskValues,
  NEW_TASK,
  type TaskChange,
  type TaskValues,
} from '../../../domain/plan/task-values.ts';
import type { TaskStatus } from '../../../domain/enums.ts';
import { lockedProject, lockStep } from '../projects/locked-project.ts';
import { frameOf, frameStep, windowOf, type WbsElement, type PlanAncestors } from '../wbs/plan-ancestors.ts';
import { optionalPosition, placeNode } from '../wbs/plan-position.ts';
import { recordPlanChange } from '../wbs/plan-events.ts';
import { notifyOfHandover } from '../../notifications/work-messages.ts';
import { NO_FACTS, updateRollupsOn } from '../../rollup/rollup.ts';
import { authorise, relationsInProject } from '../projects/authorization.ts';
import type { TaskOrigin } from './open-origin.ts';
import { UNPROVEN, UNREPEATED, type TaskFacts } from './task-facts.ts';
import { changePeople, readPeople, type TaskPeople, type TaskPeopleChange } from './task-people.ts';
import type { ChangedWork } from '../status/task-status.ts';
import type { KnownUsers } from '../../transaction/references.ts';
import type { Tx } from '../../transaction/command.ts';

/** A task to be made: directly in a phase, or in a work package. */
export interface NewTaskInput extends TaskChange, TaskPeopleChange {
  readonly phaseId?: string | null;
  readonly workPackageId?: string | null;
}

export interface CreateTaskInput extends NewTaskInput {
  readonly position?: number | null;
}

export interface CreateTasksInput {
  readonly projectId: string;
  readonly tasks: readonly NewTaskInput[];
  readonly mode: BulkMode;
}

/** What a bulk request answers. */
export interface ChangedTasks {
  /** The tasks by the index of their item; null where it was refused. */
  readonly taskIds: readonly (string | null)[];
  readonly projectIds: readonly string[];
  readonly errors: readonly ItemError[];
}

/** A checked task that only lacks a row. */
export interface Draft extends TaskPeople, Partial<TaskOrigin> {
  readonly values: TaskValues;
  readonly parent: WbsElement;
  readonly status: TaskStatus;
  readonly orderIndex: number;
}

/** What drafting works with. */
export interface Drawing {
  readonly tx: Tx;
  readonly verb: Verb;
  readonly frame: PlanAncestors;
  readonly users: KnownUsers;
  /** The next free position under each branch. */
  readonly next: Map<string, number>;
}

/**
 * Makes a task, at a position among its siblings or behind them. Its owner is the actor unless named.
 * @throws PitError NOT_FOUND, FORBIDDEN, BAD_USER_INPUT; PIT002 for unknown people, PIT006 for its dates.
 */
export async function createTask(tx: Tx, input: CreateTaskInput): Promise<ChangedWork> {
  const position = optionalPosition(input.position);
  const { what, id, field } = parentRef(input, 'input');
  const [locked, rows] = await tx.pipeline([lockStep(tx, what, id, field), frameStep([id])]);
  const frame = frameOf(tx, lockedProject(locked, what, id, field), rows);
  const users = await readPeople(tx, [input]);
  const draft = draftTask({ tx, verb: 'createTask', frame, users, next: new Map() }, input, 'input');
  const [task] = await makeTasks(tx, frame, [draft]);
  if (task === undefined) throw new Error('the database made no task');
  if (position !== null) await placeNode(tx, 'task', task.id, position);
  const { phaseId, workPackageId, projectId } = task;
  return { taskId: task.id, subtaskId: null, workPackageId, phaseId, projectId };
}

/**
 * Makes up to 500 tasks of one project, behind their siblings in the order given.
 * @throws PitError when it is all or nothing and an item was refused.
 */
export async function createTasks(tx: Tx, input: CreateTasksInput): Promise<ChangedTasks> {
  const { projectId, tasks, mode } = input;
  requireItems(tasks.length, 'input.tasks');
  const field = 'input.projectId';
  const [locked, rows] = await tx.pipeline([
    lockStep(tx, 'project', projectId, field),
    frameStep(tasks.flatMap(({ phaseId, workPackageId }) => [phaseId, workPackageId])),
  ]);
  const frame = frameOf(tx, lockedProject(locked, 'project', projectId, field), rows);
  const users = await readPeople(tx, tasks);
  const drawing: Drawing = { tx, verb: 'createTasks', frame, users, next: new Map() };
  const refusals = new Refusals();
  const drafts = tasks.map((task, index) =>
    refusals.attempt(index, () => draftTask(drawing, task, `input.tasks.${index}`)),
  );
  refusals.throwIfAllOrNothing(mode, 'input.tasks');
  const drawn = drafts.filter((draft) => draft !== undefined);
  const made = await makeTasks(tx, frame, drawn);
  const ids = new Map(drawn.map((draft, index) => [draft, made[index]?.id ?? null]));
  return {
    taskIds: drafts.map((draft) => (draft === undefined ? null : (ids.get(draft) ?? null))),
    projectIds: [frame.project.id],
    errors: refusals.errors,
  };
}

/** Which branch a task is to lie in: the work package when both are named. */
function parentRef(
  { phaseId, workPackageId }: NewTaskInput,
  field: string,
): { what: WbsElement['kind']; id: string; field: string } {
  if (workPackageId != null)
    return { what: 'work package', id: workPackageId, field: `${field}.workPackageId` };
  if (phaseId != null) return { what: 'phase', id: phaseId, field: `${field}.phaseId` };
  throw badInput('A task lies in a phase or in a work package.', {
    field,
    expected: 'phaseId or workPackageId',
  });
}

/** The branch that a task is to lie in. A phase named besides its work package must be that work package's. */
export function parentIn(frame: PlanAncestors, input: NewTaskInput, path: string): WbsElement {
  const { what, id, field } = parentRef(input, path);
  const parent = frame.branch(what, id, field);
  const { phaseId } = input;
  if (phaseId == null || phaseId.toLowerCase() === parent.phaseId) return parent;
  throw badInput('The work package lies in another phase.', {
    pit: 'PIT002',
    field: `${path}.phaseId`,
    expected: parent.phaseId,
    actual: phaseId.slice(0, 64),
  });
}

/** Checks one task; the frame grows around it last, so that a refused one leaves no trace. */
export function draftTask(
  { tx, verb, frame, users, next }: Drawing,
  input: NewTaskInput,
  field: string,
): Draft {
  const parent = parentIn(frame, input, field);
  authorise(tx, verb, relationsInProject(frame.project, ...frame.ownersOf(parent)));
  const values = changeTaskValues(NEW_TASK, { ...input, name: input.name ?? null }, tx.calendar, field);
  const nobody = { ownerId: tx.actor.userId, assignees: [] };
  const people = changePeople(nobody, { ...input, ownerId: input.ownerId ?? undefined }, users, field);
  const day = { today: tx.today, upcomingDays: tx.settings.upcomingDays };
  const status = deriveStatus({ ...statusFactsOf(values), predecessors: [] }, day);
  if (values.startDate !== null || values.endDate !== null)
    frame.fit(windowOf('task', values), parent, field);
  const orderIndex = next.get(parent.id) ?? parent.nextTask;
  next.set(parent.id, orderIndex + 1);
  return { ...people, values, parent, status, orderIndex };
}

function statusFactsOf({ startDate: start, endDate: end }: TaskValues) {
  return { hand: NO_MANUAL_STATUS, start, end, progressPercent: 0 };
}

/** Stores checked tasks with all that hangs on them; answers their facts in the order of the drafts. */
export async function makeTasks(
  tx: Tx,
  frame: PlanAncestors,
  drafts: readonly Draft[],
): Promise<TaskFacts[]> {
  if (drafts.length === 0) return [];
  const projectId = frame.project.id;
  const records = drafts.map(({ values, parent, ...rest }) => ({
    ...values,
    ...placeIn(parent),
    ...rest,
    projectId,
  }));
  const above = [projectId, ...new Set(drafts.flatMap(({ parent }) => [parent.id, parent.phaseId]))];
  const [rows, sums] = await tx.pipeline([
    step(INSERT_TASKS, [JSON.stringify(records)]),
    step(SUMS_OF, [above]),
  ]);
  const made = new Map(rows.map((row) => [`${row.parentId} ${row.orderIndex}`, row]));
  const tasks = drafts.map((draft) => {
    const row = made.get(`${draft.parent.id} ${draft.orderIndex}`);
    if (row === undefined) throw new Error('the database did not make a task');
    return factsOf(frame, draft, { id: row.id, updatedAt: row.updatedAt });
  });
  const after = new Map(tasks.map((task) => [task.id, task]));
  await updateRollupsOn(tx, { projectId, sums }, NO_FACTS, after);
  frame.save(tx);
  recordPlanChange(tx, { before: NO_FACTS, after });
  const given = tasks.map((task) => ({ id: task.id, name: task.name, before: null, after: task }));
  await notifyOfHandover(tx, frame.project, given);
  return tasks;
}

/** Where a task in this branch stands, as its row says it. */
export function placeIn(parent: WbsElement): { phaseId: string; workPackageId: string | null } {
  return { phaseId: parent.phaseId, workPackageId: parent.kind === 'phase' ? null : parent.id };
}

function factsOf(frame: PlanAncestors, draft: Draft, row: { id: string; updatedAt: string }): TaskFacts {
  const { values, parent, status, ownerId, assignees } = draft;
  const { linkedRiskMitigationPct: mitigationPct, ...rest } = values;
  return {
    ...rest,
    ...row,
    ...NO_ACTUALS,
    ...placeIn(parent),
    ...ownersAbove(frame, parent),
    projectId: frame.project.id,
    mitigationPct,
    ownerId,
    assignees,
    status,
    progressPercent: 0,
    ...UNPROVEN,
    ...UNREPEATED,
    isLinked: false,
    hand: NO_MANUAL_STATUS,
    subtasks: [],
    predecessors: [],
  };
}

/** The owners above a task in this branch, as its facts name them. */
export function ownersAbove(
  frame: PlanAncestors,
  parent: WbsElement,
): { phaseOwnerId: string; workPackageOwnerId: string | null } {
  const owners = frame.ownersOf(parent);
  return {
    phaseOwnerId: owners.at(-1) ?? parent.ownerId,
    workPackageOwnerId: parent.kind === 'phase' ? null : parent.ownerId,
  };
}
