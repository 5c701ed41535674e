import { findCycle, outgoingArcs, topologicalOrder, type Adjacency } from '../../graph.ts';
import type { LinkColumns } from './plan-facts.ts';

/**
 * What depends on the links of a plan alone. It stays as it is while dates and progress change, so a plan that is kept
 * in memory is ordered once.
 */
export interface PlanTopology {
  readonly taskCount: number;
  /** The links that leave each task, in compressed rows (CSR). */
  readonly outgoing: Adjacency;
  /** Tasks such that every link leads forward. Shorter than `taskCount` when there is a cycle. */
  readonly order: Int32Array;
  /** Task numbers in the direction of the links, the first repeated at the end; null without a cycle. */
  readonly cycle: readonly number[] | null;
}

/**
 * The order of a plan, or its cycle. Completed work counts: a cycle is a fault of the stored plan, whatever is done.
 * Kahn's algorithm (1962), O(tasks + links).
 */
export function planTopology(taskCount: number, { from, to }: LinkColumns): PlanTopology {
  const graph = { nodeCount: taskCount, from, to };
  const outgoing = outgoingArcs(graph);
  const order = topologicalOrder(graph, outgoing);
  const cycle = order.length < taskCount ? findCycle(graph) : null;
  return { taskCount, outgoing, order, cycle };
}
