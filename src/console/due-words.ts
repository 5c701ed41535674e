import type { ExtensionState } from './operations.ts';
import { counted, days } from './state/format.ts';

const STATE: Readonly<Record<ExtensionState, string>> = {
  REQUESTED: 'waits for a decision',
  GRANTED: 'granted',
  REFUSED: 'refused',
  WITHDRAWN: 'taken back',
  LAPSED: 'lapsed: nobody decided in time',
  CLOSED: 'closed with the work',
};

/** What the panel of a task says of the day that it is committed to, and of requests for a later one. */
export const dueWords = {
  title: 'Committed to',
  original: (day: string, extensions: number): string =>
    `first to ${day}, extended ${counted(extensions, 'time', 'times')}`,
  early: (count: number): string =>
    count === 0 ? 'the plan ends on that day' : `the plan ends ${days(count)} before`,
  late: (count: number): string => `the plan ends ${days(count)} after it`,
  noEnd: 'the plan has no end yet',
  expectedLate: (count: number): string => `expected ${days(count)} after it`,
  requests: 'Requests for a later day',
  state: (state: ExtensionState): string => STATE[state],
  asked: (requested: string, current: string): string => `${requested} instead of ${current}`,
  lapses: (day: string): string => `to be decided by ${day}`,
  ask: 'Ask for a later day',
  day: 'Day',
  reason: 'Why, in ten characters or more',
  send: 'Ask',
  comment: 'Comment; a refusal needs one',
  grant: 'Grant',
  refuse: 'Refuse',
  withdraw: 'Take back',
  mayNot: 'Who decides has neither asked nor does the work.',
  others: (who: string): string => `${who} decides.`,
  administrators: 'an administrator or foreman',
} as const;
