import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type pg from 'pg';
import { BoundedCache } from '../../bounded-cache.ts';
import {
  CALENDARS_PATH,
  type CalendarAddress,
  type CalendarAddresses,
} from '../../services/exchange/calendar/calendar-addresses.ts';
import { readCalendar, type FetchedCalendar } from '../../services/exchange/calendar/read-calendar.ts';
import type { CalendarFetch, FetchOutcome } from '../calendar-fetch.ts';
import type { Handler } from '../handler.ts';
import { endWith } from '../http/compression.ts';

/** Fetches of one calendar that one process answers in a minute: programs ask once in a quarter of an hour at most. */
export const MOST_IN_A_MINUTE = 20;
/** Calendars that one process makes at a time, and fetches that wait for them. */
const AT_ONCE = 4;
const MOST_WAITING = 100;
/** Calendars of which the fetches are counted. */
const COUNTED = 10_000;
const MINUTE_MS = 60_000;

const HEADERS = {
  'content-type': 'text/calendar; charset=utf-8',
  // Whoever fetches it asks again each time, and is told in few bytes that nothing has changed.
  'cache-control': 'private, no-cache',
  'content-disposition': 'inline; filename="pit.ics"',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-robots-tag': 'noindex',
};
const REFUSED = { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' };
const WHY = {
  unknown: { status: 404, text: 'There is no calendar at this address, or none any more.\n' },
  gone: { status: 410, text: 'This calendar has ended. Remove it, or subscribe to a new one.\n' },
} as const;

/** Where calendars are read, and who is told of each fetch. */
export interface CalendarSources {
  readonly readPool: pg.Pool;
  readonly writePool: pg.Pool;
  readonly report: (fetch: CalendarFetch) => void;
}

/**
 * Gives calendars out by their addresses, GET and HEAD of `/calendars/<token>.ics`: programs that subscribe to one send no
 * more than that. A forged address costs one hash, and a known one is answered some times a minute.
 */
export function calendarHandler(
  { report, ...pools }: CalendarSources,
  addresses: CalendarAddresses,
): Handler {
  const fetches = new Fetches();
  return async (request, response) => {
    request.resume();
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405, { allow: 'GET, HEAD' }).end();
      return;
    }
    const [path = ''] = (request.url ?? '').split('?', 1);
    const address = addresses.read(path.slice(CALENDARS_PATH.length));
    const begun = performance.now();
    let outcome: FetchOutcome = 'failed';
    try {
      outcome =
        address === null
          ? refuse(response, 'unknown')
          : await give(request, response, () => fetches.read(pools, address));
    } finally {
      report({ outcome, address, seconds: (performance.now() - begun) / 1000 });
    }
  };
}

async function give(
  request: IncomingMessage,
  response: ServerResponse,
  read: () => Promise<FetchedCalendar | 'limited' | 'busy'>,
): Promise<FetchOutcome> {
  const fetched = await read();
  if (fetched === 'limited') return sayLater(response, { status: 429, seconds: 60, outcome: fetched });
  if (fetched === 'busy') return sayLater(response, { status: 503, seconds: 30, outcome: fetched });
  if (fetched.kind !== 'calendar') return refuse(response, fetched.kind);
  const bytes = Buffer.from(fetched.text);
  // Weak: it is the same calendar whether it is compressed or not.
  const etag = `W/"${createHash('sha256').update(bytes).digest('base64url').slice(0, 32)}"`;
  for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
  response.setHeader('etag', etag);
  if (holds(request.headers['if-none-match'], etag)) {
    response.statusCode = 304;
    response.end();
    return 'unchanged';
  }
  await endWith(response, bytes);
  return 'sent';
}

/** Whether a list of tags, or `*`, has the one, compared weakly (RFC 9110, 13.1.2). */
function holds(list: string | undefined, etag: string): boolean {
  if (list === undefined) return false;
  const bare = (tag: string): string => tag.trim().replace(/^W\//, '');
  return list.split(',').some((each) => bare(each) === '*' || bare(each) === bare(etag));
}

function refuse(response: ServerResponse, outcome: keyof typeof WHY): FetchOutcome {
  const { status, text } = WHY[outcome];
  response.writeHead(status, REFUSED).end(text);
  return outcome;
}

function sayLater(
  response: ServerResponse,
  { status, seconds, outcome }: { status: number; seconds: number; outcome: FetchOutcome },
): FetchOutcome {
  response
    .writeHead(status, { ...REFUSED, 'retry-after': String(seconds) })
    .end('Too many fetches; ask again later.\n');
  return outcome;
}

/** Holds down what fetches may cost: how often one calendar is made, and how many at a time. */
class Fetches {
  private readonly counts = new BoundedCache<{ readonly since: number; count: number }>(
    'calendar-fetches',
    COUNTED,
  );
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  /** The calendar, or why it is not made. */
  async read(
    pools: Pick<CalendarSources, 'readPool' | 'writePool'>,
    address: CalendarAddress,
  ): Promise<FetchedCalendar | 'limited' | 'busy'> {
    if (this.isTooOften(address.feedId)) return 'limited';
    return (await this.inTurn(() => readCalendar(pools, address))) ?? 'busy';
  }

  private isTooOften(feedId: string): boolean {
    const now = performance.now();
    let counted = this.counts.get(feedId);
    if (counted === undefined || now - counted.since > MINUTE_MS)
      this.counts.set(feedId, (counted = { since: now, count: 0 }));
    counted.count += 1;
    return counted.count > MOST_IN_A_MINUTE;
  }

  /** Does the work once it is its turn; null where too many wait. */
  private async inTurn<T>(work: () => Promise<T>): Promise<T | null> {
    if (this.running < AT_ONCE) this.running += 1;
    else if (this.waiting.length >= MOST_WAITING) return null;
    else await new Promise<void>((resolve) => this.waiting.push(resolve));
    try {
      return await work();
    } finally {
      // Who is next takes the place of who leaves.
      const next = this.waiting.shift();
      if (next === undefined) this.running -= 1;
      else next();
    }
  }
}
