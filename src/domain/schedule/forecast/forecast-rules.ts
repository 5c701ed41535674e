import { badInput, PitError } from '../../errors.ts';

/** Runs of a forecast unless somebody asks for others: over 200 seeds the P80 of fifty days differs by a sixth of a day. */
const USUAL_RUNS = 2_000;
const RUNS = { least: 100, most: 10_000 };
/** Tasks times runs, of which a second of one processor does some ten million. */
const MOST_DRAWS = 20_000_000;
const MOST_SEED = 0x7fffffff;

/**
 * The seed and the runs of a forecast. Of a large plan fewer runs are usual, so many as it may have.
 * @param seed unless somebody asks for another: of the project and its plan, so that the same plan has the same forecast.
 * @throws PitError BAD_USER_INPUT, or LIMIT_EXCEEDED for more runs than so large a plan may have.
 */
export function requireRuns(
  asked: { readonly seed?: number | null; readonly runs?: number | null },
  taskCount: number,
  seed: number,
): { readonly seed: number; readonly runs: number } {
  const most = Math.min(RUNS.most, Math.floor(MOST_DRAWS / Math.max(1, taskCount)));
  const runs = asked.runs ?? Math.min(USUAL_RUNS, most);
  if (!Number.isInteger(runs) || runs < RUNS.least || runs > RUNS.most) {
    throw badInput('The number of runs is out of bounds.', {
      field: 'input.runs',
      expected: `a whole number, ${RUNS.least} to ${RUNS.most}`,
      actual: runs,
    });
  }
  if (runs > most) {
    throw new PitError('LIMIT_EXCEEDED', 'So many runs of so large a plan take too long.', {
      field: 'input.runs',
      expected: `at most ${most} runs of ${taskCount} tasks`,
      actual: runs,
    });
  }
  const wanted = asked.seed ?? seed;
  if (!Number.isInteger(wanted) || wanted < 0 || wanted > MOST_SEED) {
    throw badInput('The seed is out of bounds.', {
      field: 'input.seed',
      expected: `a whole number, 0 to ${MOST_SEED}`,
      actual: wanted,
    });
  }
  return { seed: wanted, runs };
}
