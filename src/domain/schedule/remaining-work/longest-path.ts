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

/**
 * The tasks of the longest path as they follow each other: each behind the tasks that drive it, and else by early start.
 * With finish-to-finish and start-to-finish links a task may start before what drives it.
 */
export function pathInOrder({
  onLongestPath,
  topology: { order, outgoing },
  network,
  driving,
  earlyStart,
}: DrivenPath): number[] {
  // Where each stands: its early start, or that of the last of those before it.
  const place = Float64Array.from(earlyStart);
  const rank = new Int32Array(order.length);
  order.forEach((node, at) => {
    rank[node] = at;
    if (onLongestPath[node] === 0) return;
    for (let next = outgoing.offsets[node]!; next < outgoing.offsets[node + 1]!; next += 1) {
      const k = outgoing.arcs[next]!;
      if (network.effect[k] !== LinkEffect.ARC || driving[k] === 0) continue;
      const successor = outgoing.neighbours[next]!;
      place[successor] = Math.max(place[successor]!, place[node]!);
    }
  });
  return Array.from(order)
    .filter((node) => onLongestPath[node] === 1)
    .sort((a, b) => place[a]! - place[b]! || rank[a]! - rank[b]!);
}

/** What of a schedule says how its longest path runs. */
interface DrivenPath extends Pick<ScheduleTimes, 'earlyStart'> {
  readonly network: RemainingNetwork;
  readonly topology: PlanTopology;
  readonly onLongestPath: Uint8Array;
  readonly driving: Uint8Array;
}
