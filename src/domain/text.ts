import { badInput, type PitError } from './errors.ts';

/** Bounds of the texts people write, in UTF-16 units. */
export const TEXT_LIMITS = {
  name: 500,
  description: 10_000,
  comment: 5_000,
  code: 100,
  reference: 200,
} as const;

/** Half of a surrogate pair: no UTF-8 can carry it. */
const LONE_SURROGATE = /\p{Surrogate}/u;

/** Anything that leaves a mark: no blank, no control or format character, no filler that fonts leave empty. */
const VISIBLE = /[^\p{White_Space}\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]/u;
/** Embeddings, overrides and isolates: they show the text after them in another order than it is written in. */
const BIDI_FORMATTING = /[\u202A-\u202E\u2066-\u2069]/u;

function refuse(field: string, expected: string, actual: unknown): PitError {
  const shown = typeof actual === 'string' ? actual.slice(0, 60) : typeof actual;
  return badInput(`${field} is not acceptable text`, { field, expected, actual: shown });
}

/**
 * The text, trimmed, once it is known to show something and to be storable.
 * @throws PitError BAD_USER_INPUT naming `field`: no text, nothing visible in it, longer than `max`, with a NUL or half a character.
 */
export function requireText(value: unknown, field: string, max: number): string {
  const text = optionalText(value, field, max);
  if (text === null) throw refuse(field, `text of 1 to ${max} characters`, value);
  return text;
}

/**
 * As `requireText`, but null, absent and invisible text are null.
 * @throws PitError BAD_USER_INPUT naming `field`.
 */
export function optionalText(value: unknown, field: string, max: number): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value !== 'string') throw refuse(field, 'text', value);
  if (value.includes('\0')) throw refuse(field, 'text without NUL characters', '');
  if (LONE_SURROGATE.test(value)) throw refuse(field, 'well-formed Unicode', '');
  const text = value.trim();
  if (text.length > max) throw refuse(field, `at most ${max} characters`, text);
  return VISIBLE.test(text) ? text : null;
}

/**
 * What people call a thing, trimmed: one line in lists, messages and documents, where it must not change how what
 * stands beside it reads.
 * @throws PitError BAD_USER_INPUT naming `field`: as `requireText`, or with characters that change the writing order.
 */
export function requireName(value: unknown, field: string): string {
  const name = requireText(value, field, TEXT_LIMITS.name);
  if (BIDI_FORMATTING.test(name)) {
    throw refuse(field, 'a name without bidirectional formatting characters', escaped(name));
  }
  return name;
}

/** At most so many UTF-16 units of a text, none of them half a character: JSON with a lone surrogate is refused by `jsonb`. */
export function cutText(text: string, most: number): string {
  return text.slice(0, most).replace(/[\uD800-\uDBFF]$/, '');
}

/** Why a text of a file or template is no name, by the rules of `requireName` but for the length; null if it is one. */
export function nameFault(text: string): string | null {
  if (text.includes('\0')) return 'holds a NUL character';
  if (LONE_SURROGATE.test(text)) return 'is not well-formed Unicode';
  if (!VISIBLE.test(text)) return 'shows nothing: its characters are all invisible';
  return BIDI_FORMATTING.test(text) ? 'holds bidirectional formatting characters' : null;
}

/** The text with what is not visible of it as `\\u202e`, for whoever has to find it. */
function escaped(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Cf}]/gu,
    (sign) => `\\u${(sign.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
  );
}

/**
 * A reference of another module in the one form in which it is stored and looked up: Unicode NFC, so that two
 * spellings of the same letters name the same origin. The bound holds for that form, which may be the longer one.
 * @throws PitError BAD_USER_INPUT naming `field`, as `requireText` does.
 */
export function requireReference(value: unknown, field: string): string {
  return requireText(
    typeof value === 'string' ? value.normalize('NFC') : value,
    field,
    TEXT_LIMITS.reference,
  );
}
