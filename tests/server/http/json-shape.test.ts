import fc from 'fast-check';
import { excessOf, type JsonBounds } from '../../../src/server/http/json-shape.ts';

const BOUNDS: JsonBounds = { depth: 4, items: 5, values: 30 };
const look = (value: unknown, bounds = BOUNDS) => excessOf(Buffer.from(JSON.stringify(value)), bounds);

/** The same by walking what has been parsed; an array or object that is empty counts as one value. */
function measured(value: unknown, depth = 0): { depth: number; items: number; values: number } {
  if (typeof value !== 'object' || value === null) return { depth, items: 0, values: 0 };
  const below = Object.values(value).map((each) => measured(each, depth + 1));
  const own = below.length;
  return {
    depth: Math.max(depth + 1, ...below.map((each) => each.depth)),
    items: Math.max(Array.isArray(value) ? own : 0, ...below.map(({ items }) => items)),
    values: Math.max(1, own) + below.reduce((sum, { values }) => sum + values, 0),
  };
}

test('a text is beyond a bound exactly when what it says is', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 6, noUnicodeString: false }), (value) => {
      const actual = measured(value);
      const beyond = (['depth', 'items', 'values'] as const).filter((bound) => actual[bound] > BOUNDS[bound]);
      const excess = look(value);
      if (beyond.length === 0) expect(excess).toBeUndefined();
      else expect(beyond).toContain(excess?.bound);
    }),
    { numRuns: 500 },
  );
});

test.each([
  [{ variables: { ids: [1, 2, 3, 4, 5, 6] } }, 'variables.ids'],
  [{ variables: { 'x"y': 1, f: [[0], [1, 2, 3, 4, 5, 6]] } }, 'variables.f[1]'],
  [[{ a: 1 }, { 'b"[,': [0, 0, 0, 0, 0, 0] }], '[1].b\\"[,'],
])('an array with too many items is named: %j', (value, path) => {
  expect(look(value)).toEqual({ bound: 'items', path });
});

test('objects may have more keys than arrays have items', () => {
  expect(look({ a: 1, b: 2, c: 3, d: 4, e: 5, f: 6, g: 7 })).toBeUndefined();
});

test('what is no JSON at all is looked through to its end', () => {
  for (const text of ['}}}}]]]]', '"'.repeat(9), '{"a":"\\', ':::::::::', '"a\\"b,c,d,e,f,g,h']) {
    expect(excessOf(Buffer.from(text), BOUNDS)).toBeUndefined();
  }
});
