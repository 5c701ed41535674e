import { Counter, type Registry } from 'prom-client';
import type { Logger } from 'pino';
import type { CalendarFetch, FetchOutcome } from '../calendar-fetch.ts';
import type { Metrics } from './metrics.ts';

/** Above this a fetch is worth a line in any log. */
const SLOW_SECONDS = 1;
const LEVELS: Readonly<Record<FetchOutcome, 'debug' | 'info' | 'warn'>> = {
  sent: 'debug',
  unchanged: 'debug',
  unknown: 'info',
  gone: 'info',
  limited: 'info',
  busy: 'warn',
  failed: 'warn',
};

/** Counts every fetch of a calendar and writes a line for it, by its id and never by its address, which is a secret. */
export function createCalendarLog(
  metrics: Pick<Metrics, 'watch'>,
  logger: Logger,
): (fetch: CalendarFetch) => void {
  let fetches: Counter | undefined;
  const watch = (registry: Registry): void => {
    fetches = new Counter({
      name: 'pit_calendar_fetches_total',
      help: 'Fetches of calendars, by what came of them',
      labelNames: ['outcome'],
      registers: [registry],
    });
    // Each is there from the beginning: what is missing cannot be told from what never was.
    for (const outcome of Object.keys(LEVELS)) fetches.inc({ outcome }, 0);
  };
  metrics.watch(watch, undefined);
  return ({ outcome, address, seconds }) => {
    fetches?.inc({ outcome });
    const level = seconds > SLOW_SECONDS ? 'warn' : LEVELS[outcome];
    if (!logger.isLevelEnabled(level)) return;
    const { orgId: organisation, feedId: calendar } = address ?? {};
    logger[level]({ organisation, calendar, outcome, ms: Math.round(seconds * 1000) }, 'calendar fetch');
  };
}
