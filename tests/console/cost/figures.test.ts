import fc from 'fast-check';
import { roundTicks, scaleOf, thinned } from '../../../src/console/charts/scale.ts';
import { FIGURES, figureOf, printFigure } from '../../../src/console/cost/figures.ts';
import type { EarnedFiguresFragment } from '../../../src/console/operations.ts';

/** Figures of a project as the graph computes them: money to the cent, ratios to four places. */
function valuesOf(
  [bac, pv, ev, ac]: readonly [number, number, number, number],
  [es, at, pd]: readonly [number, number, number],
): EarnedFiguresFragment {
  const money = (amount: number): string => amount.toFixed(2);
  const ratio = (value: number): string => value.toFixed(4);
  const [cpi, spi, spiTime] = [ev / ac, ev / pv, es / at];
  const eac = bac / cpi;
  return {
    ...{ asOf: '2026-11-30', basis: 'PLAN', actualCostAt: null, undatedCost: '0.00', missing: [] },
    ...{ bac: money(bac), pv: money(pv), ev: money(ev), ac: money(ac) },
    ...{ sv: money(ev - pv), cv: money(ev - ac), spi: ratio(spi), cpi: ratio(cpi) },
    ...{ eacCpi: money(eac), eacPlan: money(ac + bac - ev) },
    eacCpiSpi: money(ac + (bac - ev) / (cpi * spi)),
    ...{ etc: money(eac - ac), vac: money(bac - eac) },
    tcpiBac: ratio((bac - ev) / (bac - ac)),
    tcpiEac: ratio((bac - ev) / (eac - ac)),
    ...{ percentComplete: ratio((ev / bac) * 100), percentSpent: ratio((ac / bac) * 100) },
    ...{ earnedScheduleDays: ratio(es), actualTimeDays: ratio(at), plannedDurationDays: ratio(pd) },
    ...{ svTimeDays: ratio(es - at), spiTime: ratio(spiTime) },
    estimatedDurationDays: ratio(pd / spiTime),
    estimatedFinish: '2027-05-18',
  };
}

/** Reckons what a formula with numbers says, as a reader with a calculator does. */
function reckon(text: string): number {
  const plain = text.replaceAll(',', '').replaceAll('−', '-').replaceAll('×', '*');
  const tokens = plain.match(/\d+(?:\.\d+)?|[-+*/()]/g) ?? [];
  let at = 0;
  const factor = (): number => {
    const token = tokens[at++]!;
    if (token === '-') return -factor();
    if (token !== '(') return Number(token);
    const inside = sum();
    at += 1;
    return inside;
  };
  const product = (): number => {
    let value = factor();
    while (tokens[at] === '*' || tokens[at] === '/')
      value = tokens[at++] === '*' ? value * factor() : value / factor();
    return value;
  };
  const sum = (): number => {
    let value = product();
    while (tokens[at] === '+' || tokens[at] === '-')
      value = tokens[at++] === '+' ? value + product() : value - product();
    return value;
  };
  return sum();
}

const amounts = fc.integer({ min: 10_000, max: 100_000_000 }).map((cents) => cents / 100);
const shares = fc.integer({ min: 30, max: 97 }).map((percent) => percent / 100);

test('each formula that is shown comes to the figure that stands beside it', () => {
  fc.assert(
    fc.property(
      amounts,
      fc.tuple(shares, shares, shares),
      fc.integer({ min: 20, max: 400 }),
      (bac, [p, e, a], pd) => {
        fc.pre(Math.abs(e - a) > 0.02 || a < 0.9);
        const cents = (amount: number): number => Math.round(amount * 100) / 100;
        const values = valuesOf([bac, cents(bac * p), cents(bac * e), cents(bac * a)], [pd * e, pd * p, pd]);
        for (const name of FIGURES) {
          const { numbers, value, unit, formula } = figureOf(values, name);
          if (formula === '') expect(numbers).toBeNull();
          else {
            const reckoned = reckon(numbers!);
            const exact = Number(value);
            // What goes in is rounded itself: to the cent, and to four places.
            const slip = unit === 'money' ? bac * 0.002 + 0.02 : Math.abs(exact) * 0.002 + 0.02;
            expect(Math.abs(reckoned - exact)).toBeLessThanOrEqual(slip);
          }
        }
      },
    ),
    { numRuns: 200 },
  );
});

test('a figure that is not known says why, and shows no numbers', () => {
  const values = valuesOf([1000, 500, 400, 450], [8, 10, 20]);
  const unknown = {
    ...values,
    ac: null,
    cpi: null,
    missing: [{ figure: 'cpi', reason: 'NO_ACTUAL_COST' as const }],
  };
  expect(figureOf(unknown, 'cpi')).toMatchObject({
    value: null,
    numbers: null,
    gap: 'NO_ACTUAL_COST',
    isBad: false,
  });
  expect(figureOf(unknown, 'cv').numbers).toBeNull();
  expect(printFigure(figureOf(unknown, 'cpi'))).toBe('–');
});

test('what is behind is told by the figure itself, and negative numbers of a formula stand in brackets', () => {
  const values = { ...valuesOf([1000, 500, 400, 450], [8, 10, 20]), ac: '-50.00' };
  expect(figureOf(values, 'spi').isBad).toBe(true);
  expect(figureOf(values, 'eacPlan').numbers).toBe('(−50.00) + 1,000.00 − 400.00');
  expect(figureOf(values, 'percentComplete')).toMatchObject({ formula: 'EV / BAC × 100', isBad: false });
});

test('the numbers beside a chart are round, begin at nothing and reach over all of it', () => {
  fc.assert(
    fc.property(fc.double({ min: 0.01, max: 1e12, noNaN: true }), (most) => {
      const ticks = roundTicks(most);
      expect(ticks[0]).toBe(0);
      expect(ticks.at(-1)!).toBeGreaterThanOrEqual(most * (1 - 1e-6));
      expect(ticks.length).toBeLessThanOrEqual(7);
      expect(ticks.length).toBeGreaterThanOrEqual(3);
    }),
  );
  expect(roundTicks(0)).toEqual([0, 1]);
  expect(roundTicks(12_000)).toEqual([0, 2_500, 5_000, 7_500, 10_000, 12_500]);
});

test('a scale of one value alone shows it in the middle, and labels never crowd', () => {
  expect(scaleOf([5, 5], [0, 100])(5)).toBe(50);
  expect(scaleOf([0, 10], [100, 0])(2.5)).toBe(75);
  expect(thinned([1, 2, 3, 4, 5, 6, 7], 3)).toEqual([1, 4, 7]);
  expect(thinned([1, 2], 0)).toEqual([1]);
});
