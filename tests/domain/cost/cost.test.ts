import fc from 'fast-check';
import { WorkCalendar } from '../../../src/domain/calendar.ts';
import { addDays } from '../../../src/domain/civil-date.ts';
import {
  apportion,
  fiscalYearOf,
  fiscalYearWindow,
  splitByFiscalYear,
  totalCost,
} from '../../../src/domain/cost/cost.ts';
import { MAX_CENTS, sumCents } from '../../../src/domain/money.ts';

const calendar = new WorkCalendar();
const open = { fyAllocation: null, start: null, end: null };
const date = fc.nat(4_000).map((days) => addDays('2020-01-01', days));
const month = fc.integer({ min: 1, max: 12 });

test('parents cost what their children cost', () => {
  expect(totalCost([])).toEqual({ capexCents: 0n, opexCents: 0n });
  expect(
    totalCost([
      { capexCents: 10n, opexCents: 1n },
      { capexCents: 20n, opexCents: 2n },
    ]),
  ).toEqual({ capexCents: 30n, opexCents: 3n });
});

test('a financial year is named by the year it ends in', () => {
  expect(fiscalYearOf('2024-06-30', 7)).toBe(2024);
  expect(fiscalYearOf('2024-07-01', 7)).toBe(2025);
  expect(fiscalYearOf('2024-12-31', 1)).toBe(2024);
  expect(fiscalYearWindow(2025, 7)).toEqual({ start: '2024-07-01', end: '2025-06-30' });
  expect(fiscalYearWindow(2024, 1)).toEqual({ start: '2024-01-01', end: '2024-12-31' });
});

test('every day lies in the window of its financial year', () => {
  fc.assert(
    fc.property(date, month, (day, firstMonth) => {
      const { start, end } = fiscalYearWindow(fiscalYearOf(day, firstMonth), firstMonth);
      expect(start <= day && day <= end).toBe(true);
    }),
  );
});

test('a cost is split by working days', () => {
  // 2 working days in the old year, 3 in the new.
  const timing = { ...open, start: '2024-06-27', end: '2024-07-03' };
  expect(splitByFiscalYear(1_000n, timing, calendar, 7)).toEqual([
    { fiscalYear: 2024, cents: 400n },
    { fiscalYear: 2025, cents: 600n },
  ]);
  expect(splitByFiscalYear(1_001n, timing, calendar, 7).map((share) => share.cents)).toEqual([400n, 601n]);
});

test('an allocation by hand takes all; a milestone and a weekend fall where they end; no dates, no year', () => {
  const timing = { ...open, start: '2024-06-29', end: '2024-06-30' };
  expect(splitByFiscalYear(5n, { ...timing, fyAllocation: 2030 }, calendar, 7)).toEqual([
    { fiscalYear: 2030, cents: 5n },
  ]);
  expect(splitByFiscalYear(5n, timing, calendar, 7)).toEqual([{ fiscalYear: 2024, cents: 5n }]);
  expect(splitByFiscalYear(5n, open, calendar, 7)).toEqual([{ fiscalYear: null, cents: 5n }]);
  expect(splitByFiscalYear(5n, { ...open, end: '2024-07-01' }, calendar, 7)).toEqual([
    { fiscalYear: 2025, cents: 5n },
  ]);
});

test('a cost split over years loses no cent, and no year is off by a cent or more', () => {
  const cost = fc.bigInt({ min: 0n, max: MAX_CENTS });
  fc.assert(
    fc.property(cost, date, fc.nat(2_500), month, (cents, start, span, firstMonth) => {
      const end = addDays(start, span);
      const shares = splitByFiscalYear(cents, { ...open, start, end }, calendar, firstMonth);
      expect(sumCents(shares.map((share) => share.cents))).toBe(cents);
      const total = BigInt(calendar.durationBetween(start, end));
      for (const { fiscalYear, cents: part } of total > 0n ? shares : []) {
        const window = fiscalYearWindow(fiscalYear ?? NaN, firstMonth);
        const from = window.start > start ? window.start : start;
        const to = window.end < end ? window.end : end;
        const error = part * total - cents * BigInt(calendar.durationBetween(from, to));
        expect(error < total && -error < total).toBe(true);
      }
    }),
  );
});

test('leftover cents go to the largest remainders, earlier ones first', () => {
  expect(apportion(100n, [1n, 1n, 1n])).toEqual([34n, 33n, 33n]);
  expect(apportion(2n, [1n, 1n, 1n])).toEqual([1n, 1n, 0n]);
  expect(apportion(10n, [0n, 5n, 1n])).toEqual([0n, 8n, 2n]);
});
