import type { LinkColumns } from '../remaining-work/plan-facts.ts';
import { WorkState } from '../remaining-work/plan-facts.ts';
import type { PlanTopology } from '../remaining-work/plan-topology.ts';
import { LinkEffect, type RemainingNetwork } from '../remaining-work/remaining-network.ts';

/**
 * The remaining work for many passes: arrays by the number of the task or the place of an arc, that go from one thread to
 * another as they are. A start may depend on the durations of both ends of a link, which differ from run to run.
 */
export interface ForecastNetwork {
  /** Tasks such that every arc leads forward. */
  readonly order: Int32Array;
  /** The arcs that leave each task, in compressed rows. */
  readonly offsets: Int32Array;
  readonly neighbours: Int32Array;
  /** The lag of each arc, `NO_ARC` where a link asks nothing; and whether it counts from the finish, and binds the finish. */
  readonly lags: Int32Array;
  readonly fromFinish: Uint8Array;
  readonly toFinish: Uint8Array;
  /** What each task may not start, and not finish, before; indices of the axis. */
  readonly startFrom: Float64Array;
  readonly finishFrom: Float64Array;
  /** 1 where links do not move the work. */
  readonly fixed: Uint8Array;
  /** Working days that remain as planned; 0 of a milestone, and of completed work, which is 1 in `isDone`. */
  readonly remaining: Float64Array;
  readonly isDone: Uint8Array;
  /** The latest actual finish of completed work; -Infinity without any. */
  readonly doneFinish: number;
}

export const NO_ARC = 2_147_483_647;
const [FS, FF] = [0, 2];

/** The network for many passes. @param links of the plan that the network was made of. */
export function forecastNetwork(
  network: RemainingNetwork,
  topology: PlanTopology,
  links: LinkColumns,
): ForecastNetwork {
  const { state, taskCount } = network;
  const isDone = Uint8Array.from(state, (each) => (each === WorkState.COMPLETED ? 1 : 0));
  const remaining = Float64Array.from(network.remaining, (days, n) => (isDone[n] === 1 ? 0 : days));
  const startFrom = Float64Array.from(network.notBefore);
  const finishFrom = new Float64Array(taskCount).fill(-Infinity);
  holdByKnown(network, links, { startFrom, finishFrom });
  let doneFinish = -Infinity;
  for (let n = 0; n < taskCount; n += 1) {
    if (isDone[n] === 1) doneFinish = Math.max(doneFinish, network.actualFinish[n]!);
  }
  return {
    order: topology.order,
    offsets: Int32Array.from(topology.outgoing.offsets),
    neighbours: Int32Array.from(topology.outgoing.neighbours),
    ...arcsOf(network, topology, links),
    startFrom,
    finishFrom,
    fixed: network.fixed,
    remaining,
    isDone,
    doneFinish,
  };
}

function arcsOf(
  { effect }: RemainingNetwork,
  { outgoing: { arcs } }: PlanTopology,
  { lag, type }: LinkColumns,
): Pick<ForecastNetwork, 'lags' | 'fromFinish' | 'toFinish'> {
  const lags = new Int32Array(arcs.length).fill(NO_ARC);
  const fromFinish = new Uint8Array(arcs.length);
  const toFinish = new Uint8Array(arcs.length);
  for (let place = 0; place < arcs.length; place += 1) {
    const k = arcs[place]!;
    if (effect[k] !== LinkEffect.ARC) continue;
    lags[place] = lag[k]!;
    fromFinish[place] = type[k] === FS || type[k] === FF ? 1 : 0;
    toFinish[place] = type[k]! >= FF ? 1 : 0;
  }
  return { lags, fromFinish, toFinish };
}

/** What predecessors ask whose dates are known: of a start, or of a finish, which the duration of a run leads back from. */
function holdByKnown(
  { effect, weight, to, remaining, fixed }: RemainingNetwork,
  { type }: LinkColumns,
  { startFrom, finishFrom }: Pick<ForecastNetwork, 'startFrom' | 'finishFrom'>,
): void {
  for (let k = 0; k < effect.length; k += 1) {
    const j = to[k]!;
    if (effect[k] !== LinkEffect.BOUND || fixed[j] === 1) continue;
    if (type[k]! >= FF) finishFrom[j] = Math.max(finishFrom[j]!, weight[k]! + remaining[j]!);
    else startFrom[j] = Math.max(startFrom[j]!, weight[k]!);
  }
}
