import { step } from '../../../db/connection/pipeline.ts';
import { DELETE_DEPENDENCIES, LINKS_OF_TASK } from '../../../db/queries/plan/dependency-query.ts';
import { PROJECT_OF_TASK, TRANSFER_TASK } from '../../../db/queries/plan/tasks/task-plan-query.ts';
import { SERIES_OF_TASK } from '../../../db/queries/recurrence/series-query.ts';
import { RESOLVE_ALERTS_OF_TASK } from '../../../db/queries/watchdog/watchdog-query.ts';
import { badInput, conflict, notFound } from '../../../domain/errors.ts';
import { authorise, relationsInProject } from '../projects/authorization.ts';
import { lockProjectOf, requireId, requireWriter, type LockedProject } from '../projects/locked-project.ts';
import { NO_FACTS, updateRollups } from '../../rollup/rollup.ts';
import { loadWorkItem, type WorkItem } from '../status/load-work-item.ts';
import type { ChangedWork } from '../status/task-status.ts';
import { parentIn, placeIn } from '../tasks/task-create.ts';
import { readTaskFacts } from '../tasks/task-facts.ts';
import { ConcurrencyConflict } from '../../transaction/mutation-transaction.ts';
import type { Tx } from '../../transaction/command.ts';
import { findGeneralPlace, generalPlaceOf } from './default-work-package.ts';
import { readFrame, windowOf, type PlanAncestors, type WbsElement } from './plan-ancestors.ts';
import { recordPlanChange, recordRemoval } from './plan-events.ts';
import { closeGap, placeNode } from './plan-position.ts';
import { withoutTasks } from './plan-removal.ts';

export interface TransferInput {
  readonly id: string;
  readonly projectId: string;
  readonly phaseId?: string | null;
  readonly workPackageId?: string | null;
  readonly dropDependencies?: boolean | null;
  readonly ifUpdatedAt?: string | null;
}

/** Where a task goes: a branch of another project, which is locked. */
interface Destination {
  readonly project: LockedProject;
  readonly frame: PlanAncestors;
  readonly branch: WbsElement;
}

/**
 * Moves a task to another project, with its subtasks, evidence, log and comments. Its cluster stays behind, the alerts about
 * it are resolved, and the sums of both projects follow in this transaction.
 * @returns null where the task is in that project already.
 * @throws PitError NOT_FOUND; FORBIDDEN unless the actor may move it here and there; CONFLICT where either project takes no
 * plan; PIT003 with the names of the tasks that it is linked to; PIT006 for its dates.
 */
export async function transferTask(
  tx: Tx,
  input: TransferInput,
  position: number | null,
): Promise<ChangedWork | null> {
  const { id, ifUpdatedAt } = input;
  const projects = await lockBoth(tx, input);
  if (projects === null) return null;
  const item = await loadWorkItem(tx, 'moveTask', { what: 'task', id, field: 'input.id', ifUpdatedAt });
  // Another may have moved it before the locks were taken.
  if (item.project.id !== projects.from.id) throw new ConcurrencyConflict();
  await requireNoSeries(tx, item.task.id);
  const destination = await openDestination(tx, projects.to, input);
  const dropped = await dropLinks(tx, item, input.dropDependencies === true);
  destination.frame.fit(windowOf('task', item.task), destination.branch, 'input');
  await leave(tx, item, destination);
  await arrive(tx, item, destination, position);
  for (const dependencyId of dropped) {
    const payload = { projectId: item.project.id, dependencyId };
    tx.emit({ topic: 'pit.dependency.updated', streamId: item.project.id, payload });
  }
  return {
    taskId: item.task.id,
    subtaskId: null,
    ...placeIn(destination.branch),
    projectId: destination.project.id,
    formerProjectId: item.project.id,
  };
}

/** Locks the project that the task is in and the one that it goes to, always in the same order; null where they are one. */
async function lockBoth(
  tx: Tx,
  { id, projectId }: TransferInput,
): Promise<{ from: LockedProject; to: LockedProject } | null> {
  requireWriter(tx);
  requireId('task', id, 'input.id');
  requireId('project', projectId, 'input.projectId');
  const { rows } = await tx.run(PROJECT_OF_TASK, [id]);
  const from = rows[0]?.projectId;
  if (from === undefined) throw notFound('task', id, 'input.id');
  const to = projectId.toLowerCase();
  if (from === to) return null;
  const locked = new Map<string, LockedProject>();
  for (const each of [from, to].sort()) {
    const field = each === to ? 'input.projectId' : 'input.id';
    locked.set(each, await lockProjectOf(tx, 'project', each, field));
  }
  return { from: locked.get(from) as LockedProject, to: locked.get(to) as LockedProject };
}

async function openDestination(tx: Tx, project: LockedProject, input: TransferInput): Promise<Destination> {
  const isPlaced = input.phaseId != null || input.workPackageId != null;
  const general = isPlaced ? null : await findGeneralPlace(tx, project.id);
  // Whoever may not move it to the project does not have a place made in it.
  if (!isPlaced && general === null) authorise(tx, 'moveTask', relationsInProject(project));
  const place = isPlaced ? input : (general ?? (await generalPlaceOf(tx, project)));
  const { phaseId = null, workPackageId = null } = place;
  const frame = await readFrame(tx, project, [phaseId, workPackageId]);
  const branch = parentIn(frame, { phaseId, workPackageId }, 'input');
  authorise(tx, 'moveTask', relationsInProject(project, ...frame.ownersOf(branch)));
  return { project, frame, branch };
}

/** A series lies in one project, and so do its occurrences. */
async function requireNoSeries(tx: Tx, taskId: string): Promise<void> {
  const { rows } = await tx.run(SERIES_OF_TASK, [taskId]);
  const [series] = rows;
  if (series === undefined) return;
  throw conflict('The task is an occurrence of a series, and stays in its project.', {
    field: 'input.projectId',
    expected: 'a task that does not come again',
    seriesId: series.seriesId,
  });
}

/** Arcs lie within one project. Answers the ids of those that were dropped. */
async function dropLinks(tx: Tx, { task }: WorkItem, isDropping: boolean): Promise<string[]> {
  const { rows } = await tx.run(LINKS_OF_TASK, [task.id]);
  const ids = rows.map(({ id }) => id);
  if (rows.length === 0) return ids;
  if (!isDropping) {
    const names = rows.slice(0, 10).map(({ name }) => `"${name}"`);
    const more = rows.length > names.length ? ` and ${rows.length - names.length} more` : '';
    throw badInput(`Tasks that stay behind are linked to it: ${names.join(', ')}${more}.`, {
      pit: 'PIT003',
      field: 'input.dropDependencies',
      expected: 'no dependencies, or dropDependencies: true',
      dependencyIds: ids,
    });
  }
  await tx.run(DELETE_DEPENDENCIES, [ids]);
  return ids;
}

/** Takes the task out of its project's sums, positions, dates and alerts. */
async function leave(tx: Tx, { task, project, facts }: WorkItem, { branch }: Destination): Promise<void> {
  const frame = await readFrame(tx, project, [task.workPackageId ?? task.phaseId]);
  frame.reach(frame.parentOf(task));
  const after = await updateRollups(tx, project.id, facts, withoutTasks(facts, new Set([task.id])));
  recordPlanChange(tx, { before: facts, after });
  recordRemoval(tx, facts, after);
  await resolveAlerts(tx, project.id, task.id);
  await closeGap(tx, 'task', task.id);
  const { phaseId, workPackageId } = placeIn(branch);
  await tx.run(TRANSFER_TASK, [task.id, branch.projectId, phaseId, workPackageId]);
  frame.save(tx);
}

async function resolveAlerts(tx: Tx, projectId: string, taskId: string): Promise<void> {
  const [alerts] = await tx.pipeline([step(RESOLVE_ALERTS_OF_TASK, [projectId, taskId])]);
  for (const { id } of alerts) {
    const payload = { projectId, alertId: id };
    tx.emit({ topic: 'pit.watchdog.alert', streamId: projectId, payload });
  }
}

/** Puts it into those of the other. */
async function arrive(
  tx: Tx,
  { task }: WorkItem,
  { project, frame }: Destination,
  position: number | null,
): Promise<void> {
  await placeNode(tx, 'task', task.id, position);
  const moved = await readTaskFacts(tx, project.id, [task.id]);
  const after = await updateRollups(tx, project.id, NO_FACTS, moved);
  recordPlanChange(tx, { before: NO_FACTS, after }, [task.id]);
  frame.save(tx);
}
