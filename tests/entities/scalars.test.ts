import { GraphQLError, parseValue, type GraphQLScalarType } from 'graphql';
import { JsonScalar } from '../../entities/base/json-scalar.ts';
import { ByteCountScalar, PercentScalar } from '../../entities/base/number-scalars.ts';
import { DateScalar, DateTimeScalar, DecimalScalar } from '../../entities/base/scalars.ts';

/** What the scalar makes of the same input as a variable and as a literal of the query. */
function read(scalar: GraphQLScalarType, input: string): unknown[] {
  return [scalar.parseValue(input), scalar.parseLiteral(parseValue(JSON.stringify(input)))];
}

function expectRefused(scalar: GraphQLScalarType, input: unknown): void {
  expect(() => scalar.parseValue(input)).toThrow(GraphQLError);
  expect(() => scalar.parseValue(input)).toThrow(`${scalar.name} expects `);
  if (typeof input === 'string') {
    expect(() => scalar.parseLiteral(parseValue(JSON.stringify(input)))).toThrow(`${scalar.name} expects `);
  }
}

describe('Date', () => {
  test.each(['2026-11-22', '1900-01-01', '2200-12-31', '2024-02-29'])('takes %s', (day) => {
    expect(read(DateScalar, day)).toEqual([day, day]);
  });

  test.each([
    ['a day that does not exist', '2026-02-30'],
    ['29 February of a common year', '2023-02-29'],
    ['a month that does not exist', '2026-13-01'],
    ['a year before 1900', '1899-12-31'],
    ['a year after 2200', '2201-01-01'],
    ['a moment', '2026-11-22T00:00:00Z'],
    ['another form', '22.11.2026'],
    ['a line more', '2026-11-22\n'],
    ['nothing', ''],
    ['a number', 20261122],
    ['a JavaScript Date', new Date(0)],
    ['a list', ['2026-11-22']],
  ])('refuses %s', (_, input) => {
    expectRefused(DateScalar, input);
  });

  test('answers the text that the database wrote', () => {
    expect(DateScalar.serialize('2026-11-22')).toBe('2026-11-22');
    expect(() => DateScalar.serialize(new Date(0))).toThrow('Date expects');
  });

  test('says what was expected and repeats no more than 64 characters of what came', () => {
    expect(() => DateScalar.parseValue('2026-02-30')).toThrow(
      'Date expects a real day between 1900 and 2200 as "YYYY-MM-DD", but got "2026-02-30"',
    );
    expect(() => DateScalar.parseValue('x'.repeat(5_000))).toThrow(/but got "x{63}$/);
  });

  test('refuses a literal that is no text', () => {
    expect(() => DateScalar.parseLiteral(parseValue('20261122'))).toThrow('but got 20261122');
    expect(() => DateScalar.parseLiteral(parseValue('{ year: 2026 }'))).toThrow('but got {year: 2026}');
  });
});

describe('DateTime', () => {
  test.each([
    ['2026-11-22T20:05:07.123Z', '2026-11-22T20:05:07.123Z'],
    ['2026-11-22T20:05:07Z', '2026-11-22T20:05:07.000Z'],
    ['2026-11-22T23:35:07.5+03:30', '2026-11-22T20:05:07.500Z'],
    ['2026-11-22t20:05:07.123456789z', '2026-11-22T20:05:07.123Z'],
  ])('reads %s as a moment in UTC', (input, moment) => {
    expect(read(DateTimeScalar, input)).toEqual([moment, moment]);
  });

  test.each([
    ['a year that PostgreSQL would not take', '0001-01-01T00:00:00+14:00'],
    ['a day alone', '2026-11-22'],
    ['no offset', '2026-11-22T20:05:07'],
    ['a day that does not exist', '2026-02-30T00:00:00Z'],
    ['hour 24', '2026-11-22T24:00:00Z'],
    ['an offset out of range', '2026-11-22T20:05:07+24:00'],
    ['a blank for the T', '2026-11-22 20:05:07Z'],
    ['a number', 1_790_000_000_000],
    ['null in a list', [null]],
  ])('refuses %s', (_, input) => {
    expectRefused(DateTimeScalar, input);
  });

  test('answers texts as they are and JavaScript dates in UTC', () => {
    expect(DateTimeScalar.serialize('2026-11-22T20:05:07.123Z')).toBe('2026-11-22T20:05:07.123Z');
    expect(DateTimeScalar.serialize(new Date(0))).toBe('1970-01-01T00:00:00.000Z');
    expect(() => DateTimeScalar.serialize(0)).toThrow('DateTime expects');
  });
});

describe('Decimal', () => {
  test.each(['0', '0.5', '1250.00', '-12.34', '9999999999.99'])('takes %s as it is', (amount) => {
    expect(read(DecimalScalar, amount)).toEqual([amount, amount]);
  });

  test.each([
    ['an exponent', '1e3'],
    ['no number', 'NaN'],
    ['infinity', 'Infinity'],
    ['three decimals', '1.005'],
    ['eleven digits', '12345678901'],
    ['a sign in front', '+1'],
    ['a bare point', '1.'],
    ['a thousands separator', '1,250.00'],
    ['blanks', ' 1'],
    ['a hexadecimal number', '0x10'],
    ['a float, which is not exact', 12.5],
    ['digits of another script', '१२'],
  ])('refuses %s', (_, input) => {
    expectRefused(DecimalScalar, input);
  });

  test('answers the text that the database wrote, whatever its length', () => {
    expect(DecimalScalar.serialize('123456789012.50')).toBe('123456789012.50');
    expect(() => DecimalScalar.serialize(12.5)).toThrow('Decimal expects');
  });
});

/** `levels` objects, one inside the other, around a number. */
function nested(levels: number): unknown {
  return levels === 0 ? 1 : { inner: nested(levels - 1) };
}

describe('JSON', () => {
  test.each([[{ a: [1, 'two', null, true, { b: 2.5 }] }], ['text'], [0], [null], [[]], [nested(9)]])(
    'takes %j as it is',
    (value) => {
      expect(JsonScalar.parseValue(value)).toEqual(value);
      expect(JsonScalar.serialize(value)).toBe(value);
    },
  );

  test('takes a literal with variables inside', () => {
    const literal = parseValue(
      '{ level: 3, tags: ["a", $tag], deep: { on: true, word: RED, nothing: null } }',
    );
    expect(JsonScalar.parseLiteral(literal, { tag: 'b' })).toMatchObject({
      level: 3,
      tags: ['a', 'b'],
      deep: { on: true, word: 'RED', nothing: null },
    });
  });

  test.each(['__proto__', 'constructor', 'prototype'])('refuses the key %s at any depth', (key) => {
    const hostile: unknown = JSON.parse(`{ "a": [{ "${key}": { "admin": true } }] }`);
    expectRefused(JsonScalar, hostile);
    expect(() => JsonScalar.parseLiteral(parseValue(`{ a: [{ ${key}: 1 }] }`))).toThrow(
      `no key named ${key}`,
    );
  });

  test('refuses more than ten levels and more than 64 KiB', () => {
    expectRefused(JsonScalar, nested(10));
    expect(JsonScalar.parseValue('x'.repeat(65_534))).toHaveLength(65_534);
    expectRefused(JsonScalar, ['x'.repeat(65_534)]);
  });

  test.each([
    ['NUL', 'a\0b'],
    ['half a character', '\ud83d'],
  ])('refuses %s, which the database cannot store', (_, text) => {
    expectRefused(JsonScalar, { text });
    expectRefused(JsonScalar, { [text]: 1 });
  });

  test('repeats no more than 64 characters of what came', () => {
    expect(() => JsonScalar.parseValue(['y'.repeat(70_000)])).toThrow(/but got \["y{62}$/);
  });
});

describe('Percent', () => {
  test.each([0, 100, 12.5, 0.01, 99.99, 33.33, -5, 250])('takes %s', (number) => {
    expect(PercentScalar.parseValue(number)).toBe(number);
    expect(PercentScalar.parseLiteral(parseValue(String(number)))).toBe(number);
    expect(PercentScalar.serialize(number)).toBe(number);
  });

  test('takes and gives back every number of two decimals', () => {
    for (let hundredths = 0; hundredths <= 10_000; hundredths++) {
      const text = (hundredths / 100).toFixed(2);
      expect(PercentScalar.serialize(text)).toBe(PercentScalar.parseValue(Number(text)));
    }
  });

  test.each([33.333, 1e-300, 1e9, Infinity, NaN, '12.50', '', true, [12]])('refuses %p', (input) => {
    expectRefused(PercentScalar, input);
  });

  test('answers a decimal of the database as a number', () => {
    expect(PercentScalar.serialize('12.50')).toBe(12.5);
    expect(PercentScalar.serialize('90.00')).toBe(90);
    expect(() => PercentScalar.serialize('NaN')).toThrow('Percent expects');
  });
});

describe('ByteCount', () => {
  test.each([0, 1, 5 * 1024 ** 3, Number.MAX_SAFE_INTEGER])('takes %s', (size) => {
    expect(ByteCountScalar.parseValue(size)).toBe(size);
    expect(ByteCountScalar.parseLiteral(parseValue(String(size)))).toBe(size);
    expect(ByteCountScalar.serialize(size)).toBe(size);
  });

  test.each([-1, 1.5, 2 ** 53, 1e300, '7', null])('refuses %p', (input) => {
    expectRefused(ByteCountScalar, input);
  });
});
