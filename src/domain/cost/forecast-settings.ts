/** How an organisation forecasts: `organisation.settings.forecast`, complete. */
export interface ForecastSettings {
  /** What a task takes at best and at worst, as a share of its planned duration, where history says nothing. */
  readonly optimistic: number;
  readonly pessimistic: number;
  /** By how much tasks run late together: 0 each by itself, 1 all alike. */
  readonly correlation: number;
}

export const DEFAULT_FORECAST_SETTINGS: ForecastSettings = {
  optimistic: 0.9,
  pessimistic: 1.25,
  correlation: 0.3,
};

const BOUNDS: Readonly<Record<keyof ForecastSettings, { readonly least: number; readonly most: number }>> = {
  optimistic: { least: 0.1, most: 1 },
  pessimistic: { least: 1, most: 10 },
  correlation: { least: 0, most: 1 },
};

/** The settings that hold: those that are stored, over the defaults. */
export function forecastSettingsOf(stored: Partial<ForecastSettings>): ForecastSettings {
  return { ...DEFAULT_FORECAST_SETTINGS, ...stored };
}

/** The first of these settings that there is not, or that does not take its value; null when all are taken. */
export function firstForecastRefusal(
  settings: Readonly<Record<string, unknown>>,
): { readonly name: string; readonly expected: string; readonly actual: unknown } | null {
  for (const [name, value] of Object.entries(settings)) {
    if (!isName(name)) return { name, expected: `one of ${Object.keys(BOUNDS).join(', ')}`, actual: name };
    const { least, most } = BOUNDS[name];
    const isTaken = typeof value === 'number' && value >= least && value <= most;
    if (!isTaken) return { name, expected: `a number, ${least} to ${most}`, actual: value };
  }
  return null;
}

function isName(name: string): name is keyof ForecastSettings {
  return Object.hasOwn(BOUNDS, name);
}
