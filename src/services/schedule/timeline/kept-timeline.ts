import { createHash } from 'node:crypto';
import { BoundedCache } from '../../../bounded-cache.ts';
import type { TimelineDelta } from '../../../domain/schedule/timeline/timeline-delta.ts';
import type { TimelineLayout, TimelineZoom } from '../../../domain/schedule/timeline/timeline-layout.ts';
import type { ItemRecords } from '../../../domain/schedule/timeline/timeline-records.ts';
import { layoutTimeline } from '../../../domain/schedule/timeline/timeline.ts';
import type { Topic } from '../../../events/topics.ts';
import { PLAN_TOPICS, type ComputedPlan } from '../stored-plan.ts';
import { timelineItems } from './timeline-items.ts';

/** Events by which a timeline may have become another one: those of the plan, and what else its rows show. */
export const TIMELINE_TOPICS: readonly Topic[] = [
  ...PLAN_TOPICS,
  'pit.subtask.updated',
  'pit.evidence.uploaded',
  'pit.evidence.accepted',
  'pit.evidence.rejected',
  'pit.evidence.expired',
];

/** A timeline with what tells whether it still holds. */
export interface KeptTimeline {
  readonly layout: TimelineLayout;
  /** Digest of what the layout shows, which leaves the number of the plan out: equal ones look the same. */
  readonly version: string;
  readonly planSeq: number;
  readonly today: string;
  readonly rulesHash: string;
}

/** Lays a computed plan out at some zooms. */
export function keptTimelines(
  computed: ComputedPlan,
  records: ItemRecords,
  zooms: readonly TimelineZoom[],
  day: { readonly today: string; readonly rulesHash: string },
): ReadonlyMap<TimelineZoom, KeptTimeline> {
  const { items, links } = timelineItems(computed, records);
  const { planSeq } = computed.plan;
  return new Map(
    zooms.map((unit) => {
      const head = { planSeq, today: day.today, origin: computed.axis.origin, unit };
      const layout = layoutTimeline(head, items, links);
      return [unit, { layout, version: versionOf(layout), planSeq, ...day }];
    }),
  );
}

function versionOf(layout: TimelineLayout): string {
  const text = JSON.stringify({ ...layout, planSeq: 0 });
  return createHash('sha1').update(text).digest('base64url').slice(0, 16);
}

const COLUMNS = ['id', 'kind', 'depth', 'parent', 'label', 'x', 'w', 'p', 's', 'f', 'b', 'bx', 'bw', 'h'];
const LINK_COLUMNS = ['from', 'to', 't', 'lag', 'b'];

/** A stored layout with its properties in the order of a computed one: JSONB keeps none. */
export function restoredLayout(stored: TimelineLayout): TimelineLayout {
  const { v, planSeq, today, origin, unit, spanDays, rowCount, labels } = stored;
  const rows = inOrder(stored.rows, COLUMNS);
  const links = inOrder(stored.links, LINK_COLUMNS);
  return { v, planSeq, today, origin, unit, spanDays, rowCount, rows, labels, links };
}

function inOrder<T extends object>(columns: T, names: readonly string[]): T {
  return Object.fromEntries(names.map((name) => [name, columns[name as keyof T]])) as T;
}

/** A delta with its properties in the order of a computed one. */
export function restoredDelta({ head, reset, upserts, removed, moved, links }: TimelineDelta): TimelineDelta {
  const { planSeq, today, origin, unit } = head;
  const row = [...COLUMNS, 'index'];
  return {
    head: { planSeq, today, origin, unit },
    reset,
    upserts: upserts.map((each) => inOrder(each, row)),
    removed,
    moved: moved.map((each) => inOrder(each, ['id', 'fromIndex', 'toIndex'])),
    links: {
      added: links.added.map((each) => inOrder(each, LINK_COLUMNS)),
      removed: links.removed.map((each) => inOrder(each, LINK_COLUMNS)),
    },
  };
}

/** Memory that timelines kept between two uses may take, in bytes. */
const RESIDENT_BYTES = 64 * 1024 * 1024;
/** Bytes of a row in its columns, its id and its label included, and of a link. */
const ROW_BYTES = 300;
const LINK_BYTES = 48;

const residents = new BoundedCache<KeptTimeline>('resident_timelines', RESIDENT_BYTES, {
  sizeOf: ({ layout }) => 1_000 + layout.rowCount * ROW_BYTES + layout.links.from.length * LINK_BYTES,
});

/** Where a timeline is. */
export interface TimelinePlace {
  readonly orgId: string;
  readonly projectId: string;
  readonly zoom: TimelineZoom;
}

const keyOf = ({ orgId, projectId, zoom }: TimelinePlace): string => `${orgId}:${projectId}:${zoom}`;

/** A timeline at hand. Whoever asks has made sure that it may be seen. */
export function residentTimeline(place: TimelinePlace): KeptTimeline | undefined {
  return residents.get(keyOf(place));
}

/** Keeps a timeline at hand unless a later one is. */
export function keepTimeline(place: TimelinePlace, timeline: KeptTimeline): void {
  const known = residents.get(keyOf(place));
  if (known === undefined || known.planSeq <= timeline.planSeq) residents.set(keyOf(place), timeline);
}
