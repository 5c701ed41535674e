import { badInput } from '../errors.ts';
import { requireName, requireText } from '../text.ts';

/** Tags that one project or task carries at most. */
export const MOST_TAGS = 20;
/** Tags of one organisation at most. */
export const MOST_TAGS_OF_ORGANISATION = 1_000;
/** Characters of a tag at most. */
const MOST_CHARACTERS = 60;

/**
 * A tag as it is to be shown: on one line, in NFC, blanks between its words as one.
 * @throws PitError BAD_USER_INPUT naming `field`.
 */
export function requireTag(value: unknown, field: string): string {
  const name = requireName(value, field).normalize('NFC').replace(/\s+/gu, ' ');
  return requireText(name, field, MOST_CHARACTERS);
}

/** What tells two tags apart: the letters' case does not. */
export function tagKey(name: string): string {
  return name.toLowerCase();
}

/**
 * The tags that a project or task is to carry, each once, in the order given.
 * @throws PitError BAD_USER_INPUT naming the tag; more than 20 of them.
 */
export function requireTags(names: readonly unknown[], field: string): string[] {
  const byKey = new Map<string, string>();
  names.forEach((value, at) => {
    const name = requireTag(value, `${field}.${at}`);
    if (!byKey.has(tagKey(name))) byKey.set(tagKey(name), name);
  });
  if (byKey.size <= MOST_TAGS) return [...byKey.values()];
  throw badInput('That is too many tags.', {
    field,
    expected: `at most ${MOST_TAGS} different ones`,
    actual: byKey.size,
  });
}
