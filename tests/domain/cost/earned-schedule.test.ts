import fc from 'fast-check';
import { CALENDAR_DAYS_RULE, WorkCalendar } from '../../../src/domain/calendar.ts';
import { addDays } from '../../../src/domain/civil-date.ts';
import { FigureGap } from '../../../src/domain/cost/cost-enums.ts';
import { earnedSchedule, estimatedFinish } from '../../../src/domain/cost/earned-schedule.ts';
import { plannedValue, type BudgetedWork } from '../../../src/domain/cost/earned-value.ts';
import { isKnown, type Figure } from '../../../src/domain/cost/performance.ts';
import { PlannedValueCurve } from '../../../src/domain/cost/planned-value.ts';
import { add, compare, divideBy, rational, scale, toDecimal, ZERO } from '../../../src/domain/rational.ts';

const everyDay = new WorkCalendar(CALENDAR_DAYS_RULE);
const calendar = new WorkCalendar();
const shown = (figure: Figure, places = 3): string => (isKnown(figure) ? toDecimal(figure, places) : figure);

/** Planned value by period, one day each. */
function periods(cumulative: readonly number[]): PlannedValueCurve {
  const work = cumulative.map((value, at): BudgetedWork => {
    const day = addDays('2026-01-01', at);
    return { cents: BigInt(value - (cumulative[at - 1] ?? 0)) * 100n, start: day, end: day };
  });
  return new PlannedValueCurve(work, everyDay);
}

/*
 * A project that ends three months late, planned and earned value by month, in the manner of the notional "late finish" data
 * with which W. Lipke shows the method ("Schedule is Different", The Measurable News, Summer 2003). The earned schedule of each
 * month follows by his formula, ES = C + I, by hand: in the second, 180 earned where 105 and 200 were planned are 1 + 75/95.
 */
const PLANNED = [105, 200, 515, 845, 1175, 1475, 1805, 2135, 2435, 2665, 2760, 2823];
test.each<[number, number, string, string]>([
  [1, 95, '0.905', '0.905'],
  [2, 180, '1.789', '0.895'],
  [3, 470, '2.857', '0.952'],
  [4, 770, '3.773', '0.943'],
  [5, 1_065, '4.667', '0.933'],
  [9, 2_150, '8.050', '0.894'],
  [14, 2_770, '11.159', '0.797'],
  [15, 2_823, '12.000', '0.800'],
])('earned schedule of a project that ends late, after %i months', (month, earned, es, spi) => {
  const on = addDays('2026-01-01', month - 1);
  const figures = earnedSchedule(periods(PLANNED), { ev: rational(earned * 100), on }, everyDay);
  expect(shown(figures.earnedScheduleDays)).toBe(es);
  expect(shown(figures.spiTime)).toBe(spi);
  expect(shown(figures.actualTimeDays, 0)).toBe(String(month));
  expect(shown(figures.plannedDurationDays, 0)).toBe('12');
});

test('a project that ends late shows by how much, where its index of cost ends at one', () => {
  const on = addDays('2026-01-01', 14);
  const curve = periods(PLANNED);
  const figures = earnedSchedule(curve, { ev: rational(282_300), on }, everyDay);
  expect(shown(figures.svTimeDays)).toBe('-3.000');
  expect(shown(figures.estimatedDurationDays)).toBe('15.000');
  expect(estimatedFinish(curve, figures, everyDay)).toEqual({ day: on });
  expect(shown(figures.tspi)).toBe('0.000');
});

const fortnight: BudgetedWork = { cents: 100_00n, start: '2026-11-02', end: '2026-11-13' };

test.each<[string, readonly BudgetedWork[], [number, string], Partial<Record<string, string>>]>([
  [
    'nothing is dated',
    [{ cents: 5n, start: null, end: null }],
    [0, '2026-11-03'],
    { earnedScheduleDays: FigureGap.NO_DATES, spiTime: FigureGap.NO_DATES },
  ],
  [
    'the plan has not begun',
    [fortnight],
    [10, '2026-11-01'],
    { earnedScheduleDays: '0.010', spiTime: FigureGap.NOT_BEGUN, actualTimeDays: '0.000' },
  ],
  [
    'nothing is earned',
    [fortnight],
    [0, '2026-11-04'],
    { earnedScheduleDays: '0.000', spiTime: '0.000', estimatedDurationDays: FigureGap.NOTHING_EARNED },
  ],
  [
    'all planned days have passed',
    [fortnight],
    [5_000, '2026-11-13'],
    { earnedScheduleDays: '5.000', tspi: FigureGap.TIME_IS_UP },
  ],
  [
    'a milestone on a day off is due on the next working day',
    [{ cents: 5n, start: '2026-11-07', end: '2026-11-07' }],
    [5, '2026-11-07'],
    { earnedScheduleDays: '1.000', actualTimeDays: '0.000' },
  ],
])('earned schedule where %s', (_, work, [ev, on], expected) => {
  const figures = earnedSchedule(new PlannedValueCurve(work, calendar), { ev: rational(ev), on }, calendar);
  const found = Object.fromEntries(
    Object.entries(figures).map(([name, figure]) => [name, shown(figure as Figure)]),
  );
  expect(found).toMatchObject(expected);
});

test('a pace that would take thousands of years has no finish', () => {
  const curve = new PlannedValueCurve([{ ...fortnight, cents: 10n ** 12n }], calendar);
  const figures = earnedSchedule(curve, { ev: rational(1), on: '2026-11-13' }, calendar);
  expect(estimatedFinish(curve, figures, calendar)).toEqual({ gap: FigureGap.BEYOND_CALENDAR });
});

const works = fc.array(
  fc.record({
    cents: fc.bigInt({ min: 1n, max: 10n ** 11n }),
    from: fc.integer({ min: 0, max: 60 }),
    days: fc.integer({ min: 0, max: 40 }),
    hasStart: fc.boolean(),
  }),
  { minLength: 1, maxLength: 8 },
);
const drawnWork = (
  drawn: readonly { cents: bigint; from: number; days: number; hasStart: boolean }[],
): BudgetedWork[] =>
  drawn.map(({ cents, from, days, hasStart }) => {
    const start = addDays('2026-01-01', from);
    return { cents, start: hasStart ? start : null, end: addDays(start, days) };
  });

test('a curve says of each day what the works say one by one', () => {
  fc.assert(
    fc.property(works, fc.integer({ min: -3, max: 110 }), (drawn, offset) => {
      const work = drawnWork(drawn);
      const day = addDays('2026-01-01', offset);
      const apart = work.map(({ cents, start, end }) => {
        if (end === null || (start ?? end) > day) return day >= end! ? rational(cents) : ZERO;
        if (day >= end) return rational(cents);
        const days = start === null ? 0 : calendar.durationBetween(start, end);
        return days === 0 || start === null
          ? ZERO
          : rational(cents * BigInt(calendar.durationBetween(start, day)), days);
      });
      expect(compare(new PlannedValueCurve(work, calendar).at(day), apart.reduce(add, ZERO))).toBe(0);
    }),
  );
});

test('who earns what was planned by the end of a working day has earned that schedule or more, and no day that earns more', () => {
  fc.assert(
    fc.property(works, fc.integer({ min: 1, max: 90 }), (drawn, days) => {
      const work = drawnWork(drawn);
      const curve = new PlannedValueCurve(work, calendar);
      const on = calendar.day(calendar.index(curve.first!) + days - 1);
      const ev = plannedValue(work, on, calendar);
      const { earnedScheduleDays: es, plannedDurationDays: pd } = earnedSchedule(curve, { ev, on }, calendar);
      if (!isKnown(es) || !isKnown(pd)) throw new Error('not known');
      const least = compare(rational(days), pd) < 0 ? rational(days) : pd;
      expect(compare(es, least)).toBeGreaterThanOrEqual(0);
      // A whole number of days beyond which nothing is planned: PV there is what was earned.
      const whole = calendar.day(calendar.index(curve.first!) + Number(es.numerator / es.denominator) - 1);
      expect(compare(curve.at(whole), ev)).toBeLessThanOrEqual(0);
      expect(compare(divideBy(scale(es, 2n), rational(2)), es)).toBe(0);
    }),
  );
});
