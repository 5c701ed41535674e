import fc from 'fast-check';
import { FigureGap } from '../../../src/domain/cost/cost-enums.ts';
import {
  isKnown,
  missingFigures,
  performanceOf,
  type PerformanceFigures,
} from '../../../src/domain/cost/performance.ts';
import {
  add,
  compare,
  divideBy,
  multiply,
  rational,
  subtract,
  toDecimal,
} from '../../../src/domain/rational.ts';

/** Figures of amounts of whole money, amounts with two places and all others with four. */
function figuresOf([bac, pv, ev, ac]: readonly [number, number, number, number | null]): Record<
  string,
  string
> {
  const amount = (of: number) => rational(of * 100);
  const figures = performanceOf({
    bac: amount(bac),
    pv: amount(pv),
    ev: amount(ev),
    ac: ac === null ? null : amount(ac),
  });
  const amounts = new Set(['sv', 'cv', 'eacCpi', 'eacPlan', 'eacCpiSpi', 'etc', 'vac']);
  return Object.fromEntries(
    Object.entries(figures).map(([name, figure]) => {
      if (!isKnown(figure)) return [name, figure];
      return [name, amounts.has(name) ? toDecimal(divideBy(figure, rational(100)), 2) : toDecimal(figure, 4)];
    }),
  );
}

/** Problems with the answers that their authors, or the formulas that they name, give. */
test.each<[string, [number, number, number, number], Record<string, string>]>([
  [
    // K. Schwalbe, Information Technology Project Management, chapter 7, exercise on earned value: a six-month project.
    'Schwalbe, a project of six months after three',
    [200_000, 120_000, 100_000, 90_000],
    { cv: '10000.00', sv: '-20000.00', cpi: '1.1111', spi: '0.8333', eacCpi: '180000.00' },
  ],
  [
    // Sample problems "EVM Analysis" and "Forecasting EAC", Construction Methods and Project Management, chapter 8,
    // beta.arizval.app/civil/construction-methods-and-project-management/08-project-control-and-monitoring/example/.
    'a million at month six',
    [1_000_000, 500_000, 450_000, 480_000],
    {
      cv: '-30000.00',
      sv: '-50000.00',
      cpi: '0.9375',
      spi: '0.9000',
      eacCpi: '1066666.67',
      vac: '-66666.67',
    },
  ],
  // The same source, "Forecasting EAC, Atypical Variances": a storm that does not come again.
  [
    'an overrun that is not repeated',
    [2_000_000, 1_000_000, 1_000_000, 1_100_000],
    { eacPlan: '2100000.00' },
  ],
  // The same source, "To-Complete Performance Index": 3 million of work for 2.5 million of money.
  ['a budget that is not raised', [5_000_000, 2_500_000, 2_000_000, 2_500_000], { tcpiBac: '1.2000' }],
  [
    // "Earned Value and its use in Cost Control", solutioninn.com study help, question 16614981: ten packages of 100,000, of
    // which five were to be complete and are 100, 100, 90, 80 and 50 percent so.
    'ten packages of which five were due',
    [1_000_000, 500_000, 420_000, 510_000],
    {
      cv: '-90000.00',
      sv: '-80000.00',
      cpi: '0.8235',
      spi: '0.8400',
      percentComplete: '42.0000',
      percentSpent: '51.0000',
    },
  ],
])('the figures of %s are those of the book', (_, totals, expected) => {
  expect(figuresOf(totals)).toMatchObject(expected);
});

test.each<[string, [number, number, number, number | null], Record<string, FigureGap>]>([
  [
    'without a snapshot',
    [100, 50, 40, null],
    {
      cv: FigureGap.NO_ACTUAL_COST,
      cpi: FigureGap.NO_ACTUAL_COST,
      eacPlan: FigureGap.NO_ACTUAL_COST,
      tcpiBac: FigureGap.NO_ACTUAL_COST,
    },
  ],
  [
    'where nothing was planned yet',
    [100, 0, 10, 10],
    { spi: FigureGap.NOTHING_PLANNED, eacCpiSpi: FigureGap.NOTHING_PLANNED },
  ],
  [
    'where nothing is spent',
    [100, 50, 10, 0],
    { cpi: FigureGap.NOTHING_SPENT, eacCpi: FigureGap.NOTHING_SPENT },
  ],
  [
    'where nothing is earned',
    [100, 50, 0, 10],
    { eacCpi: FigureGap.NOTHING_EARNED, eacCpiSpi: FigureGap.NOTHING_EARNED, vac: FigureGap.NOTHING_EARNED },
  ],
  ['where the budget is spent to the cent', [100, 50, 10, 100], { tcpiBac: FigureGap.BUDGET_SPENT }],
  ['where all is done', [100, 100, 100, 80], { tcpiEac: FigureGap.NOTHING_REMAINS }],
  [
    'of work that costs nothing',
    [0, 0, 0, 0],
    { percentComplete: FigureGap.NO_BUDGET, percentSpent: FigureGap.NO_BUDGET },
  ],
])('a zero denominator gives a reason, never a number: %s', (_, totals, gaps) => {
  expect(figuresOf(totals)).toMatchObject(gaps);
});

test('more than the budget spent makes the index of the budget negative', () => {
  expect(figuresOf([100, 100, 60, 120])['tcpiBac']).toBe('-2.0000');
});

test('missing figures are named with their reasons', () => {
  const figures = performanceOf({ bac: rational(1), pv: rational(0), ev: rational(1), ac: rational(1) });
  expect(missingFigures(figures)).toEqual([
    { figure: 'spi', reason: FigureGap.NOTHING_PLANNED },
    { figure: 'eacCpiSpi', reason: FigureGap.NOTHING_PLANNED },
    { figure: 'tcpiBac', reason: FigureGap.BUDGET_SPENT },
    { figure: 'tcpiEac', reason: FigureGap.NOTHING_REMAINS },
  ]);
});

const amount = fc.bigInt({ min: 1n, max: 10n ** 12n }).map((each) => rational(each));

test('variances, indices and estimates agree with each other exactly', () => {
  fc.assert(
    fc.property(amount, amount, amount, amount, (bac, pv, ev, ac) => {
      const known = (name: keyof PerformanceFigures) => {
        const figure = figures[name];
        if (!isKnown(figure)) throw new Error(`${name}: ${figure}`);
        return figure;
      };
      const figures = performanceOf({ bac, pv, ev, ac });
      expect(compare(multiply(known('spi'), pv), ev)).toBe(0);
      expect(compare(multiply(known('cpi'), ac), ev)).toBe(0);
      expect(compare(multiply(known('eacCpi'), known('cpi')), bac)).toBe(0);
      expect(compare(add(known('vac'), known('eacCpi')), bac)).toBe(0);
      expect(compare(subtract(known('eacPlan'), bac), subtract(ac, ev))).toBe(0);
      // What remains, at the performance so far, is what the estimate to complete says: TCPI of the EAC is the CPI.
      if (compare(bac, ev) !== 0) expect(compare(known('tcpiEac'), known('cpi'))).toBe(0);
    }),
  );
});
