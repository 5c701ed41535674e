import type { WorkCalendar } from '../calendar.ts';
import { addDays, isPlanDay, type CivilDate } from '../civil-date.ts';

const MOMENT = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}))?/;

/** The working hours of a file: `HH:MM` at which work begins and ends, and the minutes of one day of work. */
export interface FileHours {
  readonly minutesPerDay: number;
  readonly opens: string;
  readonly closes: string;
}

/**
 * Moments of a file as whole days. Work begins and ends within a day at the file's own hours: a start at or after the end of
 * work lies on the next day, a finish at or before its beginning on the day before.
 */
export class FileDays {
  constructor(
    readonly hours: FileHours,
    readonly calendar: WorkCalendar,
  ) {}

  /** The day on which something stands; null for what is no moment of a plan. */
  day(moment: string | null): CivilDate | null {
    return partsOf(moment)?.day ?? null;
  }

  /** The first day of work that starts at this moment. */
  startDay(moment: string | null): CivilDate | null {
    const parts = partsOf(moment);
    if (parts === null) return null;
    return parts.time !== null && parts.time >= this.hours.closes ? kept(addDays(parts.day, 1)) : parts.day;
  }

  /** The last day of work that finishes at this moment. */
  finishDay(moment: string | null): CivilDate | null {
    const parts = partsOf(moment);
    if (parts === null) return null;
    if (parts.time === null || parts.time > this.hours.opens) return parts.day;
    return kept(this.calendar.day(this.calendar.index(parts.day) - 1));
  }
}

function partsOf(moment: string | null): { day: CivilDate; time: string | null } | null {
  const match = moment === null ? null : MOMENT.exec(moment);
  const day = match?.[1];
  return isPlanDay(day) ? { day, time: match?.[2] ?? null } : null;
}

function kept(day: CivilDate): CivilDate | null {
  return isPlanDay(day) ? day : null;
}

/** The earlier of two days; the other one where one is not known. */
export function earlier(a: CivilDate | null, b: CivilDate | null): CivilDate | null {
  if (a === null || b === null) return a ?? b;
  return b < a ? b : a;
}
