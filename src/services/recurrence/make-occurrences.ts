import {
  DUE_SERIES,
  INSERT_OCCURRENCES,
  INSERT_POLICIES,
  INSERT_RISK_LINKS,
  NOTE_SERIES,
} from '../../db/queries/recurrence/occurrence-query.ts';
import { SERIES_OF_PROJECT } from '../../db/queries/recurrence/series-query.ts';
import {
  INSERT_CONTROL_LINKS,
  INSERT_ISMS_LINKS,
  INSERT_SUBTASKS,
} from '../../db/queries/templates/generation-query.ts';
import { step } from '../../db/connection/pipeline.ts';
import { taskOf, valuesFrom } from '../../domain/recurrence/mould.ts';
import {
  OccurrenceOutcome,
  reconcile,
  type PlannedOccurrence,
  type Reconciliation,
} from '../../domain/recurrence/reconcile.ts';
import { RuleDates } from '../../domain/recurrence/rule-dates.ts';
import { SeriesState } from '../../domain/recurrence/series.ts';
import { PitError } from '../../domain/errors.ts';
import { deriveStatus, NO_MANUAL_STATUS } from '../../domain/plan/status.ts';
import { NEW_TASK } from '../../domain/plan/task-values.ts';
import { sendMessages } from '../notifications/notifications.ts';
import { answerable } from '../plan/projects/answerable.ts';
import { lockProjectOf, type LockedProject } from '../plan/projects/locked-project.ts';
import { readTaskFacts } from '../plan/tasks/task-facts.ts';
import { updateRollups } from '../rollup/rollup.ts';
import { makeTasks, type Draft } from '../plan/tasks/task-create.ts';
import { readFrame, windowOf, type PlanAncestors, type WbsElement } from '../plan/wbs/plan-ancestors.ts';
import { wantChecks } from '../quality/wanted-checks.ts';
import { knownUsers, type KnownUsers } from '../transaction/references.ts';
import type { Tx } from '../transaction/command.ts';
import type { StoredSeries } from './series.ts';

/** Series that one run looks at; each makes a task or two, but where it catches up all that passed. */
const BATCH = 50;
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

/** A series that is to be looked at. */
export interface DueSeries {
  readonly projectId: string;
  readonly id: string;
}

/** The next series, in the order of projects and ids, in which something has happened, or whose day has come. */
export async function nextDueSeries(tx: Tx, after: DueSeries | null): Promise<readonly DueSeries[]> {
  const { projectId, id } = after ?? { projectId: BEFORE_ALL, id: BEFORE_ALL };
  const [rows] = await tx.pipeline([step(DUE_SERIES, [tx.today, projectId, id, BATCH])]);
  return rows;
}

/** An occurrence that is to get a task, with what the task is made of. */
interface Coming {
  readonly series: StoredSeries;
  readonly planned: PlannedOccurrence;
  readonly draft: Draft;
}

/** A series after its look. */
interface Looked {
  readonly series: StoredSeries;
  readonly found: Reconciliation;
  readonly coming: readonly Coming[];
  /** Why none of its tasks can be made; null where they can. */
  readonly fault: string | null;
}

/**
 * Makes what is missing of these series of one project as of today, under its lock: a row for each date, and a task where one is due.
 * What there is already is found again, so that it makes no difference how often, or in how many processes at once, it runs.
 * @throws PitError NOT_FOUND where the project was deleted meanwhile.
 */
export async function makeOccurrences(
  tx: Tx,
  projectId: string,
  seriesIds: readonly string[],
): Promise<{ tasks: number; missed: number }> {
  const project = await lockProjectOf(tx, 'project', projectId);
  const { rows } = await tx.run(SERIES_OF_PROJECT, [seriesIds, projectId]);
  const active = rows.filter(({ state }) => state === SeriesState.ACTIVE);
  if (active.length === 0) return { tasks: 0, missed: 0 };
  const frame = await readFrame(
    tx,
    project,
    active.flatMap(({ phaseId, workPackageId }) => [phaseId, workPackageId]),
  );
  const people = active.flatMap(({ ownerId, mould }) => [ownerId, ...mould.assigneeIds]);
  const sponsor = project.sponsorId === null ? [] : [project.sponsorId];
  const known = await knownUsers(tx, [...people, project.ownerId, ...sponsor]);
  const next = new Map<string, number>();
  const looked = active.map((series) => look(tx, { frame, known, next }, series));
  const coming = looked.flatMap((each) => each.coming);
  const tasks = await makeTasks(
    tx,
    frame,
    coming.map(({ draft }) => draft),
  );
  const taskIds = tasks.map(({ id }) => id);
  await makeWhatHangsOn(tx, project, coming, taskIds);
  await storeOccurrences(tx, project, looked, taskIds);
  const facts = await readTaskFacts(tx, projectId, taskIds);
  if (facts.size > 0) await updateRollups(tx, projectId, facts, facts);
  for (const taskId of taskIds) {
    tx.emit({ topic: 'pit.occurrence.made', streamId: projectId, payload: { projectId, taskId } });
  }
  await notifyOfMissed(tx, project, looked);
  if (tasks.length > 0) wantChecks(tx, [projectId]);
  return { tasks: tasks.length, missed: looked.reduce((sum, { found }) => sum + found.missed.length, 0) };
}

interface Ground {
  readonly frame: PlanAncestors;
  readonly known: KnownUsers;
  /** The next free position under each branch. */
  readonly next: Map<string, number>;
}

function look(tx: Tx, ground: Ground, series: StoredSeries): Looked {
  const found = missingOf(tx, series);
  try {
    const coming = found.made.map((planned) => draftOf(tx, ground, series, planned));
    return { series, found, coming, fault: null };
  } catch (error) {
    // Its place is gone, or refuses its days: the other series of the project do not wait for it.
    if (!(error instanceof PitError)) throw error;
    return { series, found: { missed: [], made: [], nextOn: null }, coming: [], fault: error.message };
  }
}

function missingOf(tx: Tx, series: StoredSeries): Reconciliation {
  const { rule, startsOn, dateShift: shift, catchUp, durationDays } = series;
  const { newestOn, newestDueOn, newestOutcome } = series;
  const newest =
    newestOn === null || newestOutcome === null
      ? null
      : { nominalOn: newestOn, dueOn: newestDueOn, outcome: newestOutcome };
  const plan = { dates: RuleDates.of(rule, startsOn), shift, catchUp, durationDays };
  return reconcile(plan, newest, tx.today, tx.calendar);
}

function draftOf(tx: Tx, ground: Ground, series: StoredSeries, planned: PlannedOccurrence): Coming {
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

async function storeOccurrences(
  tx: Tx,
  project: LockedProject,
  looked: readonly Looked[],
  taskIds: readonly string[],
): Promise<void> {
  const row = (series: StoredSeries, { nominalOn, dueOn }: PlannedOccurrence, taskId: string | null) => ({
    seriesId: series.id,
    nominalOn,
    ruleRevision: series.ruleRevision,
    dueOn,
    taskId,
    outcome: taskId === null ? OccurrenceOutcome.MISSED : OccurrenceOutcome.OPEN,
  });
  const made = looked.flatMap(({ coming }) => coming);
  const rows = [
    ...looked.flatMap(({ series, found }) => found.missed.map((planned) => row(series, planned, null))),
    ...made.map(({ series, planned }, at) => row(series, planned, taskIds[at] ?? null)),
  ];
  const notes = looked.map(({ series: { id }, found: { nextOn }, fault }) => ({
    id,
    nextOn,
    // More dates passed than one run takes: the next one goes on.
    isDue: nextOn !== null && nextOn <= tx.today,
    state: stateAfter(nextOn, fault),
  }));
  await tx.pipeline([
    step(INSERT_OCCURRENCES, [project.id, JSON.stringify(rows)]),
    step(NOTE_SERIES, [JSON.stringify(notes)]),
  ]);
  if (notes.some(({ state }) => state !== SeriesState.ACTIVE)) {
    tx.emit({ topic: 'pit.series.updated', streamId: project.id, payload: { projectId: project.id } });
  }
}

function stateAfter(nextOn: string | null, fault: string | null): SeriesState {
  if (fault !== null) return SeriesState.BROKEN;
  return nextOn === null ? SeriesState.ENDED : SeriesState.ACTIVE;
}

/** Notifies the owners of dates that passed without work, and of series that can make none. */
async function notifyOfMissed(tx: Tx, project: LockedProject, looked: readonly Looked[]): Promise<void> {
  const letters = looked.flatMap(({ series, found: { missed }, fault }) => {
    if (missed.length === 0 && fault === null) return [];
    const days = missed.slice(0, 10).map(({ nominalOn }) => nominalOn);
    const more = missed.length > days.length ? ` and ${missed.length - days.length} more` : '';
    const title =
      fault === null
        ? `“${series.name}” was missed on ${days.join(', ')}${more}`
        : `“${series.name}” does not come again`;
    const message = { title, text: fault, link: `/pit/projects/${project.id}`, projectId: project.id };
    return [{ to: [series.ownerId, project.ownerId], message }];
  });
  await sendMessages(tx, letters);
}
