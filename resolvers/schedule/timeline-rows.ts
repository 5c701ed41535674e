import { fromDayNumber, toDayNumber } from '../../src/domain/civil-date.ts';
import type { TaskStatus } from '../../src/domain/enums.ts';
import { LINK_TYPES } from '../../src/domain/schedule/remaining-work/plan-facts.ts';
import {
  RowFlag,
  TimelineLinkFlag,
  unpackId,
  type TimelineLink as PackedLink,
  type TimelineRow as PackedRow,
} from '../../src/domain/schedule/timeline/timeline-layout.ts';
import { statusOf } from '../../src/domain/schedule/timeline/timeline-viewport.ts';
import {
  TimelineRowKind,
  type TimelineCount,
  type TimelineLink,
  type TimelineRow,
} from './timeline-types.ts';

const KINDS = Object.values(TimelineRowKind);

/** A row of a layout as the graph shows it. */
export function shownRow(row: PackedRow & { readonly index: number }, origin: string): TimelineRow {
  const has = (flag: number): boolean => (row.b & flag) !== 0;
  return {
    id: unpackId(row.id),
    index: row.index,
    kind: KINDS[row.kind]!,
    depth: row.depth,
    parentId: row.parent === null ? null : unpackId(row.parent),
    label: row.label,
    startDate: row.x === null ? null : dayAt(origin, row.x),
    endDate: row.x === null ? null : dayAt(origin, row.x + Math.max(1, row.w ?? 1) - 1),
    x: row.x,
    width: row.w,
    progressPercent: row.p,
    status: statusOf(row) as TaskStatus | null,
    totalSlack: row.f,
    isCritical: has(RowFlag.CRITICAL),
    isOnLongestPath: has(RowFlag.LONGEST_PATH),
    isBlocked: has(RowFlag.BLOCKED),
    isEvidenceMissing: has(RowFlag.EVIDENCE_MISSING),
    isOverdue: has(RowFlag.OVERDUE),
    isManual: has(RowFlag.MANUAL),
    baselineX: row.bx,
    baselineWidth: row.bw,
    counts: row.h === null ? null : countsOf(row.h),
  };
}

function dayAt(origin: string, x: number): string {
  return fromDayNumber(toDayNumber(origin) + x);
}

/** Numbers of one unit in `TimelineRow.h`. */
const PER_UNIT = 5;

function countsOf(numbers: readonly number[]): TimelineCount[] {
  return Array.from({ length: numbers.length / PER_UNIT }, (_, at) => {
    const [unit, taskCount, completedCount, overdueCount, criticalCount] = numbers.slice(at * PER_UNIT) as [
      number,
      number,
      number,
      number,
      number,
    ];
    return { unitIndex: unit < 0 ? null : unit, taskCount, completedCount, overdueCount, criticalCount };
  });
}

/** A link of a layout as the graph shows it. */
export function shownLink(link: PackedLink, isClipped: boolean): TimelineLink {
  return {
    fromId: unpackId(link.from),
    toId: unpackId(link.to),
    type: LINK_TYPES[link.t]!,
    lagDays: link.lag,
    isDriving: (link.b & TimelineLinkFlag.DRIVING) !== 0,
    isCritical: (link.b & TimelineLinkFlag.CRITICAL) !== 0,
    isClipped,
  };
}
