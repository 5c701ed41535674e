import type { TimelineItem } from '../../../../src/domain/schedule/timeline/timeline-item.ts';
import type {
  RowKind,
  TimelineHead,
  TimelineZoom,
} from '../../../../src/domain/schedule/timeline/timeline-layout.ts';

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
