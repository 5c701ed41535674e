import { isPlanDay, type CivilDate } from '../civil-date.ts';
import { badInput, type PitError } from '../errors.ts';

/** How often work comes again; nothing that is more often than daily, since a plan knows days alone. */
export const FREQUENCIES = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'] as const;
export type Frequency = (typeof FREQUENCIES)[number];

/** The longest text of a rule. */
export const MAX_RULE_LENGTH = 500;
const MOST_STEPS = 1000;

/** A rule of RFC 5545 by those of its parts that say dates; what is absent is not said. */
export interface RuleParts {
  readonly frequency: Frequency;
  readonly interval: number;
  readonly count: number | null;
  /** The last day on which work may come; null: for ever, or as often as `count` says. */
  readonly until: CivilDate | null;
  /** The rule with its parts in the order of the RFC, in capitals, each once: equal texts are equal rules. */
  readonly text: string;
}

/** What each part expects, in words and as a check; the order is that of the text that is stored. */
const PARTS: Readonly<Record<string, { expected: string; fits: (value: string) => boolean }>> = {
  FREQ: {
    expected: 'DAILY, WEEKLY, MONTHLY or YEARLY',
    fits: (value) => FREQUENCIES.some((each) => each === value),
  },
  INTERVAL: { expected: '1 to 1000', fits: (value) => isWhole(value, 1, MOST_STEPS) },
  COUNT: { expected: '1 to 1000', fits: (value) => isWhole(value, 1, MOST_STEPS) },
  UNTIL: { expected: 'a day as YYYYMMDD, without a time', fits: (value) => dayOf(value) !== null },
  BYMONTH: { expected: 'months, 1 to 12', fits: listOf((value) => isWhole(value, 1, 12), 12) },
  BYMONTHDAY: {
    expected: 'days of the month, 1 to 31, or -31 to -1 from its end',
    fits: listOf((value) => isWhole(value, -31, 31), 62),
  },
  BYDAY: {
    expected: 'days of the week, MO to SU, with which of them in a month or year, as 1MO or -1FR',
    fits: listOf((value) => /^([+-]?[1-9]\d?)?(MO|TU|WE|TH|FR|SA|SU)$/.test(value), 60),
  },
  BYSETPOS: {
    expected: 'places among the days of a period, 1 to 366, or -366 to -1 from its end',
    fits: listOf((value) => isWhole(value, -366, 366), 20),
  },
  WKST: {
    expected: 'the day on which a week begins, MO to SU',
    fits: (value) => /^(MO|TU|WE|TH|FR|SA|SU)$/.test(value),
  },
};

/** Parts of the RFC that are refused, and why; any other word is no part at all. */
const REFUSED: Readonly<Record<string, string>> = {
  BYSECOND: 'a rule of days: no time of day',
  BYMINUTE: 'a rule of days: no time of day',
  BYHOUR: 'a rule of days: no time of day',
  BYYEARDAY: 'BYMONTH and BYMONTHDAY',
  BYWEEKNO: 'BYMONTH and BYDAY',
  RSCALE: 'the Gregorian calendar',
  SKIP: 'BYMONTHDAY=28,29,30,31;BYSETPOS=-1 for the last day that a month has',
};

/**
 * The parts of a rule such as `FREQ=MONTHLY;BYMONTHDAY=-1`. The words may be in small letters; one line, one rule.
 * @throws PitError BAD_USER_INPUT, PIT006, naming `field` and the part, for what is no rule of days.
 */
export function parseRule(text: string, field: string): RuleParts {
  const body = text
    .trim()
    .toUpperCase()
    .replace(/^RRULE:/, '')
    .replaceAll('+', '');
  if (body === '' || body.length > MAX_RULE_LENGTH || /[\r\n]/.test(body)) {
    throw refuse(field, null, `one rule of 1 to ${MAX_RULE_LENGTH} characters`, text);
  }
  const given = readParts(body, field);
  requireTogether(given, field);
  return {
    frequency: given.get('FREQ') as Frequency,
    interval: Number(given.get('INTERVAL') ?? 1),
    count: given.has('COUNT') ? Number(given.get('COUNT')) : null,
    until: dayOf(given.get('UNTIL') ?? ''),
    text: Object.keys(PARTS)
      .filter((name) => given.has(name))
      .map((name) => `${name}=${given.get(name) ?? ''}`)
      .join(';'),
  };
}

/**
 * A rule of which the next date follows from the completion says how long after it, and until when, and nothing else.
 * @throws PitError BAD_USER_INPUT, PIT006, naming the part.
 */
export function requireInterval({ text }: Pick<RuleParts, 'text'>, field: string): void {
  const names = text.split(';').map((piece) => piece.split('=')[0] ?? '');
  const other = names.find((name) => !['FREQ', 'INTERVAL', 'UNTIL', 'WKST'].includes(name));
  if (other === undefined) return;
  throw refuse(
    field,
    other,
    'FREQ, INTERVAL and UNTIL alone where the next date follows from the completion',
    text,
  );
}

/** The parts of a rule by their names, each checked alone. */
function readParts(body: string, field: string): ReadonlyMap<string, string> {
  const given = new Map<string, string>();
  for (const piece of body.split(';')) {
    const [name = '', value, ...more] = piece.split('=');
    const part = Object.hasOwn(PARTS, name) ? PARTS[name] : undefined;
    if (part === undefined) throw refuseName(field, name);
    if (given.has(name)) throw refuse(field, name, 'each part once', piece);
    if (value === undefined || more.length > 0 || !part.fits(value)) {
      throw refuse(field, name, part.expected, value ?? '');
    }
    given.set(name, value);
  }
  return given;
}

/** What each part says alone may not fit together. */
function requireTogether(given: ReadonlyMap<string, string>, field: string): void {
  const part = (name: string): string => given.get(name) ?? '';
  const frequency = part('FREQ');
  if (frequency === '') throw refuse(field, 'FREQ', 'how often: FREQ=DAILY to FREQ=YEARLY', '');
  const isShort = frequency === 'DAILY' || frequency === 'WEEKLY';
  const isChoosable = ['BYMONTH', 'BYMONTHDAY', 'BYDAY'].some((name) => given.has(name));
  const wrong: readonly [part: string, isWrong: boolean, expected: string][] = [
    ['UNTIL', given.has('COUNT'), 'COUNT or UNTIL'],
    [
      'BYDAY',
      isShort && /\d/.test(part('BYDAY')),
      `days of the week without a number in a ${frequency} rule`,
    ],
    ['BYMONTHDAY', frequency === 'WEEKLY', 'BYDAY in a WEEKLY rule'],
    ['BYSETPOS', !isChoosable, 'days to choose from, by BYMONTH, BYMONTHDAY or BYDAY'],
  ];
  for (const [name, isWrong, expected] of wrong) {
    if (isWrong && given.has(name)) throw refuse(field, name, expected, part(name));
  }
}

function refuseName(field: string, name: string): PitError {
  const instead = Object.hasOwn(REFUSED, name) ? REFUSED[name] : undefined;
  return refuse(field, name.slice(0, 40), instead ?? `parts among ${Object.keys(PARTS).join(', ')}`, name);
}

function refuse(field: string, part: string | null, expected: string, actual: string): PitError {
  const of = part === null ? '' : `${part} of `;
  return badInput(`${of}the rule of recurrence expects ${expected}`, {
    pit: 'PIT006',
    field,
    ...(part === null ? {} : { part }),
    expected,
    actual: actual.slice(0, 100),
  });
}

/** Whether a list holds between 1 and `most` values that fit. */
function listOf(fits: (value: string) => boolean, most: number): (text: string) => boolean {
  return (text) => {
    const values = text.split(',');
    return values.length <= most && values.every(fits);
  };
}

/** Whether the text is a whole number of that range other than 0, without leading zeros. */
function isWhole(text: string, least: number, most: number): boolean {
  if (!/^[+-]?[1-9]\d{0,3}$/.test(text)) return false;
  const value = Number(text);
  return value >= least && value <= most;
}

function dayOf(text: string): CivilDate | null {
  const match = /^(\d{4})(\d{2})(\d{2})$/.exec(text);
  if (match === null) return null;
  const day = match.slice(1).join('-');
  return isPlanDay(day) ? day : null;
}
