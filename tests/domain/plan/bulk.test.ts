import { BulkMode, MAX_ITEMS, Refusals, requireItems } from '../../../src/domain/plan/bulk.ts';
import { badInput, notFound } from '../../../src/domain/errors.ts';
import { refusal } from '../refusal.ts';

function refuseTwo(): Refusals {
  const refusals = new Refusals();
  refusals.attempt(2, () => {
    throw notFound('task', 'x', 'input.ids.2');
  });
  expect(refusals.attempt(1, () => 'done')).toBe('done');
  const refused = refusals.attempt(0, () => {
    throw badInput('wrong', { pit: 'PIT006', field: 'input' });
  });
  expect(refused).toBeUndefined();
  return refusals;
}

const errors = [
  { index: 0, code: 'BAD_USER_INPUT', pit: 'PIT006', message: 'wrong', field: 'input' },
  { index: 2, code: 'NOT_FOUND', pit: null, message: 'task not found', field: 'input.ids.2' },
];

test('refusals of a bulk are noted by item, in order', () => {
  expect(refuseTwo().errors).toEqual(errors);
});

test('one refused item refuses the whole bulk, unless its mode is partial', () => {
  const refusals = refuseTwo();
  expect(() => refusals.throwIfAllOrNothing(BulkMode.PARTIAL, 'input.ids')).not.toThrow();
  expect(() => refusals.throwIfAllOrNothing(BulkMode.ALL_OR_NOTHING, 'input.ids')).toThrow(
    refusal('BAD_USER_INPUT', { pit: 'PIT006', field: 'input', errors }),
  );
  expect(() => new Refusals().throwIfAllOrNothing(BulkMode.ALL_OR_NOTHING, 'input.ids')).not.toThrow();
});

test('a fault of ours is no refusal of an item', () => {
  const fail = () => {
    throw new Error('a fault');
  };
  expect(() => new Refusals().attempt(0, fail)).toThrow('a fault');
});

test('a bulk of no items, or of too many, is refused', () => {
  expect(() => requireItems(0, 'input.ids')).toThrow(
    refusal('BAD_USER_INPUT', { field: 'input.ids', actual: 0 }),
  );
  expect(() => requireItems(MAX_ITEMS, 'input.ids')).not.toThrow();
  expect(() => requireItems(MAX_ITEMS + 1, 'input.ids')).toThrow(refusal('BAD_USER_INPUT', {}));
});
