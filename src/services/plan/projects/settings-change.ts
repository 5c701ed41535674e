import { step } from '../../../db/connection/pipeline.ts';
import { UNSETTLE } from '../../../db/queries/plan/duration-query.ts';
import { WorkCalendar } from '../../../domain/calendar.ts';
import {
  calendarRuleOf,
  parseOrganisationSettings,
  type OrganisationSettings,
} from '../../../domain/directory/organisation-settings.ts';
import { recountBatch, type TaskPlace } from './durations.ts';
import type { Tx } from '../../transaction/command.ts';

/** Durations that are stored along with the settings; a transaction has fifteen seconds. The roll-over does the rest. */
const MOST_STORED = 10_000;

/** Settings that derived values of every project hang on. */
const SETTLED_BY: readonly (keyof OrganisationSettings)[] = [
  'calendar',
  'workingDays',
  'holidays',
  'progressWeight',
  'upcomingDays',
];

/**
 * Brings what hangs on the organisation's settings after them: durations at once, as far as they are few, and all
 * projects, quiet ones too, with the next run of the day roll-over.
 * @param settings as they are stored from now on; those of the transaction are the old ones.
 * @returns how many durations the new calendar counts otherwise; null where it is the old one.
 */
export async function followSettings(tx: Tx, settings: object): Promise<number | null> {
  const next = parseOrganisationSettings(settings);
  const isSame = (name: keyof OrganisationSettings): boolean =>
    JSON.stringify(next[name]) === JSON.stringify(tx.settings[name]);
  if (SETTLED_BY.every(isSame)) return null;
  tx.defer(step(UNSETTLE, []));
  const rule = calendarRuleOf(next);
  if (JSON.stringify(rule) === JSON.stringify(calendarRuleOf(tx.settings))) return null;
  return recountAll(tx, new WorkCalendar(rule));
}

async function recountAll(tx: Tx, calendar: WorkCalendar): Promise<number> {
  let recounted = 0;
  let after: TaskPlace | null = null;
  do {
    const batch = await recountBatch(tx, calendar, { after, isStored: recounted < MOST_STORED });
    recounted += batch.recounted;
    after = batch.last;
  } while (after !== null);
  return recounted;
}
