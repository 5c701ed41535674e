import { BoundedCache } from '../../../bounded-cache.ts';
import { isBehind, laterOf, type WalPosition } from './wal-position.ts';

/** People whose last write is remembered one by one. */
const MOST_PEOPLE = 10_000;

/** What somebody has seen of the primary. */
interface Seen {
  /** Up to this place of its log, by writing or by being told. */
  readonly position?: WalPosition | undefined;
  /** Also an event that came after the sample with this number, and has no place yet. */
  readonly afterSample?: number;
}

/**
 * How far those who have written, or were told of an event, have seen the primary: a replica that is not as far has nothing for
 * them. Of this process alone; a gateway carries the place from one to another in a header.
 */
export class SeenPositions {
  private samples = 0;
  private sampled: WalPosition | undefined;
  /** So far may anybody have seen who is not remembered. */
  private floor: WalPosition | undefined;
  /** How many samples there were when somebody had to make room, and the floor has not been raised for it. */
  private evictedAt: number | undefined;
  private readonly people: BoundedCache<Seen>;

  constructor(most = MOST_PEOPLE) {
    this.people = new BoundedCache<Seen>('read_positions', most, {
      onEvicted: () => void (this.evictedAt = this.samples),
    });
  }

  /** The primary's log has come to this place: what happened before now lies before it. */
  sample(position: WalPosition): void {
    this.samples += 1;
    this.sampled = laterOf(this.sampled, position);
  }

  /** A write of theirs is stored at this place or before it. */
  wrote(person: string, position: WalPosition): void {
    this.sampled = laterOf(this.sampled, position);
    const known = this.people.get(person);
    this.people.set(person, { ...known, position: laterOf(known?.position, position) });
  }

  /** They are told of something that was stored a moment ago; the next sample says how far that is at most. */
  sawEvent(person: string): void {
    this.people.set(person, { position: this.people.get(person)?.position, afterSample: this.samples });
  }

  /** Up to where somebody is known to have seen the primary; undefined for nowhere. */
  knownOf(person: string): WalPosition | undefined {
    return this.people.get(person)?.position;
  }

  /** How far a replica has to be for them: null for any place, undefined where that is not known yet. */
  needOf(person: string): WalPosition | null | undefined {
    const seen = this.people.get(person);
    if (seen === undefined) return this.needOfForgotten();
    if (seen.afterSample === undefined) return seen.position;
    if (seen.afterSample === this.samples || this.sampled === undefined) return undefined;
    this.people.set(person, { position: this.sampled });
    return this.sampled;
  }

  /** Who had to make room has seen no more than the first sample after it says. */
  private needOfForgotten(): WalPosition | null | undefined {
    if (this.evictedAt === this.samples) return undefined;
    if (this.evictedAt !== undefined) this.floor = this.sampled;
    this.evictedAt = undefined;
    return this.floor ?? null;
  }
}

/** Places of the primary's log over time, from which the lag of a replica follows. */
export class PositionHistory {
  private readonly places: { readonly at: number; readonly position: WalPosition }[] = [];

  /** @param keepMs for how long places are kept: lags beyond it are told as this much. */
  constructor(private readonly keepMs: number) {}

  add(position: WalPosition, now: number): void {
    // Where nothing was written, the first moment at which a place was seen is what counts.
    if (this.places.at(-1)?.position !== position) this.places.push({ at: now, position });
    while (this.places.length > 1 && now - (this.places[1]?.at ?? now) > this.keepMs) this.places.shift();
  }

  /** For how long the replica lacks what it lacks longest, in ms; 0 where it has all that was seen. */
  lagOf(replayed: WalPosition, now: number): number {
    const missing = this.places.find(({ position }) => isBehind(replayed, position));
    return missing === undefined ? 0 : Math.max(0, now - missing.at);
  }
}
