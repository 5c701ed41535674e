import { requireJson } from '../../src/domain/json-bounds.ts';
import { optionalText, requireName, requireText } from '../../src/domain/text.ts';
import { refusal } from './refusal.ts';

test('text is trimmed and bounded', () => {
  expect(requireText('  Fit camera 7 ', 'input.name', 20)).toBe('Fit camera 7');
  expect(requireText('x'.repeat(20), 'input.name', 20)).toHaveLength(20);
  expect(optionalText('   ', 'input.description', 20)).toBeNull();
  expect(optionalText(undefined, 'input.description', 20)).toBeNull();
});

test.each(['', ' \n', 'x'.repeat(21), 'a\0b', 'half \ud83d', '\ude00', 7, null, undefined, {}])(
  'the text %j is refused',
  (value) => {
    expect(() => requireText(value, 'input.name', 20)).toThrow(
      refusal('BAD_USER_INPUT', { field: 'input.name' }),
    );
  },
);

test('whole characters outside the basic plane are welcome', () => {
  expect(requireText('déjà vu 😀', 'input.name', 20)).toBe('déjà vu 😀');
});

/** One of each kind of character that shows nothing. */
const INVISIBLE = [
  '\u200b',
  '\u202e',
  '\u2060',
  '\ufeff',
  '\u00ad',
  '\u180e',
  '\u3164',
  '\u115f',
  '\u2800',
  '\u034f',
  '\ufe0f',
  '\u{e0020}',
  '\u0007',
];

test.each(INVISIBLE)('text of nothing but %j is no text', (sign) => {
  expect(() => requireText(sign.repeat(3), 'input.name', 20)).toThrow(
    refusal('BAD_USER_INPUT', { field: 'input.name' }),
  );
  expect(optionalText(` ${sign} `, 'input.description', 20)).toBeNull();
});

test.each(['\u202a', '\u202b', '\u202c', '\u202d', '\u202e', '\u2066', '\u2067', '\u2068', '\u2069'])(
  'a name with %j, which turns the order of writing, is refused and shown',
  (sign) => {
    const hex = `\\u${sign.codePointAt(0)?.toString(16)}`;
    expect(() => requireName(`invoice${sign}fdp.exe`, 'input.name')).toThrow(
      refusal('BAD_USER_INPUT', { field: 'input.name', actual: `invoice${hex}fdp.exe` }),
    );
  },
);

test.each(['משימה 7', 'مهمة\u200f', 'नी\u200dल', '👩\u200d🔧 team'])(
  '%s is taken as a name in its own script',
  (name) => {
    expect(requireName(name, 'input.name')).toBe(name);
  },
);

const nested = (depth: number): unknown => (depth === 0 ? 1 : { a: nested(depth - 1) });

test('JSON within its bounds passes', () => {
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
