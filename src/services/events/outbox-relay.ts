import type pg from 'pg';
import { EVENTS_AFTER, eventsAfter, NO_ENDS, STREAM_ENDS } from '../../db/queries/events/event-query.ts';
import { TenantReadBatch } from '../../db/read/tenant-read-batch.ts';
import type { StoredEvent, StreamEnds } from '../../events/stored-event.ts';
import { streamKey, type StreamName } from '../../events/stream-name.ts';
import { StreamBuffer } from './stream-buffer.ts';
import { StreamConsumer, type Backlog, type Interest } from './stream-consumer.ts';
import { systemActor } from '../../domain/directory/actor.ts';

/** How often the outbox is looked at without being told: the longest that a lost wake-up can delay an event. */
const POLL_MS = 1000;
/** Events of one stream that one look brings. */
const MOST_PER_LOOK = 256;

/** What the relay reports of itself. */
export interface RelayObserver {
  /** Events of a stream have been read, in order. */
  onEvents(events: readonly StoredEvent[]): void;
  onError(error: unknown): void;
}

/** Puts events of these streams, or of all, into the stream of their organisation. */
export type Feed = (orgId: string, streamIds: readonly string[] | undefined) => Promise<void>;

/**
 * Relays committed events from the transactional outbox to those who follow them in this process (fan-out in memory). Only streams that somebody here
 * follows are read, all streams of an organisation in one statement. However often it is woken, one look is under way
 * at a time: a thousand wake-ups during a look make one more.
 */
export class OutboxRelay implements Backlog {
  /** By `streamKey`. */
  private readonly channels = new Map<string, StreamBuffer>();
  private dirty = new Set<StreamBuffer>();
  /** Streams that have grown since their organisation's was fed, where somebody follows that; undefined: any. */
  private readonly unfed = new Map<string, Set<string> | undefined>();
  private looking = false;
  private readonly poll: NodeJS.Timeout;
  /** Reads of the backlog under way: many who reconnect at once ask for the same. */
  private readonly reads = new Map<string, Promise<readonly StoredEvent[]>>();

  constructor(
    private readonly pool: pg.Pool,
    private readonly observer: RelayObserver,
    private readonly feed: Feed,
  ) {
    this.poll = setInterval(() => this.wake(undefined), POLL_MS).unref();
  }

  /** Looks at these streams as far as they are followed here, or at all of them. */
  wake(streamKeys: readonly string[] | undefined): void {
    if (streamKeys === undefined) for (const key of this.channels.keys()) this.mark(key);
    else for (const key of streamKeys) this.mark(key);
    if (this.dirty.size > 0 && !this.looking) void this.look();
  }

  /** Follows a stream of an organisation. Whoever calls has made sure that the caller may. */
  follow(stream: StreamName, interest: Interest, ends: StreamEnds): StreamConsumer {
    const key = streamKey(stream);
    let channel = this.channels.get(key);
    if (channel === undefined) {
      channel = new StreamBuffer(stream.orgId, stream.streamId, ends.latest);
      this.channels.set(key, channel);
    }
    channel.consumers += 1;
    // What was committed before the channel stood has woken nobody.
    this.wake([key]);
    return new StreamConsumer(channel, interest, this, () => this.leave(channel));
  }

  read(channel: StreamBuffer, seq: number, limit: number): Promise<readonly StoredEvent[]> {
    const key = `${streamKey(channel)}:${seq}`;
    let read = this.reads.get(key);
    if (read === undefined) {
      read = this.readerOf(channel.orgId)
        .rows(EVENTS_AFTER, eventsAfter([{ streamId: channel.streamId, seq }], limit))
        .finally(() => this.reads.delete(key));
      this.reads.set(key, read);
    }
    return read;
  }

  async ends({ orgId, streamId }: StreamName): Promise<StreamEnds> {
    const rows = await this.readerOf(orgId).rows(STREAM_ENDS, [[streamId]]);
    return rows[0] ?? NO_ENDS;
  }

  /** The ends of an organisation's own stream, once all that has happened is part of it. */
  async endsOfOrganisation(orgId: string): Promise<StreamEnds> {
    await this.feed(orgId, undefined);
    return this.ends({ orgId, streamId: orgId });
  }

  stop(): void {
    clearInterval(this.poll);
    this.dirty.clear();
    this.unfed.clear();
    this.channels.clear();
  }

  private mark(key: string): void {
    const channel = this.channels.get(key);
    if (channel !== undefined) this.dirty.add(channel);
    const [orgId = '', streamId = ''] = key.split(':');
    const whole = this.channels.get(streamKey({ orgId, streamId: orgId }));
    if (whole === undefined) return;
    this.dirty.add(whole);
    if (streamId === orgId) this.unfed.set(orgId, undefined);
    else if (!this.unfed.has(orgId)) this.unfed.set(orgId, new Set([streamId]));
    else this.unfed.get(orgId)?.add(streamId);
  }

  private leave(channel: StreamBuffer): void {
    channel.consumers -= 1;
    if (channel.consumers > 0) return;
    this.channels.delete(streamKey(channel));
    this.dirty.delete(channel);
  }

  private async look(): Promise<void> {
    this.looking = true;
    while (this.dirty.size > 0) {
      const byOrganisation = groupBy(this.dirty, ({ orgId }) => orgId);
      this.dirty = new Set();
      const looks = [...byOrganisation].map(([orgId, channels]) => this.lookAt(orgId, channels));
      await Promise.all(looks.map((each) => each.catch((error: unknown) => this.observer.onError(error))));
    }
    this.looking = false;
  }

  /** What fails here is tried again by the next poll. */
  private async lookAt(orgId: string, channels: readonly StreamBuffer[]): Promise<void> {
    if (this.unfed.has(orgId)) {
      const grown = this.unfed.get(orgId);
      this.unfed.delete(orgId);
      await this.feed(orgId, grown && [...grown]);
    }
    const places = channels.map(({ streamId, head }) => ({ streamId, seq: head }));
    const rows = await this.readerOf(orgId).rows(EVENTS_AFTER, eventsAfter(places, MOST_PER_LOOK));
    const gained = groupBy(rows, ({ streamId }) => streamId);
    for (const channel of channels) {
      const events = gained.get(channel.streamId) ?? [];
      if (events.length > 0) this.observer.onEvents(events);
      channel.append(events);
      if (events.length === MOST_PER_LOOK) this.dirty.add(channel);
    }
  }

  /** Sees the streams of a whole organisation, and no other. */
  private readerOf(orgId: string): TenantReadBatch {
    return new TenantReadBatch(this.pool, systemActor(orgId));
  }
}

function groupBy<T>(items: Iterable<T>, keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}
