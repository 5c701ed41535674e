import { FigureGap, RiskImpactUnit } from './cost-enums.ts';
import { divideBy, multiply, rational, subtract, type Rational } from '../rational.ts';
import type { Figure } from './performance.ts';

/** What a project prevents, and what it costs. */
export interface Investment {
  /** Impact of the risks that it treats, in cents where impact is money. */
  readonly riskImpact: bigint;
  /** Percent of the impact that is mitigated so far. */
  readonly mitigationPercent: Rational;
  /** Planned cost, in cents. */
  readonly cost: bigint;
}

/**
 * Return on investment: (impact x mitigation - cost) / cost, as a fraction of the cost (the rate of return on security
 * investment of ENISA, "Introduction to Return on Security Investment", 2012, chapter 3, over the life of the project). A
 * score is no money, so that there is none then.
 */
export function returnOnInvestment(
  { riskImpact, mitigationPercent, cost }: Investment,
  unit: RiskImpactUnit,
): Figure {
  if (unit !== RiskImpactUnit.MONEY) return FigureGap.IMPACT_IS_A_SCORE;
  if (cost === 0n) return FigureGap.NO_COST;
  const prevented = multiply(rational(riskImpact, 100n), mitigationPercent);
  return divideBy(subtract(prevented, rational(cost)), rational(cost));
}
