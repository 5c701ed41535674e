import { setTimeout as sleep } from 'node:timers/promises';
import { encodeEventCursor } from '../../events/event-cursor.ts';
import type { StoredEvent } from '../../events/stored-event.ts';
import { EventTopic } from '../../events/topics.ts';

/** How long events are gathered, from the first one on. */
const GATHER_MS = 1_000;
/** Projects that one gathered event names. */
const MOST_PROJECTS = 50;

/** A stream of events with the place after which its next event comes. */
export interface Followed extends AsyncIterableIterator<readonly StoredEvent[]> {
  readonly cursor: string;
}

type Pulled = IteratorResult<readonly StoredEvent[], unknown>;

/** What has come of one second: the projects, and the first and the last event. */
interface Gathered {
  readonly ids: Set<string>;
  readonly first: StoredEvent;
  last: StoredEvent;
}

/**
 * Makes one event of those that come within a second: it names the projects that they are about, fifty at most, as
 * `projectIds` of its payload, separated by commas, and has the number of the last of them, so that its cursor resumes behind
 * all. What is gathered and not handed out is read again by who resumes.
 */
export class GatheredEvents implements Followed {
  /** Where the next event goes on from: what is being gathered has not been handed out. */
  cursor: string;
  private pulling: Promise<Pulled> | undefined;
  /** Events that were read along with the last one that was gathered. */
  private rest: readonly StoredEvent[] = [];

  constructor(
    private readonly source: Followed,
    private readonly gatherMs = GATHER_MS,
  ) {
    this.cursor = source.cursor;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorResult<readonly StoredEvent[], undefined>> {
    const [first] = this.rest.length > 0 ? this.rest : await this.pulled();
    if (first === undefined) return { done: true, value: undefined };
    const gathered: Gathered = { ids: new Set(), first, last: first };
    const second = sleep(this.gatherMs, undefined, { ref: false });
    let isOver = this.take(gathered);
    while (!isOver) {
      const more = await Promise.race([this.pull(), second]);
      if (more === undefined) break;
      await this.pulled();
      isOver = this.take(gathered) || more.done === true;
    }
    const event = eventOf(gathered);
    this.cursor = encodeEventCursor(event, event.seq);
    return { done: false, value: [event] };
  }

  async return(): Promise<IteratorResult<readonly StoredEvent[], undefined>> {
    await this.source.return?.();
    return { done: true, value: undefined };
  }

  /** Puts what was read into what is gathered. @returns whether there is no room for all of it. */
  private take(gathered: Gathered): boolean {
    for (const [at, event] of this.rest.entries()) {
      const id = event.payload['projectId'] ?? event.streamId;
      if (!gathered.ids.has(id) && gathered.ids.size === MOST_PROJECTS) {
        this.rest = this.rest.slice(at);
        return true;
      }
      gathered.ids.add(id);
      gathered.last = event;
    }
    this.rest = [];
    return false;
  }

  /** The next events of the source, asked for once, however often somebody waits for them. */
  private pull(): Promise<Pulled> {
    if (this.pulling === undefined) {
      this.pulling = this.source.next();
      // Whoever waits hears of a failure; between two events nobody does.
      this.pulling.catch(() => undefined);
    }
    return this.pulling;
  }

  /** Takes those events over. */
  private async pulled(): Promise<readonly StoredEvent[]> {
    const { done, value } = await this.pull();
    this.pulling = undefined;
    this.rest = done === true ? [] : value;
    return this.rest;
  }
}

/** One second holds the same for all who have followed since its first event: that, and its last, tell it. */
function eventOf({ ids, first, last }: Gathered): StoredEvent {
  return {
    ...last,
    topic: EventTopic.PROJECT_UPDATED,
    payload: { projectIds: [...ids].join(',') },
    sharedAs: `${first.seq}-${last.seq}`,
  };
}
