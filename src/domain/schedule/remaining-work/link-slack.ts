import { LinkEffect, type RemainingNetwork } from './remaining-network.ts';

/** What the links of a schedule leave; an entry for each link of the plan. */
export interface LinkSlack {
  /** Relationship slack: how many days the successor starts after the link allows; NaN where the link asks nothing. */
  readonly linkSlack: Float64Array;
  /** 1 where the link holds its successor where it is. A fixed successor is held by its own date. */
  readonly driving: Uint8Array;
}

/** Relationship slack of every link, R(j) - R(i) - w, or R(j) - bound; negative where a fixed task starts too early. */
export function linkSlacks(network: RemainingNetwork, earlyStart: Float64Array): LinkSlack {
  const { from, to, effect, weight, fixed } = network;
  const linkSlack = new Float64Array(from.length).fill(NaN);
  const driving = new Uint8Array(from.length);
  for (let k = 0; k < from.length; k += 1) {
    if (effect[k] === LinkEffect.NONE) continue;
    const needed = weight[k]! + (effect[k] === LinkEffect.ARC ? earlyStart[from[k]!]! : 0);
    linkSlack[k] = earlyStart[to[k]!]! - needed;
    if (linkSlack[k] === 0 && fixed[to[k]!] === 0) driving[k] = 1;
  }
  return { linkSlack, driving };
}
