import { randomUUID } from 'node:crypto';
import { decodeCursor, encodeCursor, type OrderTerm } from '../../src/db/cursor.ts';
import { PitError } from '../../src/domain/errors.ts';

const ORDER: OrderTerm[] = [
  { property: 'endDate', descending: true },
  { property: 'name', descending: false },
];
const row = { id: randomUUID(), endDate: '2026-03-31', name: 'größer — 完成 🚧' };

const cursorOf = (place: unknown): string => Buffer.from(JSON.stringify(place)).toString('base64url');

test('a cursor gives back the place it was made of', () => {
  expect(decodeCursor(encodeCursor(row, ORDER), ORDER)).toEqual([row.endDate, row.name, row.id]);
  expect(decodeCursor(encodeCursor({ id: row.id }, ORDER), ORDER)).toEqual([null, null, row.id]);
  expect(decodeCursor(encodeCursor(row, []), [])).toEqual([row.id]);
});

test('numbers come back as the database reads them', () => {
  const order = [{ property: 'progressPercent', descending: false }];
  expect(decodeCursor(encodeCursor({ id: row.id, progressPercent: 40 }, order), order)).toEqual([
    '40',
    row.id,
  ]);
});

test.each<[string, OrderTerm[]]>([
  ['the other direction', ORDER.map((term) => ({ ...term, descending: !term.descending }))],
  ['other properties', [{ property: 'startDate', descending: true }, ORDER[1] as OrderTerm]],
  ['another sequence', [...ORDER].reverse()],
  ['fewer terms', ORDER.slice(0, 1)],
])('a cursor is refused for %s', (_what, order) => {
  expect(() => decodeCursor(encodeCursor(row, ORDER), order)).toThrow(PitError);
});

const SIGNATURE = '-endDate,name';

test.each([
  ['nothing', ''],
  ['garbage', 'garbage!'],
  ['no list', cursorOf({ length: 4 })],
  ['no id', cursorOf([SIGNATURE, row.endDate, row.name])],
  ['an id that is none', cursorOf([SIGNATURE, row.endDate, row.name, "x' OR true"])],
  ['an object for a value', cursorOf([SIGNATURE, { a: 1 }, row.name, row.id])],
  ['a NUL', cursorOf([SIGNATURE, row.endDate, 'a\u0000b', row.id])],
  ['an endless text', cursorOf([SIGNATURE, row.endDate, 'x'.repeat(601), row.id])],
])('%s is no cursor', (_what, cursor) => {
  const refused = expect.objectContaining({ code: 'BAD_USER_INPUT' });
  expect(() => decodeCursor(cursor, ORDER)).toThrow(refused);
});
