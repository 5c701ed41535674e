import {
  LIVE_PROJECTS,
  OPEN_TASKS,
  PURGE_KEYS,
  SET_SETTLED_DAY,
  ROLLED_OVER_DAY,
  TURN_FIGURES,
} from '../../db/queries/maintenance/day-roll-over-query.ts';
import { step } from '../../db/connection/pipeline.ts';
import { recordEvents } from '../plan/tasks/task-events.ts';
import { recordProjectChange } from '../plan/wbs/plan-events.ts';
import { recountBatch, type TaskPlace } from '../plan/projects/durations.ts';
import { lockProjectOf } from '../plan/projects/locked-project.ts';
import { updateRollups } from '../rollup/rollup.ts';
import { readTaskFacts } from '../plan/tasks/task-facts.ts';
import type { Tx } from '../transaction/command.ts';

const BATCH = 300;
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

/** What a run of the roll-over has to do in an organisation. */
export interface RollOver {
  readonly projectIds: readonly string[];
  /** As they are stored when it begins. */
  readonly settings: unknown;
}

/**
 * What there is to update because a day has begun where the organisation is, or its settings have changed; null when it
 * is up to date.
 */
export async function openRollOver(tx: Tx): Promise<RollOver | null> {
  const last = await tx.run(ROLLED_OVER_DAY);
  if (last.rows[0]?.day === tx.today) return null;
  const { rows } = await tx.run(LIVE_PROJECTS);
  return { projectIds: rows.map(({ id }) => id), settings: tx.organisation.settings };
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
export async function recountNext(tx: Tx, after: TaskPlace | null): Promise<{ last: TaskPlace | null }> {
  const { projectIds, last } = await recountBatch(tx, tx.calendar, { after, isStored: true });
  for (const projectId of projectIds) recordProjectChange(tx, projectId);
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
