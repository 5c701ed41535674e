import { randomUUID } from 'node:crypto';
import { step, type Step } from '../../../db/connection/pipeline.ts';
import {
  FORGET_TIMELINE,
  KEPT_TIMELINES,
  NOTE_STORED_TIMELINE,
  STORE_TIMELINE,
  STORE_TIMELINE_DELTA,
  STORE_TIMELINE_STATE,
  TIMELINE_DATA,
  TIMELINE_HEAD,
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

import { readItems } from './resident-items.ts';

/** What one column of the table takes, with room for what JSONB adds. */
const MOST_BYTES = 30 * 1024 * 1024;

/** What is kept of a zoom; no version of one that is to be kept from now on. */
interface KeptZoom {
  readonly version: string | null;
  /** Of the columns, which are stored later than what has changed. */
  readonly storedVersion: string | null;
}

type Zooms = Map<TimelineZoom, KeptZoom>;

const NOT_KEPT: KeptZoom = { version: null, storedVersion: null };

/** What the event says of a timeline that has become another one. */
export interface TimelineChange {
  readonly timelineId: string;
  readonly timelineZooms: string;
}

/** How timelines are stored. */
export interface TimelineStoring {
  /** Zooms that are to be kept from now on, by project. */
  readonly wanted?: ReadonlyMap<string, readonly TimelineZoom[]>;
  /** Whether the columns are stored along with what has changed of them, rather than a little later. */
  readonly withColumns?: boolean;
}

/**
 * Lays out anew what is kept of the timelines of computed plans, stores what led to what has become another one, and
 * answers what has changed by project. Projects at which nobody has looked cost one statement together. The columns
 * themselves take longer to store than all the rest: whoever follows a timeline does not wait for them.
 */
export async function storeTimelines(
  tx: Tx,
  computed: readonly ComputedPlan[],
  { wanted = new Map(), withColumns = false }: TimelineStoring = {},
): Promise<ReadonlyMap<string, TimelineChange>> {
  const ids = computed.map(({ plan }) => plan.projectId);
  const { rows } = await tx.run(KEPT_TIMELINES, [ids]);
  const zooms = new Map<string, Zooms>();
  for (const [id, asked] of wanted) zooms.set(id, new Map(asked.map((zoom) => [zoom, NOT_KEPT])));
  for (const { projectId, zoomLevel, ...kept } of rows) {
    const known = zooms.get(projectId) ?? new Map<TimelineZoom, KeptZoom>();
    zooms.set(projectId, known.set(zoomLevel as TimelineZoom, kept));
  }
  const changes = new Map<string, TimelineChange>();
  for (const each of computed) {
    const kept = zooms.get(each.plan.projectId);
    if (kept === undefined) continue;
    const change = await storeProject(tx, each, kept, withColumns);
    if (change !== null) changes.set(each.plan.projectId, change);
  }
  return changes;
}

async function storeProject(
  tx: Tx,
  computed: ComputedPlan,
  zooms: Zooms,
  withColumns: boolean,
): Promise<TimelineChange | null> {
  const { projectId } = computed.plan;
  const records = await readItems(tx, projectId);
  if (records === null) return null;
  const day = { today: tx.today, rulesHash: rulesHashOf(tx) };
  const changeId = randomUUID();
  const changed: TimelineZoom[] = [];
  for (const [zoom, made] of keptTimelines(computed, records, [...zooms.keys()], day)) {
    const zoomed = { projectId, zoom, changeId, ...zooms.get(zoom)! };
    if (zoomed.version !== made.version) changed.push(zoom);
    const storedVersion = await storeZoom(tx, zoomed, made, withColumns);
    if (storedVersion === TOO_LARGE) continue;
    const state = [projectId, zoom, made.planSeq, day.today, day.rulesHash, made.version, storedVersion];
    tx.defer(step(STORE_TIMELINE_STATE, state));
  }
  return changed.length > 0 ? { timelineId: changeId, timelineZooms: changed.join(',') } : null;
}

interface Zoomed extends KeptZoom {
  readonly projectId: string;
  readonly zoom: TimelineZoom;
  readonly changeId: string;
}

const TOO_LARGE = Symbol('too large');

/** Stores a layout and what led to it, and answers which version the stored columns are of. */
async function storeZoom(
  tx: Tx,
  zoomed: Zoomed,
  made: KeptTimeline,
  withColumns: boolean,
): Promise<string | null | typeof TOO_LARGE> {
  const { projectId, zoom, version, storedVersion } = zoomed;
  const columns = withColumns || version === null ? await columnsOf(tx, zoomed, made) : null;
  if (columns !== null && Buffer.byteLength(columns) > MOST_BYTES) {
    tx.defer(step(FORGET_TIMELINE, [projectId, zoom]));
    return TOO_LARGE;
  }
  const change = version === made.version ? [] : [await changeStep(tx, zoomed, made)];
  if (columns !== null) change.push(step(STORE_TIMELINE, [projectId, zoom, columns]));
  if (change.length > 0) await tx.pipeline(change);
  return columns === null ? storedVersion : made.version;
}

async function changeStep(tx: Tx, zoomed: Zoomed, made: KeptTimeline): Promise<Step<object>> {
  const { projectId, zoom, version, changeId } = zoomed;
  const before = version === null ? null : await layoutBefore(tx, zoomed);
  const delta = JSON.stringify(diffLayouts(before ?? nothingOf(made.layout), made.layout));
  keepTimeline({ orgId: tx.actor.orgId, projectId, zoom }, made);
  return step(STORE_TIMELINE_DELTA, [changeId, zoom, projectId, version, made.version, delta]);
}

/**
 * The text of the columns; null where they are stored as they are. Those that are stored later than what has changed say by
 * which plan it did.
 */
async function columnsOf(tx: Tx, zoomed: Zoomed, { layout, version }: KeptTimeline): Promise<string | null> {
  const { projectId, zoom } = zoomed;
  if (zoomed.storedVersion === version) return null;
  if (zoomed.version !== version) return JSON.stringify(layout);
  const { rows } = await tx.run(TIMELINE_HEAD, [projectId, zoom, version]);
  return JSON.stringify({ ...layout, planSeq: rows[0]?.planSeq ?? layout.planSeq });
}

/**
 * Stores the columns of timelines whose changes are stored already, out of what is at hand; false where that is not all of
 * them, and nothing is stored.
 */
export async function storeColumns(
  tx: Tx,
  projectId: string,
  late: readonly { readonly zoomLevel: string; readonly version: string }[],
): Promise<boolean> {
  const { orgId } = tx.actor;
  const found = late.flatMap(({ zoomLevel, version }) => {
    const zoom = zoomLevel as TimelineZoom;
    const made = residentTimeline({ orgId, projectId, zoom });
    return made?.version === version ? { zoom, made } : [];
  });
  if (found.length < late.length) return false;
  for (const { zoom, made } of found) {
    const zoomed = { projectId, zoom, changeId: '', version: made.version, storedVersion: null };
    const stored = await storeZoom(tx, zoomed, made, true);
    if (stored !== TOO_LARGE) tx.defer(step(NOTE_STORED_TIMELINE, [projectId, zoom, stored]));
  }
  return true;
}

async function layoutBefore(tx: Tx, { projectId, zoom, version }: Zoomed): Promise<TimelineLayout | null> {
  const resident = residentTimeline({ orgId: tx.actor.orgId, projectId, zoom });
  if (resident?.version === version) return resident.layout;
  const {
    rows: [row],
  } = await tx.run(TIMELINE_DATA, [[projectId], zoom]);
  return row?.version === version ? restoredLayout(row.data) : null;
}

/** A layout from which no delta leads anywhere: whoever follows fetches the whole. */
function nothingOf(layout: TimelineLayout): TimelineLayout {
  return { ...layout, origin: '' };
}
