import { RRuleTemporal } from 'rrule-temporal';
import { addDays, addMonths, earlierDate, laterDate, PLAN_DAYS, type CivilDate } from '../civil-date.ts';
import { badInput } from '../errors.ts';
import { parseRule, type Frequency, type RuleParts } from './rule-parts.ts';

/** Within so many years a rule has another date, or it has none. */
const YEARS_AHEAD = 10;
/** The most dates that one question answers. */
export const MOST_DATES = 1000;
/** Steps of the rule without a date after which the library gives up; a daily rule of one month takes 366 a year. */
const MOST_STEPS = 5000;

/**
 * The days of a rule from a first one on. Days alone: there is no time of day that a clock could move, and the same days come out
 * in whatever zone the process runs.
 */
export class RuleDates {
  private readonly rule: RRuleTemporal;

  private constructor(
    readonly parts: RuleParts,
    /** The first day of the rule, from which its intervals are counted. */
    readonly startsOn: CivilDate,
  ) {
    const begin = startsOn.replaceAll('-', '');
    this.rule = new RRuleTemporal({
      rruleString: `DTSTART;VALUE=DATE:${begin}\nRRULE:${parts.text}`,
      maxIterations: MOST_STEPS,
    });
  }

  /** The days of a rule that was checked before. */
  static of(text: string, startsOn: CivilDate): RuleDates {
    return new RuleDates(parseRule(text, 'rule'), startsOn);
  }

  /**
   * The days of a rule that somebody sends.
   * @throws PitError BAD_USER_INPUT, PIT006, for what is no rule of days, has no day, or does not begin with `startsOn`.
   */
  static from(text: string, startsOn: CivilDate, fields: { rule: string; startsOn: string }): RuleDates {
    const dates = new RuleDates(parseRule(text, fields.rule), startsOn);
    const nearest = dates.between(startsOn, inYears(startsOn), 2);
    const [first] = nearest;
    if (first === undefined) {
      throw badInput('the rule has no day', {
        pit: 'PIT006',
        field: fields.rule,
        expected: `a day within ${YEARS_AHEAD} years of ${startsOn}`,
        actual: dates.parts.text,
      });
    }
    if (first === startsOn) return dates;
    throw badInput('the first day is none of the rule', {
      pit: 'PIT006',
      field: fields.startsOn,
      expected: nearest,
      actual: startsOn,
    });
  }

  /** The days of the rule from `from` to `to`, both included, ascending; the first `most` of them. */
  between(from: CivilDate, to: CivilDate, most = MOST_DATES): readonly CivilDate[] {
    const found: CivilDate[] = [];
    let after = from > this.startsOn ? addDays(from, -1) : addDays(this.startsOn, -1);
    while (found.length < most) {
      const day = this.nextAfter(after);
      if (day === null || day > to) break;
      found.push(day);
      after = day;
    }
    return found;
  }

  /** The day that lies an interval of the rule behind `day`, and not before `earliest`; null behind the end of the rule. */
  intervalAfter(day: CivilDate, earliest: CivilDate): CivilDate | null {
    const { frequency, interval, until } = this.parts;
    const next = laterDate(STEPS[frequency](day, interval), earliest);
    return next > earlierDate(until ?? PLAN_DAYS.last, PLAN_DAYS.last) ? null : next;
  }

  /** The first day of the rule after `day`; null where there is none within ten years, or none that a plan may speak of. */
  nextAfter(day: CivilDate): CivilDate | null {
    try {
      const next = this.rule.next(new Date(`${day}T00:00:00Z`), false);
      const found = next === null ? null : next.toString().slice(0, 10);
      return found === null || found > PLAN_DAYS.last ? null : found;
    } catch {
      // The library tells a rule without further days by its limit of steps.
      return null;
    }
  }
}

const STEPS: Readonly<Record<Frequency, (day: CivilDate, interval: number) => CivilDate>> = {
  DAILY: addDays,
  WEEKLY: (day, weeks) => addDays(day, 7 * weeks),
  MONTHLY: addMonths,
  YEARLY: (day, years) => addMonths(day, 12 * years),
};

function inYears(day: CivilDate): CivilDate {
  return earlierDate(addMonths(day, 12 * YEARS_AHEAD), PLAN_DAYS.last);
}
