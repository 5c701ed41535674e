import type { DateShift, RiskLinkType, SeriesState } from '../../operations.ts';
import { counted, formatDay } from '../../state/format.ts';

const WEEKDAYS: Readonly<Record<string, string>> = {
  MO: 'Monday',
  TU: 'Tuesday',
  WE: 'Wednesday',
  TH: 'Thursday',
  FR: 'Friday',
  SA: 'Saturday',
  SU: 'Sunday',
};
const MONTHS = [
  ...['January', 'February', 'March', 'April', 'May', 'June', 'July'],
  ...['August', 'September', 'October', 'November', 'December'],
];
const UNIT: Readonly<Record<string, readonly [one: string, many: string]>> = {
  DAILY: ['day', 'days'],
  WEEKLY: ['week', 'weeks'],
  MONTHLY: ['month', 'months'],
  YEARLY: ['year', 'years'],
};
const SHIFT: Readonly<Record<DateShift, string>> = {
  NONE: '',
  NEXT_WORKING_DAY: 'on the next working day where that is none',
  PREVIOUS_WORKING_DAY: 'on the working day before where that is none',
};
const STATE: Readonly<Record<SeriesState, string>> = {
  ACTIVE: '',
  PAUSED: 'The series pauses.',
  ENDED: 'The series has ended.',
  BROKEN: 'The series is broken: its tasks have no place any more.',
};
const VIEW: Readonly<Record<RiskLinkType, string>> = {
  INHERENT: 'before any control',
  RESIDUAL: 'as it remains',
  PROJECTED: 'as it will be',
  CONTROL_SET: 'by a set of controls',
};

const ORDINALS: Readonly<Record<string, string>> = { 1: '1st', 2: '2nd', 3: '3rd', 21: '21st', 22: '22nd' };
const ENDINGS: Readonly<Record<string, string>> = { ...ORDINALS, 23: '23rd', 31: '31st' };

const ordinal = (place: number): string => ENDINGS[place] ?? `${place}th`;

/** What the panel of a task says of what stands behind it: its series, its risks, controls and criteria. */
export const moreWords = {
  rule: {
    every: (frequency: string, interval: number): string => {
      const [one, many] = UNIT[frequency] ?? [frequency.toLowerCase(), frequency.toLowerCase()];
      return interval === 1 ? `every ${one}` : `every ${interval} ${many}`;
    },
    /** "the last Friday", "the 2nd Tuesday", "Monday" */
    weekday: (place: number, day: string): string => {
      const name = WEEKDAYS[day] ?? day;
      if (place === 0) return name;
      return place < 0 ? `the ${moreWords.rule.fromEnd(-place)} ${name}` : `the ${ordinal(place)} ${name}`;
    },
    /** "the 15th", "the last day" */
    monthDay: (day: number): string =>
      day < 0 ? `the ${moreWords.rule.fromEnd(-day)} day` : `the ${ordinal(day)}`,
    fromEnd: (place: number): string => (place === 1 ? 'last' : `${ordinal(place)} last`),
    month: (month: number): string => MONTHS[month - 1] ?? String(month),
    place: (place: number): string =>
      place < 0 ? `the ${moreWords.rule.fromEnd(-place)} of them` : `the ${ordinal(place)} of them`,
    on: (days: string): string => `on ${days}`,
    in: (months: string): string => `in ${months}`,
    until: (day: string): string => `until ${formatDay(day)}`,
    count: (count: number): string => counted(count, 'time', 'times'),
    list: (parts: readonly string[]): string =>
      parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1) ?? ''}`,
  },
  series: {
    title: 'Comes again',
    shift: (shift: DateShift): string => SHIFT[shift],
    state: (state: SeriesState): string => STATE[state],
    stands: (day: string): string => `This is the one of ${day}.`,
    next: 'Next dates',
    none: 'No further date.',
  },
  guards: {
    risks: 'Risks',
    controls: 'Controls',
    criteria: 'Criteria',
    view: (type: RiskLinkType): string => VIEW[type],
    mitigated: (percent: string): string => `${percent} of it taken away`,
    implemented: (percent: string): string => `${percent} implemented`,
    accepted: (day: string): string => `accepted until ${day}`,
    excepted: (day: string): string => `excepted until ${day}`,
    acceptances: 'Acceptances',
  },
} as const;
