/** Ways to people who are not looking. */
export const CHANNELS = ['email', 'push'] as const;
export type Channel = (typeof CHANNELS)[number];

/** What a user wants of a channel. */
export interface Preference {
  readonly isOn: boolean;
  /** Alerts down to this level are sent, 1 being the gravest. */
  readonly minLevel: number;
  /** Whether what can wait comes together, once a day. */
  readonly digest: 'none' | 'daily';
  /** Times of day, `22:00`, between which nothing is sent but what is of level 1; null for none. */
  readonly quietFrom: string | null;
  readonly quietTo: string | null;
}

const WITHOUT_QUIET = { isOn: true, digest: 'none', quietFrom: null, quietTo: null } as const;

/** For whoever has said nothing. */
export const DEFAULT_PREFERENCES: Readonly<Record<Channel, Preference>> = {
  email: { ...WITHOUT_QUIET, minLevel: 3 },
  push: { ...WITHOUT_QUIET, minLevel: 2 },
};

/** As grave as a message is that is about no alert: somebody has work, or an answer. */
const LEVEL_OF_MESSAGES = 3;
/** Alerts of this level and less grave ones can wait for the digest. */
const LEVEL_OF_DIGESTS = 3;
const DAY = 24 * 60;

/** When a message goes out by a channel: not at all, after so many minutes, or with the next digest in so many. */
export type Sending =
  | { readonly way: 'none' }
  | { readonly way: 'single'; readonly afterMinutes: number }
  | { readonly way: 'digest'; readonly afterMinutes: number };

/**
 * @param level of an alert; null for any other message.
 * @param minute of the day in the organisation's time zone, 0 to 1439. @param digestAt that at which digests are sent.
 */
export function sendingOf(
  preference: Preference,
  level: number | null,
  minute: number,
  digestAt: number,
): Sending {
  if (!preference.isOn || (level ?? LEVEL_OF_MESSAGES) > preference.minLevel) return { way: 'none' };
  if (level === 1) return { way: 'single', afterMinutes: 0 };
  const canWait = preference.digest === 'daily' ? level !== 2 : level !== null && level >= LEVEL_OF_DIGESTS;
  if (canWait) {
    const afterMinutes = until(digestAt, minute);
    return { way: 'digest', afterMinutes: afterMinutes + quietMinutes(preference, digestAt) };
  }
  return { way: 'single', afterMinutes: quietMinutes(preference, minute) };
}

/** For how many minutes from that one on nothing is to be sent that can wait; 0 outside quiet hours. */
export function quietMinutes(
  { quietFrom, quietTo }: Pick<Preference, 'quietFrom' | 'quietTo'>,
  minute: number,
): number {
  if (quietFrom === null || quietTo === null) return 0;
  const [from, to] = [minuteOf(quietFrom), minuteOf(quietTo)];
  const isQuiet = from <= to ? minute >= from && minute < to : minute >= from || minute < to;
  return isQuiet ? until(to, minute) : 0;
}

/** Minutes from one time of day to the next time that it is the other; a whole day where they are the same. */
function until(target: number, minute: number): number {
  return (target - minute + DAY) % DAY || DAY;
}

function minuteOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}

/** The minute of the day in a time zone (IANA name). On the two days a year that clocks change, waits are an hour off. */
export function minuteOfDay(instant: Date, timeZone: string): number {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  return minuteOf(format.format(instant));
}
