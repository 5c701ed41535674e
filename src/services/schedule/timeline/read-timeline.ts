import { PitError } from '../../../domain/errors.ts';
import type { Loaders } from '../../../db/read/loaders.ts';
import type { TenantReadBatch } from '../../../db/read/tenant-read-batch.ts';
import type { RowOfStatement } from '../../../db/connection/statement.ts';
import { TIMELINE_ITEMS, TIMELINE_OWNERS } from '../../../db/queries/schedule/timeline-items-query.ts';
import {
  TIMELINE_DATA,
  TIMELINE_DELTAS,
  TIMELINE_STATES,
} from '../../../db/queries/schedule/timeline-query.ts';
import type { TimelineDelta } from '../../../domain/schedule/timeline/timeline-delta.ts';
import { packId, type TimelineZoom } from '../../../domain/schedule/timeline/timeline-layout.ts';
import { textColumn } from '../plan-columns.ts';
import { readGround } from '../read-schedule.ts';
import { loadPlans, plansRead } from '../resident-plans.ts';
import { computePlan, rulesHashOf, type ScheduleGround } from '../stored-plan.ts';
import {
  keepTimeline,
  keptTimelines,
  residentTimeline,
  restoredDelta,
  restoredLayout,
  TIMELINE_TOPICS,
  type KeptTimeline,
} from './kept-timeline.ts';

import { itemRecords } from './timeline-items.ts';

/** A larger plan is not laid out in a request. */
const MOST_INLINE_TASKS = 20_000;
/** Projects that one request lays out at a zoom. */
const MOST_INLINE_PROJECTS = 5;

/** Projects whose timelines one request reads at a zoom: each may be megabytes. */
const MOST_TIMELINES = 25;

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
 * is stored here: what is not kept yet is wanted, and the job keeps it. The timelines that a request asks for at once take
 * five statements, however many they are.
 * @throws PitError LIMIT_EXCEEDED beyond `MOST_TIMELINES` projects.
 */
export function readTimeline(
  reader: TimelineReader,
  projectId: string,
  zoom: TimelineZoom,
): Promise<CurrentTimeline> {
  const loader = reader.loaders.custom<CurrentTimeline>(`timeline ${zoom}`, async (ids, reads) => {
    const batch = reads.onPrimary();
    requireFew(ids);
    const values = [ids, zoom, TIMELINE_TOPICS];
    const [ground, rows] = await Promise.all([readGround(reader), batch.rows(TIMELINE_STATES, values)]);
    const found = await findTimelines({ reader, batch, zoom, ground }, rows);
    return ids.map((id) => found.get(id) ?? NO_TIMELINE);
  });
  return loader.load(projectId);
}

function requireFew(ids: readonly string[]): void {
  if (ids.length <= MOST_TIMELINES) return;
  throw new PitError('LIMIT_EXCEEDED', 'The request asks for the timelines of too many projects.', {
    field: 'timeline',
    expected: `at most ${MOST_TIMELINES} projects`,
    actual: ids.length,
  });
}

/** One zoom of several projects, as one request asks for it. */
interface Asked {
  readonly reader: TimelineReader;
  readonly batch: TenantReadBatch;
  readonly zoom: TimelineZoom;
  readonly ground: ScheduleGround;
}

/** Those at hand, then in one round trip what is stored and what has to be laid out. */
async function findTimelines(
  asked: Asked,
  states: readonly State[],
): Promise<ReadonlyMap<string, CurrentTimeline>> {
  const found = new Map<string, CurrentTimeline>();
  for (const { id, isSeldomAsked } of states) if (isSeldomAsked) asked.reader.want(id, asked.zoom);
  const rest = states.filter((state) => {
    const resident = residentOfNow(asked, state);
    if (resident !== undefined) found.set(state.id, { timeline: resident, isStale: false });
    return resident === undefined;
  });
  if (rest.length === 0) return found;
  const outdated = rest.filter((state) => !isStoredOfNow(asked, state));
  for (const { id } of outdated) asked.reader.want(id, asked.zoom);
  const inline = outdated
    .filter(({ taskCount }) => (taskCount ?? 0) <= MOST_INLINE_TASKS)
    .slice(0, MOST_INLINE_PROJECTS);
  const [stored, made] = await Promise.all([readStored(asked, rest), layOut(asked, inline)]);
  for (const state of rest) {
    const fresh = made.get(state.id);
    const kept = stored.get(state.id);
    if (fresh !== undefined) found.set(state.id, { timeline: keptAs(asked, fresh, kept), isStale: false });
    else
      found.set(state.id, {
        timeline: kept ?? null,
        isStale: kept === undefined || outdated.includes(state),
      });
  }
  return found;
}

/** What looks the same is given as it is stored, to the byte, so that deltas lead from it. */
function keptAs({ reader, zoom }: Asked, fresh: Fresh, stored: KeptTimeline | undefined): KeptTimeline {
  const { made, projectId } = fresh;
  const timeline = stored?.version === made.version ? { ...made, layout: stored.layout } : made;
  keepTimeline({ orgId: reader.orgId, projectId, zoom }, timeline);
  return timeline;
}

function isOfNow({ ground }: Asked, of: { today: string | null; rulesHash: string | null }): boolean {
  return of.today === ground.today && of.rulesHash === rulesHashOf(ground);
}

function residentOfNow(asked: Asked, state: State): KeptTimeline | undefined {
  const { reader, zoom } = asked;
  const resident = residentTimeline({ orgId: reader.orgId, projectId: state.id, zoom });
  const needed = state.newestSeq ?? state.planSeq;
  if (resident === undefined || needed === null) return undefined;
  return resident.planSeq >= needed && isOfNow(asked, resident) ? resident : undefined;
}

function isStoredOfNow(asked: Asked, state: State): boolean {
  const isStored = state.planSeq !== null && state.storedVersion === state.version;
  return isStored && state.newestSeq === null && isOfNow(asked, state);
}

/** The stored timelines, whatever they are of. */
async function readStored(
  { reader, batch, zoom }: Asked,
  states: readonly State[],
): Promise<ReadonlyMap<string, KeptTimeline>> {
  const placeOf = (projectId: string) => ({ orgId: reader.orgId, projectId, zoom });
  const known = new Map<string, KeptTimeline>();
  const missing = states.filter(({ id, planSeq, version }) => {
    if (planSeq === null) return false;
    const resident = residentTimeline(placeOf(id));
    if (resident?.version !== version) return true;
    known.set(id, resident);
    return false;
  });
  if (missing.length === 0) return known;
  const rows = await batch.rows(TIMELINE_DATA, [missing.map(({ id }) => id), zoom]);
  for (const row of rows) {
    const state = missing.find(({ id }) => id === row.projectId)!;
    const { planSeq, today, rulesHash } = state as { planSeq: number; today: string; rulesHash: string };
    const stored = { layout: restoredLayout(row.data), version: row.version, planSeq, today, rulesHash };
    if (row.version === state.version) keepTimeline(placeOf(row.projectId), stored);
    known.set(row.projectId, stored);
  }
  return known;
}

interface Fresh {
  readonly projectId: string;
  readonly made: KeptTimeline;
}

async function layOut(
  { reader, batch, zoom, ground }: Asked,
  states: readonly State[],
): Promise<ReadonlyMap<string, Fresh>> {
  if (states.length === 0) return new Map();
  const ids = states.map(({ id }) => id);
  const day = { today: ground.today, rulesHash: rulesHashOf(ground) };
  const source = plansRead(batch, reader.orgId, ground);
  const asked = ids.map((projectId) => ({ projectId }));
  const [plans, items] = await Promise.all([
    loadPlans(source, asked, MOST_INLINE_TASKS),
    batch.rows(TIMELINE_ITEMS, [ids]),
  ]);
  const itemsOf = new Map(items.map((packed) => [packed.projectId, packed]));
  const fresh = [...plans.values()].flatMap((loaded) => {
    const plan = loaded?.plan ?? null;
    const packed = plan === null ? undefined : itemsOf.get(plan.projectId);
    if (plan === null || packed === undefined) return [];
    // What was read first is as old as that, although the other may have been read after a change.
    const planSeq = Math.min(plan.planSeq, packed.planSeq);
    const computed = computePlan({ ...plan, planSeq }, ground);
    const made = keptTimelines(computed, itemRecords(packed), [zoom], day).get(zoom)!;
    return [{ projectId: plan.projectId, made }];
  });
  return new Map(fresh.map((each) => [each.projectId, each]));
}

/** Names of the owners of a project's tasks by packed id. */
export function readOwners(
  { loaders }: Pick<TimelineReader, 'loaders'>,
  projectId: string,
): Promise<ReadonlyMap<string, string>> {
  const loader = loaders.custom<ReadonlyMap<string, string>>('timelineOwners', async (ids, batch) => {
    const rows = await batch.rows(TIMELINE_OWNERS, [ids]);
    const byProject = new Map(rows.map((row) => [row.projectId, ownersOf(row)]));
    return ids.map((id) => byProject.get(id) ?? new Map());
  });
  return loader.load(projectId);
}

function ownersOf({ ids, names }: RowOfStatement<typeof TIMELINE_OWNERS>): ReadonlyMap<string, string> {
  const known = ids === null ? [] : textColumn(ids);
  return new Map(
    known.flatMap((task, at) => (names?.[at] == null ? [] : [[packId(task), names[at]] as const])),
  );
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
  const loader = loaders.custom<StoredDelta | null>(`timelineDelta ${zoom}`, async (ids, reads) => {
    const batch = reads.onPrimary();
    const rows = await batch.rows(TIMELINE_DELTAS, [ids, zoom]);
    const byChange = new Map(rows.map((row) => [row.changeId, row]));
    return ids.map((id) => {
      const row = byChange.get(id);
      return row === undefined ? null : { ...row, delta: restoredDelta(row.delta) };
    });
  });
  return loader.load(changeId);
}
