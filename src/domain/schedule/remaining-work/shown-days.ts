import { WorkState } from './plan-facts.ts';
import type { RemainingNetwork } from './remaining-network.ts';
import type { ScheduleTimes } from './schedule-passes.ts';

/**
 * The days of a schedule as people are shown them: indices of working days, the last day of a span included; NaN where
 * there is none. Of work under way the starts are those of what remains of it.
 */
export interface ShownDays {
  readonly earlyStart: Float64Array;
  readonly earlyFinish: Float64Array;
  readonly lateStart: Float64Array;
  readonly lateFinish: Float64Array;
}

/**
 * The shown days of every task. A milestone is shown on the day on which its predecessors finish, which is the day before
 * its index, unless its own dates or the data date begin later (`TaskBounds.shownFrom`); a completed one on its own day.
 */
export function shownDays(network: RemainingNetwork, times: ScheduleTimes): ShownDays {
  const shown = {
    earlyStart: times.earlyStart.slice(),
    earlyFinish: times.earlyFinish.map((finish) => finish - 1),
    lateStart: times.lateStart.slice(),
    lateFinish: times.lateFinish.map((finish) => finish - 1),
  };
  for (let n = 0; n < network.taskCount; n += 1) {
    if (times.earlyFinish[n]! > times.earlyStart[n]!) continue;
    const day = times.earlyStart[n]! + milestoneShift(network, n, times.earlyStart[n]!);
    shown.earlyStart[n] = shown.earlyFinish[n] = day;
    shown.lateStart[n] = shown.lateFinish[n] = day + times.totalSlack[n]!;
  }
  return shown;
}

/** From the index of a milestone to the day on which it is shown: -1, or 0 where that would be too early. */
function milestoneShift({ state, shownFrom }: RemainingNetwork, n: number, start: number): number {
  return state[n] === WorkState.COMPLETED || start - 1 < shownFrom[n]! ? 0 : -1;
}

/** The last shown day of all, `-Infinity` of no tasks. */
export function lastShownDay({ earlyFinish }: ShownDays): number {
  let last = -Infinity;
  for (let n = 0; n < earlyFinish.length; n += 1) if (earlyFinish[n]! > last) last = earlyFinish[n]!;
  return last;
}
