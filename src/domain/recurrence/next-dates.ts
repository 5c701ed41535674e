import { laterDate, PLAN_DAYS, type CivilDate } from '../civil-date.ts';
import { RuleDates } from './rule-dates.ts';
import { SeriesState } from './series.ts';

/** How many dates of a rule are shown ahead. */
const DATES_AHEAD = 12;

/** The next dates of a series from the day on; none where it makes no occurrences. */
export function nextDatesOf(
  {
    rule,
    startsOn,
    state,
  }: { readonly rule: string; readonly startsOn: CivilDate; readonly state: SeriesState },
  today: CivilDate,
): readonly CivilDate[] {
  if (state !== SeriesState.ACTIVE) return [];
  return RuleDates.of(rule, startsOn).between(laterDate(today, startsOn), PLAN_DAYS.last, DATES_AHEAD);
}
