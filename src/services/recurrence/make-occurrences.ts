import { DUE_SERIES, INSERT_OCCURRENCES, NOTE_SERIES } from '../../db/queries/recurrence/occurrence-query.ts';
import { SERIES_OF_PROJECT } from '../../db/queries/recurrence/series-query.ts';
import { step } from '../../db/connection/pipeline.ts';
import {
  OccurrenceOutcome,
  reconcile,
  type PlannedOccurrence,
  type Reconciliation,
} from '../../domain/recurrence/reconcile.ts';
import { SeriesState } from '../../domain/recurrence/series.ts';
import { PitError } from '../../domain/errors.ts';
import { sendMessages } from '../notifications/notifications.ts';
import { lockProjectOf, type LockedProject } from '../plan/projects/locked-project.ts';
import type { Tx } from '../transaction/command.ts';
import { draftOf, makeComing, readGround, type Coming, type Ground } from './occurrence-tasks.ts';
import { planOf, type StoredSeries } from './series.ts';

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
  const ground = await readGround(tx, project, active);
  const looked = active.map((series) => look(tx, ground, series));
  const coming = looked.flatMap((each) => each.coming);
  const made = await makeComing(tx, ground, coming, (taskIds) =>
    storeOccurrences(tx, project, looked, taskIds),
  );
  await notifyOfMissed(tx, project, looked);
  return { tasks: made.length, missed: looked.reduce((sum, { found }) => sum + found.missed.length, 0) };
}

function look(tx: Tx, ground: Ground, series: StoredSeries): Looked {
  const found = missingOf(tx, series);
  try {
    const coming = found.made.map((planned) => draftOf(tx, ground, series, planned));
    return { series, found, coming, fault: null };
  } catch (error) {
    // Its place is gone, or refuses its days: the other series of the project do not wait for it.
    if (!(error instanceof PitError)) throw error;
    const nothing = { missed: [], made: [], nextOn: null, isOver: false };
    return { series, found: nothing, coming: [], fault: error.message };
  }
}

function missingOf(tx: Tx, series: StoredSeries): Reconciliation {
  const { newestOn, newestDueOn, newestOutcome, newestCompletedOn, isResting } = series;
  const newest =
    newestOn === null || newestOutcome === null
      ? null
      : {
          nominalOn: newestOn,
          dueOn: newestDueOn,
          outcome: newestOutcome,
          completedOn: newestCompletedOn,
        };
  return reconcile({ ...planOf(series), hasRested: isResting }, newest, tx.today, tx.calendar);
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
  const notes = looked.map(({ series: { id }, found: { nextOn, isOver }, fault }) => ({
    id,
    nextOn,
    // More dates passed than one run takes: the next one goes on.
    isDue: nextOn !== null && nextOn <= tx.today,
    state: stateAfter(isOver, fault),
  }));
  await tx.pipeline([
    step(INSERT_OCCURRENCES, [project.id, JSON.stringify(rows)]),
    step(NOTE_SERIES, [JSON.stringify(notes)]),
  ]);
  if (notes.some(({ state }) => state !== SeriesState.ACTIVE)) {
    tx.emit({ topic: 'pit.series.updated', streamId: project.id, payload: { projectId: project.id } });
  }
}

function stateAfter(isOver: boolean, fault: string | null): SeriesState {
  if (fault !== null) return SeriesState.BROKEN;
  return isOver ? SeriesState.ENDED : SeriesState.ACTIVE;
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
