import fc from 'fast-check';
import { GraphQLEnumType, GraphQLInt, type GraphQLLeafType } from 'graphql';
import { ByteCountScalar, PercentScalar } from '../../../entities/base/number-scalars.ts';
import type { Decoder } from '../../../src/db/connection/decode.ts';
import { JsonBytes } from '../../../src/server/compiled/json-bytes.ts';
import { byteWriter } from '../../../src/server/compiled/leaf-bytes.ts';

const SEVERITY = new GraphQLEnumType({
  name: 'AlertSeverity',
  values: { GREEN: { value: 'green' }, AMBER: { value: 'yellow' }, RED: { value: 'red' } },
});

/** What the short way writes of a column's text amid others; undefined where it leaves the value to the long way. */
function written(type: GraphQLLeafType, decode: Decoder | undefined, text: string): string | undefined {
  const write = byteWriter({ kind: 'leaf', nonNull: true, type, write: String }, decode);
  const [before, after] = ['7.00', '3.10'];
  const out = new JsonBytes();
  const source = Buffer.from(`${before}${text}${after}`);
  const isWritten = write?.(out, source, before.length, source.length - after.length);
  return isWritten === true ? out.take().toString() : undefined;
}

test('a decimal percentage is written as its type would write it', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 10_000 }), (hundredths) => {
      const text = (hundredths / 100).toFixed(2);
      expect(written(PercentScalar, undefined, text)).toBe(JSON.stringify(PercentScalar.serialize(text)));
    }),
  );
  expect(written(PercentScalar, undefined, '-1.20')).toBe('-1.2');
  expect(written(PercentScalar, undefined, '100')).toBe('100');
  expect(written(PercentScalar, undefined, 'NaN')).toBeUndefined();
});

test('whole percentages, sizes and counts are copied, and long ones left to their type', () => {
  expect(written(PercentScalar, Number, '100')).toBe('100');
  expect(written(ByteCountScalar, Number, '204800')).toBe('204800');
  expect(written(ByteCountScalar, Number, '5368709120')).toBeUndefined();
  expect(written(GraphQLInt, Number, '5368709120')).toBeUndefined();
});

test('a word that is shown by another name is written by that name, and an unknown one is not written', () => {
  expect(['green', 'yellow', 'red'].map((word) => written(SEVERITY, undefined, word))).toEqual([
    '"GREEN"',
    '"AMBER"',
    '"RED"',
  ]);
  expect(written(SEVERITY, undefined, 'amber')).toBeUndefined();
});
