import type { ProjectLifecycle } from '../../../domain/enums.ts';
import { fitDates } from '../../plan/wbs/plan-ancestors.ts';
import { rebuildRollups } from '../../rollup/rollup.ts';
import type { Tx } from '../../transaction/command.ts';
import { FOLLOW_SOURCE } from '../../../db/queries/exchange/listed-plan-query.ts';
import { inBatches } from './write-projects.ts';

/** What the file says of a known project besides its tasks. */
export interface ProjectSource {
  readonly id: string;
  readonly status: ProjectLifecycle;
  readonly divisionId: string | null;
}

/**
 * Makes known projects right again after their tasks have changed: dates, roll-ups, statuses, and what the file says
 * of the project itself. Work that was added here counts like work from the file.
 */
export async function rollUpImported(
  tx: Tx,
  projectIds: readonly string[],
  sources: readonly ProjectSource[],
): Promise<void> {
  if (projectIds.length === 0) return;
  for (const projectId of projectIds) {
    await rebuildRollups(tx, projectId);
    fitDates(tx, projectId, null);
  }
  await inBatches(tx, FOLLOW_SOURCE, sources);
}
