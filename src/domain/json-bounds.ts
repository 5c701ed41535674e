import { badInput, type PitError } from './errors.ts';

/** What free-form JSON may measure: characters of its text, nesting, and values in all. */
export interface JsonBounds {
  readonly maxLength: number;
  readonly maxDepth: number;
  readonly maxValues: number;
}

export const JSON_BOUNDS: JsonBounds = { maxLength: 65_536, maxDepth: 12, maxValues: 5_000 };

/** A template may describe thousands of tasks; it has a schema of its own besides. */
export const TEMPLATE_BOUNDS: JsonBounds = { maxLength: 800_000, maxDepth: 12, maxValues: 100_000 };

/** Keys that reach an object's prototype when some later code merges naively. */
const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * The same value, once it is known to be plain JSON that a jsonb column takes.
 * @throws PitError BAD_USER_INPUT naming `field`: too long, too deep, too many values, a NUL, a key that
 * reaches the prototype, or something that is not JSON.
 */
export function requireJson(value: unknown, field: string, bounds: JsonBounds = JSON_BOUNDS): unknown {
  let seen = 0;
  const visit = (node: unknown, depth: number): void => {
    seen += 1;
    if (seen > bounds.maxValues) throw refuse(field, `at most ${bounds.maxValues} values`);
    if (depth > bounds.maxDepth) throw refuse(field, `at most ${bounds.maxDepth} levels`);
    if (typeof node === 'string') requireCleanText(node, field);
    else if (typeof node === 'number') requireFinite(node, field);
    else if (typeof node === 'object' && node !== null) visitChildren(node, depth);
    else if (typeof node !== 'boolean' && node !== null) throw refuse(field, 'plain JSON');
  };
  const visitChildren = (node: object, depth: number): void => {
    for (const [key, child] of Object.entries(node)) {
      if (FORBIDDEN_KEYS.has(key)) throw refuse(field, `no key named ${key}`);
      requireCleanText(key, field);
      visit(child, depth + 1);
    }
  };
  visit(value, 1);
  if (JSON.stringify(value).length > bounds.maxLength)
    throw refuse(field, `at most ${bounds.maxLength} characters`);
  return value;
}

function requireCleanText(text: string, field: string): void {
  if (text.includes('\0') || /\p{Surrogate}/u.test(text))
    throw refuse(field, 'text without NUL or half characters');
}

function requireFinite(number: number, field: string): void {
  if (!Number.isFinite(number)) throw refuse(field, 'finite numbers');
}

function refuse(field: string, expected: string): PitError {
  return badInput(`${field} is not acceptable JSON`, { field, expected });
}
