/**
 * Directed graphs as plain arrays: nodes are 0..nodeCount-1, arc k runs from `from[k]` to `to[k]`. Typed
 * arrays keep a hundred thousand arcs within the processor's caches; no object is made per node or arc.
 */
export interface Arcs {
  readonly nodeCount: number;
  readonly from: Int32Array;
  readonly to: Int32Array;
}

/** The arcs of node n stand from `offsets[n]` up to, not including, `offsets[n + 1]`. */
export interface Adjacency {
  readonly offsets: Int32Array;
  /** Numbers of the arcs. */
  readonly arcs: Int32Array;
  /** The nodes at their other ends: kept beside each other, they are read without jumping through memory. */
  readonly neighbours: Int32Array;
}

/** The arcs that leave each node; O(nodes + arcs). */
export function outgoingArcs(graph: Arcs): Adjacency {
  return groupArcs(graph.nodeCount, graph.from, graph.to);
}

/** The arcs that enter each node; O(nodes + arcs). */
export function incomingArcs(graph: Arcs): Adjacency {
  return groupArcs(graph.nodeCount, graph.to, graph.from);
}

function groupArcs(nodeCount: number, ends: Int32Array, others: Int32Array): Adjacency {
  const offsets = new Int32Array(nodeCount + 1);
  for (let arc = 0; arc < ends.length; arc += 1) offsets[ends[arc]! + 1]! += 1;
  for (let node = 0; node < nodeCount; node += 1) offsets[node + 1]! += offsets[node]!;
  const next = offsets.slice(0, nodeCount);
  const arcs = new Int32Array(ends.length);
  const neighbours = new Int32Array(ends.length);
  for (let arc = 0; arc < ends.length; arc += 1) {
    const place = next[ends[arc]!]!++;
    arcs[place] = arc;
    neighbours[place] = others[arc]!;
  }
  return { offsets, arcs, neighbours };
}

/**
 * The nodes in an order in which every arc points forward; shorter than `nodeCount` when a cycle keeps the
 * rest from being ordered. Kahn's algorithm; O(nodes + arcs).
 */
export function topologicalOrder(graph: Arcs, outgoing = outgoingArcs(graph)): Int32Array {
  const { nodeCount, to } = graph;
  const { offsets, neighbours } = outgoing;
  const open = new Int32Array(nodeCount);
  for (let arc = 0; arc < to.length; arc += 1) open[to[arc]!]! += 1;
  const order = new Int32Array(nodeCount);
  let found = 0;
  for (let node = 0; node < nodeCount; node += 1) if (open[node] === 0) order[found++] = node;
  for (let at = 0; at < found; at += 1) {
    const node = order[at]!;
    for (let k = offsets[node]!; k < offsets[node + 1]!; k += 1) {
      const successor = neighbours[k]!;
      open[successor]! -= 1;
      if (open[successor] === 0) order[found++] = successor;
    }
  }
  return order.subarray(0, found);
}

/**
 * One cycle as its nodes in the direction of the arcs, the first repeated at the end, or null when there is
 * none. O(nodes + arcs).
 */
export function findCycle(graph: Arcs): number[] | null {
  const { offsets, neighbours } = incomingArcs(graph);
  const isOrdered = new Uint8Array(graph.nodeCount);
  for (const node of topologicalOrder(graph)) isOrdered[node] = 1;
  let node = isOrdered.indexOf(0);
  if (node < 0) return null;
  // Every node that could not be ordered has such a predecessor, so walking backwards must come round.
  const seenAt = new Map<number, number>();
  const path: number[] = [];
  while (!seenAt.has(node)) {
    seenAt.set(node, path.length);
    path.push(node);
    let k = offsets[node]!;
    while (isOrdered[neighbours[k]!] === 1) k += 1;
    node = neighbours[k]!;
  }
  return [...path.slice(seenAt.get(node)), node].reverse();
}

/**
 * The fewest-arcs path from `start` to `goal`, both included, or null. Before an arc a -> b is added, a path
 * from b to a is the cycle that it would close. O(nodes + arcs).
 */
export function findPath(graph: Arcs, start: number, goal: number): number[] | null {
  const { offsets, neighbours } = outgoingArcs(graph);
  const cameFrom = new Int32Array(graph.nodeCount).fill(-1);
  cameFrom[start] = start;
  const queue = [start];
  for (let at = 0; at < queue.length && cameFrom[goal] === -1; at += 1) {
    const node = queue[at]!;
    for (let k = offsets[node]!; k < offsets[node + 1]!; k += 1) {
      const successor = neighbours[k]!;
      if (cameFrom[successor] !== -1) continue;
      cameFrom[successor] = node;
      queue.push(successor);
    }
  }
  if (cameFrom[goal] === -1) return null;
  const path = [goal];
  for (let node = goal; node !== start; node = cameFrom[node]!) path.push(cameFrom[node]!);
  return path.reverse();
}

/**
 * The arcs that lie on some cycle, by their numbers: those within a strongly connected component. Tarjan's algorithm
 * with a stack of its own, since a plan's chain may be longer than the call stack; O(nodes + arcs).
 */
export function cyclicArcs(graph: Arcs): number[] {
  const component = componentOfNodes(graph);
  return Array.from(graph.from.keys()).filter(
    (arc) => component[graph.from[arc]!] === component[graph.to[arc]!],
  );
}

/**
 * The strongly connected components that hold a cycle, each by its nodes in ascending order: those of more than one node,
 * and nodes with an arc to themselves. O(nodes + arcs).
 */
export function cyclicComponents(graph: Arcs): number[][] {
  const component = componentOfNodes(graph);
  const isKnot = new Set<number>();
  for (let arc = 0; arc < graph.from.length; arc += 1) {
    const [from, to] = [component[graph.from[arc]!]!, component[graph.to[arc]!]!];
    if (from === to) isKnot.add(from);
  }
  const knots = new Map<number, number[]>([...isKnot].map((number) => [number, []]));
  component.forEach((number, node) => knots.get(number)?.push(node));
  return [...knots.values()];
}

/** The number of each node's strongly connected component. */
function componentOfNodes(graph: Arcs): Int32Array {
  const { nodeCount } = graph;
  const outgoing = outgoingArcs(graph);
  const walk: Walk = {
    outgoing,
    next: outgoing.offsets.slice(0, nodeCount),
    order: new Int32Array(nodeCount).fill(-1),
    lowest: new Int32Array(nodeCount),
    component: new Int32Array(nodeCount).fill(-1),
    pending: [],
    visited: 0,
  };
  for (let node = 0; node < nodeCount; node += 1) if (walk.order[node] === -1) walkFrom(walk, node);
  return walk.component;
}

interface Walk {
  readonly outgoing: Adjacency;
  /** Where each node goes on with its arcs. */
  readonly next: Int32Array;
  /** When each node was reached; -1 before. */
  readonly order: Int32Array;
  /** The earliest pending node that each one leads back to. */
  readonly lowest: Int32Array;
  readonly component: Int32Array;
  /** Reached nodes without a component. */
  readonly pending: number[];
  visited: number;
}

function walkFrom(walk: Walk, root: number): void {
  const path = [enter(walk, root)];
  while (path.length > 0) {
    const node = path.at(-1)!;
    const place = walk.next[node]!;
    if (place < walk.outgoing.offsets[node + 1]!) {
      walk.next[node] = place + 1;
      const successor = walk.outgoing.neighbours[place]!;
      if (walk.order[successor] === -1) path.push(enter(walk, successor));
      else if (walk.component[successor] === -1) lower(walk, node, walk.order[successor]!);
      continue;
    }
    path.pop();
    if (walk.lowest[node] === walk.order[node]) close(walk, node);
    else lower(walk, path.at(-1)!, walk.lowest[node]!);
  }
}

function enter(walk: Walk, node: number): number {
  walk.order[node] = walk.lowest[node] = walk.visited++;
  walk.pending.push(node);
  return node;
}

function lower(walk: Walk, node: number, to: number): void {
  walk.lowest[node] = Math.min(walk.lowest[node]!, to);
}

/** All that is pending since the node leads back to it: one component. */
function close(walk: Walk, node: number): void {
  for (const member of walk.pending.splice(walk.pending.lastIndexOf(node))) walk.component[member] = node;
}
