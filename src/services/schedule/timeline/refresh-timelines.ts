import { step } from '../../../db/connection/pipeline.ts';
import { TRY_LOCK_SCHEDULES } from '../../../db/queries/schedule/schedule-store-query.ts';
import {
  FORGET_DELETED_TIMELINES,
  KEPT_AMONG,
  NOTE_ASKED_TIMELINES,
  STALE_TIMELINES,
} from '../../../db/queries/schedule/timeline-query.ts';
import type { TimelineZoom } from '../../../domain/schedule/timeline/timeline-layout.ts';
import type { Tx } from '../../transaction/command.ts';
import { loadPlans, plansWithin } from '../resident-plans.ts';
import { computePlan, rulesHashOf } from '../stored-plan.ts';
import { TIMELINE_TOPICS } from './kept-timeline.ts';
import { storeColumns, storeTimelines } from './store-timelines.ts';

/** The most tasks of a project that is laid out at all. */
const MOST_TASKS = 200_000;

/** A project's timeline that is to be laid out. */
export interface DueTimeline {
  readonly projectId: string;
  /** Zooms that are to be kept from now on. */
  readonly zooms: readonly TimelineZoom[];
}

/**
 * Lays out anew what is kept, and what is to be kept, of the timeline of a project whose schedule may be as it was: after
 * an event that the schedule does not care for, and when a zoom is first looked at; and stores the columns that the schedule's
 * job has left. Answers whether another process has
 * the project just now.
 */
export async function refreshTimeline(
  tx: Tx,
  { projectId, zooms }: DueTimeline,
): Promise<{ isBusy: boolean }> {
  const ids = [projectId];
  const [locked = []] = await tx.pipeline([step(TRY_LOCK_SCHEDULES, [ids])]);
  if (locked.length === 0) return { isBusy: true };
  const [, kept = []] = await tx.pipeline([
    step(FORGET_DELETED_TIMELINES, [ids]),
    step(KEPT_AMONG, [ids, tx.today, rulesHashOf(tx), TIMELINE_TOPICS]),
  ]);
  const isWanted = zooms.some((zoom) => kept.every((each) => each.zoomLevel !== zoom));
  if (zooms.length > 0) tx.defer(step(NOTE_ASKED_TIMELINES, [projectId, zooms]));
  if (!isWanted && kept.every((each) => each.isCurrent)) {
    const late = kept.filter((each) => !each.isStored);
    if (late.length === 0 || (await storeColumns(tx, projectId, late))) return { isBusy: false };
  }
  const plans = await loadPlans(plansWithin(tx), [{ projectId }], MOST_TASKS);
  const computed = [...plans.values()].flatMap((each) => (each === null ? [] : [computePlan(each.plan, tx)]));
  const changes = await storeTimelines(tx, computed, {
    wanted: new Map([[projectId, zooms]]),
    withColumns: true,
  });
  for (const { plan } of computed) {
    const change = changes.get(plan.projectId);
    if (change === undefined) continue;
    const payload = { projectId, planSeq: plan.planSeq, changed: [], ...change };
    tx.emit({ topic: 'pit.schedule.updated', streamId: projectId, payload });
  }
  return { isBusy: false };
}

/** Projects of the organisation of which a kept timeline is behind, or its columns are. */
export async function staleTimelines(tx: Tx, limit: number): Promise<string[]> {
  const values = [limit, tx.today, rulesHashOf(tx), TIMELINE_TOPICS];
  const { rows } = await tx.run(STALE_TIMELINES, values);
  return rows.map(({ id }) => id);
}
