import fc from 'fast-check';
import { timeScaleOf } from '../../../src/console/pages/portfolio/time-scale.ts';

const TODAY = '2026-11-30';
const day = fc
  .integer({ min: Date.parse('1990-01-01'), max: Date.parse('2080-12-31') })
  .map((ms) => new Date(ms).toISOString().slice(0, 10));
const dayOrNone = fc.option(day);

test('every day that is shown lies on the scale, in its order, and the ticks are few', () => {
  const spans = fc.array(fc.record({ startDate: dayOrNone, endDate: dayOrNone, finish: dayOrNone }), {
    maxLength: 20,
  });
  fc.assert(
    fc.property(spans, (rows) => {
      const { at, ticks } = timeScaleOf(rows, TODAY);
      const days = [TODAY, ...rows.flatMap((row) => Object.values(row))]
        .filter((each) => each !== null)
        .sort();
      const places = days.map(at);
      expect(Math.min(...places)).toBe(0);
      expect(Math.max(...places)).toBeLessThan(100);
      expect(places).toEqual([...places].sort((a, b) => a - b));
      expect(ticks.length).toBeLessThan(10);
      for (const tick of ticks) expect(tick.at).toBeGreaterThanOrEqual(0);
    }),
  );
});

test('a year has quarters, seven years have years, ten every second one', () => {
  const scale = (endDate: string) =>
    timeScaleOf([{ startDate: '2026-11-30', endDate, finish: null }], TODAY).ticks.map(({ date }) => date);
  expect(scale('2027-11-30')).toEqual(['2027-01-01', '2027-04-01', '2027-07-01', '2027-10-01']);
  expect(scale('2033-11-30')).toHaveLength(7);
  expect(scale('2036-11-30')).toEqual(
    ['2028', '2030', '2032', '2034', '2036'].map((year) => `${year}-01-01`),
  );
});
