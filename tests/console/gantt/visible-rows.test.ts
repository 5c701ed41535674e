import fc from 'fast-check';
import { axisOf, restDays } from '../../../src/console/gantt/axis.ts';
import { targetOf } from '../../../src/console/gantt/gantt-keys.ts';
import { Kind } from '../../../src/console/gantt/timeline.ts';
import { indexLinks, visibleRows } from '../../../src/console/gantt/visible-rows.ts';
import { addDays, toCivilDate, toDayNumber, weekdayOf } from '../../../src/console/state/civil-date.ts';
import { ZOOMS } from '../../../src/console/state/routes.ts';
import { idOf, ORIGIN, timelineOf, type RowOf } from './drawn-timeline.ts';

/** A tree in the order of a timeline: each row lies in one of those on the way to the last. */
const trees = fc.array(fc.nat(3), { minLength: 1, maxLength: 40 }).map((steps): RowOf[] => {
  const path: number[] = [];
  return steps.map((step, row) => {
    path.length = Math.min(path.length, step);
    const parent = path.at(-1);
    path.push(row);
    return {
      kind: Kind.TASK,
      depth: path.length - 1,
      x: row,
      w: 1,
      ...(parent === undefined ? {} : { parent }),
    };
  });
});

test('a row is shown exactly when nothing that holds it is folded', () => {
  fc.assert(
    fc.property(trees, fc.array(fc.nat(39), { maxLength: 8 }), (rows, folded) => {
      const timeline = timelineOf(rows);
      const ids = new Set(folded.map(idOf));
      const { rows: shown, positions } = visibleRows(timeline, ids);
      const isHidden = (row: number): boolean => {
        for (let at = rows[row]!.parent; at !== undefined; at = rows[at]!.parent)
          if (ids.has(idOf(at))) return true;
        return false;
      };
      expect([...shown]).toEqual(rows.map((_, row) => row).filter((row) => !isHidden(row)));
      shown.forEach((row, at) => expect(positions[row]).toBe(at));
    }),
  );
});

test('folding and unfolding leads back', () => {
  fc.assert(
    fc.property(trees, (rows) => {
      const timeline = timelineOf(rows);
      expect(visibleRows(timeline, new Set())).toEqual(visibleRows(timeline, new Set([])));
      expect(visibleRows(timeline, new Set(rows.map((_, n) => idOf(n)))).rows).toHaveLength(
        rows.filter(({ parent }) => parent === undefined).length,
      );
    }),
  );
});

test('the links of a position are those whose ends it shows', () => {
  const timeline = timelineOf(
    [
      { x: 0, w: 1 },
      { x: 1, w: 1 },
      { x: 2, w: 1 },
    ],
    [
      { from: 0, to: 2 },
      { from: 0, to: 1, b: 1 },
    ],
  );
  const { starts, links, critical } = indexLinks(timeline, visibleRows(timeline, new Set()));
  const of = (at: number): number[] => [...links.slice(starts[at], starts[at + 1])].sort();
  expect([of(0), of(1), of(2)]).toEqual([[0, 1], [1], [0]]);
  expect([...critical]).toEqual([1]);
});

test('ticks begin at or before what is shown, and follow one another', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...ZOOMS),
      fc.integer({ min: -400, max: 4_000 }),
      fc.integer({ min: 1, max: 900 }),
      (zoom, from, length) => {
        const { major, minor } = axisOf(zoom, ORIGIN, from, from + length);
        for (const ticks of [major, minor]) {
          expect(ticks[0]!.day).toBeLessThanOrEqual(from);
          ticks.slice(1).forEach(({ day }, at) => expect(day).toBeGreaterThan(ticks[at]!.day));
        }
      },
    ),
  );
});

test('days of rest are weekends and holidays, as the calendar of the organisation has them', () => {
  const calendar = { workingDays: [1, 2, 3, 4, 5], holidays: new Set(['2025-01-08']) };
  expect(restDays(ORIGIN, 0, 13, calendar)).toEqual([
    [2, 1],
    [5, 2],
    [12, 2],
  ]);
});

test('civil dates are counted without a time zone', () => {
  expect(weekdayOf(toDayNumber('2026-11-30'))).toBe(1);
  expect(addDays('2024-02-28', 2)).toBe('2024-03-01');
  fc.assert(
    fc.property(fc.integer({ min: -30_000, max: 90_000 }), (day) =>
      expect(toDayNumber(toCivilDate(day))).toBe(day),
    ),
  );
});

test('keys stay within the rows', () => {
  const keys = ['ArrowDown', 'ArrowUp', 'PageDown', 'PageUp', 'Home', 'End', 'j', 'k'];
  fc.assert(
    fc.property(
      fc.constantFrom(...keys),
      fc.integer({ min: -1, max: 99 }),
      fc.integer({ min: 1, max: 40 }),
      (key, at, page) => {
        const to = targetOf(key, at, 100, page)!;
        expect(to).toBeGreaterThanOrEqual(0);
        expect(to).toBeLessThan(100);
      },
    ),
  );
  expect(targetOf('x', 3, 100, 10)).toBeNull();
});
