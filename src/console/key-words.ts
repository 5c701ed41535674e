import { planWords } from './plan-words.ts';

type Keys = readonly (readonly [keys: string, meaning: string])[];

const EVERYWHERE: Keys = [
  ['Ctrl K, /', 'find, or do something by its name'],
  ['g p', 'go to the portfolio'],
  ['g a', 'go to the alerts'],
  ['g r', 'go to the reviews'],
  ['?', 'these keys'],
  ['Esc', 'close'],
];
const TABLE: Keys = [
  ['← → ↑ ↓', 'next cell'],
  ['Home End', 'ends of the row; with Ctrl of the table'],
  ['Enter', 'edit or open'],
  ['Space', 'select the task'],
];
const BOARD: Keys = [
  ['← → ↑ ↓', 'next card'],
  ['Alt ← →', 'move the task to another column'],
];
const REVIEWS: Keys = [
  ['a, r, c', 'accept, reject, ask for clarification'],
  ['j k', 'next or previous piece'],
];

/** Which keys there are, by page. */
export const keyWords = {
  everywhere: ['Everywhere', EVERYWHERE],
  plan: ['In the plan', planWords.plan.keys],
  table: ['In the table', TABLE],
  board: ['On the board', BOARD],
  reviews: ['In reviews', REVIEWS],
} as const satisfies Record<string, readonly [string, Keys]>;
