import type pg from 'pg';
import {
  COUNT_CALLBACKS,
  LEFT_CALLBACKS,
  REMOVE_CALLBACK,
  SAVE_CALLBACKS,
  STORE_CALLBACK,
  TAKE_CALLBACKS,
  type CallbackOperation,
} from '../../db/queries/events/callback-query.ts';
import { withTenantTransaction } from '../../db/write/tenant-transaction.ts';
import type { Actor } from '../../domain/directory/actor.ts';
import { conflict, PitError } from '../../domain/errors.ts';
import { ActorRole } from '../../domain/enums.ts';
import { systemActor } from '../../domain/directory/actor.ts';
import { PLATFORM } from '../directory/platform.ts';

/** A subscription whose events are sent to a router. */
export interface Callback {
  readonly orgId: string;
  /** The router's name for it. */
  readonly id: string;
  /** Who has subscribed, and until when their token speaks for them. */
  readonly actor: Actor;
  readonly operation: CallbackOperation;
  /** Where events go. */
  readonly url: string;
  /** By which the router knows that it is us who call. */
  readonly verifier: string;
  /** How often the router wants to hear from us, in milliseconds; 0: only when there is something to say. */
  readonly heartbeatMs: number;
  /** Cursor of the last event that the router has taken, or of where it began. */
  readonly position: string;
}

export type { CallbackOperation };

/** How far a callback has come. */
export type CallbackPlace = Pick<Callback, 'orgId' | 'id' | 'position'>;

/** Callbacks that one organisation may have at a time. */
export const MOST_CALLBACKS = 500;
/** And one user of it, so that nobody takes the places of all others. */
export const MOST_CALLBACKS_OF_USER = 100;
/** Callbacks that a process takes up at once, so that several share those of one that is gone. */
const TAKEN_AT_ONCE = 50;

/** The callbacks of one process: it holds each by a lease, without which another process takes it up. */
export class CallbackStore {
  /**
   * @param owner id of this process, new each time it starts.
   * @param leaseSeconds for how long others leave alone what is stored or saved.
   */
  constructor(
    private readonly pool: pg.Pool,
    private readonly owner: string,
    private readonly leaseSeconds: number,
  ) {}

  /** @throws PitError CONFLICT where the id is taken, LIMIT_EXCEEDED where the user or the organisation has too many. */
  async store({
    orgId,
    id,
    actor,
    operation,
    url,
    verifier,
    heartbeatMs,
    position,
  }: Callback): Promise<void> {
    const values = [
      id,
      JSON.stringify(actor),
      JSON.stringify(operation),
      url,
      verifier,
      heartbeatMs,
      position,
      this.owner,
      this.leaseSeconds,
    ];
    await withTenantTransaction(this.pool, systemActor(orgId), async (tx) => {
      const { rows } = await tx.run(COUNT_CALLBACKS, [actor.userId]);
      requireRoom(actor, rows[0] ?? { count: 0, own: 0 });
      const { rowCount } = await tx.run(STORE_CALLBACK, values);
      if (rowCount === 0) throw conflict('The subscription exists already.', { field: 'subscriptionId' });
    });
  }

  /** Stores how far callbacks of one organisation have come. @returns ids of those that are still ours. */
  save(orgId: string, places: readonly CallbackPlace[]): Promise<Set<string>> {
    return this.write(orgId, places, this.leaseSeconds);
  }

  /** Stores how far callbacks of one organisation have come, and leaves them to whoever takes them up. */
  async release(orgId: string, places: readonly CallbackPlace[]): Promise<void> {
    await this.write(orgId, places, 0);
  }

  async remove({ orgId, id }: Pick<Callback, 'orgId' | 'id'>): Promise<void> {
    await withTenantTransaction(this.pool, systemActor(orgId), (tx) =>
      tx.run(REMOVE_CALLBACK, [id, this.owner]),
    );
  }

  /** Callbacks that nobody serves, and that are ours from now on. */
  async takeLeft(): Promise<Callback[]> {
    const organisations = await withTenantTransaction(this.pool, systemActor(PLATFORM), async (tx) => {
      const { rows } = await tx.run(LEFT_CALLBACKS);
      return rows.map(({ orgId }) => orgId);
    });
    const taken: Callback[] = [];
    for (const orgId of organisations) taken.push(...(await this.take(orgId)));
    return taken;
  }

  private take(orgId: string): Promise<Callback[]> {
    return withTenantTransaction(this.pool, systemActor(orgId), async (tx) => {
      const values = [this.owner, this.leaseSeconds, TAKEN_AT_ONCE];
      const { rows } = await tx.run(TAKE_CALLBACKS, values);
      return rows.map((row) => ({ ...row, orgId }));
    });
  }

  private write(orgId: string, places: readonly CallbackPlace[], seconds: number): Promise<Set<string>> {
    const ids = places.map(({ id }) => id);
    const positions = places.map(({ position }) => position);
    return withTenantTransaction(this.pool, systemActor(orgId), async (tx) => {
      const values = [this.owner, seconds, ids, positions];
      const { rows } = await tx.run(SAVE_CALLBACKS, values);
      return new Set(rows.map(({ id }) => id));
    });
  }
}

/** A service account may hold all places of its organisation: sibling modules follow many projects in one name. */
function requireRoom(
  { role }: Actor,
  { count, own }: { readonly count: number; readonly own: number },
): void {
  const isUserFull = role !== ActorRole.SERVICE && own >= MOST_CALLBACKS_OF_USER;
  if (!isUserFull && count < MOST_CALLBACKS) return;
  const who = isUserFull ? 'user' : 'organisation';
  throw new PitError('LIMIT_EXCEEDED', `The ${who} has too many subscriptions by callback.`, {
    expected: `at most ${isUserFull ? MOST_CALLBACKS_OF_USER : MOST_CALLBACKS}`,
  });
}
