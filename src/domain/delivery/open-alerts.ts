/** An alert of a project, by what tells it from others. */
export interface AlertReference {
  readonly code: string;
  readonly subject: string;
}

/** Alerts that a message names; one of more is not looked through again. */
const MOST_NAMED = 50;

/** Which alerts a message tells of; null where they are too many to be kept with it. */
export function referencesTo(alerts: readonly AlertReference[]): AlertReference[] | null {
  return alerts.length > MOST_NAMED ? null : alerts.map(({ code, subject }) => ({ code, subject }));
}

/** What a message says, and of which alerts. */
export interface TellingItem {
  readonly text: string | null;
  /** Absent and null: of none that could be resolved. */
  readonly alerts?: readonly AlertReference[] | null;
}

/**
 * What a message still has to say at the moment at which it leaves: as it is, or with a line that says how many of its
 * alerts are resolved since; null once all of them are.
 */
export function stillTold<T extends TellingItem>(
  item: T,
  isOpen: (alert: AlertReference) => boolean,
): T | null {
  const { alerts, text } = item;
  if (alerts == null || alerts.length === 0) return item;
  const resolved = alerts.filter((alert) => !isOpen(alert)).length;
  if (resolved === 0) return item;
  if (resolved === alerts.length) return null;
  const line = `${resolved} of these ${alerts.length} ${resolved === 1 ? 'is' : 'are'} resolved since.`;
  return { ...item, text: text === null ? line : `${text}\n${line}` };
}
