import { CLOSE_TASK_GAPS } from '../../../db/queries/plan/plan-position-query.ts';
import { DELETE_DEPENDENCIES, DEPENDENCIES_OF_EACH } from '../../../db/queries/plan/dependency-query.ts';
import { COMMITMENTS } from '../../../db/queries/plan/tasks/commitment-query.ts';
import { DELETE_TASKS } from '../../../db/queries/plan/plan-removal-query.ts';
import { SET_SUBTASK_DATES } from '../../../db/queries/plan/subtask-query.ts';
import { ADD_LINKS, SET_TASKS_DATES, SET_TASKS_ORIGIN } from '../../../db/queries/schedule/apply-query.ts';
import { step } from '../../../db/connection/pipeline.ts';
import { conflict } from '../../../domain/errors.ts';
import { requirePlanDay } from '../../../domain/plan/plan-dates.ts';
import { requireRoom } from '../../../domain/plan/plain-lists.ts';
import type { PlanChange } from '../../../domain/schedule/preview/plan-change.ts';
import { updateRollups } from '../../rollup/rollup.ts';
import type { Tx } from '../../transaction/command.ts';
import type { LockedProject } from '../../plan/projects/locked-project.ts';
import { requireNoSubtasks } from '../../plan/tasks/bulk-removal.ts';
import { recordEvents, recordTaskChanges } from '../../plan/tasks/task-events.ts';
import { MOST_AT_ONCE, readTaskFacts, type FactsById, type TaskFacts } from '../../plan/tasks/task-facts.ts';

import { readFrame, type PlanAncestors } from '../../plan/wbs/plan-ancestors.ts';
import { recordRemoval } from '../../plan/wbs/plan-events.ts';
import { fitTask } from '../../plan/wbs/task-fit.ts';
import { withoutTasks } from '../../plan/wbs/plan-removal.ts';
import type { PlannedWrite } from './planned-writes.ts';
import type { ProjectPreview } from './project-preview.ts';
import {
  datesAfter,
  requireFit,
  requireWithinCommitments,
  withinCommitments,
  withoutUnfit,
  type DueDays,
} from './unfit-writes.ts';

/** A preview to be stored, under the lock of its project. */
export interface Application {
  readonly tx: Tx;
  readonly project: LockedProject;
  readonly previewed: ProjectPreview;
  readonly writes: readonly PlannedWrite[];
  /** Whether work whose subtasks do not lie within its new dates keeps the old ones, instead of refusing them all. */
  readonly isKeepingUnfit?: boolean;
  /** What is noted with each task; null notes nothing where progress and status stay. */
  readonly reason: string | null;
}

/**
 * Stores a preview: dates, rules, what is left, links and deletions, then once all that hangs on them.
 * @throws PitError PIT006 where parents refuse dates, PIT004 for a task with subtasks; what is stored is undone then.
 */
export async function storePreview(asked: Application): Promise<void> {
  const { tx, project } = asked;
  const gone = goneTasks(asked);
  const asking = asked.writes.map(({ taskId }) => taskId);
  const ids = [...new Set([...asking, ...gone, ...successorsOfLinks(asked)])];
  const facts = await readTaskFacts(tx, project.id, ids);
  const application = await fittingOf(asked, facts);
  const written = application.writes.map(({ taskId }) => taskId);
  requireEmpty(application, facts);
  const branches = [...written, ...gone].map((id) => facts.get(id)).map(parentIdOf);
  const frame = await readFrame(tx, project, branches);
  storeDates(application, facts, frame);
  storeOrigins(application);
  await storeLinks(application);
  await storeDerived(application, { before: facts, ids, gone });
  for (const id of gone) frame.reach(frame.parentOf(facts.get(id)!));
  if (gone.length > 0) await removeRows(tx, project.id, gone, facts);
  frame.save(tx);
}

/** What of it is stored: all, or without what keeps its dates because other rules want that. */
async function fittingOf(asked: Application, facts: FactsById): Promise<Application> {
  const { tx, writes, isKeepingUnfit = false } = asked;
  const dated = writes.filter(({ dates }) => dates !== undefined).map(({ taskId }) => taskId);
  const due = await readDueDays(tx, dated);
  if (isKeepingUnfit) return { ...asked, writes: withinCommitments(withoutUnfit(writes, facts), facts, due) };
  requireWithinCommitments(writes, facts, due);
  return asked;
}

/** The days that the tasks are committed to, where they are. */
async function readDueDays(tx: Tx, ids: readonly string[]): Promise<DueDays> {
  const due = new Map<string, string>();
  for (const chunk of chunksOf(ids)) {
    const { rows } = await tx.run(COMMITMENTS, [chunk]);
    for (const { taskId, dueOn } of rows) due.set(taskId, dueOn);
  }
  return due;
}

function goneTasks({ previewed }: Application): string[] {
  return previewed.request.change.tasks.filter((task) => task.delete === true).map((task) => task.taskId);
}

/** Tasks whose predecessors become others, and with them perhaps their status. */
function successorsOfLinks({ previewed }: Application): string[] {
  const { addLinks } = previewed.request.change;
  return [...addLinks.map(({ successorId }) => successorId), ...previewed.releasedTaskIds];
}

function parentIdOf(task: TaskFacts | undefined): string | null {
  return task === undefined ? null : (task.workPackageId ?? task.phaseId);
}

function requireEmpty({ previewed }: Application, facts: FactsById): void {
  const { tasks, field } = previewed.request.change;
  tasks.forEach((task, at) => {
    const found = facts.get(task.taskId);
    if (task.delete === true && found !== undefined) requireNoSubtasks(found, `${field}.tasks.${at}.delete`);
  });
}

/** Stores dates by the thousand; subtasks move along with their task. */
function storeDates({ tx, writes, previewed }: Application, facts: FactsById, frame: PlanAncestors): void {
  const dated = writes.flatMap((write) => {
    const { taskId, dates, field } = write;
    const task = facts.get(taskId);
    if (dates === undefined) return [];
    if (task === undefined) throw overtaken();
    const after = datesAfter(task, write)!;
    for (const day of [after.startDate, after.endDate]) if (day !== null) requirePlanDay(() => day, field);
    if (field === previewed.request.change.field) requireFit(task, after);
    const steps = fitTask({ tx, frame }, task, { before: task, after }, field);
    return [{ id: taskId, ...after, steps }];
  });
  for (const chunk of chunksOf(dated)) {
    const columns = [
      chunk.map(({ id }) => id),
      chunk.map(({ startDate }) => startDate),
      chunk.map(({ endDate }) => endDate),
      chunk.map(({ durationDays }) => durationDays),
    ];
    tx.defer(step(SET_TASKS_DATES, columns));
  }
  for (const chunk of chunksOf(dated.flatMap(({ steps }) => steps))) {
    tx.defer(step(SET_SUBTASK_DATES, [JSON.stringify(chunk)]));
  }
}

function storeOrigins({ tx, project, writes }: Application): void {
  const said = writes.filter(({ startOrigin, mode }) => startOrigin !== undefined || mode !== undefined);
  for (const chunk of chunksOf(said)) {
    const columns = [
      chunk.map(({ taskId }) => taskId),
      project.id,
      chunk.map(({ startOrigin }) => startOrigin ?? null),
      chunk.map(({ mode }) => mode ?? null),
    ];
    tx.defer(step(SET_TASKS_ORIGIN, columns));
  }
}

/** The links, of which the preview has made sure that they are new and close no circle. */
async function storeLinks(application: Application): Promise<void> {
  const { tx, project, previewed } = application;
  const { addLinks, removeLinkIds } = previewed.request.change;
  const changed = [...removeLinkIds];
  if (removeLinkIds.length > 0) await tx.run(DELETE_DEPENDENCIES, [removeLinkIds]);
  await requireRoomForLinks(application);
  if (addLinks.length > 0) changed.push(...(await addNewLinks(tx, project.id, previewed.request.change)));
  for (const dependencyId of changed) {
    const payload = { projectId: project.id, dependencyId };
    tx.emit({ topic: 'pit.dependency.updated', streamId: project.id, payload });
  }
}

async function addNewLinks(tx: Tx, projectId: string, { addLinks }: PlanChange): Promise<string[]> {
  const { rows } = await tx.run(ADD_LINKS, [
    projectId,
    addLinks.map(({ predecessorId }) => predecessorId),
    addLinks.map(({ successorId }) => successorId),
    addLinks.map(({ type }) => type),
    addLinks.map(({ lagDays }) => lagDays),
  ]);
  return rows.map(({ id }) => id);
}

/**
 * Goes on only if no task comes to have more links than are shown whole. As where one is added by itself, those with deleted
 * tasks count too: they bind again once these are restored.
 */
async function requireRoomForLinks({ tx, previewed }: Application): Promise<void> {
  const { addLinks, field } = previewed.request.change;
  if (addLinks.length === 0) return;
  const ids = new Set(addLinks.flatMap(({ predecessorId, successorId }) => [predecessorId, successorId]));
  const { rows } = await tx.run(DEPENDENCIES_OF_EACH, [[...ids]]);
  const counts = new Map(rows.map(({ id, predecessors, successors }) => [id, { predecessors, successors }]));
  for (const { predecessorId, successorId } of addLinks) {
    const [before, after] = [counts.get(successorId), counts.get(predecessorId)];
    if (before !== undefined) before.predecessors += 1;
    if (after !== undefined) after.successors += 1;
  }
  for (const { predecessors, successors } of counts.values()) {
    requireRoom('predecessors of a task', predecessors, `${field}.addDependencies`);
    requireRoom('successors of a task', successors, `${field}.addDependencies`);
  }
}

interface Stored {
  readonly before: FactsById;
  readonly ids: readonly string[];
  readonly gone: readonly string[];
}

/** Progress, status and sums, once for all of it; then what is noted and announced. */
async function storeDerived(application: Application, { before, ids, gone }: Stored): Promise<void> {
  const { tx, project, writes, reason } = application;
  const now = await readTaskFacts(tx, project.id, ids);
  const left = withRemaining(withoutTasks(now, new Set(gone)), writes);
  const known = new Map([...before].filter(([id]) => now.has(id)));
  const after = await updateRollups(tx, project.id, known, left);
  const changed = { before: known, after };
  const about = writes.map(({ taskId }) => taskId);
  if (reason === null) recordTaskChanges(tx, changed, { about: [] });
  else recordTaskChanges(tx, changed, { about, comment: reason });
  if (reason === null) recordNamed(tx, changed, about);
  recordRemoval(tx, known, after);
}

/** Announces the written tasks that were not announced for their progress or status. */
function recordNamed(
  tx: Tx,
  { before, after }: { before: FactsById; after: FactsById },
  about: readonly string[],
): void {
  const named = new Set(about);
  const same = [...after.values()].filter((task) => {
    const was = before.get(task.id);
    return named.has(task.id) && was?.status === task.status && was.progressPercent === task.progressPercent;
  });
  recordEvents(tx, { before, after: new Map(same.map((task) => [task.id, task])) }, about);
}

/** The facts with what is left to do as it is to be. */
function withRemaining(facts: FactsById, writes: readonly PlannedWrite[]): FactsById {
  const said = new Map(writes.flatMap(({ taskId, remaining }) => (remaining ? [[taskId, remaining]] : [])));
  return new Map(
    [...facts].map(([id, task]) => {
      const remaining = said.get(id);
      if (remaining === undefined) return [id, task];
      return [id, { ...task, remainingDays: remaining.days, remainingOrigin: remaining.origin }];
    }),
  );
}

/** The rows come last but for the dates above, because an actor may see the project through them. */
async function removeRows(
  tx: Tx,
  projectId: string,
  gone: readonly string[],
  facts: FactsById,
): Promise<void> {
  const phases = [...new Set(gone.flatMap((id) => facts.get(id)?.phaseId ?? []))];
  await tx.run(CLOSE_TASK_GAPS, [gone, phases]);
  await tx.run(DELETE_TASKS, [gone, projectId]);
}

function* chunksOf<T>(rows: readonly T[]): Generator<readonly T[]> {
  for (let from = 0; from < rows.length; from += MOST_AT_ONCE) yield rows.slice(from, from + MOST_AT_ONCE);
}

/** Tasks that are not to be seen by whoever applies cannot be moved by them. */
function overtaken(): Error {
  return conflict('A task of the preview is not there any more.', { field: 'input.token' });
}
