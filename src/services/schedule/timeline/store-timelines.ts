import { randomUUID } from 'node:crypto';
import { step } from '../../../db/connection/pipeline.ts';
import { TIMELINE_ITEMS } from '../../../db/queries/schedule/timeline-items-query.ts';
import {
  FORGET_TIMELINE,
  KEPT_TIMELINES,
  STORE_TIMELINE,
  STORE_TIMELINE_DELTA,
  STORE_TIMELINE_STATE,
  TIMELINE_DATA,
} from '../../../db/queries/schedule/timeline-query.ts';
import { diffLayouts } from '../../../domain/schedule/timeline/timeline-delta.ts';
import type { TimelineLayout, TimelineZoom } from '../../../domain/schedule/timeline/timeline-layout.ts';
import type { Tx } from '../../transaction/command.ts';
import { rulesHashOf, type ComputedPlan } from '../stored-plan.ts';
import {
  keepTimeline,
  keptTimelines,
  residentTimeline,
  restoredLayout,
  type KeptTimeline,
} from './kept-timeline.ts';

/** What one column of the table takes, with room for what JSONB adds. */
const MOST_BYTES = 30 * 1024 * 1024;

/** A project's zooms by the version that is stored; null of those that are to be kept from now on. */
type Zooms = Map<TimelineZoom, string | null>;

/** What the event says of a timeline that has become another one. */
export interface TimelineChange {
  readonly timelineId: string;
  readonly timelineZooms: string;
}

/**
 * Lays out anew what is kept of the timelines of computed plans, stores what has become another one and what led there,
 * and answers what has changed by project. Projects at which nobody has looked cost one statement together.
 * @param wanted zooms that are to be kept from now on.
 */
export async function storeTimelines(
  tx: Tx,
  computed: readonly ComputedPlan[],
  wanted: ReadonlyMap<string, readonly TimelineZoom[]> = new Map(),
): Promise<ReadonlyMap<string, TimelineChange>> {
  const ids = computed.map(({ plan }) => plan.projectId);
  const { rows } = await tx.run(KEPT_TIMELINES, [ids]);
  const zooms = new Map<string, Zooms>();
  for (const [id, asked] of wanted) zooms.set(id, new Map(asked.map((zoom) => [zoom, null])));
  for (const { projectId, zoomLevel, version } of rows) {
    const kept = zooms.get(projectId) ?? new Map<TimelineZoom, string | null>();
    zooms.set(projectId, kept.set(zoomLevel as TimelineZoom, version));
  }
  const changes = new Map<string, TimelineChange>();
  for (const each of computed) {
    const kept = zooms.get(each.plan.projectId);
    if (kept === undefined) continue;
    const change = await storeProject(tx, each, kept);
    if (change !== null) changes.set(each.plan.projectId, change);
  }
  return changes;
}

async function storeProject(tx: Tx, computed: ComputedPlan, zooms: Zooms): Promise<TimelineChange | null> {
  const { projectId } = computed.plan;
  const {
    rows: [packed],
  } = await tx.run(TIMELINE_ITEMS, [[projectId]]);
  if (packed === undefined) return null;
  const day = { today: tx.today, rulesHash: rulesHashOf(tx) };
  const changeId = randomUUID();
  const changed: TimelineZoom[] = [];
  for (const [zoom, made] of keptTimelines(computed, packed, [...zooms.keys()], day)) {
    const version = zooms.get(zoom) ?? null;
    if (version !== made.version) {
      changed.push(zoom);
      if (!(await storeChange(tx, { projectId, zoom, version, changeId }, made))) continue;
    }
    const state = [projectId, zoom, made.planSeq, day.today, day.rulesHash, made.version];
    tx.defer(step(STORE_TIMELINE_STATE, state));
  }
  return changed.length > 0 ? { timelineId: changeId, timelineZooms: changed.join(',') } : null;
}

interface Change {
  readonly projectId: string;
  readonly zoom: TimelineZoom;
  /** What is stored; null: nothing. */
  readonly version: string | null;
  readonly changeId: string;
}

/** Stores a layout that differs from the stored one; false where it is too large to be stored. */
async function storeChange(tx: Tx, change: Change, made: KeptTimeline): Promise<boolean> {
  const { projectId, zoom, version, changeId } = change;
  const text = JSON.stringify(made.layout);
  if (Buffer.byteLength(text) > MOST_BYTES) {
    tx.defer(step(FORGET_TIMELINE, [projectId, zoom]));
    return false;
  }
  const before = version === null ? null : await layoutBefore(tx, change);
  const delta = JSON.stringify(diffLayouts(before ?? nothingOf(made.layout), made.layout));
  await tx.pipeline([
    step(STORE_TIMELINE, [projectId, zoom, text]),
    step(STORE_TIMELINE_DELTA, [changeId, zoom, projectId, version, made.version, delta]),
  ]);
  keepTimeline({ orgId: tx.actor.orgId, projectId, zoom }, made);
  return true;
}

async function layoutBefore(tx: Tx, { projectId, zoom, version }: Change): Promise<TimelineLayout | null> {
  const resident = residentTimeline({ orgId: tx.actor.orgId, projectId, zoom });
  if (resident?.version === version) return resident.layout;
  const {
    rows: [row],
  } = await tx.run(TIMELINE_DATA, [[projectId], zoom]);
  return row === undefined ? null : restoredLayout(row.data);
}

/** A layout from which no delta leads anywhere: whoever follows fetches the whole. */
function nothingOf(layout: TimelineLayout): TimelineLayout {
  return { ...layout, origin: '' };
}
