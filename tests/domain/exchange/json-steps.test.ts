import fc from 'fast-check';
import { PitError } from '../../../src/domain/errors.ts';
import { inOneGo } from '../../../src/domain/in-steps.ts';
import { readJson } from '../../../src/domain/exchange/json-steps.ts';

const read = (text: string): unknown => inOneGo(readJson(text));

/** Text of more than one piece, as documents have it in their middle. */
const LONG = 'x, "[{ \\" '.repeat(20_000);

test('a document that is read in pieces has the value that the parser gives it whole', () => {
  const some = fc.jsonValue({ maxDepth: 4 });
  const large = fc
    .tuple(some, some, fc.nat(3), fc.constantFrom(undefined, 1, 2))
    .map(([a, b, at, indent]) => {
      const many = Array.from({ length: 2_000 }, (_, number) => ({
        number,
        a,
        text: 'some text that fills a piece',
      }));
      const list = [b, LONG, many, '', [], {}];
      list.splice(at, 0, { many, [LONG]: a, ['__proto__']: b, '': list.slice(0, 2) });
      return JSON.stringify({ a, list, b: { list } }, null, indent);
    });
  fc.assert(
    fc.property(large, (text) => {
      const value = read(text) as object;
      expect(JSON.stringify(value)).toBe(JSON.stringify(JSON.parse(text)));
      expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    }),
    { numRuns: 6 },
  );
});

test('what is no JSON is refused wherever in a long document it stands', () => {
  const long = `[${'{"a":1},'.repeat(20_000)}{}]`;
  const filled = `"${'y'.repeat(200_000)}"`;
  const broken = [
    ...['', '[', `${long}]`, `${long} 1`, long.slice(0, -1), long.replace('},{', '}{')],
    ...[long.replace(/\]$/, '}'), long.replace('[', '[,'), long.replace(/\]$/, ',]')],
    ...[`{"a":${long},}`, `{"a" ${long}}`, `{a:${long}}`, `{1:${long}}`, `{,"a":${long}}`],
    ...[`[${filled},,${filled}]`, `[${filled} ${filled}]`, `{"a":${filled} "b":1}`, `{${filled}}`],
  ];
  for (const text of broken) {
    expect(() => JSON.parse(text) as unknown).toThrow(SyntaxError);
    expect(() => read(text)).toThrow(PitError);
  }
  expect(read(`[${' '.repeat(200_000)}]`)).toEqual([]);
});
