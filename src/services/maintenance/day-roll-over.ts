import {
  BEGIN_ROLL_OVER,
  NEXT_PROJECTS,
  NOTE_ROLL_OVER,
  OPEN_TASKS,
  PURGE_KEYS,
  ROLLED_OVER,
  SET_SETTLED_DAY,
  TURN_FIGURES,
} from '../../db/queries/maintenance/day-roll-over-query.ts';
import { step, type Step } from '../../db/connection/pipeline.ts';
import { recordEvents } from '../plan/tasks/task-events.ts';
import { recordProjectChange } from '../plan/wbs/plan-events.ts';
import { recountBatch, type TaskPlace } from '../plan/projects/durations.ts';
import { lockProjectOf } from '../plan/projects/locked-project.ts';
import { updateRollups } from '../rollup/rollup.ts';
import { readTaskFacts } from '../plan/tasks/task-facts.ts';
import type { Tx } from '../transaction/command.ts';

const BATCH = 300;
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';
/** Projects that one transaction locks at most, however few tasks they have. */
const MOST_PROJECTS = 200;

/**
 * How far a roll-over has come: the last task whose duration was counted, and, once all are, the last project that was brought to
 * the day, in the order of ids. Null stands before the first; durations come before projects.
 */
export interface RollOverPlace {
  readonly counted: TaskPlace | null;
  readonly turned: string | null;
}

/** What a run of the roll-over has to do in an organisation. */
export interface RollOver {
  readonly place: RollOverPlace;
  /** As they are stored when it begins. */
  readonly settings: unknown;
}

/**
 * What there is to update because a day has begun where the organisation is, or its settings have changed; null when it
 * is up to date. A run that was interrupted, of this process or another, goes on where it was.
 */
export async function openRollOver(tx: Tx): Promise<RollOver | null> {
  const { rows } = await tx.run(ROLLED_OVER);
  const [last] = rows;
  if (last?.day === tx.today) return null;
  const { settings } = tx.organisation;
  if (last?.underWay === tx.today && last.isBySettings) {
    const { countedCreatedAt: createdAt, countedTaskId: id, turnedProjectId: turned } = last;
    const counted = createdAt === null || id === null ? null : { createdAt, id };
    return { place: { counted, turned }, settings };
  }
  tx.defer(step(BEGIN_ROLL_OVER, [tx.today, JSON.stringify(settings)]));
  return { place: { counted: null, turned: null }, settings };
}

function noteStep(tx: Tx, { counted, turned }: RollOverPlace): Step<object> {
  return step(NOTE_ROLL_OVER, [tx.today, counted?.createdAt ?? null, counted?.id ?? null, turned]);
}

/** A project with how many live tasks it has, as is kept of it. */
export interface SizedProject {
  readonly id: string;
  readonly taskCount: number;
}

/**
 * The next projects to be brought to the day, with at most so many tasks together, but one in any case; none when all are. Notes that
 * those up to `after` are.
 */
export async function nextProjects(tx: Tx, after: string | null, tasks: number): Promise<SizedProject[]> {
  const place = { counted: null, turned: after };
  const next = step(NEXT_PROJECTS, [after ?? BEFORE_ALL, MOST_PROJECTS, tasks]);
  const [rows] = await tx.pipeline([next, ...(after === null ? [] : [noteStep(tx, place)])]);
  return rows;
}

/**
 * Updates status and roll-ups of a project's next batch of open work, in which only time has moved; with the first one its
 * figures.
 * @param after the id that the batch before ended with; absent begins.
 * @returns the id that this one ended with; null when it was the last.
 */
export async function rollOverBatch(
  tx: Tx,
  projectId: string,
  after: string = BEFORE_ALL,
): Promise<{ last: string | null }> {
  await lockProjectOf(tx, 'project', projectId);
  const open = step(OPEN_TASKS, [projectId, after, BATCH]);
  const turn = step(TURN_FIGURES, [projectId, tx.today]);
  const [rows, turned] = await tx.pipeline(after === BEFORE_ALL ? [open, turn] : [open]);
  // The day makes no difference to a task where only the time of the project runs out.
  if (turned?.[0]?.isChanged === true) recordProjectChange(tx, projectId);
  const ids = rows.map(({ id }) => id);
  const before = await readTaskFacts(tx, projectId, ids);
  recordEvents(tx, { before, after: await updateRollups(tx, projectId, before, before) });
  return { last: ids.length < BATCH ? null : (ids.at(-1) ?? null) };
}

/**
 * Counts the durations of the next batch of the organisation's tasks by its calendar, which may have changed. Their plans may
 * have been scheduled by that calendar before: they are announced, so that they are scheduled again.
 */
export async function recountNext(
  tx: Tx,
  after: TaskPlace | null,
  size: number,
): Promise<{ last: TaskPlace | null }> {
  const { projectIds, last } = await recountBatch(tx, tx.calendar, { after, isStored: true, size });
  for (const projectId of projectIds) recordProjectChange(tx, projectId);
  tx.defer(
    noteStep(tx, last === null ? { counted: null, turned: BEFORE_ALL } : { counted: last, turned: null }),
  );
  return { last };
}

/**
 * Notes that the organisation is up to date as of today.
 * @param settings those that it was updated by: where they have changed meanwhile, it is updated once more.
 */
export async function noteSettledDay(tx: Tx, settings: unknown): Promise<object> {
  tx.defer(step(TURN_FIGURES, [null, tx.today]));
  return tx.run(SET_SETTLED_DAY, [tx.today, JSON.stringify(settings)]);
}

/** Forgets idempotency keys that have served their day. */
export async function purgeKeys(tx: Tx): Promise<{ purged: number }> {
  const { rowCount } = await tx.run(PURGE_KEYS);
  return { purged: rowCount };
}
