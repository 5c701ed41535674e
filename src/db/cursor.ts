import { badInput } from '../domain/errors.ts';
import { isUuid } from '../domain/uuid.ts';

export interface OrderTerm {
  property: string;
  descending: boolean;
}

/** Which order a cursor belongs to; a cursor of another order would name a wrong place. */
function signature(order: readonly OrderTerm[]): string {
  return order.map(({ property, descending }) => (descending ? `-${property}` : property)).join();
}

/** The opaque place of a row in an order: base64url of order, the row's order values and its id. */
export function encodeCursor(row: object, order: readonly OrderTerm[]): string {
  const fields = row as Record<string, unknown>;
  const place = [signature(order), ...order.map(({ property }) => fields[property] ?? null), fields['id']];
  return Buffer.from(JSON.stringify(place)).toString('base64url');
}

/** The order values and the id of a cursor; refuses what `encodeCursor` has not made for this order. */
export function decodeCursor(cursor: string, order: readonly OrderTerm[]): (string | null)[] {
  const refuse = () =>
    badInput('The cursor does not belong to this list and order.', {
      field: 'after',
      expected: 'a cursor that a page of the same list and order has given',
      actual: cursor.slice(0, 64),
    });
  const place = parse(cursor);
  if (!Array.isArray(place) || place.length !== order.length + 2) throw refuse();
  const [made, ...values] = place as unknown[];
  if (made !== signature(order) || !isUuid(values.at(-1)) || !values.every(isPlainValue)) throw refuse();
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
