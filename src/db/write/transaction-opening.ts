import type pg from 'pg';
import { BoundedCache } from '../../bounded-cache.ts';
import { SYSTEM_USER, type Actor } from '../../domain/directory/actor.ts';
import { forbidden } from '../../domain/errors.ts';
import { ActorRole } from '../../domain/enums.ts';
import { step, type RowsOf } from '../connection/pipeline.ts';
import { contextStep } from '../connection/tenant-context.ts';
import { BEGIN, ORGANISATION } from './transaction-statements.ts';

/** The organisation as it is stored; `settings` may lack what is at its default. Frozen: transactions share it. */
export interface StoredOrganisation {
  readonly timeZone: string;
  readonly settings: unknown;
}

interface KnownOrganisation extends StoredOrganisation {
  /** The settings as PostgreSQL writes them, which tells whether they are still the same. */
  readonly settingsText: string;
}

export const UNANNOUNCED: StoredOrganisation = Object.freeze({ timeZone: 'UTC', settings: {} });
/** Of settings, in UTF-16 units, of all organisations of a pool together. */
const MOST_SETTINGS = 8 * 1024 * 1024;
const ENTRY = 200;

/** Of each pool: the organisations as its transactions last found them. */
const organisations = new WeakMap<pg.Pool, BoundedCache<KnownOrganisation>>();

/** Classes of SQLSTATE by which the database refuses what is asked: data, constraints, rights, and what triggers raise. */
const REFUSALS = ['22', '23', '42', 'P0'];

/** The organisation may be stored otherwise than the transaction took it to be; with what is known now it runs again. */
export class OutdatedOrganisation extends Error {}

/** What opens a transaction of the actor, and how its answers are checked. */
export class TransactionOpening {
  readonly steps;
  /** The organisation as an earlier transaction found it, which the opening has to confirm. */
  readonly expected: StoredOrganisation | undefined;

  /** @param mayExpect whether the work may begin by what an earlier transaction found. */
  constructor(
    private readonly pool: pg.Pool,
    readonly actor: Actor,
    mayExpect: boolean,
  ) {
    this.steps = [step(BEGIN), contextStep(actor, 'write'), step(ORGANISATION)] as const;
    this.expected = mayExpect ? organisations.get(pool)?.get(actor.orgId) : undefined;
  }

  /**
   * The organisation that the transaction works by.
   * @throws PitError FORBIDDEN for an organisation or a user that is not known or gone; `OutdatedOrganisation` where it is
   *   another than expected; an Error where the server works in another tenant's context.
   */
  check([, [taken], [found]]: RowsOf<TransactionOpening['steps']>): StoredOrganisation {
    const { actor } = this;
    if (taken?.orgId !== actor.orgId || taken.userId !== actor.userId) {
      throw new Error('the database did not take the tenant context');
    }
    if (found === undefined) {
      this.known().delete(actor.orgId);
      // The platform announces a new organisation by writing its directory, in which its own account is still to come.
      if (actor.role !== ActorRole.SERVICE)
        throw forbidden('The organisation of the token is not known here.');
      if (this.expected !== undefined) throw new OutdatedOrganisation();
      return UNANNOUNCED;
    }
    const { knowsActor, isActorGone, timeZone, settingsText } = found;
    if (!knowsActor && actor.userId !== SYSTEM_USER) {
      throw forbidden("The token's user is not known here: sync it first.", { field: 'sub' });
    }
    if (isActorGone)
      throw forbidden("The token's user is deactivated, and changes nothing.", { field: 'sub' });
    return this.confirmed(timeZone, settingsText);
  }

  /**
   * Whether statements that went out along with an unconfirmed opening may have been refused for what it would have told:
   * then it is to be asked alone.
   */
  isPossibleCause(error: unknown): boolean {
    const { code } = error as { code?: unknown };
    return this.expected !== undefined && typeof code === 'string' && REFUSALS.includes(code.slice(0, 2));
  }

  private confirmed(timeZone: string, settingsText: string): StoredOrganisation {
    const expected = this.expected as KnownOrganisation | undefined;
    if (expected?.timeZone === timeZone && expected.settingsText === settingsText) return expected;
    const settings = JSON.parse(settingsText) as unknown;
    const organisation: KnownOrganisation = Object.freeze({ timeZone, settings, settingsText });
    this.known().set(this.actor.orgId, organisation);
    if (expected !== undefined) throw new OutdatedOrganisation();
    return organisation;
  }

  private known(): BoundedCache<KnownOrganisation> {
    let known = organisations.get(this.pool);
    if (known === undefined) {
      const sizeOf = ({ settingsText }: KnownOrganisation): number => settingsText.length + ENTRY;
      known = new BoundedCache<KnownOrganisation>('organisations', MOST_SETTINGS, { sizeOf });
      organisations.set(this.pool, known);
    }
    return known;
  }
}
