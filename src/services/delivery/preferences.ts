import { OWN_PREFERENCES, PREFERENCES, STORE_PREFERENCE } from '../../db/queries/delivery/message-query.ts';
import {
  CHANNELS,
  DEFAULT_PREFERENCES,
  type Channel,
  type Preference,
} from '../../domain/delivery/preference.ts';
import { badInput } from '../../domain/errors.ts';
import type { Tx } from '../transaction/command.ts';

/** What changes of one channel; what is not given stays. */
export interface PreferenceChange extends Partial<{
  readonly [K in keyof Preference]: Preference[K] | null;
}> {
  readonly channel: Channel;
}

export type ChannelPreference = Preference & { readonly channel: Channel };

/** The preferences of a user for every channel, said or by default. */
export function completed(said: readonly ChannelPreference[]): ChannelPreference[] {
  return CHANNELS.map((channel) => {
    const own = said.find((each) => each.channel === channel);
    return own ?? { channel, ...DEFAULT_PREFERENCES[channel] };
  });
}

/**
 * Changes what the actor wants of channels.
 * @throws PitError BAD_USER_INPUT naming what is wrong.
 */
export async function updatePreferences(
  tx: Tx,
  changes: readonly PreferenceChange[],
): Promise<{ userId: string }> {
  const channels = changes.map(({ channel }) => channel);
  if (new Set(channels).size !== channels.length) {
    throw badInput('A channel is named twice.', { field: 'input.channels', expected: 'each channel once' });
  }
  const { rows } = await tx.run(OWN_PREFERENCES);
  const present = completed(rows);
  for (const [index, change] of changes.entries()) {
    const before = present.find(({ channel }) => channel === change.channel);
    if (before !== undefined) await store(tx, changed(before, change, `input.channels.${index}`));
  }
  return { userId: tx.actor.userId };
}

/** Ends the e-mails to a user, who has asked for it by a mail's own link. What else they want of mails stays. */
export async function endMails(tx: Tx, userId: string): Promise<void> {
  const { rows } = await tx.run(PREFERENCES, [[userId]]);
  const said = rows.find(({ channel }) => channel === 'email') ?? DEFAULT_PREFERENCES.email;
  const { minLevel, digest, quietFrom, quietTo } = said;
  await tx.run(STORE_PREFERENCE, [userId, 'email', false, minLevel, digest, quietFrom, quietTo]);
}

function changed(before: ChannelPreference, change: PreferenceChange, at: string): ChannelPreference {
  const minLevel = change.minLevel ?? before.minLevel;
  if (minLevel < 1 || minLevel > 5) {
    throw badInput('There is no such level.', {
      field: `${at}.minLevel`,
      expected: '1 to 5',
      actual: minLevel,
    });
  }
  const [quietFrom, quietTo] = [
    change.quietFrom === undefined ? before.quietFrom : change.quietFrom,
    change.quietTo === undefined ? before.quietTo : change.quietTo,
  ];
  requireTime(quietFrom, `${at}.quietFrom`);
  requireTime(quietTo, `${at}.quietTo`);
  if ((quietFrom === null) !== (quietTo === null)) {
    const expected = 'both ends of the quiet hours, or none';
    throw badInput('Quiet hours have two ends.', { field: `${at}.quietTo`, expected, actual: quietTo });
  }
  const { channel } = before;
  const [isOn, digest] = [change.isOn ?? before.isOn, change.digest ?? before.digest];
  return { channel, isOn, minLevel, digest, quietFrom, quietTo };
}

function requireTime(time: string | null, field: string): void {
  if (time === null || /^([01]\d|2[0-3]):[0-5]\d$/.test(time)) return;
  throw badInput('This is no time of day.', {
    field,
    expected: 'a time such as 22:30',
    actual: time.slice(0, 20),
  });
}

async function store(tx: Tx, { channel, ...wanted }: ChannelPreference): Promise<void> {
  const { isOn, minLevel, digest, quietFrom, quietTo } = wanted;
  await tx.run(STORE_PREFERENCE, [tx.actor.userId, channel, isOn, minLevel, digest, quietFrom, quietTo]);
}
