import { postBody, type Attack } from './attack.ts';

/** As many as a body of 2 MB holds. */
const IDS = 45_000;
const SAME = '00000000-0000-4000-8000-000000000001';

/** Filters whose lists are as long as a request can be: different ids, and one id many times. */
const LISTS: readonly (readonly string[])[] = [
  Array.from({ length: IDS }, (_, i) => `00000000-0000-4000-8000-${String(i).padStart(12, '0')}`),
  Array.from({ length: IDS }, () => SAME),
];

const QUERY = 'query ($ids: [ID!]) { tasks(filter: { assigneeId: $ids }) { totalCount } }';

/** Written once: the attacker's work is to send them. */
const BODIES = LISTS.map((ids) =>
  new TextEncoder().encode(JSON.stringify({ query: QUERY, variables: { ids } })),
);

export const filters: Attack = {
  about: 'filters of 45,000 ids, six at a time',
  concurrency: 6,
  strike: async (target, n) => {
    await postBody(target, BODIES[n % BODIES.length] ?? '');
  },
};
