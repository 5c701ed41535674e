import { badInput, type PitError } from '../errors.ts';
import { findCycle, outgoingArcs, topologicalOrder, type Adjacency, type Arcs } from '../graph.ts';
import { DependencyType } from '../enums.ts';

/**
 * A network of work. Times are whole working days counted from the project's start (0); spans are
 * half-open, so a task of 3 days that starts at 2 ends at 5 and fills the days 2, 3 and 4.
 */
export interface Network extends Arcs {
  /** Working days of each node; 0 is a milestone. */
  readonly durations: Int32Array;
  /** Arc k says: start of `to[k]` >= start of `from[k]` + `weights[k]`; see `arcWeight`. */
  readonly weights: Int32Array;
  /** Where given, node n starts no earlier than `notBefore[n]` (its own planned or actual start). */
  readonly notBefore?: Int32Array;
  /** Where given, the day index by which all shall be done; without it the network's own length. */
  readonly finishBy?: number;
}

/** Per node its times and floats, per arc whether it drives; all in working days from the project's start. */
export interface Schedule {
  readonly earlyStart: Float64Array;
  readonly earlyFinish: Float64Array;
  readonly lateStart: Float64Array;
  readonly lateFinish: Float64Array;
  readonly totalFloat: Float64Array;
  readonly freeFloat: Float64Array;
  /** 1 where the total float is 0 or less. */
  readonly critical: Uint8Array;
  /** 1 where the arc alone or with others holds its successor at its early start. */
  readonly driving: Uint8Array;
  /** The latest early finish: the length of the critical path. */
  readonly length: number;
}

/**
 * What a dependency asks of the two starts: S(successor) >= S(predecessor) + weight. From the definitions
 * of the four link types with d the durations: FS d(p) + lag; SS lag; FF d(p) - d(s) + lag; SF lag - d(s).
 */
export function arcWeight(
  type: DependencyType,
  lagDays: number,
  predecessorDuration: number,
  successorDuration: number,
): number {
  switch (type) {
    case DependencyType.FINISH_TO_START:
      return predecessorDuration + lagDays;
    case DependencyType.START_TO_START:
      return lagDays;
    case DependencyType.FINISH_TO_FINISH:
      return predecessorDuration - successorDuration + lagDays;
    case DependencyType.START_TO_FINISH:
      return lagDays - successorDuration;
  }
}

/**
 * The critical path method: early times by a forward pass along one topological order (no start before the
 * project's), late times by a backward pass from the finish, floats and drivers from both. O(nodes + arcs).
 * Total float is LS - ES, which equals LF - EF because a duration is the same early and late. Free float
 * is the least room towards a direct successor, never below 0; the total float where there is none.
 * @throws PitError BAD_USER_INPUT, PIT003, with the cycle's node numbers in `detail.cycle`.
 */
export function computeSchedule(network: Network): Schedule {
  const { nodeCount, durations } = network;
  const outgoing = outgoingArcs(network);
  const order = topologicalOrder(network, outgoing);
  if (order.length < nodeCount) throw cycleRefusal((findCycle(network) ?? []).map(String));
  const links = { ...outgoing, weights: gather(network.weights, outgoing.arcs) };
  const earlyStart = forwardPass(network, links, order);
  const earlyFinish = finishes(earlyStart, durations);
  let length = 0;
  for (let node = 0; node < nodeCount; node += 1)
    if (earlyFinish[node]! > length) length = earlyFinish[node]!;
  const { lateStart, room } = backwardPass(network, links, order, {
    earlyStart,
    finish: network.finishBy ?? length,
  });
  return {
    earlyStart,
    earlyFinish,
    lateStart,
    lateFinish: finishes(lateStart, durations),
    ...floats(earlyStart, lateStart, room),
    driving: drivingArcs(network, earlyStart),
    length,
  };
}

/** The refusal of a dependency that closes a cycle; `path` are ids or names, the first repeated at the end. */
export function cycleRefusal(path: readonly string[]): PitError {
  return badInput(`these dependencies form a cycle: ${path.slice(0, 50).join(' -> ')}`, {
    pit: 'PIT003',
    field: 'input',
    expected: 'dependencies without a cycle',
    cycle: path.slice(0, 1_000),
  });
}

// The loops below are plain on purpose: with a callback per element the whole takes nearly twice as long.

const UNBOUNDED = Infinity;

/** The outgoing arcs of each node, with their weights beside them. */
interface WeightedLinks extends Adjacency {
  readonly weights: Int32Array;
}

function gather(values: Int32Array, places: Int32Array): Int32Array {
  const gathered = new Int32Array(places.length);
  for (let k = 0; k < places.length; k += 1) gathered[k] = values[places[k]!]!;
  return gathered;
}

function forwardPass(network: Network, links: WeightedLinks, order: Int32Array): Float64Array {
  const { offsets, neighbours, weights } = links;
  const start = new Float64Array(network.nodeCount);
  if (network.notBefore !== undefined) start.set(network.notBefore);
  for (let at = 0; at < order.length; at += 1) {
    const node = order[at]!;
    if (start[node]! < 0) start[node] = 0;
    const own = start[node]!;
    const end = offsets[node + 1]!;
    for (let k = offsets[node]!; k < end; k += 1) {
      const bound = own + weights[k]!;
      if (bound > start[neighbours[k]!]!) start[neighbours[k]!] = bound;
    }
  }
  return start;
}

/** Late starts, and per node the least room towards a direct successor (`UNBOUNDED` where there is none). */
function backwardPass(
  network: Network,
  links: WeightedLinks,
  order: Int32Array,
  { earlyStart, finish }: { earlyStart: Float64Array; finish: number },
): { lateStart: Float64Array; room: Float64Array } {
  const { offsets, neighbours, weights } = links;
  const lateStart = new Float64Array(network.nodeCount);
  const room = new Float64Array(network.nodeCount);
  for (let at = order.length - 1; at >= 0; at -= 1) {
    const node = order[at]!;
    let latest = finish - network.durations[node]!;
    let least = UNBOUNDED;
    const end = offsets[node + 1]!;
    for (let k = offsets[node]!; k < end; k += 1) {
      const successor = neighbours[k]!;
      const bound = lateStart[successor]! - weights[k]!;
      if (bound < latest) latest = bound;
      const gap = earlyStart[successor]! - weights[k]!;
      if (gap < least) least = gap;
    }
    lateStart[node] = latest;
    room[node] = least - earlyStart[node]!;
  }
  return { lateStart, room };
}

function finishes(starts: Float64Array, durations: Int32Array): Float64Array {
  const finish = new Float64Array(starts.length);
  for (let node = 0; node < starts.length; node += 1) finish[node] = starts[node]! + durations[node]!;
  return finish;
}

function floats(
  earlyStart: Float64Array,
  lateStart: Float64Array,
  room: Float64Array,
): Pick<Schedule, 'totalFloat' | 'freeFloat' | 'critical'> {
  const totalFloat = new Float64Array(room.length);
  const freeFloat = new Float64Array(room.length);
  const critical = new Uint8Array(room.length);
  for (let node = 0; node < room.length; node += 1) {
    const total = lateStart[node]! - earlyStart[node]!;
    const free = room[node] === UNBOUNDED ? total : room[node]!;
    totalFloat[node] = total;
    freeFloat[node] = free > 0 ? free : 0;
    critical[node] = total <= 0 ? 1 : 0;
  }
  return { totalFloat, freeFloat, critical };
}

function drivingArcs(network: Network, earlyStart: Float64Array): Uint8Array {
  const { from, to, weights } = network;
  const driving = new Uint8Array(from.length);
  for (let arc = 0; arc < from.length; arc += 1) {
    if (earlyStart[from[arc]!]! + weights[arc]! === earlyStart[to[arc]!]!) driving[arc] = 1;
  }
  return driving;
}
