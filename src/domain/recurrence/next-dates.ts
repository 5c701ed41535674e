import { laterDate, PLAN_DAYS, type CivilDate } from '../civil-date.ts';
import { RecurrenceMode } from './reconcile.ts';
import { RuleDates } from './rule-dates.ts';
import { SeriesState } from './series.ts';

/** How many dates of a rule are shown ahead. */
const DATES_AHEAD = 12;

/** The next dates of a series from the day on; none where it makes no occurrences, or each date follows from a completion. */
export function nextDatesOf(
  {
    rule,
    startsOn,
    state,
    mode,
  }: {
    readonly rule: string;
    readonly startsOn: CivilDate;
    readonly state: SeriesState;
    readonly mode: RecurrenceMode;
  },
  today: CivilDate,
): readonly CivilDate[] {
  if (state !== SeriesState.ACTIVE || mode === RecurrenceMode.AFTER_COMPLETION) return [];
  return RuleDates.of(rule, startsOn).between(laterDate(today, startsOn), PLAN_DAYS.last, DATES_AHEAD);
}
