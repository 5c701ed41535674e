import type { StreamName } from './stream-name.ts';
import type { Topic } from './topics.ts';

/** An event as the outbox holds it. Numbers of a stream have no gaps and follow the order of commits. */
export interface StoredEvent extends StreamName {
  readonly seq: number;
  readonly topic: Topic;
  /** Ids of the rows that it is about: see `EventPayloads`. */
  readonly payload: Readonly<Record<string, string>>;
  /** Who caused it; null for what was stored without a tenant's context. */
  readonly actorId: string | null;
  /** RFC 3339, UTC. */
  readonly createdAt: string;
  /** Of one event that was made of several: what tells it from others that end with the same number. */
  readonly sharedAs?: string;
}

/** The ends of what is kept of a stream: events `oldest` to `latest`; `oldest` is `latest` + 1 where nothing is kept. */
export interface StreamEnds {
  readonly oldest: number;
  readonly latest: number;
}
