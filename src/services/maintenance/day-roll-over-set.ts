import { step } from '../../db/connection/pipeline.ts';
import { OPEN_TASKS_OF, TURN_FIGURES_OF } from '../../db/queries/maintenance/day-roll-over-query.ts';
import { LOCK_FREE_PROJECTS } from '../../db/queries/plan/lock-query.ts';
import { SUMS_OF, type KeptSums } from '../../db/queries/rollup/rollup-query.ts';
import { recordEvents } from '../plan/tasks/task-events.ts';
import { readFactsByProject, type FactsById } from '../plan/tasks/task-facts.ts';
import { recordProjectChange } from '../plan/wbs/plan-events.ts';
import { branchesOf, NO_FACTS, updateMovedRollups } from '../rollup/rollup.ts';
import type { Tx } from '../transaction/command.ts';

/**
 * Updates status and roll-ups of all open work of several projects, in which only time has moved, and their figures: as
 * `rollOverBatch` does for one, by as many statements as for one. Locks those projects that nobody else has locked, and waits for none.
 *
 * @returns the projects that were not to be had: somebody changes them just now, or they are deleted.
 */
export async function rollOverSet(
  tx: Tx,
  projectIds: readonly string[],
): Promise<{ left: readonly string[] }> {
  const [locked] = await tx.pipeline([step(LOCK_FREE_PROJECTS, [projectIds])]);
  const ids = locked.map(({ id }) => id);
  const [open, turned] = await tx.pipeline([
    step(OPEN_TASKS_OF, [ids]),
    step(TURN_FIGURES_OF, [ids, tx.today]),
  ]);
  for (const { id, isChanged } of turned) if (isChanged) recordProjectChange(tx, id);
  const facts = await readFactsByProject(
    tx,
    open.map(({ id }) => id),
  );
  const nodes = ids.flatMap((id) => [id, ...branchesOf(facts.get(id) ?? NO_FACTS)]);
  const [sums] = await tx.pipeline([step(SUMS_OF, [nodes])]);
  const sumsById = new Map(sums.map((each) => [each.nodeId, each]));
  for (const id of ids) await rollOverOne(tx, id, facts.get(id) ?? NO_FACTS, sumsById);
  const had = new Set(ids);
  return { left: projectIds.filter((id) => !had.has(id)) };
}

async function rollOverOne(
  tx: Tx,
  projectId: string,
  before: FactsById,
  kept: ReadonlyMap<string, KeptSums>,
): Promise<void> {
  const nodes = [projectId, ...branchesOf(before)];
  const sums = nodes.flatMap((id) => kept.get(id) ?? []);
  recordEvents(tx, { before, after: await updateMovedRollups(tx, { projectId, sums }, before) });
}
