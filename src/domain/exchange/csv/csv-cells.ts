import { isPlanDay, type CivilDate } from '../../civil-date.ts';
import { DependencyType } from '../../enums.ts';
import { fromCents, MAX_CENTS, toCents } from '../../money.ts';
import type { CsvMapping } from './csv-mapping.ts';

/** What a cell holds: a value, or why there is none. */
export type Cell<T> = { readonly value: T } | { readonly fault: string };

const ISO = /^(\d{4})-(\d{2})-(\d{2})(?:[T ].*)?$/;
const PARTS = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:[T ].*)?$/;

/** A day; `31/12/2026` only where it is declared which part is the month. */
export function dayCell(text: string, { dates }: Pick<CsvMapping, 'dates'>): Cell<CivilDate> {
  const iso = ISO.exec(text);
  const parts = iso === null ? PARTS.exec(text) : null;
  if (parts !== null && dates === 'iso')
    return { fault: 'a date that is not ISO: say whether the day or the month comes first' };
  const [, first = '', second = '', year = ''] = parts ?? [];
  const [day, month] = dates === 'dmy' ? [first, second] : [second, first];
  const civil =
    iso === null ? `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}` : text.slice(0, 10);
  return isPlanDay(civil) ? { value: civil } : { fault: 'no date' };
}

const AMOUNTS = {
  '.': /^(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d{1,2}))?$/,
  ',': /^(\d{1,3}(?:\.\d{3})+|\d+)(?:,(\d{1,2}))?$/,
} as const;

/** An amount; points and commas count as they are declared, and what fits neither is refused rather than guessed. */
export function amountCell(text: string, { decimal }: Pick<CsvMapping, 'decimal'>): Cell<string> {
  const match = AMOUNTS[decimal].exec(text.replace(/[\s\u00A0\u202F€$£]/g, ''));
  if (match === null) return { fault: `no amount with a decimal ${decimal === '.' ? 'point' : 'comma'}` };
  const whole = (match[1] ?? '').replace(/[.,]/g, '');
  if (whole.length > 12) return { fault: 'more than any amount' };
  const cents = toCents(`${whole}.${(match[2] ?? '').padEnd(2, '0')}`);
  return cents > MAX_CENTS ? { fault: 'more than any amount' } : { value: fromCents(cents) };
}

const SPAN = /^(\d{1,6})(?:[.,](\d{1,2}))?\s*(e?)(d|days?|h|hours?|hrs?|w|wks?|weeks?|mo|mons?|months?)?$/i;
const DAYS_OF: Readonly<Record<string, number>> = { d: 1, h: 1 / 8, w: 5, m: 20 };

/** Working days of a span such as `5`, `2w` or `12h`: a day has 8 hours, a week 5 days, a month 20; parts are rounded up. */
export function spanCell(text: string): Cell<number> {
  const match = SPAN.exec(text.trim());
  if (match === null) return { fault: 'no duration' };
  const [, whole = '', part = '', , unit = 'd'] = match;
  const days = Number(`${whole}.${part || '0'}`) * (DAYS_OF[unit[0]?.toLowerCase() ?? 'd'] ?? 1);
  return { value: Math.ceil(days - 1e-9) };
}

/** Whole percent, from `40`, `40%` or `40,5`. */
export function percentCell(text: string): Cell<number> {
  const match = /^(\d{1,3})(?:[.,](\d{1,4}))?\s*%?$/.exec(text);
  const value = match === null ? NaN : Math.round(Number(`${match[1]}.${match[2] ?? '0'}`));
  return value >= 0 && value <= 100 ? { value } : { fault: 'no percentage' };
}

/** One link as it is written, by the key of the other task. */
export interface LinkCell {
  readonly key: string;
  readonly type: DependencyType;
  readonly lagDays: number;
}

const MOST_LAG = 3_650;
/** Characters of one link: a key, two letters and a lag. */
const LONGEST_LINK = 300;
/** Links of one cell. */
const MOST_LINKS = 1_000;
/** The last letters that can be a type are it: a key may hold such ones itself, as `…4dff-8a11…` does. */
const LINK = /^(.+)(FS|SS|FF|SF)\s*(?:([+-])\s*(.+))?$/i;
const TYPES: Readonly<Record<string, DependencyType>> = {
  FS: DependencyType.FINISH_TO_START,
  SS: DependencyType.START_TO_START,
  FF: DependencyType.FINISH_TO_FINISH,
  SF: DependencyType.START_TO_FINISH,
};

/**
 * The links of a cell such as `3FS+3d, 4SS; 5`. A text that is a key as it stands is that key, whatever it ends in.
 * @returns for each part the link, or what is wrong with it.
 */
export function linkCells(text: string, keys: { has(key: string): boolean }): Cell<LinkCell>[] {
  const parts = text.split(/[,;\n]/, MOST_LINKS + 1).map((part) => part.trim());
  if (parts.length > MOST_LINKS)
    return [{ fault: `more than ${MOST_LINKS} links: all of them are left out` }];
  return parts.filter((part) => part !== '').map((part) => linkCell(part, keys));
}

function linkCell(part: string, keys: { has(key: string): boolean }): Cell<LinkCell> {
  const type = DependencyType.FINISH_TO_START;
  if (keys.has(part)) return { value: { key: part, type, lagDays: 0 } };
  // What is longer is no link, and would be searched for long.
  const [, named = part, letters, sign, span] = (part.length <= LONGEST_LINK ? LINK.exec(part) : null) ?? [];
  const key = named.trimEnd();
  if (!keys.has(key)) return { fault: `a link to the unknown task "${key.slice(0, 60)}" is left out` };
  const lag = spanCell(span ?? '0');
  if ('fault' in lag || lag.value > MOST_LAG)
    return { fault: `the lag of "${part.slice(0, 60)}" cannot be read: the link is left out` };
  return { value: { key, type: typeOf(letters), lagDays: signed(lag.value, sign) } };
}

function typeOf(letters: string | undefined): DependencyType {
  return TYPES[letters?.toUpperCase() ?? 'FS'] ?? DependencyType.FINISH_TO_START;
}

/** No minus zero: it would be another lag than none. */
function signed(days: number, sign: string | undefined): number {
  return sign === '-' && days > 0 ? -days : days;
}
