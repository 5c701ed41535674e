import { badInput } from '../../domain/errors.ts';
import { isUuid } from '../../domain/uuid.ts';

export interface OrderTerm {
  property: string;
  descending: boolean;
}

/** What a cursor belongs to; in another list, or another order, it would name a wrong place. */
export interface CursorScope {
  /** What the rows are, and what they hang on by where the list has a parent: see `listName`. */
  readonly list: string;
  readonly order: readonly OrderTerm[];
}

/** The name of a list in cursors. Lists of one kind below different parents share it. */
export function listName(entity: { readonly name: string }, parent?: { readonly property: string }): string {
  return parent === undefined ? entity.name : `${entity.name}.${parent.property}`;
}

function signature({ list, order }: CursorScope): string {
  return [list, ...order.map(({ property, descending }) => (descending ? `-${property}` : property))].join();
}

/** The opaque place of a row in a list: base64url of list and order, the row's order values and its id. */
export function encodeCursor(row: object, scope: CursorScope): string {
  const { order } = scope;
  const fields = row as Record<string, unknown>;
  const place = [signature(scope), ...order.map(({ property }) => fields[property] ?? null), fields['id']];
  return Buffer.from(JSON.stringify(place)).toString('base64url');
}

/**
 * The order values and the id of a cursor; refuses what `encodeCursor` has not made for this list and order.
 *
 * @param field the argument that it came in.
 */
export function decodeCursor(
  cursor: string,
  scope: CursorScope,
  field: 'after' | 'before' = 'after',
): (string | null)[] {
  const { order } = scope;
  const refuse = () =>
    badInput('The cursor does not belong to this list and order.', {
      field,
      expected: 'a cursor that a page of the same list and order has given',
      actual: cursor.slice(0, 64),
    });
  const place = parse(cursor);
  if (!Array.isArray(place) || place.length !== order.length + 2) throw refuse();
  const [made, ...values] = place as unknown[];
  if (made !== signature(scope) || !isUuid(values.at(-1)) || !values.every(isPlainValue)) throw refuse();
  return values.map((value) => (typeof value === 'number' ? String(value) : value));
}

function isPlainValue(value: unknown): value is string | number | null {
  if (value === null || typeof value === 'number') return true;
  return typeof value === 'string' && value.length <= 600 && !value.includes('\u0000');
}

function parse(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
