import type pg from 'pg';
import { clock } from '../../clock.ts';
import { translateDriverError } from '../../db/connection/driver-errors.ts';
import { step } from '../../db/connection/pipeline.ts';
import type { RowOfStatement } from '../../db/connection/statement.ts';
import {
  ADD_DELIVERIES,
  ADD_TO_DIGEST,
  ADDRESS_MESSAGES,
  BROWSERS_OF_USERS,
  MESSAGE_ORGANISATIONS,
  PREFERENCES,
  TAKE_DIGESTS,
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
import { cutText } from '../../domain/text.ts';
import { systemActor } from '../../domain/directory/actor.ts';
import { PLATFORM } from '../directory/platform.ts';
import type { Tx } from '../transaction/command.ts';
import type { PersonalItem, PersonalPayload } from './personal-message.ts';

/** Messages that one transaction addresses. */
export const ADDRESSED_AT_ONCE = 200;
/** What a digest tells of a message at most. */
const LONGEST_IN_DIGEST = 500;
/** Messages of a digest, and what they take in bytes; a delivery holds 64 KiB. */
const MOST_IN_DIGEST = 40;
const DIGEST_BYTES = 40_000;

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
 * @param channels that are set up. @param ahead seconds by which it is later than the clock says. @param most messages.
 */
export async function addressMessages(
  tx: Tx,
  channels: readonly Channel[],
  ahead: number,
  most = ADDRESSED_AT_ONCE,
): Promise<{ isMore: boolean }> {
  const { rows: messages } = await tx.run(TAKE_MESSAGES, [most]);
  if (messages.length > 0 && channels.length > 0)
    await deliver(tx, await addressed(tx, messages, channels, ahead), ahead);
  return { isMore: messages.length === most };
}

/**
 * Addresses messages one by one, for where they could not be addressed together, and gives up what the database does not
 * take: it would keep all behind it for ever. In the platform it can be read all the same. Answers whether there may be more.
 *
 * @param run a transaction of its own for each. @param onGivenUp told of each that was given up.
 */
export async function addressEach(
  run: (verb: (tx: Tx) => Promise<{ isMore: boolean }>) => Promise<{ isMore: boolean }>,
  address: (tx: Tx, most: number) => Promise<{ isMore: boolean }>,
  onGivenUp: (notificationIds: readonly string[], error: unknown) => void,
): Promise<{ isMore: boolean }> {
  for (let n = 0; n < ADDRESSED_AT_ONCE; n += 1) {
    const { isMore } = await run((tx) => address(tx, 1)).catch(async (error: unknown) => {
      if (!isRefusedByDatabase(error)) throw error;
      return run(async (tx) => {
        const { rows } = await tx.run(TAKE_MESSAGES, [1]);
        onGivenUp(
          rows.map(({ notificationId }) => notificationId),
          error,
        );
        return { isMore: rows.length > 0 };
      });
    });
    if (!isMore) return { isMore };
  }
  return { isMore: true };
}

/** Whether a statement was refused for its values, and would be again. */
export function isRefusedByDatabase(error: unknown): boolean {
  return translateDriverError(error)?.code === 'BAD_USER_INPUT';
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
  if (digests.size > 0) await tx.run(TAKE_DIGESTS);
  for (const [userId, some] of digests) {
    const items = some.map(({ message }) => shortened(itemOf(message)));
    const [first] = some;
    for (const mail of mailsOf(items)) {
      const bound = [MOST_IN_DIGEST, DIGEST_BYTES];
      const { rowCount } = await tx.run(ADD_TO_DIGEST, [userId, JSON.stringify(mail), ...bound]);
      if (rowCount === 0 && first !== undefined) fresh.push(row(first, mail));
    }
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

function itemOf({ title, message: text, link, projectId, alerts }: DueMessage): PersonalItem {
  return { title, text, link, projectId, ...(alerts !== null && { alerts }) };
}

function shortened(item: PersonalItem): PersonalItem {
  return item.text === null ? item : { ...item, text: cutText(item.text, LONGEST_IN_DIGEST) };
}

/** Items of a digest in mails of a size that is stored. */
function mailsOf(items: readonly PersonalItem[]): PersonalItem[][] {
  const mails: PersonalItem[][] = [[]];
  let bytes = 0;
  for (const item of items) {
    const size = Buffer.byteLength(JSON.stringify(item));
    if (mails.at(-1)!.length === MOST_IN_DIGEST || bytes + size > DIGEST_BYTES) {
      mails.push([]);
      bytes = 0;
    }
    mails.at(-1)!.push(item);
    bytes += size;
  }
  return mails;
}
