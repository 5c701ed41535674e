import { fromDayNumber, toDayNumber } from '../../civil-date.ts';
import { packId } from '../timeline/timeline-layout.ts';
import type { BaselinePlan } from './baseline-plan.ts';

/** The days of a plan's phases, work packages and tasks: `PlanSnapshot.packed` of the graph. */
export interface PackedPlan {
  readonly v: 1;
  /** The first day of all; null where none has a day. */
  readonly origin: string | null;
  readonly rows: {
    /** `packId` of each. */
    readonly id: readonly string[];
    /** Days from the origin to the first day; null where the plan has none. */
    readonly x: readonly (number | null)[];
    /** Days from the first to the last, both counted; null where the plan has none. */
    readonly w: readonly (number | null)[];
  };
}

/**
 * Phases, then work packages, then tasks, each in the order of their ids, as bars beside those of a timeline: what has one day
 * alone has a bar of that day. O(rows).
 */
export function packPlan({ phases, workPackages, tasks }: BaselinePlan): PackedPlan {
  const parts = [phases, workPackages, tasks];
  const starts = parts.flatMap(({ start, end }) => start.map((day, at) => day ?? end[at] ?? null));
  const ends = parts.flatMap(({ start, end }) => end.map((day, at) => day ?? start[at] ?? null));
  const days = starts.map((day) => (day === null ? null : toDayNumber(day)));
  const zero = days.reduce<number | null>(
    (least, day) => (day === null || (least !== null && least <= day) ? least : day),
    null,
  );
  return {
    v: 1,
    origin: zero === null ? null : fromDayNumber(zero),
    rows: {
      id: parts.flatMap(({ id }) => id.map(packId)),
      x: days.map((day) => (day === null || zero === null ? null : day - zero)),
      w: days.map((day, at) => (day === null ? null : toDayNumber(ends[at]!) - day + 1)),
    },
  };
}
