import fc from 'fast-check';
import { missingSegments, segmentsBetween } from '../../../src/db/backup/wal-segments.ts';

const MEGABYTE = 2 ** 20;

test('segments go on in the next part of the log where one part of 4 GiB is full', () => {
  const first = '0000000200000001000000FE';
  expect(segmentsBetween(first, '000000020000000200000001', 16 * MEGABYTE)).toEqual([
    first,
    '0000000200000001000000FF',
    '000000020000000200000000',
    '000000020000000200000001',
  ]);
});

test('the larger segments are, the fewer a part of the log has', () => {
  const names = segmentsBetween('000000010000000000000002', '000000010000000100000000', 1024 * MEGABYTE);
  expect(names).toEqual(['000000010000000000000002', '000000010000000000000003', '000000010000000100000000']);
});

/** As PostgreSQL numbers them: `pg_walfile_name`, by the byte that a segment begins with. */
function nameAt(byte: bigint, segmentBytes: bigint): string {
  const hex = (value: bigint): string => value.toString(16).toUpperCase().padStart(8, '0');
  return `00000001${hex(byte >> 32n)}${hex((byte & 0xffffffffn) / segmentBytes)}`;
}

test('every byte between the first and the last segment lies in one of them, and nothing else is needed', () => {
  const size = fc.constantFrom(1n, 16n, 64n, 1024n).map((megabytes) => megabytes * BigInt(MEGABYTE));
  const place = fc.record({ size, at: fc.bigInt(0n, 2n ** 44n), count: fc.integer({ min: 1, max: 300 }) });
  fc.assert(
    fc.property(place, ({ size: bytes, at, count }) => {
      const expected = Array.from({ length: count }, (_, index) => nameAt(at + BigInt(index) * bytes, bytes));
      const [first = '', last = ''] = [expected[0], expected.at(-1)];
      expect(segmentsBetween(first, last, Number(bytes))).toEqual(expected);
    }),
  );
});

test('a gap in the log is named', () => {
  const needed = segmentsBetween('000000010000000000000001', '000000010000000000000003', 16 * MEGABYTE);
  const there = ['000000010000000000000001', 'archive_status', '000000010000000000000003'];
  expect(missingSegments(needed, there)).toEqual(['000000010000000000000002']);
});
