import type pg from 'pg';
import { clock } from '../../clock.ts';
import { step } from '../../db/connection/pipeline.ts';
import type { RowOfStatement } from '../../db/connection/statement.ts';
import {
  ADD_DELIVERIES,
  ADD_TO_DIGEST,
  ADDRESS_MESSAGES,
  BROWSERS_OF_USERS,
  MESSAGE_ORGANISATIONS,
  PREFERENCES,
  TAKE_MESSAGES,
} from '../../db/queries/delivery/message-query.ts';
import { withTenantTransaction } from '../../db/write/tenant-transaction.ts';
import {
  DEFAULT_PREFERENCES,
  minuteOfDay,
  sendingOf,
  type Channel,
  type Preference,
} from '../../domain/delivery/preference.ts';
import { escalationOf } from '../../domain/directory/escalation-settings.ts';
import { systemActor } from '../../domain/directory/actor.ts';
import { PLATFORM } from '../directory/platform.ts';
import type { Tx } from '../transaction/command.ts';
import type { PersonalItem, PersonalPayload } from './personal-message.ts';

/** Messages that one transaction addresses. */
const AT_ONCE = 200;
/** What a digest tells of a message at most. */
const LONGEST_IN_DIGEST = 500;

type DueMessage = RowOfStatement<typeof TAKE_MESSAGES>;

/** One message on its way to a person. */
interface Addressed {
  readonly channel: Channel;
  /** The user, or a browser of theirs. */
  readonly target: string;
  readonly message: DueMessage;
  readonly isDigest: boolean;
  readonly afterSeconds: number;
}

/** Organisations with messages that are still to be addressed. */
export function messageOrganisations(pool: pg.Pool): Promise<string[]> {
  return withTenantTransaction(pool, systemActor(PLATFORM), async (tx) => {
    const { rows } = await tx.run(MESSAGE_ORGANISATIONS);
    return rows.map(({ orgId }) => orgId);
  });
}

/**
 * Finds out by which ways messages go to their users, as those want it, and makes deliveries of them; what is done, and that
 * it is to be done no more, is stored together. Answers whether there may be more.
 *
 * @param channels that are set up. @param ahead seconds by which it is later than the clock says.
 */
export async function addressMessages(
  tx: Tx,
  channels: readonly Channel[],
  ahead: number,
): Promise<{ isMore: boolean }> {
  const { rows: messages } = await tx.run(TAKE_MESSAGES, [AT_ONCE]);
  if (messages.length > 0 && channels.length > 0)
    await deliver(tx, await addressed(tx, messages, channels, ahead), ahead);
  return { isMore: messages.length === AT_ONCE };
}

async function addressed(
  tx: Tx,
  messages: readonly DueMessage[],
  channels: readonly Channel[],
  ahead: number,
): Promise<Addressed[]> {
  const users = [...new Set(messages.map(({ userId }) => userId))];
  const [preferences, browsers] = await tx.pipeline([
    step(PREFERENCES, [users]),
    step(BROWSERS_OF_USERS, [users]),
  ]);
  const said = new Map(preferences.map((each) => [`${each.userId} ${each.channel}`, each]));
  const now = new Date(clock.now().getTime() + ahead * 1_000);
  const minute = minuteOfDay(now, tx.organisation.timeZone);
  const digestAt = escalationOf(tx.settings.escalation).digestHour * 60;
  return channels.flatMap((channel) =>
    messages.flatMap((message) => {
      const preference: Preference = said.get(`${message.userId} ${channel}`) ?? DEFAULT_PREFERENCES[channel];
      const sending = sendingOf(preference, message.level, minute, digestAt);
      if (sending.way === 'none') return [];
      const isOwn = (each: { userId: string }): boolean => each.userId === message.userId;
      const targets = channel === 'email' ? [message.userId] : browsers.filter(isOwn).map(({ id }) => id);
      const isDigest = sending.way === 'digest' && channel === 'email';
      return targets.map((target) => {
        return { channel, target, message, isDigest, afterSeconds: sending.afterMinutes * 60 };
      });
    }),
  );
}

async function deliver(tx: Tx, ways: readonly Addressed[], ahead: number): Promise<void> {
  const rows = new Map(ways.map((way) => [`${way.message.notificationId} ${way.channel}`, way]));
  const noted = [...rows.values()];
  if (noted.length === 0) return;
  await tx.run(ADDRESS_MESSAGES, [
    noted.map(({ message }) => message.notificationId),
    noted.map(({ channel }) => channel),
  ]);
  const fresh = ways.filter(({ isDigest }) => !isDigest).map((way) => row(way, [itemOf(way.message)]));
  const digests = new Map<string, Addressed[]>();
  for (const way of ways) {
    if (way.isDigest) digests.set(way.target, [...(digests.get(way.target) ?? []), way]);
  }
  for (const [userId, some] of digests) {
    const items = some.map(({ message }) => shortened(itemOf(message)));
    const { rowCount } = await tx.run(ADD_TO_DIGEST, [userId, JSON.stringify(items)]);
    const [first] = some;
    if (rowCount === 0 && first !== undefined) fresh.push(row(first, items));
  }
  if (fresh.length === 0) return;
  await tx.run(ADD_DELIVERIES, [
    fresh.map(({ kind }) => kind),
    fresh.map(({ target }) => target),
    fresh.map(({ userId }) => userId),
    fresh.map(({ notificationId }) => notificationId),
    fresh.map(({ payload }) => payload),
    fresh.map(({ after }) => after),
    ahead,
  ]);
}

function row(
  { channel, target, message, isDigest, afterSeconds }: Addressed,
  items: readonly PersonalItem[],
) {
  const payload: PersonalPayload = { items, isDigest, level: message.level };
  const { userId, notificationId } = message;
  return {
    kind: channel,
    target,
    userId,
    notificationId,
    payload: JSON.stringify(payload),
    after: afterSeconds,
  };
}

function itemOf({ title, message: text, link, projectId }: DueMessage): PersonalItem {
  return { title, text, link, projectId };
}

function shortened(item: PersonalItem): PersonalItem {
  const text =
    item.text !== null && item.text.length > LONGEST_IN_DIGEST
      ? item.text.slice(0, LONGEST_IN_DIGEST)
      : item.text;
  return { ...item, text };
}
