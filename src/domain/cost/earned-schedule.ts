import type { WorkCalendar } from '../calendar.ts';
import type { CivilDate } from '../civil-date.ts';
import { FigureGap } from './cost-enums.ts';
import { PitError } from '../errors.ts';
import { add, compare, divideBy, rational, roundUp, subtract, ZERO, type Rational } from '../rational.ts';
import { isKnown, type Figure } from './performance.ts';
import type { PlannedValueCurve } from './planned-value.ts';

/** Figures of time, in working days of the calendar; indices as fractions. */
export interface ScheduleFigures {
  /** ES, the working days by whose end the value that is earned was planned to be earned. */
  readonly earnedScheduleDays: Figure;
  /** AT, working days from the start of the plan to the day. */
  readonly actualTimeDays: Figure;
  /** PD, working days of the whole plan. */
  readonly plannedDurationDays: Figure;
  readonly svTimeDays: Figure;
  readonly spiTime: Figure;
  readonly tspi: Figure;
  /** IEAC(t), working days that the whole will take at this pace. */
  readonly estimatedDurationDays: Figure;
}

/** The day on which the work ends at the pace so far, or why nobody can tell. */
export type EstimatedFinish = { readonly day: CivilDate } | { readonly gap: FigureGap };

/**
 * Earned schedule (W. Lipke, "Schedule is Different", The Measurable News, Summer 2003; PMI Practice Standard for EVM, 2nd
 * edition, appendix D), in working days: ES = C + (EV - PV(C)) / (PV(C + 1) - PV(C)), C being the greatest day with
 * PV(C) <= EV; SV(t) = ES - AT, SPI(t) = ES/AT, IEAC(t) = PD/SPI(t), TSPI = (PD - ES)/(PD - AT). Work that ends on days
 * off counts at the end of the next working day.
 *
 * @param ev value earned until the end of `on`, in cents.
 */
export function earnedSchedule(
  curve: PlannedValueCurve,
  { ev, on }: { readonly ev: Rational; readonly on: CivilDate },
  calendar: WorkCalendar,
): ScheduleFigures {
  const { first, last } = curve;
  if (first === null || last === null) return nothingKnown(FigureGap.NO_DATES);
  const origin = calendar.index(first);
  const planned = Math.max(calendar.indexAfter(last), calendar.index(last) + 1) - origin;
  const valueAfter = (days: number): Rational => curve.at(calendar.day(origin + days - 1));
  const es = daysEarned(ev, planned, valueAfter);
  const passed = Math.max(0, calendar.indexAfter(on) - origin);
  const [at, pd] = [rational(passed), rational(planned)];
  const spiTime: Figure = passed === 0 ? FigureGap.NOT_BEGUN : divideBy(es, at);
  const isPaceKnown = isKnown(spiTime) && compare(spiTime, ZERO) > 0;
  return {
    earnedScheduleDays: es,
    actualTimeDays: at,
    plannedDurationDays: pd,
    svTimeDays: subtract(es, at),
    spiTime,
    tspi: passed === planned ? FigureGap.TIME_IS_UP : divideBy(subtract(pd, es), subtract(pd, at)),
    estimatedDurationDays: isPaceKnown
      ? divideBy(pd, spiTime)
      : isKnown(spiTime)
        ? FigureGap.NOTHING_EARNED
        : spiTime,
  };
}

function daysEarned(ev: Rational, planned: number, valueAfter: (days: number) => Rational): Rational {
  if (compare(valueAfter(planned), ev) <= 0) return rational(planned);
  let [low, high] = [0, planned];
  // PV(low) <= EV < PV(high), as PV(0) is nothing.
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (compare(valueAfter(middle), ev) <= 0) low = middle;
    else high = middle;
  }
  const before = low === 0 ? ZERO : valueAfter(low);
  return add(rational(low), divideBy(subtract(ev, before), subtract(valueAfter(high), before)));
}

/** The last working day of a plan that takes so many working days from its first day; a part of a day is a whole one. */
export function estimatedFinish(
  curve: PlannedValueCurve,
  { estimatedDurationDays }: Pick<ScheduleFigures, 'estimatedDurationDays'>,
  calendar: WorkCalendar,
): EstimatedFinish {
  if (!isKnown(estimatedDurationDays)) return { gap: estimatedDurationDays };
  if (curve.first === null) return { gap: FigureGap.NO_DATES };
  const days = roundUp(estimatedDurationDays);
  if (days > LONGEST_DAYS) return { gap: FigureGap.BEYOND_CALENDAR };
  try {
    return { day: calendar.endFromDuration(curve.first, Number(days)) };
  } catch (error) {
    if (error instanceof PitError) return { gap: FigureGap.BEYOND_CALENDAR };
    throw error;
  }
}

/** More working days than the calendar has. */
const LONGEST_DAYS = 3_660_000n;

function nothingKnown(gap: FigureGap): ScheduleFigures {
  return {
    earnedScheduleDays: gap,
    actualTimeDays: gap,
    plannedDurationDays: gap,
    svTimeDays: gap,
    spiTime: gap,
    tspi: gap,
    estimatedDurationDays: gap,
  };
}
