import { INSERT_POLICIES, INSERT_RISK_LINKS } from '../../db/queries/recurrence/occurrence-query.ts';
import {
  INSERT_CONTROL_LINKS,
  INSERT_ISMS_LINKS,
  INSERT_SUBTASKS,
} from '../../db/queries/templates/generation-query.ts';
import { step } from '../../db/connection/pipeline.ts';
import { taskOf, valuesFrom } from '../../domain/recurrence/mould.ts';
import type { PlannedOccurrence } from '../../domain/recurrence/reconcile.ts';
import { deriveStatus, NO_MANUAL_STATUS } from '../../domain/plan/status.ts';
import { NEW_TASK } from '../../domain/plan/task-values.ts';
import { answerable } from '../plan/projects/answerable.ts';
import type { LockedProject } from '../plan/projects/locked-project.ts';
import { makeTasks, type Draft } from '../plan/tasks/task-create.ts';
import { readTaskFacts } from '../plan/tasks/task-facts.ts';
import { readFrame, windowOf, type PlanAncestors, type WbsElement } from '../plan/wbs/plan-ancestors.ts';
import { wantChecks } from '../quality/wanted-checks.ts';
import { updateRollups } from '../rollup/rollup.ts';
import { knownUsers, type KnownUsers } from '../transaction/references.ts';
import type { Tx } from '../transaction/command.ts';
import type { StoredSeries } from './series.ts';

/** An occurrence that is to get a task, with what the task is made of. */
export interface Coming {
  readonly series: StoredSeries;
  readonly planned: PlannedOccurrence;
  readonly draft: Draft;
}

/** What the tasks of some series are made on. */
export interface Ground {
  readonly project: LockedProject;
  readonly frame: PlanAncestors;
  readonly known: KnownUsers;
  /** The next free position under each branch. */
  readonly next: Map<string, number>;
}

/** Reads where the tasks of these series of the project go, and which of their people are there. */
export async function readGround(
  tx: Tx,
  project: LockedProject,
  series: readonly StoredSeries[],
): Promise<Ground> {
  const frame = await readFrame(
    tx,
    project,
    series.flatMap(({ phaseId, workPackageId }) => [phaseId, workPackageId]),
  );
  const people = series.flatMap(({ ownerId, mould }) => [ownerId, ...mould.assigneeIds]);
  const sponsor = project.sponsorId === null ? [] : [project.sponsorId];
  const known = await knownUsers(tx, [...people, project.ownerId, ...sponsor]);
  return { project, frame, known, next: new Map() };
}

/**
 * Makes the tasks with all that hangs on them; `store` notes of their occurrences, before the sums are brought up to date.
 * @returns the ids of the tasks, in order.
 */
export async function makeComing(
  tx: Tx,
  { project, frame }: Ground,
  coming: readonly Coming[],
  store: (taskIds: readonly string[]) => Promise<void>,
): Promise<readonly string[]> {
  const tasks = await makeTasks(
    tx,
    frame,
    coming.map(({ draft }) => draft),
  );
  const taskIds = tasks.map(({ id }) => id);
  await makeWhatHangsOn(tx, project, coming, taskIds);
  await store(taskIds);
  const facts = await readTaskFacts(tx, project.id, taskIds);
  if (facts.size > 0) await updateRollups(tx, project.id, facts, facts);
  for (const taskId of taskIds) {
    const payload = { projectId: project.id, taskId };
    tx.emit({ topic: 'pit.occurrence.made', streamId: project.id, payload });
  }
  if (tasks.length > 0) wantChecks(tx, [project.id]);
  return taskIds;
}

/**
 * The task of one date of a series, made like its mould.
 * @throws PitError where its place is gone, or refuses its days.
 */
export function draftOf(tx: Tx, ground: Ground, series: StoredSeries, planned: PlannedOccurrence): Coming {
  const { frame, known, next } = ground;
  const parent = placeOf(frame, series);
  const values = valuesFrom(series.mould, { ...planned, name: series.name }, tx.calendar);
  frame.fit(windowOf('task', values), parent, 'series');
  const orderIndex = next.get(parent.id) ?? parent.nextTask;
  next.set(parent.id, orderIndex + 1);
  const { startDate: start, endDate: end } = values;
  const facts = { hand: NO_MANUAL_STATUS, start, end, progressPercent: 0, predecessors: [] };
  const status = deriveStatus(facts, { today: tx.today, upcomingDays: tx.settings.upcomingDays });
  const isThere = known.get(series.ownerId) === true;
  const ownerId = isThere ? series.ownerId : answerable(tx, frame.project, known);
  const assignees = series.mould.assigneeIds.filter((id) => known.get(id) === true);
  return { series, planned, draft: { values, parent, status, orderIndex, ownerId, assignees } };
}

function placeOf(frame: PlanAncestors, { phaseId, workPackageId }: StoredSeries): WbsElement {
  const phase = frame.branch('phase', phaseId, 'series');
  return workPackageId === null ? phase : frame.branch('work package', workPackageId, 'series');
}

/** Subtasks and links of the new tasks, set-wise. */
async function makeWhatHangsOn(
  tx: Tx,
  project: LockedProject,
  coming: readonly Coming[],
  taskIds: readonly string[],
): Promise<void> {
  if (coming.length === 0) return;
  const made = coming.map(({ series: { mould } }, at) => ({
    taskId: taskIds[at] ?? '',
    mould,
    task: taskOf(mould),
  }));
  const subtasks = made.flatMap(({ taskId, task }) =>
    (task.subtasks ?? []).map((each, orderIndex) => ({
      ...each,
      taskId,
      orderIndex,
      description: each.description ?? null,
      priority: each.priority ?? NEW_TASK.priority,
      requiresEvidence: each.requiresEvidence ?? false,
    })),
  );
  const controls = made.flatMap(({ taskId, task }) =>
    (task.controls ?? []).map((each) => ({ ...each, taskId })),
  );
  const criteria = made.flatMap(({ taskId, task }) =>
    (task.ismsCriteria ?? []).map((each) => ({ ...each, taskId })),
  );
  const risks = made.flatMap(({ taskId, mould }) => mould.risks.map((each) => ({ ...each, taskId })));
  const policies = made.flatMap(({ taskId, mould: { validMonths } }) =>
    validMonths === null ? [] : [{ taskId, validMonths }],
  );
  await tx.pipeline([
    step(INSERT_SUBTASKS, [JSON.stringify(subtasks)]),
    step(INSERT_CONTROL_LINKS, [JSON.stringify(controls)]),
    step(INSERT_ISMS_LINKS, [JSON.stringify(criteria)]),
    step(INSERT_RISK_LINKS, [JSON.stringify(risks)]),
    step(INSERT_POLICIES, [JSON.stringify(policies), project.id]),
  ]);
}
