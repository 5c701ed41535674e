/**
 * What every session of the service relies on, as settings of its login: a pooler such as PgBouncer refuses settings in
 * the start-up packet, and hands a session that set them by itself to the next client.
 *
 * Limits hold in the database, whatever the service believes (docs/decisions/0004-limits.md); a login may have others,
 * but not none. Values are decoded as `timezone` and `datestyle` print them. Under the policies a statement takes longer
 * to plan than to run, so each is planned once per connection; and the planner takes the policies for dearer than they
 * are, and would combine bitmaps of a whole organisation, or compile, to save a few rows.
 */
export const SERVICE_SETTINGS = {
  statement_timeout: '5s',
  lock_timeout: '2s',
  idle_in_transaction_session_timeout: '10s',
  transaction_timeout: '15s',
  timezone: 'UTC',
  datestyle: 'ISO',
  search_path: 'pg_catalog, pit, pg_temp',
  plan_cache_mode: 'force_generic_plan',
  enable_bitmapscan: 'off',
  jit: 'off',
} as const;

type SettingName = keyof typeof SERVICE_SETTINGS;

export const SETTING_NAMES = Object.keys(SERVICE_SETTINGS) as SettingName[];

/** `name = value` as ALTER ROLE ... SET takes it; the one list among the values must not be quoted as a whole. */
export function assignmentOf(name: SettingName): string {
  const value = SERVICE_SETTINGS[name];
  return `${name} = ${name === 'search_path' ? value : `'${value}'`}`;
}

/**
 * Names of the settings that a session lacks.
 * @param current values by name, as `current_setting` gives them.
 */
export function missingSettings(current: Readonly<Record<string, string>>): SettingName[] {
  return SETTING_NAMES.filter((name) => {
    const value = current[name] ?? '';
    if (name.endsWith('_timeout')) return value === '0' || value === '';
    if (name === 'datestyle') return !value.startsWith('ISO');
    return value !== SERVICE_SETTINGS[name];
  });
}
