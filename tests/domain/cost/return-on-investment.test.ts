import { FigureGap, RiskImpactUnit } from '../../../src/domain/cost/cost-enums.ts';
import { isKnown } from '../../../src/domain/cost/performance.ts';
import { returnOnInvestment } from '../../../src/domain/cost/return-on-investment.ts';
import { rational, toDecimal } from '../../../src/domain/rational.ts';

const { MONEY, SCORE } = RiskImpactUnit;

// ENISA, "Introduction to Return on Security Investment", 2012, 3.3: an annual loss expectancy of 75,000, of which a solution
// prevents 80 percent for 25,000, returns 140 percent.
test('the return of the example of ENISA is 140 percent', () => {
  const investment = { riskImpact: 7_500_000n, mitigationPercent: rational(80), cost: 2_500_000n };
  const ratio = returnOnInvestment(investment, MONEY);
  expect(isKnown(ratio) && toDecimal(ratio, 4)).toBe('1.4000');
  expect(returnOnInvestment(investment, SCORE)).toBe(FigureGap.IMPACT_IS_A_SCORE);
  expect(returnOnInvestment({ ...investment, cost: 0n }, MONEY)).toBe(FigureGap.NO_COST);
});
