import { postOperation, type Attack } from './attack.ts';

const FIELDS = [
  'name',
  'description',
  'status',
  'priority',
  'startDate',
  'endDate',
  'progressPercent',
  'durationDays',
  'createdAt',
  'updatedAt',
  'sourceModule',
  'sourceReferenceId',
  'orderIndex',
  'requiresEvidence',
  'capexCost',
  'opexCost',
];
/** Odd, so that the numbers of strikes are spread over all subsets without repeating one. */
const STRIDE = 40_503;

/** One of 65,536 selections of a task, each another list of columns. */
function selection(n: number): string {
  const bits = (n * STRIDE) % 2 ** FIELDS.length;
  return ['id', ...FIELDS.filter((_, bit) => (bits >> bit) & 1)].join(' ');
}

export const selections: Attack = {
  about: 'selections of columns that nobody has asked for before',
  concurrency: 2,
  strike: async (target, n) => {
    const fields = selection(n);
    const nested = `projects(first: 2) { edges { node { id tasks(first: 2) { edges { node { ${fields} } } } } } }`;
    await postOperation(target, { query: `{ tasks(first: 1) { edges { node { ${fields} } } } ${nested} }` });
  },
};
