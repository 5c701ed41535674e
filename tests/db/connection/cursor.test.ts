import { randomUUID } from 'node:crypto';
import { decodeCursor, encodeCursor, type CursorScope, type OrderTerm } from '../../../src/db/read/cursor.ts';
import { PitError } from '../../../src/domain/errors.ts';

const ORDER: OrderTerm[] = [
  { property: 'endDate', descending: true },
  { property: 'name', descending: false },
];
const SCOPE: CursorScope = { list: 'Task', order: ORDER };
const row = { id: randomUUID(), endDate: '2026-03-31', name: 'größer — 完成 🚧' };

const cursorOf = (place: unknown): string => Buffer.from(JSON.stringify(place)).toString('base64url');

test('a cursor gives back the place it was made of', () => {
  expect(decodeCursor(encodeCursor(row, SCOPE), SCOPE)).toEqual([row.endDate, row.name, row.id]);
  expect(decodeCursor(encodeCursor({ id: row.id }, SCOPE), SCOPE)).toEqual([null, null, row.id]);
  const unordered = { list: 'Task', order: [] };
  expect(decodeCursor(encodeCursor(row, unordered), unordered)).toEqual([row.id]);
});

test('numbers come back as the database reads them', () => {
  const scope = { list: 'Task', order: [{ property: 'progressPercent', descending: false }] };
  expect(decodeCursor(encodeCursor({ id: row.id, progressPercent: 40 }, scope), scope)).toEqual([
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
  expect(() => decodeCursor(encodeCursor(row, SCOPE), { list: 'Task', order })).toThrow(PitError);
});

test.each(['Project', 'Task.projectId'])(
  'a cursor of tasks is refused by the list %s of the same order',
  (list) => {
    const refused = expect.objectContaining({
      code: 'BAD_USER_INPUT',
      detail: expect.objectContaining({ field: 'before' }),
    });
    expect(() => decodeCursor(encodeCursor(row, SCOPE), { list, order: ORDER }, 'before')).toThrow(refused);
  },
);

const SIGNATURE = 'Task,-endDate,name';

test.each([
  ['nothing', ''],
  ['garbage', 'garbage!'],
  ['no list', cursorOf({ length: 4 })],
  ['no id', cursorOf([SIGNATURE, row.endDate, row.name])],
  ['an id that is none', cursorOf([SIGNATURE, row.endDate, row.name, "x' OR true"])],
  ['an object for a value', cursorOf([SIGNATURE, { a: 1 }, row.name, row.id])],
  ['a NUL', cursorOf([SIGNATURE, row.endDate, 'a\u0000b', row.id])],
  ['an endless text', cursorOf([SIGNATURE, row.endDate, 'x'.repeat(601), row.id])],
])('%s is refused as a cursor', (_what, cursor) => {
  const refused = expect.objectContaining({ code: 'BAD_USER_INPUT' });
  expect(() => decodeCursor(cursor, SCOPE)).toThrow(refused);
});
