import { requireJson } from '../../src/domain/json-bounds.ts';
import { optionalText, requireText } from '../../src/domain/text.ts';
import { refusal } from './refusal.ts';

test('text is trimmed and bounded', () => {
  expect(requireText('  Fit camera 7 ', 'input.name', 20)).toBe('Fit camera 7');
  expect(requireText('x'.repeat(20), 'input.name', 20)).toHaveLength(20);
  expect(optionalText('   ', 'input.description', 20)).toBeNull();
  expect(optionalText(undefined, 'input.description', 20)).toBeNull();
});

test.each(['', ' \n', 'x'.repeat(21), 'a\0b', 'half \ud83d', '\ude00', 7, null, undefined, {}])(
  '%j is refused',
  (value) => {
    expect(() => requireText(value, 'input.name', 20)).toThrow(
      refusal('BAD_USER_INPUT', { field: 'input.name' }),
    );
  },
);

test('whole characters outside the basic plane are welcome', () => {
  expect(requireText('déjà vu 😀', 'input.name', 20)).toBe('déjà vu 😀');
});

const nested = (depth: number): unknown => (depth === 0 ? 1 : { a: nested(depth - 1) });

test('plain JSON passes', () => {
  const value = { a: [1, 'two', true, null, { b: 0.5 }] };
  expect(requireJson(value, 'metadata')).toBe(value);
});

test.each<[string, unknown]>([
  ['depth', nested(20)],
  ['count', Array(6_000).fill(0)],
  ['length', ['x'.repeat(70_000)]],
  ['prototype', JSON.parse('{"a":{"__proto__":{"admin":true}}}')],
  ['NUL in a key', { 'a\0': 1 }],
  ['NUL in a text', ['a\0']],
  ['not a number', [Number.NaN]],
  ['not JSON', [() => 1]],
  ['absent', undefined],
])('JSON is refused for its %s', (_, value) => {
  expect(() => requireJson(value, 'metadata')).toThrow(refusal('BAD_USER_INPUT', { field: 'metadata' }));
});
