import { PitError } from '../../domain/errors.ts';
import { logger } from '../../logger.ts';
import {
  makeOccurrences,
  nextDueSeries,
  type DueSeries,
} from '../../services/recurrence/make-occurrences.ts';
import type { StopSignal } from '../job-lease.ts';
import type { Write } from '../proof-lapse.ts';

/**
 * Makes the occurrences of an organisation's series that are missing as of today, project by project; nothing to do costs one look into
 * an index. What is stored tells what is missing: a run that was interrupted is made up for by the next one. A project
 * whose work the rules refuse is logged and passed over.
 */
export async function makeOccurrencesOf(write: Write, signal: StopSignal): Promise<void> {
  let place: DueSeries | null = null;
  while (!signal.aborted) {
    const after: DueSeries | null = place;
    const next: readonly DueSeries[] = await write((tx) => nextDueSeries(tx, after));
    for (const [projectId, ids] of byProject(next)) {
      if (signal.aborted) return;
      await write((tx) => makeOccurrences(tx, projectId, ids)).catch((error: unknown) => {
        if (!(error instanceof PitError) || error.code === 'UNAVAILABLE') throw error;
        if (error.code !== 'NOT_FOUND')
          logger.error({ err: error, projectId }, 'occurrences of series were not made');
      });
    }
    place = next.at(-1) ?? null;
    if (place === null) return;
  }
}

function byProject(series: readonly DueSeries[]): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const { projectId, id } of series) groups.set(projectId, [...(groups.get(projectId) ?? []), id]);
  return groups;
}
