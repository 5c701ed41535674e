import { add, compare, divideBy, multiply, scale, subtract, ZERO, type Rational } from '../rational.ts';
import { FigureGap } from './cost-enums.ts';

/** What earned value management starts from, in cents. */
export interface ValueTotals {
  /** Budget at completion. */
  readonly bac: Rational;
  /** Planned value. */
  readonly pv: Rational;
  /** Earned value. */
  readonly ev: Rational;
  /** Actual cost; null where none is recorded. */
  readonly ac: Rational | null;
}

/** A figure that cannot be told, and why. */
export interface MissingFigure {
  readonly figure: string;
  readonly reason: FigureGap;
}

/** A figure, or the reason why there is none. */
export type Figure = Rational | FigureGap;

/** Figures by their names; amounts in cents, indices as fractions, shares in percent. */
export type PerformanceFigures = Readonly<Record<(typeof PERFORMANCE_FIGURES)[number], Figure>>;

export const PERFORMANCE_FIGURES = [
  'sv',
  'cv',
  'spi',
  'cpi',
  'eacCpi',
  'eacPlan',
  'eacCpiSpi',
  'etc',
  'vac',
  'tcpiBac',
  'tcpiEac',
  'percentComplete',
  'percentSpent',
] as const;

/** Whether a figure is there. */
export function isKnown(figure: Figure): figure is Rational {
  return typeof figure !== 'string';
}

/**
 * Variances, indices and estimates at completion (ANSI/PMI 19-006, The Standard for Earned Value Management, 4.3 and 4.4;
 * the names are those of PMI's Practice Standard, 2nd edition, tables 5-1 to 5-3), exact:
 * SV = EV - PV, CV = EV - AC, SPI = EV/PV, CPI = EV/AC; EAC by CPI = BAC/CPI (performance stays as it was), by plan =
 * AC + BAC - EV (what remains costs what was planned), by CPI and SPI = AC + (BAC - EV)/(CPI x SPI) (cost and time press
 * each other); ETC = EAC - AC and VAC = BAC - EAC by CPI; TCPI = (BAC - EV)/(BAC - AC), or against EAC - AC. TCPI of the
 * budget is negative once more than the budget is spent. A zero denominator gives a reason, never a number.
 */
export function performanceOf({ bac, pv, ev, ac }: ValueTotals): PerformanceFigures {
  const spi = ratio(ev, pv, FigureGap.NOTHING_PLANNED);
  const cpi = ac === null ? FigureGap.NO_ACTUAL_COST : ratio(ev, ac, FigureGap.NOTHING_SPENT);
  const remaining = subtract(bac, ev);
  const eacCpi = isKnown(cpi) ? ratio(bac, cpi, FigureGap.NOTHING_EARNED) : cpi;
  const withCost = (figure: (spent: Rational) => Figure): Figure =>
    ac === null ? FigureGap.NO_ACTUAL_COST : figure(ac);
  return {
    sv: subtract(ev, pv),
    cv: withCost((spent) => subtract(ev, spent)),
    spi,
    cpi,
    eacCpi,
    eacPlan: withCost((spent) => add(spent, remaining)),
    eacCpiSpi: withCost((spent) => pressed({ spent, remaining }, cpi, spi)),
    etc: withCost((spent) => (isKnown(eacCpi) ? subtract(eacCpi, spent) : eacCpi)),
    vac: isKnown(eacCpi) ? subtract(bac, eacCpi) : eacCpi,
    tcpiBac: withCost((spent) => ratio(remaining, subtract(bac, spent), FigureGap.BUDGET_SPENT)),
    tcpiEac: withCost((spent) =>
      isKnown(eacCpi) ? ratio(remaining, subtract(eacCpi, spent), FigureGap.NOTHING_REMAINS) : eacCpi,
    ),
    percentComplete: percent(ev, bac),
    percentSpent: withCost((spent) => percent(spent, bac)),
  };
}

function pressed(
  { spent, remaining }: { readonly spent: Rational; readonly remaining: Rational },
  cpi: Figure,
  spi: Figure,
): Figure {
  if (!isKnown(cpi)) return cpi;
  if (!isKnown(spi)) return spi;
  const share = ratio(remaining, multiply(cpi, spi), FigureGap.NOTHING_EARNED);
  return isKnown(share) ? add(spent, share) : share;
}

function percent(part: Rational, whole: Rational): Figure {
  return ratio(scale(part, 100n), whole, FigureGap.NO_BUDGET);
}

function ratio(top: Rational, bottom: Rational, gap: FigureGap): Figure {
  return compare(bottom, ZERO) === 0 ? gap : divideBy(top, bottom);
}

/** The figures that are not there, with the reason of each. */
export function missingFigures(figures: Readonly<Record<string, Figure>>): MissingFigure[] {
  return Object.entries(figures).flatMap(([figure, value]) =>
    isKnown(value) ? [] : [{ figure, reason: value }],
  );
}
