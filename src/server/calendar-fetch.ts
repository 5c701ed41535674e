import type { CalendarAddress } from '../services/exchange/calendar/calendar-addresses.ts';

/** What came of a fetch: the calendar, or that it is as it was; an address of none, or of one that has ended; too much of it. */
export type FetchOutcome = 'sent' | 'unchanged' | 'unknown' | 'gone' | 'limited' | 'busy' | 'failed';

/** A fetch of a calendar that was answered. */
export interface CalendarFetch {
  readonly outcome: FetchOutcome;
  /** Null for one that we have not made. */
  readonly address: Pick<CalendarAddress, 'orgId' | 'feedId'> | null;
  readonly seconds: number;
}
