import { isUuid } from '../uuid.ts';

/** How acceptances are decided in an organisation: `organisation.settings.acceptance`, complete. */
export interface AcceptanceSettings {
  /** Days from its first for which an acceptance holds at most. */
  readonly maxDays: number;
  /** Users who decide beside administrators and foremen. */
  readonly approverIds: readonly string[];
}

export const DEFAULT_ACCEPTANCE_SETTINGS: AcceptanceSettings = { maxDays: 365, approverIds: [] };

const MOST = { days: 3_650, approvers: 20 } as const;

interface Rule {
  readonly expected: string;
  readonly accepts: (value: unknown) => boolean;
}

const RULES: Readonly<Record<keyof AcceptanceSettings, Rule>> = {
  maxDays: {
    expected: `a whole number of days, 1 to ${MOST.days}`,
    accepts: (value) => Number.isInteger(value) && Number(value) >= 1 && Number(value) <= MOST.days,
  },
  approverIds: {
    expected: `a list of at most ${MOST.approvers} ids of users`,
    accepts: (value) => Array.isArray(value) && value.length <= MOST.approvers && value.every(isUuid),
  },
};

/** The settings that hold: those that are stored, over the defaults. */
export function acceptanceSettingsOf(stored: Partial<AcceptanceSettings>): AcceptanceSettings {
  return { ...DEFAULT_ACCEPTANCE_SETTINGS, ...stored };
}

/** The first of these that is no setting, or takes no such value; null when all are taken. */
export function firstAcceptanceRefusal(
  settings: Readonly<Record<string, unknown>>,
): { readonly name: string; readonly expected: string; readonly actual: unknown } | null {
  for (const [name, value] of Object.entries(settings)) {
    if (!isSetting(name)) return { name, expected: `one of ${Object.keys(RULES).join(', ')}`, actual: name };
    const { expected, accepts } = RULES[name];
    if (!accepts(value)) return { name, expected, actual: value };
  }
  return null;
}

function isSetting(name: string): name is keyof AcceptanceSettings {
  return Object.hasOwn(RULES, name);
}
