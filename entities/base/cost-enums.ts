import {
  CostInterval,
  EarnedValueMethod,
  FigureGap,
  RiskImpactUnit,
  ValueBasis,
} from '../../src/domain/cost/cost-enums.ts';
import { expose } from './expose.ts';

export { CostInterval, EarnedValueMethod, FigureGap, RiskImpactUnit, ValueBasis };

expose(EarnedValueMethod, 'EarnedValueMethod', 'How the earned value of work follows from its progress.', {
  PERCENT: 'The budget times the percent that is done.',
  ZERO_HUNDRED: 'Nothing before the work is complete, then all of its budget.',
  FIFTY_FIFTY: 'Half of the budget once the work has begun, all of it when it is complete.',
});

expose(RiskImpactUnit, 'RiskImpactUnit', 'In what the impact of risks is told.', {
  SCORE: 'A score, of which no amount of money follows.',
  MONEY: 'An amount of money.',
});

expose(ValueBasis, 'ValueBasis', 'What earned value is measured against.', {
  BASELINE: 'The baseline that the project is held to.',
  PLAN: 'The plan as it is now, since the project is held to no baseline.',
});

expose(CostInterval, 'CostInterval', 'What lies between two points of a series.', {
  MONTH: 'A calendar month.',
  QUARTER: 'Three calendar months, from January on.',
  YEAR: 'A calendar year.',
});

expose(FigureGap, 'FigureGap', 'Why a figure cannot be told.', {
  NO_BUDGET: 'The work has no planned cost.',
  NOTHING_PLANNED: 'No value was planned to be earned by the day.',
  NOTHING_EARNED: 'Nothing is earned yet.',
  NO_ACTUAL_COST: 'No cost snapshot was recorded until the day.',
  NOTHING_SPENT: 'Nothing was spent until the day.',
  BUDGET_SPENT: 'The budget is spent to the cent, so that none of it is left for the work that remains.',
  NOTHING_REMAINS: 'No cost remains until completion.',
  NO_DATES: 'No work with a planned cost has a planned end.',
  NOT_BEGUN: 'The plan has not begun by the day.',
  TIME_IS_UP:
    'The planned duration has passed to the day, so that none of it is left for the work that remains.',
  BEYOND_CALENDAR: 'The day lies beyond the year 9999.',
  IMPACT_IS_A_SCORE: 'The organisation tells the impact of risks as a score, and no money follows from it.',
  NO_COST: 'The project has no planned cost.',
});
