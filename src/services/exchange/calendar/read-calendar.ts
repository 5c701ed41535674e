import type pg from 'pg';
import {
  CALENDAR_NAME,
  CALENDAR_OF_PROJECT,
  CALENDAR_OF_USER,
  FEED_TO_SHOW,
  NOTE_FETCH,
} from '../../../db/queries/exchange/calendar-feed-query.ts';
import { step } from '../../../db/connection/pipeline.ts';
import { TenantReadBatch } from '../../../db/read/tenant-read-batch.ts';
import { withTenantTransaction } from '../../../db/write/tenant-transaction.ts';
import {
  ALL_DIVISIONS,
  mayHoldAllDivisions,
  systemActor,
  type Actor,
} from '../../../domain/directory/actor.ts';
import { calendarFeed, recentFrom } from '../../../domain/exchange/icalendar/calendar-feed.ts';
import { withRules } from '../../transaction/mutation-transaction.ts';
import { digestOf, type CalendarAddress } from './calendar-addresses.ts';

/** What an address gives out: text, or why it does not. */
export type FetchedCalendar =
  | { readonly kind: 'calendar'; readonly text: string }
  /** Nobody knows it, or any more. */
  | { readonly kind: 'unknown' }
  /** It has expired, or whose it was has left. */
  | { readonly kind: 'gone' };

interface Shown {
  readonly actor: Actor;
  readonly name: string;
  readonly projectId: string | null;
  /** The first day of what counts as recent work. */
  readonly from: string;
}

/**
 * The calendar at an address, as its person sees it now: with the role that the directory gives them and without divisions,
 * which only tokens name. Of a project that they do not see any more it has no events.
 */
export async function readCalendar(
  { readPool, writePool }: { readonly readPool: pg.Pool; readonly writePool: pg.Pool },
  address: CalendarAddress,
): Promise<FetchedCalendar> {
  const found = await findFeed(writePool, address);
  if ('kind' in found) return found;
  const { actor, projectId, from } = found;
  const reader = new TenantReadBatch(readPool, actor);
  if (projectId === null) {
    const tasks = await reader.rows(CALENDAR_OF_USER, [actor.userId, from]);
    return { kind: 'calendar', text: [...calendarFeed(`Tasks of ${found.name}`, tasks, from)].join('') };
  }
  const [[project], tasks] = await Promise.all([
    reader.rows(CALENDAR_NAME, [projectId]),
    reader.rows(CALENDAR_OF_PROJECT, [projectId, from]),
  ]);
  return { kind: 'calendar', text: [...calendarFeed(project?.name ?? 'PIT', tasks, from)].join('') };
}

/** What the address is of, in the platform's name: it brings no token. That it was fetched is noted. */
async function findFeed(
  pool: pg.Pool,
  { orgId, feedId, secret }: CalendarAddress,
): Promise<Shown | FetchedCalendar> {
  return withTenantTransaction(pool, systemActor(orgId), async (tx) => {
    const [[feed]] = await tx.pipeline([step(FEED_TO_SHOW, [feedId, digestOf(secret)])]);
    if (feed === undefined) return { kind: 'unknown' } as const;
    if (feed.isExpired || feed.isGone) return { kind: 'gone' } as const;
    tx.defer(step(NOTE_FETCH, [feedId]));
    const { userId, role, name, projectId } = feed;
    const divisionIds = mayHoldAllDivisions(role) ? ALL_DIVISIONS : [];
    return {
      actor: { orgId, userId, role, divisionIds },
      name,
      projectId,
      from: recentFrom(withRules(tx).today),
    };
  });
}
