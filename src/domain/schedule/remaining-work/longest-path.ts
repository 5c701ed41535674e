import { WorkState } from './plan-facts.ts';
import type { PlanTopology } from './plan-topology.ts';
import { LinkEffect, type RemainingNetwork } from './remaining-network.ts';
import type { ScheduleTimes } from './schedule-passes.ts';

/**
 * The longest path: open tasks from which the last finish is reached over driving links alone (AACE 49R-06). Under
 * constraints it differs from the tasks without float, which is why both are told. Two paths of equal length are both on it.
 * @returns 1 for each task on it. O(tasks + links).
 */
export function longestPath(
  network: RemainingNetwork,
  topology: PlanTopology,
  times: ScheduleTimes,
  driving: Uint8Array,
): Uint8Array {
  const { outgoing, order } = topology;
  const onPath = new Uint8Array(network.taskCount);
  for (let at = order.length - 1; at >= 0; at -= 1) {
    const node = order[at]!;
    if (network.state[node] === WorkState.COMPLETED) continue;
    if (times.earlyFinish[node] === times.networkEnd) onPath[node] = 1;
    for (let place = outgoing.offsets[node]!; place < outgoing.offsets[node + 1]!; place += 1) {
      const k = outgoing.arcs[place]!;
      if (network.effect[k] !== LinkEffect.ARC || driving[k] === 0) continue;
      if (onPath[outgoing.neighbours[place]!] === 1) onPath[node] = 1;
    }
  }
  return onPath;
}

/** The tasks of the longest path as they follow each other: by early start, predecessors first. */
export function pathInOrder(
  onPath: Uint8Array,
  { order }: PlanTopology,
  { earlyStart }: ScheduleTimes,
): number[] {
  const rank = new Int32Array(order.length);
  order.forEach((node, at) => (rank[node] = at));
  return Array.from(order)
    .filter((node) => onPath[node] === 1)
    .sort((a, b) => earlyStart[a]! - earlyStart[b]! || rank[a]! - rank[b]!);
}
