import { badInput } from '../errors.ts';

/** How long evidence holds in an organisation: `organisation.settings.evidence`, complete. */
export interface EvidenceSettings {
  /** Months for which a piece holds that says nothing itself; null: it has no end. */
  readonly validMonths: number | null;
  /** The most months that anybody may say, and that a piece without an end holds; null: there is no bound. */
  readonly maxValidMonths: number | null;
}

export const DEFAULT_EVIDENCE_SETTINGS: EvidenceSettings = { validMonths: null, maxValidMonths: null };

/** The most months that a setting or a policy may name: ten years. */
export const MOST_VALID_MONTHS = 120;

/** The settings that hold: those that are stored, over the defaults. */
export function evidenceSettingsOf(stored: Partial<EvidenceSettings>): EvidenceSettings {
  return { ...DEFAULT_EVIDENCE_SETTINGS, ...stored };
}

/** The first of these that is no setting, or takes no such value; null when all are taken. */
export function firstEvidenceRefusal(
  settings: Readonly<Record<string, unknown>>,
): { readonly name: string; readonly expected: string; readonly actual: unknown } | null {
  for (const [name, value] of Object.entries(settings)) {
    if (!Object.hasOwn(DEFAULT_EVIDENCE_SETTINGS, name)) {
      return { name, expected: `one of ${Object.keys(DEFAULT_EVIDENCE_SETTINGS).join(', ')}`, actual: name };
    }
    if (!Number.isInteger(value) || Number(value) < 1 || Number(value) > MOST_VALID_MONTHS) {
      return { name, expected: `a whole number of months, 1 to ${MOST_VALID_MONTHS}`, actual: value };
    }
  }
  return null;
}

/**
 * The months for which evidence of a task is to hold; null: as the organisation says.
 * @throws PitError BAD_USER_INPUT, PIT008.
 */
export function requirePolicyMonths(months: number | null): number | null {
  if (months === null || (Number.isInteger(months) && months >= 1 && months <= MOST_VALID_MONTHS))
    return months;
  const [field, expected] = ['input.validMonths', `a whole number of months, 1 to ${MOST_VALID_MONTHS}`];
  throw badInput(`${field} expects ${expected}`, { pit: 'PIT008', field, expected, actual: months });
}
