import type { PackedTimeline } from '../gantt/timeline.ts';
import { toDayNumber } from '../state/civil-date.ts';

/** The bars of another plan of the project: `PlanSnapshot.packed` of the graph. */
export interface PackedPlan {
  readonly v: 1;
  /** The day from which `x` counts; null where nothing has a day. */
  readonly origin: string | null;
  readonly rows: {
    readonly id: readonly string[];
    readonly x: readonly (number | null)[];
    readonly w: readonly (number | null)[];
  };
}

/** A timeline beside another plan than the baseline that it comes with. What the other plan has not has no bar there. O(rows). */
export function besidePlan(timeline: PackedTimeline, { origin, rows }: PackedPlan): PackedTimeline {
  const shift = origin === null ? 0 : toDayNumber(origin) - toDayNumber(timeline.origin);
  const places = new Map(rows.id.map((id, at) => [id, at]));
  const [bx, bw]: [(number | null)[], (number | null)[]] = [[], []];
  for (const id of timeline.rows.id) {
    const at = places.get(id);
    const x = at === undefined ? null : (rows.x[at] ?? null);
    bx.push(x === null ? null : x + shift);
    bw.push(x === null ? null : (rows.w[at!] ?? null));
  }
  return { ...timeline, rows: { ...timeline.rows, bx, bw } };
}

/**
 * The last moment of a civil day in a time zone, as RFC 3339 in UTC; of a day that is not over it is now.
 *
 * @param now milliseconds since 1970.
 */
export function endOfDay(date: string, timeZone: string, now: number): string {
  const wanted = Date.parse(`${date}T23:59:59.999Z`);
  let moment = wanted - offsetAt(wanted, timeZone);
  // The offset of the moment itself, where the clocks were changed in between.
  moment = wanted - offsetAt(moment, timeZone);
  return new Date(Math.min(moment, now)).toISOString();
}

/** By how many milliseconds the clocks of a zone are ahead of UTC at a moment. */
function offsetAt(moment: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-GB', {
    ...{ timeZone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit' },
    ...{ hour: '2-digit', minute: '2-digit', second: '2-digit' },
  }).formatToParts(moment);
  const of = (type: Intl.DateTimeFormatPartTypes): string =>
    parts.find((part) => part.type === type)?.value ?? '00';
  const there = `${of('year')}-${of('month')}-${of('day')}T${of('hour')}:${of('minute')}:${of('second')}Z`;
  return Date.parse(there) - Math.floor(moment / 1000) * 1000;
}
