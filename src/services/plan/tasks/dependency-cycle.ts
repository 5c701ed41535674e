import {
  ARCS_AFTER_RESTORATION,
  DELETE_DEPENDENCIES,
  TASK_NAMES,
} from '../../../db/queries/plan/dependency-query.ts';
import { badInput, type ErrorDetail, type PitError } from '../../../domain/errors.ts';
import { cyclicArcs, findCycle, findPath, type Arcs } from '../../../domain/graph.ts';
import type { Tx } from '../../transaction/command.ts';

/** A dependency as the arc from the task that is waited for to the one that waits. */
export interface Arc {
  readonly id: string;
  readonly from: string;
  readonly to: string;
}

/** Arcs as a graph, with the tasks that its numbers stand for. */
interface TaskGraph extends Arcs {
  readonly ids: readonly string[];
}

function graphOf(arcs: readonly Arc[], ...others: string[]): TaskGraph {
  const ids = [...new Set([...others, ...arcs.flatMap(({ from, to }) => [from, to])])];
  const numbers = new Map(ids.map((id, number) => [id, number]));
  const numberOf = (id: string): number => numbers.get(id) ?? 0;
  return {
    ids,
    nodeCount: ids.length,
    from: Int32Array.from(arcs, (arc) => numberOf(arc.from)),
    to: Int32Array.from(arcs, (arc) => numberOf(arc.to)),
  };
}

/** The shortest way along the arcs from one task to another, both included; null without any. */
export function pathBetween(arcs: readonly Arc[], start: string, goal: string): string[] | null {
  const graph = graphOf(arcs, start, goal);
  const path = findPath(graph, graph.ids.indexOf(start), graph.ids.indexOf(goal));
  return path === null ? null : path.map((number) => String(graph.ids[number]));
}

/** The refusal of what would close this circle: its tasks in order, the first repeated at the end. */
export async function refuseCycle(tx: Tx, path: readonly string[], detail: ErrorDetail) {
  const { rows } = await tx.run(TASK_NAMES, [path]);
  const names = new Map(rows.map(({ id, name }) => [id, name]));
  const cycle = path.map((id) => ({ id, name: names.get(id) ?? '' }));
  const way = cycle.map(({ name }) => name).join(' -> ');
  return badInput(`It would close a circle: ${way}`, { pit: 'PIT003', field: 'input', ...detail, cycle });
}

/**
 * Takes the dependencies of deleted tasks back along with them. While the tasks were away these bound nobody, so that
 * live ones may contradict them by now.
 * @param isDropping whether those of the restored tasks that lie on a circle are removed, rather than refused.
 * @throws PitError PIT003 with the circle, and in `detail.dependencyIds` the dependencies that would be dropped.
 */
export async function restoreDependencies(
  tx: Tx,
  projectId: string,
  taskIds: readonly string[],
  isDropping: boolean,
): Promise<void> {
  const { closing, path } = await closingArcs(tx, projectId, taskIds);
  if (closing.length === 0) return;
  const dependencyIds = closing.map(({ id }) => id);
  if (!isDropping) throw await refuseRestoration(tx, path, dependencyIds);
  await tx.run(DELETE_DEPENDENCIES, [dependencyIds]);
  for (const dependencyId of dependencyIds) {
    const payload = { projectId, dependencyId };
    tx.emit({ topic: 'pit.dependency.updated', streamId: projectId, payload });
  }
}

/**
 * The refusals of those of the deleted tasks whose dependencies would close a circle, by task; none where these are to be
 * dropped, which is then done.
 */
export async function cyclicRestorations(
  tx: Tx,
  projectId: string,
  taskIds: readonly string[],
  isDropping: boolean,
): Promise<ReadonlyMap<string, PitError>> {
  if (isDropping) {
    await restoreDependencies(tx, projectId, taskIds, true);
    return new Map();
  }
  const { closing, path } = await closingArcs(tx, projectId, taskIds);
  if (closing.length === 0) return new Map();
  const error = await refuseRestoration(
    tx,
    path,
    closing.map(({ id }) => id),
  );
  const ends = new Set(closing.flatMap(({ from, to }) => [from, to]));
  return new Map(taskIds.filter((id) => ends.has(id)).map((id) => [id, error]));
}

/** The arcs of tasks that come back which lie on a circle, and one such circle. */
async function closingArcs(
  tx: Tx,
  projectId: string,
  taskIds: readonly string[],
): Promise<{ closing: Arc[]; path: string[] }> {
  const values = [projectId, taskIds];
  const { rows: arcs } = await tx.run(ARCS_AFTER_RESTORATION, values);
  const graph = graphOf(arcs);
  const closing = cyclicArcs(graph)
    .flatMap((arc) => arcs[arc] ?? [])
    .filter(({ isRestored }) => isRestored);
  if (closing.length === 0) return { closing, path: [] };
  return { closing, path: (findCycle(graph) ?? []).map((number) => String(graph.ids[number])) };
}

function refuseRestoration(tx: Tx, path: readonly string[], dependencyIds: readonly string[]) {
  const expected = 'a restoration that closes no circle, or dropDependencies: true';
  return refuseCycle(tx, path, { field: 'input.dropDependencies', expected, dependencyIds });
}
