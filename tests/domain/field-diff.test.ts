import fc from 'fast-check';
import { diffRows } from '../../src/domain/field-diff.ts';

/** What the database gives back of any JSON: no negative zero, for one. */
const rows = fc
  .dictionary(fc.constantFrom('name', 'status', 'assignees', 'metadata'), fc.jsonValue())
  .map((row) => JSON.parse(JSON.stringify(row)) as Record<string, unknown>);

test('what changed, in the order of the columns’ names', () => {
  const before = { name: 'Dig', status: 'active', assignees: ['a'], updated_at: '1' };
  const after = { status: 'completed', name: 'Dig', assignees: ['a', 'b'], updated_at: '2' };
  expect(diffRows(before, after)).toEqual([
    { field: 'assignees', before: ['a'], after: ['a', 'b'] },
    { field: 'status', before: 'active', after: 'completed' },
  ]);
});

test('an insertion and a deletion name every column', () => {
  expect(diffRows(null, { name: 'Dig', end_date: null })).toEqual([
    { field: 'end_date', before: undefined, after: null },
    { field: 'name', before: undefined, after: 'Dig' },
  ]);
  expect(diffRows({ name: 'Dig' }, null)).toEqual([{ field: 'name', before: 'Dig', after: undefined }]);
  expect(diffRows(null, null)).toEqual([]);
});

test('decimals are text of two places, and exact up to the largest amount', () => {
  const before = { capex_cost: 1250, opex_cost: 9_999_999_999.99, progress_percent: 40, capex_total: null };
  const after = { capex_cost: 0.1, opex_cost: 0.3, progress_percent: 60, capex_total: 7 };
  expect(diffRows(before, after)).toEqual([
    { field: 'capex_cost', before: '1250.00', after: '0.10' },
    { field: 'capex_total', before: null, after: '7.00' },
    { field: 'opex_cost', before: '9999999999.99', after: '0.30' },
    { field: 'progress_percent', before: 40, after: 60 },
  ]);
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 999_999_999_999n }), (cents) => {
      const text = `${cents / 100n}.${String(cents % 100n).padStart(2, '0')}`;
      const [change] = diffRows(null, JSON.parse(`{"capex_cost":${text}}`) as Record<string, unknown>);
      expect(change?.after).toBe(text);
    }),
  );
});

test('JSON is compared by content', () => {
  expect(diffRows({ data: { a: 1, b: [1, 2] } }, { data: { b: [1, 2], a: 1 } })).toEqual([]);
  expect(diffRows({ data: [1, 2] }, { data: [2, 1] })).toHaveLength(1);
  expect(diffRows({ data: [] }, { data: {} })).toHaveLength(1);
  expect(diffRows({ data: { a: undefined } }, { data: { b: 1 } })).toHaveLength(1);
});

test('nothing differs from itself, and a difference reads the same backwards', () => {
  fc.assert(
    fc.property(rows, rows, (a, b) => {
      expect(diffRows(a, structuredClone(a))).toEqual([]);
      const mirrored = diffRows(b, a).map(({ field, before, after }) => ({
        field,
        before: after,
        after: before,
      }));
      expect(mirrored).toEqual(diffRows(a, b));
      expect({ ...a, ...Object.fromEntries(diffRows(a, b).map((d) => [d.field, d.after])) }).toMatchObject(b);
    }),
  );
});
