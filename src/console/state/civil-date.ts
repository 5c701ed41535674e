const DAY_MS = 86_400_000;

/** Days from 1970-01-01 to a civil date. */
export function toDayNumber(date: string): number {
  return Math.round(Date.parse(`${date}T00:00:00Z`) / DAY_MS);
}

/** The civil date so many days after 1970-01-01. */
export function toCivilDate(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/** 1 Monday to 7 Sunday. */
export function weekdayOf(day: number): number {
  return ((((day + 3) % 7) + 7) % 7) + 1;
}

export function addDays(date: string, days: number): string {
  return toCivilDate(toDayNumber(date) + days);
}
