import { badInput } from '../errors.ts';

/** Rows of a list that is shown whole: phases of a project, work packages of a phase, dependencies on one side of a task. */
export const MAX_LISTED = 1_000;

/** The lists that are shown whole, in words. */
export type PlainList =
  'phases of a project' | 'work packages of a phase' | 'predecessors of a task' | 'successors of a task';

/**
 * Goes on only if a list that is shown whole has room for so many rows.
 *
 * @throws PitError BAD_USER_INPUT with the number that it would have.
 */
export function requireRoom(list: PlainList, count: number, field: string): void {
  if (count <= MAX_LISTED) return;
  throw badInput(`There is no room for more ${list}.`, {
    field,
    expected: `at most ${MAX_LISTED} ${list}`,
    actual: count,
  });
}
