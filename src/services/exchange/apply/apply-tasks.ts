import { step } from '../../../db/connection/pipeline.ts';
import { COMMITMENTS } from '../../../db/queries/plan/tasks/commitment-query.ts';
import { TASK_VALUES } from '../../../db/queries/plan/tasks/task-plan-query.ts';
import { oneLineName } from '../../../domain/exchange/file-text.ts';
import { refuseFile } from '../../../domain/exchange/plan-check.ts';
import type { PlanTask } from '../../../domain/exchange/plan-document.ts';
import { notFound } from '../../../domain/errors.ts';
import type { TaskValues } from '../../../domain/plan/task-values.ts';
import { authorise, relationsAtTask } from '../../plan/projects/authorization.ts';
import { draftTask, makeTasks, type Drawing, type NewTaskInput } from '../../plan/tasks/task-create.ts';
import { readTaskFacts, type TaskFacts } from '../../plan/tasks/task-facts.ts';
import { moveTask } from '../../plan/tasks/task-move.ts';
import { revise, saveRevised, type Revision, type TaskRevision } from '../../plan/tasks/task-update.ts';
import { readFrame } from '../../plan/wbs/plan-ancestors.ts';
import { nextTurn } from '../../quality/next-turn.ts';
import type { PlacedBranch, PlacedBranches } from './apply-branches.ts';
import type { Applying } from './applying.ts';
import { digestOf } from './known-rows.ts';
import { freeOrigins } from './plan-origins.ts';
import { RefusedItems } from './refused-items.ts';

/** Tasks that are made or changed by one round of statements. */
const BATCH = 500;
/** Tasks that are compared before others have their turn. */
const TURN = 1_000;

/** A task of the file, and the task here that it is. */
export interface PlacedTask {
  readonly task: PlanTask;
  readonly id: string;
  readonly isNew: boolean;
}

/** What became of the tasks: those that are here by key, and of these the ones that the file has anything new of. */
export interface PlacedTasks {
  readonly ids: ReadonlyMap<string, string>;
  readonly altered: readonly PlacedTask[];
}

/**
 * Makes the tasks that are not here yet, and changes those of which the file says something else than the last time.
 * @throws PitError as `createTasks` and `updateTask`; of several refusals all, up to twenty, in `detail.problems`.
 */
export async function applyTasks(applying: Applying, branches: PlacedBranches): Promise<PlacedTasks> {
  const { plan, known, tally } = applying;
  const ids = new Map<string, string>();
  const fresh: PlanTask[] = [];
  const differing: PlacedTask[] = [];
  const lines = new Map<string, string>();
  for (const [at, task] of plan.tasks.entries()) {
    if (at % TURN === 0) await nextTurn();
    const row = known.find('task', task.key, task.recordId);
    if (row?.isLive === false || (row === undefined && !hasPlace(task, branches)))
      tally.add('tasks', 'deletedHere');
    else if (row === undefined) fresh.push(task);
    else {
      requireOnce(lines, row.recordId, task.where);
      ids.set(task.key, row.recordId);
      if (row.digest === digestOf(task)) tally.add('tasks', 'unchanged');
      else differing.push({ task, id: row.recordId, isNew: false });
    }
  }
  const made = await makeAll(applying, fresh, branches);
  for (const { task, id } of made) ids.set(task.key, id);
  await changeAll(applying, differing, branches);
  const altered = [...made, ...differing];
  for (const [at, { task, id }] of altered.entries()) {
    if (at % TURN === 0) await nextTurn();
    known.note('task', task.key, id, digestOf(task));
  }
  return { ids, altered };
}

/** Whether the branch that a new task lies in is here. */
function hasPlace({ branchKey }: PlanTask, branches: PlacedBranches): boolean {
  return (branches.get(branchKey) ?? null) !== null;
}

/** Two lines that say otherwise of one task: of which one would count, neither says. */
function requireOnce(lines: Map<string, string>, id: string, where: string): void {
  const first = lines.get(id);
  if (first !== undefined)
    throw refuseFile(where, `The task is that of ${first} already.`, 'each task once', id);
  lines.set(id, where);
}

async function makeAll(
  applying: Applying,
  tasks: readonly PlanTask[],
  branches: PlacedBranches,
): Promise<PlacedTask[]> {
  const { tx, project, people, tally, onStep } = applying;
  const refused = new RefusedItems();
  const placed: PlacedTask[] = [];
  const origins = await freeOrigins(applying, tasks);
  for (let from = 0; from < tasks.length; from += BATCH) {
    await onStep({ step: 'tasks', done: from, total: tasks.length });
    const batch = tasks.slice(from, from + BATCH);
    const parents = new Set(batch.map(({ branchKey }) => branches.get(branchKey)?.id ?? null));
    const frame = await readFrame(tx, project, [...parents]);
    const drawing: Drawing = {
      tx,
      verb: 'importPlan',
      frame,
      users: new Map([...people.users, [applying.ownerId, true]]),
      next: new Map(),
    };
    const drafts = batch.map((task) =>
      refused.attempt(task.where, () => ({
        ...draftTask(drawing, inputOf(applying, task, branches), task.where),
        ...origins.get(task.key),
      })),
    );
    refused.throwIfAny();
    const made = await makeTasks(
      tx,
      frame,
      drafts.filter((draft) => draft !== undefined),
    );
    batch.forEach((task, at) => placed.push({ task, id: made[at]?.id ?? '', isNew: true }));
  }
  tally.add('tasks', 'made', placed.length);
  return placed;
}

function inputOf(applying: Applying, task: PlanTask, branches: PlacedBranches): NewTaskInput {
  const { people, ownerId } = applying;
  const { name, startDate, endDate, durationDays, capexCost, opexCost, requiresEvidence, description } = task;
  return {
    ...placeOf(branches.get(task.branchKey) ?? null),
    name,
    description,
    startDate,
    endDate,
    durationDays,
    capexCost,
    opexCost,
    requiresEvidence,
    ...(durationDays === 0 && { taskType: 'milestone_marker' }),
    ownerId: people.ownerOf(task) ?? ownerId,
    assigneeIds: people.assigneesOf(task),
  };
}

function placeOf(branch: PlacedBranch | null): { phaseId?: string; workPackageId?: string } {
  if (branch === null) throw notFound('phase', '', 'file');
  return branch.isPhase ? { phaseId: branch.id } : { workPackageId: branch.id };
}

async function changeAll(
  applying: Applying,
  tasks: readonly PlacedTask[],
  branches: PlacedBranches,
): Promise<void> {
  for (let from = 0; from < tasks.length; from += BATCH) {
    await applying.onStep({ step: 'tasks', done: from, total: tasks.length });
    const batch = tasks.slice(from, from + BATCH);
    const moved = await moveThose(applying, batch, branches);
    await changeBatch(applying, batch, moved);
  }
}

/** Moves the tasks that the file has in another branch. Answers the ids of those that were. */
async function moveThose(
  { tx, project, known }: Applying,
  batch: readonly PlacedTask[],
  branches: PlacedBranches,
): Promise<ReadonlySet<string>> {
  const facts = await readTaskFacts(
    tx,
    project.id,
    batch.map(({ id }) => id),
  );
  const moved = new Set<string>();
  for (const { task, id } of batch) {
    const at = facts.get(id);
    const branch = branches.get(task.branchKey) ?? null;
    if (at === undefined || branch === null) continue;
    const place = at.workPackageId ?? at.phaseId;
    if (branch.id === place || known.areAlike(place, branch.id)) continue;
    await moveTask(tx, { id, ...placeOf(branch) });
    moved.add(id);
  }
  return moved;
}

async function changeBatch(
  applying: Applying,
  batch: readonly PlacedTask[],
  moved: ReadonlySet<string>,
): Promise<void> {
  const { tx, project, people, tally } = applying;
  const ids = batch.map(({ id }) => id);
  const facts = await readTaskFacts(tx, project.id, ids);
  const [rows, committed] = await tx.pipeline([step(TASK_VALUES, [ids]), step(COMMITMENTS, [ids])]);
  const due = new Map(committed.map(({ taskId, dueOn }) => [taskId, dueOn]));
  const values = new Map<string, TaskValues>(rows.map((row) => [row.id, row]));
  const frame = await readFrame(
    tx,
    project,
    ids.map((id) => facts.get(id)?.workPackageId ?? facts.get(id)?.phaseId ?? null),
  );
  const known = { facts, values, due, users: people.users };
  const revision: Revision = { tx, verb: 'updateTasks', project, frame, ...known };
  const refused = new RefusedItems();
  const revised = batch.flatMap(({ task, id }) => {
    const [at, current] = [facts.get(id), values.get(id)];
    if (at === undefined || current === undefined) return [];
    const change = changeOf(applying, task, at, current);
    if (Object.keys(change).length === 0) {
      tally.add('tasks', moved.has(id) ? 'changed' : 'unchanged');
      return [];
    }
    const next = refused.attempt(task.where, () => {
      authorise(tx, 'updateTasks', relationsAtTask(project, at));
      return revise(revision, at, change, task.where);
    });
    tally.add('tasks', 'changed');
    return next === undefined ? [] : [next];
  });
  refused.throwIfAny();
  await saveRevised(revision, revised);
}

/** What of a task is to be otherwise. What the file does not say stays. */
function changeOf({ people }: Applying, task: PlanTask, at: TaskFacts, current: TaskValues): TaskRevision {
  const wanted: Partial<Record<keyof TaskValues, unknown>> = {
    // A file says a name on one line: one with line breaks that is the same so stays.
    name: oneLineName(current.name) === task.name ? null : task.name,
    description: task.description,
    capexCost: task.capexCost,
    opexCost: task.opexCost,
    requiresEvidence: task.requiresEvidence,
    ...datesOf(task),
  };
  const entries = Object.entries(wanted).filter(
    ([name, value]) => value !== null && value !== undefined && value !== current[name as keyof TaskValues],
  );
  const ownerId = people.ownerOf(task);
  const assignees = people.assigneesOf(task);
  const isManned = assignees.length > 0 && !isSameTeam(assignees, at);
  return {
    ...(Object.fromEntries(entries) as TaskRevision),
    ...(ownerId !== null && ownerId !== at.ownerId && { ownerId }),
    ...(isManned && { assigneeIds: assignees }),
  };
}

/** A file of Microsoft Project does not tell an owner from those who are assigned. */
function isSameTeam(assignees: readonly string[], { ownerId, assignees: current }: TaskFacts): boolean {
  const team = (ids: readonly string[]): string => [...new Set([ownerId, ...ids])].sort().join();
  return team(assignees) === team(current);
}

/** Two of the three dates say it all; a duration that the dates give is not said again. */
function datesOf({ startDate, endDate, durationDays }: PlanTask): Partial<PlanTask> {
  if (startDate !== null && endDate !== null) return { startDate, endDate };
  return { startDate, endDate, durationDays };
}
