import { postBody, type Attack } from './attack.ts';

const MUTATION =
  'mutation ($input: ImportCostSnapshotsInput!) { importCostSnapshots(input: $input) { faultCount } }';

/** Tables as long as a request can be: 600,000 lines of one letter, 10,000 rows that are all wrong, and one row of a million cells. */
const TABLES: readonly string[] = [
  `project_id,captured_at\n${'a\n'.repeat(600_000)}`,
  `project_code,captured_at,note\n${`${'x'.repeat(80)},2026-01-01T00:00:00Z,${'y'.repeat(60)}\n`.repeat(10_000)}`,
  `project_id,captured_at\n${','.repeat(1_500_000)}`,
];

/** Written once: the attacker's work is to send them. */
const BODIES = TABLES.map((csv) =>
  new TextEncoder().encode(JSON.stringify({ query: MUTATION, variables: { input: { csv } } })),
);

export const costs: Attack = {
  about: 'imports of costs of 2 MB, four at a time',
  concurrency: 4,
  strike: async (target, n) => {
    await postBody(target, BODIES[n % BODIES.length] ?? '');
  },
};
