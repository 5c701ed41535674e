import { step } from '../../../db/connection/pipeline.ts';
import type { RowOfStatement } from '../../../db/connection/statement.ts';
import {
  ADD_FEED,
  ADD_FEED_SECRET,
  CHANGE_FEED_SECRET,
  FEEDS_BY_ID,
  FEEDS_OF_USERS,
  LOCK_FEED,
  LOCK_OWN_FEEDS,
  OWN_FEEDS,
  PROJECT_TO_SUBSCRIBE,
  REMOVE_FEED,
  RENEW_FEED,
} from '../../../db/queries/exchange/calendar-feed-query.ts';
import type { Loaders } from '../../../db/read/loaders.ts';
import { mayHoldAllDivisions } from '../../../domain/directory/actor.ts';
import { requireMay, type Verb } from '../../../domain/directory/permissions.ts';
import type { ActorRole } from '../../../domain/enums.ts';
import { CALENDAR_LIMITS, requireDays } from '../../../domain/exchange/icalendar/calendar-feed.ts';
import { forbidden, notFound, PitError } from '../../../domain/errors.ts';
import { isUuid } from '../../../domain/uuid.ts';
import type { Tx } from '../../transaction/command.ts';
import { digestOf } from './calendar-addresses.ts';

/** A calendar that programs subscribe to, as it is kept: without its secret. */
export type StoredFeed = RowOfStatement<typeof FEEDS_BY_ID>;

/** A calendar with a new secret, of which the answer that is kept under an idempotency key has the digest alone. */
export interface KeptFeed {
  readonly feedId: string;
  /** SHA-256 of the secret, in hexadecimal digits. */
  readonly digest: string;
}

/**
 * Makes a calendar that a program may subscribe to: of the caller's own tasks, or of a project.
 * @param secret what its address will hold.
 * @throws PitError NOT_FOUND for a project that is not to be seen; FORBIDDEN, PIT001, for one that is seen by a division alone, and
 * for a caller whom the directory does not know; BAD_USER_INPUT for the days; LIMIT_EXCEEDED for too many.
 */
export async function createCalendarFeed(
  tx: Tx,
  { projectId, days }: { readonly projectId?: string | null; readonly days?: number | null },
  secret: Uint8Array,
): Promise<KeptFeed> {
  permit(tx, 'createCalendarFeed');
  const holds = requireDays(days);
  if (projectId != null && !isUuid(projectId)) throw notFound('project', projectId, 'input.projectId');
  const [, [own], seen] = await tx.pipeline([
    step(LOCK_OWN_FEEDS),
    step(OWN_FEEDS),
    step(PROJECT_TO_SUBSCRIBE, [projectId ?? null]),
  ]);
  if (own === undefined) throw forbidden('The directory does not know you, so that nothing is shown to you.');
  if (projectId != null) requireSight(projectId, seen[0], own.role);
  if (own.count >= CALENDAR_LIMITS.ofUser) throw tooMany(own.count);
  const { rows } = await tx.run(ADD_FEED, [projectId ?? null, holds]);
  const feedId = rows[0]?.id ?? '';
  return kept(feedId, await keep(tx, ADD_FEED_SECRET, feedId, secret));
}

/** A fetch brings no token, which alone names divisions, and sees what the person sees without one. */
function requireSight(
  projectId: string,
  project: RowOfStatement<typeof PROJECT_TO_SUBSCRIBE> | undefined,
  role: ActorRole,
): void {
  if (project === undefined) throw notFound('project', projectId, 'input.projectId');
  if (project.isTheirs || mayHoldAllDivisions(role)) return;
  throw forbidden('You see the project by your division alone, of which a calendar program knows nothing.', {
    field: 'input.projectId',
    expected: 'a project of the whole organisation, or one that you own, sponsor or have work in',
    actual: projectId,
  });
}

function tooMany(actual: number): PitError {
  return new PitError('LIMIT_EXCEEDED', 'You have too many subscribed calendars; delete one first.', {
    field: 'input',
    expected: `fewer than ${CALENDAR_LIMITS.ofUser} calendars`,
    actual,
  });
}

/**
 * Puts a new secret in place of the present one: the former address is unknown from now on.
 * @throws PitError NOT_FOUND; BAD_USER_INPUT for the days.
 */
export async function rotateCalendarFeed(
  tx: Tx,
  { id, days }: { readonly id: string; readonly days?: number | null },
  secret: Uint8Array,
): Promise<KeptFeed> {
  permit(tx, 'rotateCalendarFeed');
  const holds = requireDays(days);
  const feedId = await lockedFeed(tx, id);
  await tx.run(RENEW_FEED, [feedId, holds]);
  return kept(feedId, await keep(tx, CHANGE_FEED_SECRET, feedId, secret));
}

/** Ends a calendar: its address is unknown from now on. @throws PitError NOT_FOUND. */
export async function deleteCalendarFeed(
  tx: Tx,
  { id }: { readonly id: string },
): Promise<{ readonly deletedId: string }> {
  permit(tx, 'deleteCalendarFeed');
  const deletedId = await lockedFeed(tx, id);
  await tx.run(REMOVE_FEED, [deletedId]);
  return { deletedId };
}

async function keep(
  tx: Tx,
  how: typeof ADD_FEED_SECRET,
  feedId: string,
  secret: Uint8Array,
): Promise<Buffer> {
  const digest = digestOf(secret);
  await tx.run(how, [feedId, digest]);
  return digest;
}

function kept(feedId: string, digest: Buffer): KeptFeed {
  return { feedId, digest: digest.toString('hex') };
}

async function lockedFeed(tx: Tx, id: string): Promise<string> {
  const { rows } = isUuid(id) ? await tx.run(LOCK_FEED, [id]) : { rows: [] };
  if (rows[0] === undefined) throw notFound('calendar', id, 'input.id');
  return rows[0].id;
}

function permit(tx: Tx, verb: Verb): void {
  const { role, overrideReason } = tx.actor;
  requireMay(verb, { role, relations: [], overrideReason });
}

/** The calendars of a user that the reader may see, the newest first. */
export function readFeedsOf(loaders: Loaders, userId: string): Promise<readonly StoredFeed[]> {
  if (!isUuid(userId)) return Promise.resolve([]);
  const loader = loaders.custom<readonly StoredFeed[]>('calendar-feeds', async (ids, reader) => {
    const rows = await reader.rows(FEEDS_OF_USERS, [ids]);
    return ids.map((each) => rows.filter((row) => row.userId === each));
  });
  return loader.load(userId.toLowerCase());
}

/** The calendar with the id; null when there is none to see. */
export function readFeed(loaders: Loaders, id: string): Promise<StoredFeed | null> {
  const loader = loaders.custom<StoredFeed | null>('calendar-feed', async (ids, reader) => {
    const byId = new Map((await reader.rows(FEEDS_BY_ID, [ids])).map((row) => [row.id, row]));
    return ids.map((each) => byId.get(each) ?? null);
  });
  return loader.load(id);
}
