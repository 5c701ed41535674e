import { PitError } from '../domain/errors.ts';
import { logger } from '../logger.ts';
import { lapseProofs, nextLapsed, type LapsedTask } from '../services/maintenance/proof-lapse.ts';
import type { Command } from '../services/transaction/command.ts';
import type { StopSignal } from './job-lease.ts';

/** Runs a command in a transaction of the organisation. */
export type Write = <T extends object>(command: Command<T>) => Promise<T>;

/**
 * Counts the work of an organisation anew whose proof has lapsed, project by project; nothing to do costs one look into an index. A
 * project whose work the rules refuse is logged and passed over.
 */
export async function lapseProofsOf(write: Write, signal: StopSignal): Promise<void> {
  let place: LapsedTask | null = null;
  while (!signal.aborted) {
    const after: LapsedTask | null = place;
    const next: readonly LapsedTask[] = await write((tx) => nextLapsed(tx, after));
    for (const [projectId, ids] of byProject(next)) {
      if (signal.aborted) return;
      await write((tx) => lapseProofs(tx, projectId, ids)).catch((error: unknown) => {
        if (!(error instanceof PitError) || error.code === 'UNAVAILABLE') throw error;
        if (error.code !== 'NOT_FOUND')
          logger.error({ err: error, projectId }, 'lapsed proof was not counted');
      });
    }
    place = next.at(-1) ?? null;
    if (place === null) return;
  }
}

function byProject(tasks: readonly LapsedTask[]): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const { projectId, id } of tasks) groups.set(projectId, [...(groups.get(projectId) ?? []), id]);
  return groups;
}
