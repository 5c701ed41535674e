import { createHash, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { RELEASE_JOB_LEASE, TAKE_JOB_LEASE } from '../../../db/queries/maintenance/job-lease-query.ts';
import type { Statement } from '../../../db/connection/statement.ts';
import type { Value } from '../../../db/connection/parameters.ts';
import type { Actor } from '../../../domain/directory/actor.ts';
import { logger } from '../../../logger.ts';
import type { Command } from '../../transaction/command.ts';
import { findAnswer, keyOf, type Request } from '../../transaction/idempotency.ts';
import { busy, stopped } from './simulation-worker.ts';

/** A lease of a process that has died is out after so many seconds; one that lives renews it each so many ms. */
const LEASE_SECONDS = 45;
const RENEW_MS = 10_000;
/** How long a repeated request waits for the answer to the first one, and how often it looks, in ms. */
const MOST_WAIT_MS = 60_000;
const LOOK_MS = 500;

/** Whoever works in the platform's name beside their own. */
interface Leaser {
  readonly actor: Actor;
  asPlatform<T extends object>(name: string, verb: Command<T>): Promise<T>;
}

/** A request that reads in its own name as well. */
interface Asker extends Leaser {
  rows<R extends object>(statement: Statement<R>, values?: readonly Value[]): Promise<R[]>;
}

/**
 * Does the work while no other process, of all that share the database, makes a forecast of the organisation.
 * @throws PitError LIMIT_EXCEEDED while another one does; UNAVAILABLE where the lease was lost in the middle.
 */
export async function aloneOfOrganisation<T>(leaser: Leaser, work: () => Promise<T>): Promise<T> {
  const done = await leased(leaser, `forecast:${leaser.actor.orgId}`, work);
  if (done === null) throw busy(true);
  return done.value;
}

/**
 * Answers a request under its key once, wherever it is asked: one that comes while the first is under way waits for its
 * answer, and works itself where that came to nothing.
 * @throws PitError LIMIT_EXCEEDED where it waits in vain; as `findAnswer`, and as the work does.
 */
export async function onceUnderKey<T extends object>(
  asker: Asker,
  request: Request,
  work: () => Promise<T>,
): Promise<T> {
  const key = keyOf(request.input);
  if (key === undefined) return work();
  const { orgId, userId } = asker.actor;
  const digest = createHash('sha256')
    .update(JSON.stringify([orgId, userId, key]))
    .digest('hex');
  const until = performance.now() + MOST_WAIT_MS;
  for (;;) {
    const earlier = await findAnswer<T>(asker, request);
    if (earlier !== null) return earlier;
    const done = await leased(asker, `forecast-key:${digest}`, async () => {
      return (await findAnswer<T>(asker, request)) ?? work();
    });
    if (done !== null) return done.value;
    if (performance.now() > until) throw busy(true);
    await sleep(LOOK_MS);
  }
}

/** Does the work under a lease; null where another process holds it. */
async function leased<T>(
  leaser: Leaser,
  name: string,
  work: () => Promise<T>,
): Promise<{ readonly value: T } | null> {
  const holder = randomUUID();
  const take = async (): Promise<boolean> => {
    const { rows } = await leaser.asPlatform('forecastLease', (tx) =>
      tx.run(TAKE_JOB_LEASE, [name, holder, LEASE_SECONDS]),
    );
    return rows[0]?.taken === true;
  };
  let heldUntil = performance.now() + LEASE_SECONDS * 1000;
  if (!(await take())) return null;
  let renewal = Promise.resolve();
  const renew = async (): Promise<void> => {
    const until = performance.now() + LEASE_SECONDS * 1000;
    // Once lost, for good: another process may have worked since.
    if (performance.now() < heldUntil) heldUntil = (await take()) ? until : 0;
  };
  const warn = (error: unknown): void =>
    logger.warn({ err: error }, 'the lease of a forecast could not be written');
  const timer = setInterval(() => {
    renewal = renewal.then(renew).catch(warn);
  }, RENEW_MS).unref();
  try {
    const value = await work();
    if (performance.now() >= heldUntil) throw stopped();
    return { value };
  } finally {
    clearInterval(timer);
    await renewal;
    // What cannot be given back now is out by itself.
    await leaser.asPlatform('forecastLease', (tx) => tx.run(RELEASE_JOB_LEASE, [name, holder])).catch(warn);
  }
}
