const LOCALE = 'en-GB';

// Civil dates have no time zone: they are taken for UTC on both ways.
const CIVIL = { timeZone: 'UTC' } as const;
const LONG_DAY = new Intl.DateTimeFormat(LOCALE, {
  ...CIVIL,
  day: 'numeric',
  month: 'short',
  year: 'numeric',
});
const SHORT_DAY = new Intl.DateTimeFormat(LOCALE, { ...CIVIL, day: 'numeric', month: 'short' });
const MONTH = new Intl.DateTimeFormat(LOCALE, { ...CIVIL, month: 'short', year: 'numeric' });
const WEEKDAY = new Intl.DateTimeFormat(LOCALE, {
  ...CIVIL,
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
});
const MOMENT = new Intl.DateTimeFormat(LOCALE, {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
});
const LONG_MOMENT = new Intl.DateTimeFormat(LOCALE, {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
});
const AMOUNT = new Intl.NumberFormat(LOCALE, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const CLOCK = new Intl.DateTimeFormat(LOCALE, { hour: '2-digit', minute: '2-digit' });
const COUNT = new Intl.NumberFormat(LOCALE);
const COMPACT = new Intl.NumberFormat(LOCALE, { notation: 'compact', maximumFractionDigits: 1 });
const WHOLE_MONEY = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 0 });
const RELATIVE = new Intl.RelativeTimeFormat(LOCALE, { numeric: 'auto', style: 'long' });

const at = (date: string): Date => new Date(`${date.slice(0, 10)}T00:00:00Z`);

/** "3 Mar 2027" */
export function formatDay(date: string): string {
  return LONG_DAY.format(at(date));
}

/** A name that a sentence of the service quotes, or a day as it writes one. */
const QUOTED_OR_DAY = /“[^”]*”|\b\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])\b/g;

/** A sentence of the service with its days as people read them. What it quotes is somebody's name for something, and stays. */
export function withDaysInWords(sentence: string): string {
  return sentence.replace(QUOTED_OR_DAY, (found) => (found.startsWith('“') ? found : formatDay(found)));
}

/** "Wed 3 Mar 2027" */
export function formatWeekday(date: string): string {
  return WEEKDAY.format(at(date)).replace(',', '');
}

/** "3 Mar", with its year where that is another than `near` has. */
export function formatShortDay(date: string, near: string): string {
  return date.slice(0, 4) === near.slice(0, 4) ? SHORT_DAY.format(at(date)) : formatDay(date);
}

/** "3 Mar to 9 Mar 2027" */
export function formatSpan(from: string, to: string): string {
  return from === to ? formatDay(from) : `${formatShortDay(from, to)} to ${formatDay(to)}`;
}

/** "Mar 2027" */
export function formatMonth(date: string): string {
  return MONTH.format(at(date));
}

/** "26 Nov, 14:02", in the reader's own time zone. */
export function formatMoment(moment: string): string {
  return MOMENT.format(new Date(moment));
}

/** "26 Nov 2026, 14:02", in the reader's own time zone. */
export function formatLongMoment(moment: string): string {
  return LONG_MOMENT.format(new Date(moment));
}

/** "150,649.00" */
export function formatAmount(amount: string): string {
  return AMOUNT.format(Number(amount));
}

/** "14:02" */
export function formatClock(ms: number): string {
  return CLOCK.format(new Date(ms));
}

export function formatCount(count: number): string {
  return COUNT.format(count);
}

/** "12.5M" */
export function formatCompact(value: number): string {
  return COMPACT.format(value);
}

/** Amounts without cents: "12,000". */
export function formatMoney(amount: string): string {
  return WHOLE_MONEY.format(Number(amount));
}

const UNITS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 31_557_600],
  ['month', 2_629_800],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

/** "3 days ago" */
export function formatAgo(moment: string, now: number): string {
  const seconds = (Date.parse(moment) - now) / 1000;
  for (const [unit, length] of UNITS)
    if (Math.abs(seconds) >= length) return RELATIVE.format(Math.trunc(seconds / length), unit);
  return RELATIVE.format(0, 'minute');
}

/** "1.2 MB" */
export function formatBytes(bytes: number): string {
  const names = ['B', 'kB', 'MB', 'GB'];
  let [size, unit] = [bytes, 0];
  while (size >= 1000 && unit < names.length - 1) [size, unit] = [size / 1000, unit + 1];
  return `${unit === 0 ? size : size.toFixed(1)} ${names[unit]}`;
}

/** "1 task", "2 tasks" */
export const counted = (count: number, one: string, many: string): string =>
  `${formatCount(count)} ${count === 1 ? one : many}`;

export const days = (count: number): string => counted(count, 'day', 'days');
