import { postOperation, type Attack } from './attack.ts';

/** As many as a body of 2 MB holds. */
const IDS = 45_000;
const SAME = '00000000-0000-4000-8000-000000000001';

/** Filters whose lists are as long as a request can be: different ids, and one id many times. */
const LISTS: readonly (readonly string[])[] = [
  Array.from({ length: IDS }, (_, i) => `00000000-0000-4000-8000-${String(i).padStart(12, '0')}`),
  Array.from({ length: IDS }, () => SAME),
];

export const filters: Attack = {
  about: 'filters of 45,000 ids, six at a time',
  concurrency: 6,
  strike: async (target, n) => {
    await postOperation(target, {
      query: 'query ($ids: [ID!]) { tasks(filter: { assigneeId: $ids }) { totalCount } }',
      variables: { ids: LISTS[n % LISTS.length] },
    });
  },
};
