/** Whether models give an organisation advice: `organisation.settings.ai`, complete. */
export interface AdviceSettings {
  /** Whether anything of the organisation is sent to a model at all. */
  readonly enabled: boolean;
  /** Tokens that its questions and their answers may have in a month; the operator's limit holds beside it. */
  readonly monthlyTokens: number;
  /** Whether evidence that waits for its review gets advice by itself. */
  readonly scoreEvidence: boolean;
  /** Whether a model is told the beginning of the text of evidence; else what is recorded about the file alone. */
  readonly sendEvidenceText: boolean;
  /** Whether runs of the watchdog are summed up by a model. */
  readonly summariseScans: boolean;
}

export const DEFAULT_ADVICE: AdviceSettings = {
  enabled: false,
  monthlyTokens: 500_000,
  scoreEvidence: false,
  sendEvidenceText: false,
  summariseScans: false,
};

const MOST_TOKENS = 1_000_000_000;

const YES_OR_NO = { expected: 'true or false', accepts: (value: unknown) => typeof value === 'boolean' };
const RULES: Readonly<
  Record<keyof AdviceSettings, { readonly expected: string; readonly accepts: (value: unknown) => boolean }>
> = {
  enabled: YES_OR_NO,
  monthlyTokens: {
    expected: `a whole number, 0 to ${MOST_TOKENS}`,
    accepts: (value) => Number.isInteger(value) && Number(value) >= 0 && Number(value) <= MOST_TOKENS,
  },
  scoreEvidence: YES_OR_NO,
  sendEvidenceText: YES_OR_NO,
  summariseScans: YES_OR_NO,
};

/** The settings that hold: those that are stored, over the defaults. */
export function adviceOf(stored: Partial<AdviceSettings>): AdviceSettings {
  return { ...DEFAULT_ADVICE, ...stored };
}

/** Why a setting of advice is not taken. */
export interface AdviceRefusal {
  readonly name: string;
  readonly expected: string;
  readonly actual: unknown;
}

/** The first of these settings that there is not, or that has a value that it does not take; null when all are taken. */
export function firstAdviceRefusal(settings: Readonly<Record<string, unknown>>): AdviceRefusal | null {
  for (const [name, value] of Object.entries(settings)) {
    if (!isName(name)) return { name, expected: `one of ${Object.keys(RULES).join(', ')}`, actual: name };
    const { expected, accepts } = RULES[name];
    if (!accepts(value)) return { name, expected, actual: value };
  }
  return null;
}

function isName(name: string): name is keyof AdviceSettings {
  return Object.hasOwn(RULES, name);
}
