import { isCivilDate, type CivilDate } from '../civil-date.ts';
import {
  AUTO_SCHEDULE,
  DEFAULT_SCHEDULE_SETTINGS,
  FLOAT_AGAINST,
  OUT_OF_SEQUENCE,
  type ScheduleRules,
  type ScheduleSettings,
} from './remaining-work/schedule-rules.ts';

/** The most days of slack with which work may be called critical. */
const MAX_CRITICAL_SLACK_DAYS = 1_000;

interface Rule {
  readonly expected: string;
  accepts(value: unknown): boolean;
}

const RULES: Readonly<Record<keyof ScheduleSettings, Rule>> = {
  dataDate: {
    expected: 'today, or a day as YYYY-MM-DD',
    accepts: (value) => value === 'today' || isCivilDate(value),
  },
  outOfSequence: oneOf(OUT_OF_SEQUENCE),
  floatAgainst: oneOf(FLOAT_AGAINST),
  criticalSlackDays: {
    expected: `a whole number, 0 to ${MAX_CRITICAL_SLACK_DAYS}`,
    accepts: (value) =>
      typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= MAX_CRITICAL_SLACK_DAYS,
  },
  auto: oneOf(AUTO_SCHEDULE),
};

function oneOf(words: readonly string[]): Rule {
  return {
    expected: `one of ${words.join(', ')}`,
    accepts: (value) => words.some((word) => word === value),
  };
}

/** The first of these settings that there is not, or that does not take its value; null where there is none. */
export function firstRefusal(
  settings: object,
): { readonly name: string; readonly expected: string; readonly actual: unknown } | null {
  for (const [name, value] of Object.entries(settings)) {
    if (!isSetting(name)) return { name, expected: `one of ${Object.keys(RULES).join(', ')}`, actual: name };
    if (!RULES[name].accepts(value)) return { name, expected: RULES[name].expected, actual: value };
  }
  return null;
}

function isSetting(name: string): name is keyof ScheduleSettings {
  return Object.hasOwn(RULES, name);
}

/** What a project brings to the rules it is scheduled by. */
export interface ProjectTerms {
  /** Its settings that differ from its organisation's. */
  readonly settings: Partial<ScheduleSettings>;
  /** The start that a person typed; null where it is derived from its tasks. */
  readonly typedStart: CivilDate | null;
  /** The last day as promised; null without one. */
  readonly promisedFinish: CivilDate | null;
}

/** The settings that hold in a project: its own, over the organisation's, over the defaults. */
export function settingsIn(
  organisation: Partial<ScheduleSettings>,
  project: Partial<ScheduleSettings>,
): ScheduleSettings {
  return { ...DEFAULT_SCHEDULE_SETTINGS, ...organisation, ...project };
}

/** What one computation of a project goes by. */
export function scheduleRulesOf(
  organisation: Partial<ScheduleSettings>,
  terms: ProjectTerms,
  today: CivilDate,
): ScheduleRules {
  const { dataDate, outOfSequence, floatAgainst, criticalSlackDays } = settingsIn(
    organisation,
    terms.settings,
  );
  return {
    dataDate: dataDate === 'today' ? today : dataDate,
    outOfSequence,
    floatAgainst,
    criticalSlackDays,
    projectStart: terms.typedStart,
    promisedFinish: terms.promisedFinish,
  };
}
