import { badInput } from '../../src/domain/errors.ts';
import { isUuid } from '../../src/domain/uuid.ts';

/**
 * The ids of a filter's list, in lower case, each once.
 * @param field the list's place, `filter.ownerId`.
 * @throws PitError BAD_USER_INPUT that names the first id that is none, before the database fails with it.
 */
export function distinctIds(field: string, ids: readonly string[]): string[] {
  const malformed = ids.findIndex((id) => !isUuid(id));
  if (malformed >= 0) throw unacceptable(field, malformed, 'a UUID', ids[malformed]);
  return [...new Set(ids.map((id) => id.toLowerCase()))];
}

/** No column that is filtered by holds a longer one. */
const MAX_LENGTH = 1_000;

/**
 * The words of a filter's list, each once.
 * @param field the list's place, `filter.code`.
 * @throws PitError BAD_USER_INPUT that names the first one that no column can hold.
 */
export function distinctWords(field: string, words: readonly string[]): string[] {
  const unfit = words.findIndex((word) => word.length > MAX_LENGTH || word.includes('\u0000'));
  if (unfit >= 0) throw unacceptable(field, unfit, `at most ${MAX_LENGTH} characters, no NUL`, words[unfit]);
  return [...new Set(words)];
}

function unacceptable(field: string, index: number, expected: string, actual = ''): Error {
  return badInput('A value of the filter is not acceptable.', {
    field: `${field}[${index}]`,
    expected,
    actual: actual.slice(0, 64),
  });
}
