import { returnOnInvestment } from '../../domain/cost/return-on-investment.ts';
import { isKnown } from '../../domain/cost/performance.ts';
import type { FigureGap } from '../../domain/cost/cost-enums.ts';
import { fromCents, toCents, type Money } from '../../domain/money.ts';
import { rational, toDecimal } from '../../domain/rational.ts';
import { readValueGround, type CostReader } from './value-ground.ts';

/** What a project says of itself, as it is stored: amounts and percent as decimals of two places. */
export interface InvestedProject {
  readonly riskImpactScore: string;
  readonly riskMitigationPercent: string | number;
  readonly capexTotal: string;
  readonly opexTotal: string;
}

/** The return as a share of the cost, with four places; null with the reason. */
export interface RoiAnswer {
  readonly ratio: string | null;
  readonly cost: Money;
  readonly reason: FigureGap | null;
}

/** Return on investment of a visible project. */
export async function readReturnOnInvestment(
  reader: CostReader,
  project: InvestedProject,
): Promise<RoiAnswer> {
  const { costs } = await readValueGround(reader);
  const cost = toCents(project.capexTotal) + toCents(project.opexTotal);
  const mitigationPercent = rational(toCents(String(project.riskMitigationPercent)), 100n);
  const riskImpact = toCents(project.riskImpactScore);
  const figure = returnOnInvestment({ riskImpact, mitigationPercent, cost }, costs.riskImpactUnit);
  return {
    cost: fromCents(cost),
    ratio: isKnown(figure) ? toDecimal(figure, 4) : null,
    reason: isKnown(figure) ? null : figure,
  };
}
