/** When an organisation hears of alerts again, and of those that can wait: `organisation.settings.escalation`, complete. */
export interface EscalationSettings {
  /** Hours after which an alert of level 1 that nobody has acknowledged goes to owner and sponsor again. */
  readonly reminderHours: number;
  /** Hours after which it goes to the administrators. */
  readonly administratorsHours: number;
  /** Hours after which one of level 2 goes to the sponsor. */
  readonly sponsorHours: number;
  /** Hour of the day, in the organisation's time zone, at which digests and reminders of what is due are sent. */
  readonly digestHour: number;
}

export const DEFAULT_ESCALATION: EscalationSettings = {
  reminderHours: 6,
  administratorsHours: 24,
  sponsorHours: 48,
  digestHour: 8,
};

const HOURS = { least: 1, most: 720 };
const BOUNDS: Readonly<Record<keyof EscalationSettings, { readonly least: number; readonly most: number }>> =
  {
    reminderHours: HOURS,
    administratorsHours: HOURS,
    sponsorHours: HOURS,
    digestHour: { least: 0, most: 23 },
  };

/** The settings that hold: those that are stored, over the defaults. */
export function escalationOf(stored: Partial<EscalationSettings>): EscalationSettings {
  return { ...DEFAULT_ESCALATION, ...stored };
}

/** Why a setting of the escalation is not taken. */
export interface EscalationRefusal {
  readonly name: string;
  readonly expected: string;
  readonly actual: unknown;
}

/** The first of these settings that there is not, or that has a value that it does not take; null when all are taken. */
export function firstEscalationRefusal(
  settings: Readonly<Record<string, unknown>>,
): EscalationRefusal | null {
  for (const [name, value] of Object.entries(settings)) {
    if (!isName(name)) return { name, expected: `one of ${Object.keys(BOUNDS).join(', ')}`, actual: name };
    const { least, most } = BOUNDS[name];
    const isTaken = Number.isInteger(value) && Number(value) >= least && Number(value) <= most;
    if (!isTaken) return { name, expected: `a whole number, ${least} to ${most}`, actual: value };
  }
  return null;
}

function isName(name: string): name is keyof EscalationSettings {
  return Object.hasOwn(BOUNDS, name);
}
