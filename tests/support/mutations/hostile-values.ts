import type { GraphQLNamedType } from 'graphql';
import { isEnumType } from 'graphql';

/** Longer than any text may be. */
const LONG = 'x'.repeat(30_000);
const TEXTS = [
  '',
  LONG,
  'nul\0nul',
  'half \ud83d',
  '\udc00\ud800',
  '👩‍🚒'.repeat(30),
  "'; DROP TABLE pit.task; --",
  '{"__proto__":{"isAdmin":true}}',
  '\u202e\ufeff\u200b',
];
/** What is refused as a date, a decimal or an id for other reasons than its meaning. */
const NO_TEXTS = ['', LONG, 'nul\0nul', 'half \ud83d'];
const NUMBERS = [
  -1,
  0,
  1.5,
  2_147_483_647,
  -2_147_483_648,
  2_147_483_648,
  1e300,
  -1e-300,
  '7',
  'NaN',
  'Infinity',
];

/** A value as JSON brings it, with own properties that a literal would not make. */
const json = (text: string): unknown => JSON.parse(text) as unknown;
const nested = (depth: number): unknown => json(`${'[{"a":'.repeat(depth)}1${'}]'.repeat(depth)}`);

const BY_SCALAR: Readonly<Record<string, readonly unknown[]>> = {
  String: TEXTS,
  ID: [
    ...NO_TEXTS,
    '00000000-0000-0000-0000-000000000000',
    'ffffffff-ffff-ffff-ffff-ffffffffffff',
    '{5f0c6f2e-6f3c-4d3a-9f0f-1f6f3c4d3a9f}',
    '5f0c6f2e6f3c4d3a9f0f1f6f3c4d3a9f',
    '5f0c6f2e-6f3c-4d3a-9f0f-1f6f3c4d3a9f\n',
    12345,
  ],
  Int: NUMBERS,
  Float: [...NUMBERS, Number.MAX_SAFE_INTEGER, 1.797e308],
  Percent: [...NUMBERS, 100.01, 33.333, 1e9],
  ByteCount: [...NUMBERS, Number.MAX_SAFE_INTEGER, 2 ** 53, 1.797e308],
  Boolean: ['true', 1, ''],
  Date: [
    '0001-01-01',
    '9999-12-31',
    '1900-01-01',
    '2200-12-31',
    '2026-02-30',
    '2026-13-01',
    '10000-01-01',
    '-0001-01-01',
    '2026-1-1',
    'infinity',
    'epoch',
    ...NO_TEXTS,
  ],
  DateTime: [
    '0001-01-01T00:00:00Z',
    '9999-12-31T23:59:59.999Z',
    '1900-01-01T00:00:00+23:59',
    '2200-12-31T23:59:59.999-23:59',
    '2026-02-30T00:00:00Z',
    '2026-01-01T25:00:00Z',
    '2016-12-31T23:59:60Z',
    'now',
    'infinity',
    ...NO_TEXTS,
  ],
  Decimal: [
    '1e5',
    '1E-400',
    '-1',
    '-0',
    '0.001',
    '9999999999',
    '9999999999.99',
    '99999999999999999999',
    'NaN',
    'Infinity',
    '0x10',
    '1,5',
    12.5,
    ...NO_TEXTS,
  ],
};
const DOCUMENTS = [
  nested(8),
  nested(300),
  json('{"__proto__":{"isAdmin":true}}'),
  json('{"constructor":{"prototype":{"isAdmin":true}}}'),
  { text: 'nul\0nul', half: '\ud83d' },
  { 'nul\0': 1 },
  { long: LONG },
  { number: 1e300, tiny: 5e-324 },
  Array.from({ length: 20_000 }, () => 0),
  [],
  {},
  'text',
  -1,
  true,
];
/** What is wrong for every type, or says nothing. */
const FOR_ALL = [null, {}, [[null]]];

/** Values that nobody means well by, for a place of this type. */
export function hostileValues({ type, isList }: { type: GraphQLNamedType; isList: boolean }): unknown[] {
  if (isList) {
    const [item] = hostileValues({ type, isList: false });
    const same = '5f0c6f2e-6f3c-4d3a-9f0f-1f6f3c4d3a9f';
    return [
      ...FOR_ALL,
      [null],
      Array.from({ length: 600 }, () => same),
      Array.from({ length: 50_000 }, () => item),
    ];
  }
  if (isEnumType(type)) return [...FOR_ALL, 'NO_SUCH_WORD', '', '__proto__', 'constructor', 0, LONG];
  return [...FOR_ALL, ...(BY_SCALAR[type.name] ?? DOCUMENTS)];
}
