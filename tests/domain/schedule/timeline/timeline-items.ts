import type { TaskStatus } from '../../../../src/domain/enums.ts';
import { dayOrNone } from '../../../../src/domain/schedule/remaining-work/day-axis.ts';
import {
  NO_PARENT,
  NO_SLACK,
  NO_STATUS,
  UNKNOWN,
  type TimelineItemLinks,
  type TimelineItems,
} from '../../../../src/domain/schedule/timeline/timeline-items.ts';
import {
  packId,
  STATUS_CODES,
  type RowKind,
  type TimelineHead,
  type TimelineLayout,
  type TimelineLink,
  type TimelineZoom,
} from '../../../../src/domain/schedule/timeline/timeline-layout.ts';
import { layoutTimeline } from '../../../../src/domain/schedule/timeline/timeline.ts';

/** A record on a timeline, as tests write it down. */
export interface TimelineItem {
  readonly id: string;
  readonly parentId: string | null;
  readonly kind: RowKind;
  readonly label: string;
  readonly order: number;
  readonly start: string | null;
  readonly end: string | null;
  readonly progress: number;
  readonly status: TaskStatus | null;
  readonly totalSlack: number | null;
  readonly flags: number;
  readonly baselineStart: string | null;
  readonly baselineEnd: string | null;
}

export const uuid = (n: number): string => `00000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`;

/** A record on the timeline by its number and its parent's. */
export function itemOf(
  n: number,
  parent: number | null,
  kind: RowKind,
  more: Partial<TimelineItem>,
): TimelineItem {
  return {
    id: uuid(n),
    parentId: parent === null ? null : uuid(parent),
    kind,
    label: `row ${n}`,
    order: 0,
    start: null,
    end: null,
    progress: 0,
    status: kind >= 3 ? 'active' : null,
    totalSlack: null,
    flags: 0,
    baselineStart: null,
    baselineEnd: null,
    ...more,
  };
}

export const headAt = (planSeq: number, unit: TimelineZoom): TimelineHead => ({
  planSeq,
  today: '2024-01-15',
  origin: '2024-01-01',
  unit,
});

/** A layout of records and links in whatever order. */
export function layOut(
  head: TimelineHead,
  items: readonly TimelineItem[],
  links: readonly TimelineLink[],
): TimelineLayout {
  const ordered = [...items].sort((a, b) => (a.id < b.id ? -1 : 1));
  const places = new Map(ordered.map(({ id }, at) => [id, at]));
  const placeOf = (id: string): number => places.get(id) ?? UNKNOWN;
  return layoutTimeline(head, columnsOf(ordered, placeOf), linkColumns(links, placeOf));
}

function columnsOf(items: readonly TimelineItem[], placeOf: (id: string) => number): TimelineItems {
  const numbers = (value: (item: TimelineItem) => number): number[] => items.map(value);
  const statusOf = ({ status }: TimelineItem): number =>
    status === null ? NO_STATUS : STATUS_CODES.indexOf(status);
  return {
    ids: items.map(({ id }) => packId(id)),
    parent: Int32Array.from(numbers(({ parentId }) => (parentId === null ? NO_PARENT : placeOf(parentId)))),
    kind: Uint8Array.from(numbers(({ kind }) => kind)),
    labels: items.map(({ label }) => label),
    order: Int32Array.from(numbers(({ order }) => order)),
    start: Int32Array.from(numbers(({ start }) => dayOrNone(start))),
    end: Int32Array.from(numbers(({ end }) => dayOrNone(end))),
    progress: Uint8Array.from(numbers(({ progress }) => progress)),
    status: Int8Array.from(numbers(statusOf)),
    totalSlack: Int32Array.from(numbers(({ totalSlack }) => totalSlack ?? NO_SLACK)),
    flags: Uint8Array.from(numbers(({ flags }) => flags)),
    baselineStart: Int32Array.from(numbers(({ baselineStart }) => dayOrNone(baselineStart))),
    baselineEnd: Int32Array.from(numbers(({ baselineEnd }) => dayOrNone(baselineEnd))),
  };
}

function linkColumns(links: readonly TimelineLink[], placeOf: (id: string) => number): TimelineItemLinks {
  return {
    from: Int32Array.from(links, ({ from }) => placeOf(from)),
    to: Int32Array.from(links, ({ to }) => placeOf(to)),
    type: Uint8Array.from(links, ({ t }) => t),
    lag: Int32Array.from(links, ({ lag }) => lag),
    flags: Uint8Array.from(links, ({ b }) => b),
  };
}
