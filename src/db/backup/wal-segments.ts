/** Segments have numbers within parts of the log of 4 GiB each. */
const PART_BYTES = 2 ** 32;

/**
 * Names of the segments of the write-ahead log from one to another, both included, on one timeline. A name is 24 hexadecimal
 * digits: timeline, part of the log, segment in that part (PostgreSQL's manual, "WAL Internals").
 *
 * @param segmentBytes size of a segment: `wal_segment_size`, a power of two from 1 MB to 1 GB.
 */
export function segmentsBetween(first: string, last: string, segmentBytes: number): string[] {
  const inPart = PART_BYTES / segmentBytes;
  const numberOf = (name: string): number =>
    parseInt(name.slice(8, 16), 16) * inPart + parseInt(name.slice(16), 16);
  const names: string[] = [];
  for (let each = numberOf(first); each <= numberOf(last); each += 1) {
    names.push(`${last.slice(0, 8)}${hex(Math.floor(each / inPart))}${hex(each % inPart)}`);
  }
  return names;
}

/** Which of the segments are not among the names. */
export function missingSegments(needed: readonly string[], names: readonly string[]): string[] {
  const there = new Set(names);
  return needed.filter((name) => !there.has(name));
}

function hex(value: number): string {
  return value.toString(16).toUpperCase().padStart(8, '0');
}
