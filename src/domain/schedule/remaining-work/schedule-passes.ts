import type { PlanTopology } from './plan-topology.ts';
import { LinkEffect, type RemainingNetwork } from './remaining-network.ts';
import { NO_BOUND } from './task-bounds.ts';
import { WorkState } from './plan-facts.ts';

/*
 * The two passes of the critical path method (Kelley and Walker, "Critical-Path Planning and Scheduling", 1959) over the
 * remaining work. The loops are plain on purpose: with a callback for each element they take nearly twice as long.
 */

/** Starts and finishes of the remaining work, in days from the origin; completed tasks keep their actual ones. */
export interface ScheduleTimes {
  readonly earlyStart: Float64Array;
  readonly earlyFinish: Float64Array;
  /** NaN for completed tasks, here and in what follows. */
  readonly lateStart: Float64Array;
  readonly lateFinish: Float64Array;
  /** LS - ES, which equals LF - EF, since remaining work is as long early as late. */
  readonly totalSlack: Float64Array;
  /** The least room towards a direct successor, never below 0; the total slack, never below 0, where there is none. */
  readonly freeSlack: Float64Array;
  /** The latest finish of open work; `NO_FINISH` when all is completed. */
  readonly networkEnd: number;
  /** The latest finish of all, completed work included; `NO_FINISH` of a plan without tasks. */
  readonly finish: number;
}

/** Where nothing has a finish. */
export const NO_FINISH = -Infinity;

/**
 * @param promisedEnd the half-open end that late dates are measured from, or null for the network's own end.
 */
export function schedulePasses(
  network: RemainingNetwork,
  topology: PlanTopology,
  promisedEnd: number | null,
): ScheduleTimes {
  const arcs = outgoingArcWeights(network, topology);
  const earlyStart = forwardPass(network, topology, arcs);
  const earlyFinish = finishes(network, earlyStart);
  const ends = lastFinishes(network, earlyFinish);
  const { lateStart, room } = backwardPass(network, topology, arcs, {
    earlyStart,
    end: promisedEnd ?? ends.networkEnd,
  });
  return { earlyStart, earlyFinish, ...slacks(network, earlyStart, lateStart, room), ...ends };
}

/** For each place of the compressed rows: the arc's weight, `NO_ARC` where the link is none. */
const NO_ARC = NO_BOUND;

function outgoingArcWeights({ effect, weight }: RemainingNetwork, { outgoing }: PlanTopology): Int32Array {
  const { arcs } = outgoing;
  const weights = new Int32Array(arcs.length);
  for (let place = 0; place < arcs.length; place += 1) {
    const k = arcs[place]!;
    weights[place] = effect[k] === LinkEffect.ARC ? weight[k]! : NO_ARC;
  }
  return weights;
}

/** Starts before any arc has spoken: own dates, and what completed or started predecessors ask. */
function heldStarts(network: RemainingNetwork): Float64Array {
  const { to, effect, weight, fixed, state, actualStart } = network;
  const start = Float64Array.from(network.notBefore);
  for (let n = 0; n < start.length; n += 1) if (state[n] === WorkState.COMPLETED) start[n] = actualStart[n]!;
  for (let k = 0; k < to.length; k += 1) {
    const j = to[k]!;
    if (effect[k] === LinkEffect.BOUND && fixed[j] === 0 && weight[k]! > start[j]!) start[j] = weight[k]!;
  }
  return start;
}

function forwardPass(
  network: RemainingNetwork,
  { outgoing, order }: PlanTopology,
  arcs: Int32Array,
): Float64Array {
  const { offsets, neighbours } = outgoing;
  const { fixed } = network;
  const start = heldStarts(network);
  for (let at = 0; at < order.length; at += 1) {
    const node = order[at]!;
    const own = start[node]!;
    const end = offsets[node + 1]!;
    for (let place = offsets[node]!; place < end; place += 1) {
      if (arcs[place] === NO_ARC) continue;
      const j = neighbours[place]!;
      const bound = own + arcs[place]!;
      if (bound > start[j]! && fixed[j] === 0) start[j] = bound;
    }
  }
  return start;
}

function finishes({ state, remaining, actualFinish }: RemainingNetwork, starts: Float64Array): Float64Array {
  const finish = new Float64Array(starts.length);
  for (let n = 0; n < finish.length; n += 1) {
    finish[n] = state[n] === WorkState.COMPLETED ? actualFinish[n]! : starts[n]! + remaining[n]!;
  }
  return finish;
}

function lastFinishes(
  { state }: RemainingNetwork,
  earlyFinish: Float64Array,
): Pick<ScheduleTimes, 'networkEnd' | 'finish'> {
  let networkEnd = NO_FINISH;
  let finish = NO_FINISH;
  for (let n = 0; n < earlyFinish.length; n += 1) {
    if (earlyFinish[n]! > finish) finish = earlyFinish[n]!;
    if (state[n] !== WorkState.COMPLETED && earlyFinish[n]! > networkEnd) networkEnd = earlyFinish[n]!;
  }
  return { networkEnd, finish };
}

/** Late starts, and of each task the least room towards a direct successor (infinite where there is none). */
function backwardPass(
  network: RemainingNetwork,
  { outgoing, order }: PlanTopology,
  arcs: Int32Array,
  { earlyStart, end }: { earlyStart: Float64Array; end: number },
): { lateStart: Float64Array; room: Float64Array } {
  const { offsets, neighbours } = outgoing;
  const { state, remaining, notAfter } = network;
  const lateStart = new Float64Array(network.taskCount).fill(NaN);
  const room = new Float64Array(network.taskCount).fill(NaN);
  for (let at = order.length - 1; at >= 0; at -= 1) {
    const node = order[at]!;
    if (state[node] === WorkState.COMPLETED) continue;
    let latest = Math.min(end, notAfter[node]!) - remaining[node]!;
    let least = Infinity;
    for (let place = offsets[node]!; place < offsets[node + 1]!; place += 1) {
      if (arcs[place] === NO_ARC) continue;
      const j = neighbours[place]!;
      if (lateStart[j]! - arcs[place]! < latest) latest = lateStart[j]! - arcs[place]!;
      if (earlyStart[j]! - arcs[place]! < least) least = earlyStart[j]! - arcs[place]!;
    }
    lateStart[node] = latest;
    room[node] = least - earlyStart[node]!;
  }
  return { lateStart, room };
}

function slacks(
  { remaining }: RemainingNetwork,
  earlyStart: Float64Array,
  lateStart: Float64Array,
  room: Float64Array,
): Pick<ScheduleTimes, 'lateStart' | 'lateFinish' | 'totalSlack' | 'freeSlack'> {
  const lateFinish = new Float64Array(room.length);
  const totalSlack = new Float64Array(room.length);
  const freeSlack = new Float64Array(room.length);
  for (let n = 0; n < room.length; n += 1) {
    lateFinish[n] = lateStart[n]! + remaining[n]!;
    totalSlack[n] = lateStart[n]! - earlyStart[n]!;
    freeSlack[n] = Math.max(0, room[n] === Infinity ? totalSlack[n]! : room[n]!);
  }
  return { lateStart, lateFinish, totalSlack, freeSlack };
}
