import { badInput } from '../../errors.ts';
import { isUuid } from '../../uuid.ts';

/** Rows that may be kept as folded, of one project and person. */
export const MAX_FOLDED = 1_000;

/**
 * The ids of rows that are to be kept as folded, each once, without what can be no id.
 * @param named null for none.
 * @throws PitError BAD_USER_INPUT for too many.
 */
export function foldedRows(named: readonly string[] | null, field: string): readonly string[] {
  const ids = [...new Set(named)];
  if (ids.length > MAX_FOLDED) {
    const detail = { field, expected: `at most ${MAX_FOLDED}`, actual: ids.length };
    throw badInput('Too many folded rows are to be kept.', detail);
  }
  return ids.filter(isUuid);
}
