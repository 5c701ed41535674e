/** How the earned value of work follows from its progress: the organisation's setting `cost.evMethod`. */
export const EarnedValueMethod = {
  PERCENT: 'percent',
  ZERO_HUNDRED: 'zero_hundred',
  FIFTY_FIFTY: 'fifty_fifty',
} as const;
export type EarnedValueMethod = (typeof EarnedValueMethod)[keyof typeof EarnedValueMethod];

/** In what a risk's impact is told: the organisation's setting `cost.riskImpactUnit`. */
export const RiskImpactUnit = { SCORE: 'score', MONEY: 'money' } as const;
export type RiskImpactUnit = (typeof RiskImpactUnit)[keyof typeof RiskImpactUnit];

/** What earned value is measured against. */
export const ValueBasis = { BASELINE: 'baseline', PLAN: 'plan' } as const;
export type ValueBasis = (typeof ValueBasis)[keyof typeof ValueBasis];

/** What lies between two points of a series. */
export const CostInterval = { MONTH: 'month', QUARTER: 'quarter', YEAR: 'year' } as const;
export type CostInterval = (typeof CostInterval)[keyof typeof CostInterval];

/** Why a figure of cost or time cannot be told. */
export const FigureGap = {
  NO_BUDGET: 'no_budget',
  NOTHING_PLANNED: 'nothing_planned',
  NOTHING_EARNED: 'nothing_earned',
  NO_ACTUAL_COST: 'no_actual_cost',
  NOTHING_SPENT: 'nothing_spent',
  BUDGET_SPENT: 'budget_spent',
  NOTHING_REMAINS: 'nothing_remains',
  NO_DATES: 'no_dates',
  NOT_BEGUN: 'not_begun',
  TIME_IS_UP: 'time_is_up',
  BEYOND_CALENDAR: 'beyond_calendar',
  IMPACT_IS_A_SCORE: 'impact_is_a_score',
  NO_COST: 'no_cost',
} as const;
export type FigureGap = (typeof FigureGap)[keyof typeof FigureGap];
