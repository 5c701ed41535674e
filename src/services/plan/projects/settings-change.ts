import { WorkCalendar } from '../../../domain/calendar.ts';
import {
  calendarRuleOf,
  parseOrganisationSettings,
} from '../../../domain/directory/organisation-settings.ts';
import { recountBatch, type TaskPlace } from './durations.ts';
import type { Tx } from '../../transaction/command.ts';

/** Tasks whose durations are stored along with the settings, and that are looked at; the roll-over of the day does the rest in sets. */
const MOST_STORED = 500;
const MOST_COUNTED = 10_000;

/**
 * Brings the durations of the oldest tasks after the organisation's settings. All durations, and what else hangs on settings in every
 * project, quiet ones too, follow with the next run of the day roll-over, which the database notes with the settings.
 * @param settings as they are stored from now on; those of the transaction are the old ones.
 * @returns how many durations the new calendar counts otherwise, of the oldest 10,000 tasks; null where it is the old one.
 */
export async function followSettings(tx: Tx, settings: object): Promise<number | null> {
  const rule = calendarRuleOf(parseOrganisationSettings(settings));
  if (JSON.stringify(rule) === JSON.stringify(calendarRuleOf(tx.settings))) return null;
  return recountOldest(tx, new WorkCalendar(rule));
}

async function recountOldest(tx: Tx, calendar: WorkCalendar): Promise<number> {
  let after: TaskPlace | null = null;
  let [recounted, left] = [0, MOST_COUNTED];
  do {
    const isStored = left === MOST_COUNTED;
    const size = isStored ? MOST_STORED : Math.min(left, 2_000);
    const batch = await recountBatch(tx, calendar, { after, isStored, size });
    recounted += batch.recounted;
    left -= size;
    after = batch.last;
  } while (after !== null && left > 0);
  return recounted;
}
