import { EarnedValueMethod, RiskImpactUnit } from './cost-enums.ts';

/** How an organisation measures value: `organisation.settings.cost`, complete. */
export interface CostSettings {
  /** How earned value follows from progress. */
  readonly evMethod: EarnedValueMethod;
  /** Whether work that requires evidence earns nothing before evidence of it is accepted. */
  readonly evNeedsEvidence: boolean;
  /** Whether the impact of a risk is an amount of money; a score makes no return on investment. */
  readonly riskImpactUnit: RiskImpactUnit;
}

export const DEFAULT_COST_SETTINGS: CostSettings = {
  evMethod: EarnedValueMethod.PERCENT,
  evNeedsEvidence: false,
  riskImpactUnit: RiskImpactUnit.SCORE,
};

interface Rule {
  readonly expected: string;
  accepts(value: unknown): boolean;
}

const oneOf = (words: readonly string[]): Rule => ({
  expected: `one of ${words.join(', ')}`,
  accepts: (value) => words.some((word) => word === value),
});

const RULES: Readonly<Record<keyof CostSettings, Rule>> = {
  evMethod: oneOf(Object.values(EarnedValueMethod)),
  evNeedsEvidence: { expected: 'true or false', accepts: (value) => typeof value === 'boolean' },
  riskImpactUnit: oneOf(Object.values(RiskImpactUnit)),
};

/** The settings that hold: those that are stored, over the defaults. */
export function costSettingsOf(stored: Partial<CostSettings>): CostSettings {
  return { ...DEFAULT_COST_SETTINGS, ...stored };
}

/** The first of these settings that there is not, or that does not take its value; null when all are taken. */
export function firstCostRefusal(
  settings: Readonly<Record<string, unknown>>,
): { readonly name: string; readonly expected: string; readonly actual: unknown } | null {
  for (const [name, value] of Object.entries(settings)) {
    if (!isName(name)) return { name, expected: `one of ${Object.keys(RULES).join(', ')}`, actual: name };
    if (!RULES[name].accepts(value)) return { name, expected: RULES[name].expected, actual: value };
  }
  return null;
}

function isName(name: string): name is keyof CostSettings {
  return Object.hasOwn(RULES, name);
}
