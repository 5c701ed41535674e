import { GraphQLError, GraphQLScalarType, valueFromASTUntyped } from 'graphql';

const MAX_DEPTH = 10;
const MAX_BYTES = 64 * 1024;

/** Keys that would reach an object's prototype if a later merge were careless. */
const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype']);

/** Any JSON value. Bounded on input, because it is stored as it comes. */
export const JsonScalar = new GraphQLScalarType({
  name: 'JSON',
  description:
    'Any JSON value: object, list, text, number, boolean or null. On input at most 10 levels deep and 64 KiB long.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc8259',
  parseValue: checkJson,
  parseLiteral: (node, variables) => checkJson(valueFromASTUntyped(node, variables)),
  serialize: (value) => value,
});

/** The value itself, once it is known to be storable and bounded. */
function checkJson(value: unknown): unknown {
  checkLevel(value, 0);
  const bytes = Buffer.byteLength(JSON.stringify(value) ?? '');
  if (bytes > MAX_BYTES) throw refuse(`at most ${MAX_BYTES} bytes`, `${bytes} bytes`);
  return value;
}

function checkLevel(value: unknown, depth: number): void {
  if (typeof value === 'string') return checkText(value);
  if (typeof value !== 'object' || value === null) return;
  if (depth >= MAX_DEPTH) throw refuse(`at most ${MAX_DEPTH} levels`, 'a deeper value');
  for (const [key, child] of Object.entries(value)) {
    if (FORBIDDEN_KEYS.has(key)) throw refuse('keys that are not reserved', `the key "${key}"`);
    checkText(key);
    checkLevel(child, depth + 1);
  }
}

/** NUL and unpaired surrogates are valid in a JavaScript string, but PostgreSQL's jsonb cannot hold them. */
function checkText(text: string): void {
  if (text.includes('\0') || /\p{Surrogate}/u.test(text)) {
    throw refuse('Unicode text without NUL', JSON.stringify(text).slice(0, 64));
  }
}

function refuse(expected: string, actual: string): GraphQLError {
  return new GraphQLError(`JSON expects ${expected}, but got ${actual}`);
}
