import { addDays, civilDate, earlierDate, laterDate, type CivilDate } from '../civil-date.ts';
import { CostInterval } from './cost-enums.ts';
import { badInput } from '../errors.ts';

/** Points of one answer. */
export const MOST_POINTS = 240;

const MONTHS: Readonly<Record<CostInterval, number>> = {
  [CostInterval.MONTH]: 1,
  [CostInterval.QUARTER]: 3,
  [CostInterval.YEAR]: 12,
};

/** The last day of the calendar month, quarter or year of a day. */
export function endOfPeriod(day: CivilDate, interval: CostInterval): CivilDate {
  const [year, month] = [Number(day.slice(0, 4)), Number(day.slice(5, 7))];
  const size = MONTHS[interval];
  const next = Math.ceil(month / size) * size + 1;
  return addDays(next > 12 ? civilDate(year + 1, next - 12, 1) : civilDate(year, next, 1), -1);
}

/** What a plan and a day say of a span that somebody leaves open. */
export interface KnownDays {
  readonly first: CivilDate | null;
  readonly last: CivilDate | null;
  readonly today: CivilDate;
}

/**
 * The ends of the periods from one day to another, and today where it lies among them, in order.
 * @param span null takes the plan's first day, and the later of its last day and today; of a plan of more periods the last
 * ones.
 * @throws PitError BAD_USER_INPUT where `to` lies before `from`, or more than 240 periods are asked for.
 */
export function costPeriods(
  { interval, from, to }: { interval: CostInterval; from: CivilDate | null; to: CivilDate | null },
  { first, last, today }: KnownDays,
): CivilDate[] {
  const start = from ?? earlierDate(first ?? today, to ?? today);
  const end = to ?? laterDate(laterDate(last ?? today, today), start);
  if (end < start) {
    throw badInput('The span ends before it begins.', {
      field: 'to',
      expected: `from ${start} on`,
      actual: end,
    });
  }
  const days = periodEnds(start, end, interval);
  if (from !== null && days.length > MOST_POINTS) {
    throw badInput('The span has too many periods.', {
      field: 'to',
      expected: `at most ${MOST_POINTS} periods`,
      actual: days.length,
    });
  }
  const kept = days.slice(-MOST_POINTS);
  const isAmong = today >= start && today <= kept.at(-1)!;
  return isAmong ? [...new Set([...kept, today])].sort() : kept;
}

function periodEnds(start: CivilDate, end: CivilDate, interval: CostInterval): CivilDate[] {
  const days = [];
  for (let day = endOfPeriod(start, interval); ; day = endOfPeriod(addDays(day, 1), interval)) {
    days.push(day);
    if (day >= end) return days;
  }
}
