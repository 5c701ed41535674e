import type { Loaders } from '../../../db/read/loaders.ts';
import type { TenantReadBatch } from '../../../db/read/tenant-read-batch.ts';
import type { RowOfStatement } from '../../../db/connection/statement.ts';
import { LOAD_PLANS } from '../../../db/queries/schedule/plan-load-query.ts';
import { TIMELINE_ITEMS, TIMELINE_OWNERS } from '../../../db/queries/schedule/timeline-items-query.ts';
import {
  TIMELINE_DATA,
  TIMELINE_DELTA,
  TIMELINE_STATES,
} from '../../../db/queries/schedule/timeline-query.ts';
import type { TimelineDelta } from '../../../domain/schedule/timeline/timeline-delta.ts';
import { packId, type TimelineZoom } from '../../../domain/schedule/timeline/timeline-layout.ts';
import { textColumn } from '../plan-columns.ts';
import { readGround } from '../read-schedule.ts';
import { computePlan, rulesHashOf, storedPlan, type ScheduleGround } from '../stored-plan.ts';
import {
  keepTimeline,
  keptTimelines,
  residentTimeline,
  restoredDelta,
  restoredLayout,
  TIMELINE_TOPICS,
  type KeptTimeline,
} from './kept-timeline.ts';

/** A larger plan is not laid out in a request. */
const MOST_INLINE_TASKS = 20_000;
/** Projects that one request lays out at a zoom. */
const MOST_INLINE_PROJECTS = 5;

/** Who reads: the loaders of one request, and its organisation. */
export interface TimelineReader {
  readonly loaders: Loaders;
  readonly orgId: string;
  /** Has a timeline kept from now on that was asked for and is not kept, or behind. */
  want(projectId: string, zoom: TimelineZoom): void;
}

/** A timeline as it is read. */
export interface CurrentTimeline {
  /** Null of a plan that is too large for a request and has not been laid out yet. */
  readonly timeline: KeptTimeline | null;
  /** Whether the plan has moved on since. */
  readonly isStale: boolean;
}

const NO_TIMELINE: CurrentTimeline = { timeline: null, isStale: true };

type State = RowOfStatement<typeof TIMELINE_STATES>;

/**
 * The timeline of a visible project as its plan stands now, as far as a request may lay it out; else the stored one. Nothing
 * is stored here: what is not kept yet is wanted, and the job keeps it.
 */
export function readTimeline(
  reader: TimelineReader,
  projectId: string,
  zoom: TimelineZoom,
): Promise<CurrentTimeline> {
  let inlineSoFar = 0;
  const loader = reader.loaders.custom<CurrentTimeline>(`timeline ${zoom}`, async (ids, batch) => {
    const values = [ids, zoom, TIMELINE_TOPICS];
    const [ground, rows] = await Promise.all([readGround(reader), batch.rows(TIMELINE_STATES, values)]);
    const states = new Map(rows.map((row) => [row.id, row]));
    return Promise.all(
      ids.map(async (id) => {
        const state = states.get(id);
        if (state === undefined) return NO_TIMELINE;
        const known = await currentTimeline(reader, batch, { state, zoom, ground });
        if (known !== null) return known;
        reader.want(id, zoom);
        if ((state.taskCount ?? 0) <= MOST_INLINE_TASKS && inlineSoFar < MOST_INLINE_PROJECTS) {
          inlineSoFar += 1;
          const made = await layOut(reader, batch, { state, zoom, ground });
          if (made !== null) return made;
        }
        return { timeline: await storedTimeline(reader, batch, { state, zoom }), isStale: true };
      }),
    );
  });
  return loader.load(projectId);
}

interface Asked {
  readonly state: State;
  readonly zoom: TimelineZoom;
  readonly ground: ScheduleGround;
}

/** The timeline that holds now, at hand or stored; null where there is none. */
async function currentTimeline(
  reader: TimelineReader,
  batch: TenantReadBatch,
  asked: Asked,
): Promise<CurrentTimeline | null> {
  const { state, zoom, ground } = asked;
  const rulesHash = rulesHashOf(ground);
  const isOfNow = (of: { today: string | null; rulesHash: string | null }): boolean =>
    of.today === ground.today && of.rulesHash === rulesHash;
  const resident = residentTimeline({ orgId: reader.orgId, projectId: state.id, zoom });
  const needed = state.newestSeq ?? state.planSeq;
  if (resident !== undefined && needed !== null && resident.planSeq >= needed && isOfNow(resident))
    return { timeline: resident, isStale: false };
  if (state.planSeq === null || state.newestSeq !== null || !isOfNow(state)) return null;
  const stored = await storedTimeline(reader, batch, asked);
  return stored === null ? null : { timeline: stored, isStale: false };
}

/** The stored timeline, whatever it is of; null where none is kept. */
async function storedTimeline(
  reader: TimelineReader,
  batch: TenantReadBatch,
  { state, zoom }: Pick<Asked, 'state' | 'zoom'>,
): Promise<KeptTimeline | null> {
  if (state.planSeq === null) return null;
  const place = { orgId: reader.orgId, projectId: state.id, zoom };
  const resident = residentTimeline(place);
  if (resident?.version === state.version) return resident;
  const [row] = await batch.rows(TIMELINE_DATA, [state.id, zoom]);
  if (row === undefined) return null;
  const { planSeq, today, rulesHash } = state as { planSeq: number; today: string; rulesHash: string };
  const stored = { layout: restoredLayout(row.data), version: row.version, planSeq, today, rulesHash };
  if (row.version === state.version) keepTimeline(place, stored);
  return stored;
}

async function layOut(
  reader: TimelineReader,
  batch: TenantReadBatch,
  { state, zoom, ground }: Asked,
): Promise<CurrentTimeline | null> {
  const [[row], [packed]] = await Promise.all([
    batch.rows(LOAD_PLANS, [[state.id], String(MOST_INLINE_TASKS)]),
    batch.rows(TIMELINE_ITEMS, [state.id]),
  ]);
  const plan = row === undefined ? null : storedPlan(row, MOST_INLINE_TASKS);
  if (plan === null || packed === undefined) return null;
  const day = { today: ground.today, rulesHash: rulesHashOf(ground) };
  const made = keptTimelines(computePlan(plan, ground), packed, [zoom], day).get(zoom)!;
  const stored = made.version === state.version ? await storedTimeline(reader, batch, { state, zoom }) : null;
  // What looks the same is given as it is stored, to the byte, so that deltas lead from it.
  const timeline = stored === null ? made : { ...made, layout: stored.layout };
  keepTimeline({ orgId: reader.orgId, projectId: state.id, zoom }, timeline);
  return { timeline, isStale: false };
}

/** Names of the owners of a project's tasks by packed id. */
export function readOwners(
  { loaders }: Pick<TimelineReader, 'loaders'>,
  projectId: string,
): Promise<ReadonlyMap<string, string>> {
  const loader = loaders.custom<ReadonlyMap<string, string>>('timelineOwners', (ids, batch) =>
    Promise.all(
      ids.map(async (id) => {
        const [row] = await batch.rows(TIMELINE_OWNERS, [id]);
        const names = row?.names ?? [];
        const known = row?.ids == null ? [] : textColumn(row.ids);
        return new Map(known.flatMap((task, at) => (names[at] == null ? [] : [[packId(task), names[at]]])));
      }),
    ),
  );
  return loader.load(projectId);
}

/** What a change did to a timeline. */
export interface StoredDelta {
  readonly previousVersion: string | null;
  readonly version: string;
  readonly delta: TimelineDelta;
}

/** What a change did to the timeline at a zoom; null where that is not kept, or not any more. */
export async function readDelta(
  { loaders }: Pick<TimelineReader, 'loaders'>,
  changeId: string,
  zoom: TimelineZoom,
): Promise<StoredDelta | null> {
  const loader = loaders.custom<StoredDelta | null>(`timelineDelta ${zoom}`, (ids, batch) =>
    Promise.all(
      ids.map(async (id) => {
        const [row] = await batch.rows(TIMELINE_DELTA, [id, zoom]);
        return row === undefined ? null : { ...row, delta: restoredDelta(row.delta) };
      }),
    ),
  );
  return loader.load(changeId);
}
