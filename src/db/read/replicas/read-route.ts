import { isOverriding } from '../../connection/tenant-context.ts';
import type { Actor } from '../../../domain/directory/actor.ts';
import type { ReadPlace, ReadReplicas, Replica } from './read-replicas.ts';
import { laterOf, type WalPosition } from './wal-position.ts';

/**
 * Where one request reads: on one replica for as long as that is fresh and well, and from then on on the primary, since
 * what it has read there may not be on a replica yet.
 */
export class ReadRoute {
  private current: Replica | null | undefined;
  /** How far a replica has to be. */
  after: WalPosition | null = null;

  constructor(
    private readonly replicas: ReadReplicas,
    private readonly actor: Actor,
    /** What the request says that its sender has seen. */
    private readonly stated: WalPosition | null,
  ) {}

  /** Decided at the first read. */
  get replica(): Replica | null {
    if (this.current === undefined) this.current = this.choose();
    return this.current;
  }

  /** Counts a read that a replica has answered. */
  answered(): void {
    this.replicas.counts.replica += 1;
  }

  /** The replica is not as far as the reader. */
  isBehind(): void {
    this.leave('behind');
  }

  failed(replica: Replica, error: unknown): void {
    this.replicas.failed(replica, error);
    this.leave('failed');
  }

  private choose(): Replica | null {
    // It is recorded that somebody looks beyond their projects, and a standby records nothing.
    if (isOverriding(this.actor)) return this.leave('override');
    const need = this.replicas.needOf(this.actor);
    if (need === undefined) return this.leave('unknown');
    this.after = this.stated === null ? need : laterOf(need ?? undefined, this.stated);
    return this.replicas.choose(this.actor) ?? this.leave('unusable');
  }

  private leave(place: ReadPlace): null {
    this.replicas.counts[place] += 1;
    return (this.current = null);
  }
}
