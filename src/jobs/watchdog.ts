import type pg from 'pg';
import { BoundedCache } from '../bounded-cache.ts';
import type { Actor } from '../domain/directory/actor.ts';
import { logger } from '../logger.ts';
import { systemActor } from '../domain/directory/actor.ts';
import { listOrganisations } from '../services/directory/platform.ts';
import { beginScan, endScan, projectsToScan, scanProject } from '../services/watchdog/watchdog.ts';
import { runMutation } from '../services/transaction/mutation-transaction.ts';
import type { Command } from '../services/transaction/command.ts';
import { NEVER_STOPPED, withJobLease, type StopSignal } from './job-lease.ts';

/** What a run has done in an organisation so far. */
interface Tally {
  projects: number;
  raised: number;
}

/** What each project was like when it was last scanned, by its id; see `ScanCandidate`. An evicted one is scanned again. */
type Seen = BoundedCache<string>;
const MAX_SEEN = 200_000;

/**
 * Makes a watchdog. A run scans every project of every organisation in which there may be something to find, each in a
 * short transaction of its own, and leaves a row in each organisation's log of scans; one that breaks off leaves it open. What has not
 * changed since this watchdog looked at it is passed over. Of several processes one runs.
 */
export function watchdog(): (pool: pg.Pool, signal?: StopSignal) => Promise<void> {
  const seen: Seen = new BoundedCache('watchdog_states', MAX_SEEN);
  return async (pool, stop = NEVER_STOPPED) => {
    await withJobLease(pool, { name: 'watchdog', signal: stop }, (signal) => watchAll(pool, seen, signal));
  };
}

async function watchAll(pool: pg.Pool, seen: Seen, signal: StopSignal): Promise<void> {
  for (const orgId of await listOrganisations(pool)) {
    if (signal.aborted) return;
    await watchOrganisation(pool, orgId, seen, signal).catch((error: unknown) =>
      logger.error({ err: error, orgId }, 'the watchdog could not go through an organisation'),
    );
  }
}

/** A project that cannot be scanned must not hide the others, and is tried again in the next run. */
async function watchOrganisation(
  pool: pg.Pool,
  orgId: string,
  seen: Seen,
  signal: StopSignal,
): Promise<void> {
  const platform = systemActor(orgId);
  const tally: Tally = { projects: 0, raised: 0 };
  const { scanId } = await inScan(pool, platform, beginScan);
  const { candidates } = await inScan(pool, platform, projectsToScan);
  for (const { id, state } of candidates.filter((each) => seen.get(each.id) !== each.state)) {
    try {
      let isDone = false;
      while (!isDone) {
        if (signal.aborted) return;
        const report = await inScan(pool, platform, (tx) => scanProject(tx, id));
        tally.raised += report.raised;
        ({ isDone } = report);
      }
      tally.projects += 1;
      seen.set(id, state);
    } catch (error) {
      logger.error({ err: error, orgId, projectId: id }, 'the watchdog could not scan a project');
    }
  }
  await inScan(pool, platform, (tx) => endScan(tx, scanId, tally));
}

function inScan<T extends object>(pool: pg.Pool, actor: Actor, verb: Command<T>): Promise<T> {
  return runMutation(pool, actor, { name: 'watchdogScan', input: {} }, verb);
}
