import type { TenantTx } from '../../db/write/tenant-transaction.ts';
import type { WorkCalendar } from '../../domain/calendar.ts';
import type { OrganisationSettings } from '../../domain/directory/organisation-settings.ts';

/** The transaction of one mutation: who, which day it is for them, by which settings, and the database. */
export interface Tx extends TenantTx {
  /** Civil date in the organisation's time zone. */
  readonly today: string;
  readonly settings: OrganisationSettings;
  readonly calendar: WorkCalendar;
}

/** What a mutation does: facts, verdict, rows, derived numbers. Runs again from the start when it lost a race. */
export type Command<T> = (tx: Tx) => Promise<T>;
