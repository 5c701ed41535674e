import type pg from 'pg';
import {
  DEAD_DELIVERIES,
  DUE_ORGANISATIONS,
  GIVE_BACK,
  PRUNE_DELIVERIES,
  RECORD_ATTEMPT,
  TAKE_DELIVERIES,
  TAKE_TURNS,
} from '../../db/queries/delivery/delivery-query.ts';
import { step } from '../../db/connection/pipeline.ts';
import type { RowOfStatement } from '../../db/connection/statement.ts';
import { withTenantTransaction } from '../../db/write/tenant-transaction.ts';
import { systemActor } from '../../domain/directory/actor.ts';
import {
  afterAttempt,
  type AfterAttempt,
  type Attempt,
  type DeliveryKind,
} from '../../domain/delivery/retry-schedule.ts';
import { PLATFORM } from '../directory/platform.ts';
import type { Tx } from '../transaction/command.ts';

/** Something to be sent, as it is stored. */
export type StoredDelivery = RowOfStatement<typeof TAKE_DELIVERIES>;

/** Deliveries under way to one target at a time. */
const MOST_OF_TARGET = 2;
/** For how long, in seconds, others leave alone what a process has taken: longer than any attempt takes. */
const LEASE_SECONDS = 90;
const LONGEST_ERROR = 500;

/** The most projects of which one change says that their deliveries are given up, or are not any more. */
export const MOST_PROJECTS = 10_000;

/** Who takes deliveries. */
export interface Taker {
  readonly owner: string;
  /** How much later than the database's clock it is for them, in seconds. */
  readonly ahead: number;
  /** A number of at least 0 and below 1, from which the length of the next pause is taken. */
  readonly chance: number;
}

/** Organisations with deliveries that are due. */
export function dueOrganisations(pool: pg.Pool, ahead: number): Promise<string[]> {
  return withTenantTransaction(pool, systemActor(PLATFORM), async (tx) => {
    const { rows } = await tx.run(DUE_ORGANISATIONS, [ahead]);
    return rows.map(({ orgId }) => orgId);
  });
}

/** How many deliveries of each kind are dead, of all organisations. */
export function deadDeliveries(pool: pg.Pool): Promise<Partial<Record<DeliveryKind, number>>> {
  return withTenantTransaction(pool, systemActor(PLATFORM), async (tx) => {
    const { rows } = await tx.run(DEAD_DELIVERIES);
    return Object.fromEntries(rows.map(({ kind, dead }) => [kind, dead]));
  });
}

/** Takes up to `most` deliveries of the organisation that are due. */
export async function takeDeliveries(
  tx: Tx,
  { owner, ahead }: Taker,
  most: number,
): Promise<StoredDelivery[]> {
  const values = [owner, most, MOST_OF_TARGET, LEASE_SECONDS, ahead];
  const [, taken] = await tx.pipeline([step(TAKE_TURNS), step(TAKE_DELIVERIES, values)]);
  return taken;
}

/** Stores what became of an attempt. */
export async function recordAttempt(
  tx: Tx,
  { owner, ahead, chance }: Taker,
  { id, kind, attempt }: Pick<StoredDelivery, 'id' | 'kind' | 'attempt'>,
  result: Attempt,
): Promise<AfterAttempt> {
  const after = afterAttempt(kind, attempt, result, chance);
  const pause = after.state === 'pending' ? after.afterSeconds : 0;
  const error = result.outcome === 'sent' ? null : (result.error ?? '').slice(0, LONGEST_ERROR);
  await tx.run(RECORD_ATTEMPT, [id, owner, after.state, pause, result.status ?? null, error, ahead]);
  return after;
}

/** Leaves what was taken and not tried to others. */
export async function giveBack(
  pool: pg.Pool,
  owner: string,
  orgId: string,
  ids: readonly string[],
): Promise<void> {
  await withTenantTransaction(pool, systemActor(orgId), (tx) => tx.run(GIVE_BACK, [owner, ids]));
}

/** Deliveries that are removed in one transaction. */
const PRUNED_AT_ONCE = 5_000;

/** Forgets deliveries of an organisation that were over so many days ago; answers how many. */
export function pruneDeliveries(pool: pg.Pool, orgId: string, days: number): Promise<number> {
  return withTenantTransaction(pool, systemActor(orgId), async (tx) => {
    const { rowCount } = await tx.run(PRUNE_DELIVERIES, [days, PRUNED_AT_ONCE]);
    return rowCount;
  });
}
