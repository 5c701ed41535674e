import { OPEN_ORIGINS } from '../../../db/queries/intake/intake-query.ts';
import { SourceModule } from '../../../domain/enums.ts';
import type { PlanTask } from '../../../domain/exchange/plan-document.ts';
import { PlanWarningKind } from '../../../domain/exchange/plan-warnings.ts';
import type { TaskOrigin } from '../../plan/tasks/open-origin.ts';
import type { Applying } from './applying.ts';

/**
 * The risks that new tasks of the file are the answer to, by the key of the task. An origin has one open task at most in the
 * organisation: where a risk has one already, the file's task is linked to the risk as all others, and a warning says so.
 */
export async function freeOrigins(
  { tx, plan, warnings }: Applying,
  tasks: readonly PlanTask[],
): Promise<ReadonlyMap<string, TaskOrigin>> {
  const fresh = new Set(tasks.map(({ key }) => key));
  const wanted = plan.sources.filter(({ taskKey, isOrigin }) => isOrigin && fresh.has(taskKey));
  if (wanted.length === 0) return new Map();
  const sourceModule = SourceModule.RISK_ASSESSMENT;
  const risks = wanted.map(({ id }) => id);
  const { rows } = await tx.run(OPEN_ORIGINS, [risks.map(() => sourceModule), risks]);
  const taken = new Set(rows.map(({ sourceReferenceId }) => sourceReferenceId));
  const free = wanted.filter(({ id, where }) => {
    if (!taken.has(id)) return true;
    warnings.add(
      PlanWarningKind.LINK,
      where,
      `another task is open for the risk ${id}: this one is linked to the risk, and is not its origin's`,
    );
    return false;
  });
  return new Map(free.map(({ taskKey, id }) => [taskKey, { sourceModule, sourceReferenceId: id }]));
}
