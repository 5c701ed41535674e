import { PREFERENCES } from '../../db/queries/delivery/message-query.ts';
import type { Loaders } from '../../db/read/loaders.ts';
import { completed, type ChannelPreference } from './preferences.ts';

/** What the user who asks wants of each channel. */
export function readOwnPreferences(loaders: Loaders, userId: string): Promise<ChannelPreference[]> {
  const loader = loaders.custom<ChannelPreference[]>('notification-preferences', async (ids, reader) => {
    const rows = await reader.rows(PREFERENCES, [ids]);
    return ids.map((id) => completed(rows.filter((row) => row.userId === id)));
  });
  return loader.load(userId);
}
