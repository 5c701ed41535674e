import { CALENDAR_DAYS_RULE, type CalendarRule } from '../calendar.ts';
import { isCivilDate, type CivilDate } from '../civil-date.ts';
import { firstCostRefusal, type CostSettings } from '../cost/cost-settings.ts';
import { firstForecastRefusal, type ForecastSettings } from '../cost/forecast-settings.ts';
import { badInput, type PitError } from '../errors.ts';
import { firstEvidenceRefusal, type EvidenceSettings } from '../evidence/evidence-settings.ts';
import type { ChildDatesPolicy } from '../plan/date-window.ts';
import type { ProgressWeighting } from '../rollup/progress.ts';
import { firstAcceptanceRefusal, type AcceptanceSettings } from '../intake/acceptance-settings.ts';
import { firstDueDatesRefusal, type DueDates } from '../intake/due-dates.ts';
import { firstDueDaysRefusal, type DueDays } from '../intake/due-days.ts';
import { isRecord } from '../record.ts';
import type { ScheduleSettings } from '../schedule/remaining-work/schedule-rules.ts';
import { firstRefusal } from '../schedule/schedule-settings.ts';
import { firstAdviceRefusal, type AdviceSettings } from './advice-settings.ts';
import { firstEscalationRefusal, type EscalationSettings } from './escalation-settings.ts';

/** What an organisation may decide for itself: `organisation.settings`, complete. */
export interface OrganisationSettings {
  /** Whether durations and lags count working days, or every day of the calendar. */
  readonly calendar: 'working' | 'calendar';
  /** ISO numbers of the weekdays that are worked on, 1 Monday to 7 Sunday. */
  readonly workingDays: readonly number[];
  /** Days on which no work is done, whatever the weekday. */
  readonly holidays: readonly CivilDate[];
  readonly progressWeight: ProgressWeighting;
  /** How many days before its start a task counts as upcoming. */
  readonly upcomingDays: number;
  /** What becomes of a child that reaches outside its parent's dates. */
  readonly childDates: ChildDatesPolicy;
  /** First month of the financial year, 1 January to 12 December. */
  readonly fyStartMonth: number;
  /** Thresholds of the watchdog that differ from its own, by name. */
  readonly watchdog: Readonly<Record<string, number>>;
  /** Settings of the schedule that differ from the defaults. */
  readonly schedule: Partial<ScheduleSettings>;
  /** Settings of the escalation that differ from the defaults. */
  readonly escalation: Partial<EscalationSettings>;
  /** Settings of cost and earned value that differ from the defaults. */
  readonly cost: Partial<CostSettings>;
  /** Settings of the forecast that differ from the defaults. */
  readonly forecast: Partial<ForecastSettings>;
  /** Settings of advice by models that differ from the defaults. */
  readonly ai: Partial<AdviceSettings>;
  /** Days within which raised work is due, by priority, that differ from the defaults. */
  readonly dueDays: Partial<DueDays>;
  /** How days that work answers for are kept, where that differs from the defaults. */
  readonly dueDates: Partial<DueDates>;
  /** How long evidence holds, where that differs from the defaults. */
  readonly evidence: Partial<EvidenceSettings>;
  /** How acceptances are decided, where that differs from the defaults. */
  readonly acceptance: Partial<AcceptanceSettings>;
}

export const DEFAULT_SETTINGS: OrganisationSettings = {
  calendar: 'working',
  workingDays: [1, 2, 3, 4, 5],
  holidays: [],
  progressWeight: 'equal',
  upcomingDays: 5,
  childDates: 'widen',
  fyStartMonth: 1,
  watchdog: {},
  schedule: {},
  escalation: {},
  cost: {},
  forecast: {},
  ai: {},
  dueDays: {},
  dueDates: {},
  evidence: {},
  acceptance: {},
};

export const MAX_HOLIDAYS = 1_000;
const MAX_UPCOMING_DAYS = 365;
const MAX_THRESHOLDS = 100;

type Accepts = (value: unknown) => boolean;

interface Rule {
  readonly expected: string;
  readonly accepts: Accepts;
}

const RULES: Readonly<Record<keyof OrganisationSettings, Rule>> = {
  calendar: oneOf('working', 'calendar'),
  workingDays: {
    expected: 'a list of different weekdays, 1 (Monday) to 7 (Sunday), at least one',
    accepts: (value) => isSetOf(value, 7, isWholeNumber(1, 7)) && value.length > 0,
  },
  holidays: {
    expected: `a list of at most ${MAX_HOLIDAYS} different days as YYYY-MM-DD`,
    accepts: (value) => isSetOf(value, MAX_HOLIDAYS, isCivilDate),
  },
  progressWeight: oneOf('equal', 'duration', 'cost'),
  upcomingDays: wholeNumber(0, MAX_UPCOMING_DAYS),
  childDates: oneOf('widen', 'refuse'),
  fyStartMonth: wholeNumber(1, 12),
  watchdog: { expected: 'an object of thresholds, each a number of 0 or more', accepts: isThresholds },
  schedule: groupOf('the schedule', firstRefusal),
  escalation: groupOf('the escalation', firstEscalationRefusal),
  cost: groupOf('cost', firstCostRefusal),
  forecast: groupOf('the forecast', firstForecastRefusal),
  ai: groupOf('advice by models', firstAdviceRefusal),
  dueDays: groupOf('the days within which work is due', firstDueDaysRefusal),
  dueDates: groupOf('the days that work answers for', firstDueDatesRefusal),
  evidence: groupOf('how long evidence holds', firstEvidenceRefusal),
  acceptance: groupOf('how acceptances are decided', firstAcceptanceRefusal),
};

/** What says which of the settings within a setting is not taken. */
const REFUSALS = {
  schedule: firstRefusal,
  escalation: firstEscalationRefusal,
  cost: firstCostRefusal,
  forecast: firstForecastRefusal,
  ai: firstAdviceRefusal,
  dueDays: firstDueDaysRefusal,
  dueDates: firstDueDatesRefusal,
  evidence: firstEvidenceRefusal,
  acceptance: firstAcceptanceRefusal,
} as const;

function isGroup(name: string): name is keyof typeof REFUSALS {
  return Object.hasOwn(REFUSALS, name);
}

/**
 * The settings that hold: what is stored, over the defaults.
 * @param stored the JSON of `organisation.settings`; absent keys take the default.
 * @param defaults what the deployment has decided where the organisation has not.
 * @throws PitError BAD_USER_INPUT naming the setting: an unknown one, or a value it does not take.
 */
export function parseOrganisationSettings(
  stored: unknown,
  defaults: OrganisationSettings = DEFAULT_SETTINGS,
): OrganisationSettings {
  requireSettings(stored, 'settings');
  return { ...defaults, ...stored };
}

/** The settings for those who read them: where a stored one is none, or of no value that we take, the default holds. */
export function shownSettings(stored: unknown): OrganisationSettings {
  const taken = Object.entries(isRecord(stored) ? stored : {}).filter(
    ([name, value]) => isSetting(name) && RULES[name].accepts(value),
  );
  return { ...DEFAULT_SETTINGS, ...Object.fromEntries(taken) };
}

/**
 * Goes on only if these are settings, each with a value that it takes, and if the thresholds have names that there are.
 * @param change settings to be merged into the stored ones; null gives one back to its default.
 * @param at where the settings stand in the input.
 * @param refusal what is wrong with a threshold of the watchdog, by its name and value.
 * @throws PitError BAD_USER_INPUT naming the setting.
 */
export function requireSettingsChange(
  change: unknown,
  at: string,
  refusal: (name: string, value: unknown) => { readonly expected: string; readonly actual: unknown } | null,
): void {
  if (!isRecord(change)) throw refuse(at, 'an object', change);
  const { watchdog } = change;
  const set = Object.fromEntries(
    Object.entries(change).map(([name, value]) => [
      name,
      isRecord(value) && (name === 'watchdog' || isGroup(name)) ? withoutNulls(value) : value,
    ]),
  );
  requireSettings(withoutNulls(set), at);
  for (const [name, value] of Object.entries(isRecord(watchdog) ? watchdog : {})) {
    const wrong = refusal(name, value);
    if (wrong !== null) throw refuse(`${at}.watchdog.${name.slice(0, 64)}`, wrong.expected, wrong.actual);
  }
}

function withoutNulls(values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));
}

function requireSettings(stored: unknown, at: string): asserts stored is Partial<OrganisationSettings> {
  if (!isRecord(stored)) throw refuse(at, 'an object', stored);
  for (const [name, value] of Object.entries(stored)) {
    const field = `${at}.${name.slice(0, 64)}`;
    if (!isSetting(name)) throw refuse(field, `one of ${Object.keys(RULES).join(', ')}`, name);
    const wrong = isGroup(name) && isRecord(value) ? REFUSALS[name](value) : null;
    if (wrong !== null) throw refuse(`${field}.${wrong.name.slice(0, 64)}`, wrong.expected, wrong.actual);
    if (!RULES[name].accepts(value)) throw refuse(field, RULES[name].expected, value);
  }
}

/** The calendar that an organisation's durations and lags count in. */
export function calendarRuleOf(settings: OrganisationSettings): CalendarRule {
  if (settings.calendar === 'calendar') return CALENDAR_DAYS_RULE;
  return { weekdays: settings.workingDays, holidays: settings.holidays };
}

function isSetting(name: string): name is keyof OrganisationSettings {
  return Object.hasOwn(RULES, name);
}

function oneOf(...words: string[]): Rule {
  return { expected: `one of ${words.join(', ')}`, accepts: (value) => words.some((word) => word === value) };
}

function groupOf(what: string, refusal: (settings: Record<string, unknown>) => object | null): Rule {
  return {
    expected: `an object of settings of ${what}`,
    accepts: (value) => isRecord(value) && refusal(value) === null,
  };
}

function wholeNumber(min: number, max: number): Rule {
  return { expected: `a whole number, ${min} to ${max}`, accepts: isWholeNumber(min, max) };
}

function isWholeNumber(min: number, max: number): Accepts {
  return (value) => typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max;
}

function isSetOf(value: unknown, maxLength: number, accepts: Accepts): value is unknown[] {
  if (!Array.isArray(value) || value.length > maxLength) return false;
  return value.every(accepts) && new Set(value).size === value.length;
}

function isThresholds(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const thresholds = Object.values(value);
  return (
    thresholds.length <= MAX_THRESHOLDS &&
    thresholds.every((each) => Number.isFinite(each) && Number(each) >= 0)
  );
}

function refuse(field: string, expected: string, actual: unknown): PitError {
  const shown = (JSON.stringify(actual) ?? typeof actual).slice(0, 64);
  return badInput(`${field} expects ${expected}`, { field, expected, actual: shown });
}
