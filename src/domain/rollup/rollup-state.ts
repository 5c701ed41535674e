import type { Cost } from '../cost/cost.ts';
import { computeMitigation, NO_MITIGATION, type MitigationState } from './mitigation.ts';
import { toCents } from '../money.ts';
import {
  addShare,
  branchShare,
  NO_PROGRESS,
  removeShare,
  taskShare,
  type ProgressShare,
  type ProgressState,
  type ProgressWeighting,
} from './progress.ts';
import { add, rational, subtract, type Rational } from '../rational.ts';

/** All that a work package, phase or project sums up from below. */
export interface RollupState {
  readonly progress: ProgressState;
  readonly cost: Cost;
  readonly mitigation: MitigationState;
}

/** What one child, a task or a branch, puts into its parent's sums; it can be taken out again exactly. */
export interface Contribution {
  readonly share: ProgressShare | null;
  readonly cost: Cost;
  readonly mitigation: MitigationState;
}

/** A task as its parent sees it. */
export interface ContributingTask {
  readonly progressPercent: number;
  readonly durationDays: number | null;
  readonly capexCost: string;
  readonly opexCost: string;
  readonly mitigationPct: string | null;
  readonly requiresEvidence: boolean;
  /** Whether its proof is counted as one that holds; whoever takes it out says what was counted, who adds it what holds today. */
  readonly isProofCurrent: boolean;
  /** Whether it stands in progress and mitigation: of the occurrences of a series one does. */
  readonly isCounted: boolean;
  readonly subtasks: readonly { readonly progressPercent: number }[];
}

export const EMPTY_ROLLUP: RollupState = {
  progress: NO_PROGRESS,
  cost: { capexCents: 0n, opexCents: 0n },
  mitigation: NO_MITIGATION,
};

/** What a task contributes under the organisation's weighting. */
export function taskContribution(task: ContributingTask, weighting: ProgressWeighting): Contribution {
  const cost = { capexCents: toCents(task.capexCost), opexCents: toCents(task.opexCost) };
  // Money was spent on every occurrence.
  if (!task.isCounted) return { share: null, cost, mitigation: NO_MITIGATION };
  const share = taskShare(
    {
      progressPercent: task.progressPercent,
      durationDays: task.durationDays,
      costCents: cost.capexCents + cost.opexCents,
      subtaskPercents: task.subtasks.map((subtask) => subtask.progressPercent),
    },
    weighting,
  );
  return { share, cost, mitigation: computeMitigation([{ ...task, progress: share.value }]) };
}

/** What a branch contributes to the branch above it. */
export function rollupContribution(state: RollupState, weighting: ProgressWeighting): Contribution {
  return { share: branchShare(state.progress, weighting), cost: state.cost, mitigation: state.mitigation };
}

export function addContribution(state: RollupState, { share, cost, mitigation }: Contribution): RollupState {
  return {
    progress: addShare(state.progress, share),
    cost: {
      capexCents: state.cost.capexCents + cost.capexCents,
      opexCents: state.cost.opexCents + cost.opexCents,
    },
    mitigation: {
      achieved: add(state.mitigation.achieved, mitigation.achieved),
      planned: state.mitigation.planned + mitigation.planned,
    },
  };
}

export function removeContribution(
  state: RollupState,
  { share, cost, mitigation }: Contribution,
): RollupState {
  return {
    progress: removeShare(state.progress, share),
    cost: {
      capexCents: state.cost.capexCents - cost.capexCents,
      opexCents: state.cost.opexCents - cost.opexCents,
    },
    mitigation: {
      achieved: subtract(state.mitigation.achieved, mitigation.achieved),
      planned: state.mitigation.planned - mitigation.planned,
    },
  };
}

/** The sums as JSON text; numbers are written as strings, since they know no bound. */
export function encodeRollup(state: RollupState, weighting: ProgressWeighting): string {
  const { progress, cost, mitigation } = state;
  return JSON.stringify({
    weighting,
    progress: [progress.weighted, progress.weight, progress.plain, progress.count, progress.open].map(plain),
    cost: [cost.capexCents, cost.opexCents].map(plain),
    mitigation: [mitigation.achieved, mitigation.planned].map(plain),
  });
}

/** The sums out of parsed JSON; null when they were made under another weighting and must be made afresh. */
export function decodeRollup(stored: unknown, weighting: ProgressWeighting): RollupState | null {
  const kept = stored as StoredRollup;
  if (kept.weighting !== weighting) return null;
  const [weighted, weight, own, count, open] = kept.progress;
  const [capexCents, opexCents] = kept.cost;
  const [achieved, planned] = kept.mitigation;
  return {
    progress: {
      weighted: fraction(weighted),
      weight: BigInt(weight),
      plain: fraction(own),
      count: BigInt(count),
      open: BigInt(open),
    },
    cost: { capexCents: BigInt(capexCents), opexCents: BigInt(opexCents) },
    mitigation: { achieved: fraction(achieved), planned: BigInt(planned) },
  };
}

interface StoredRollup {
  weighting: string;
  progress: [string, string, string, string, string];
  cost: [string, string];
  mitigation: [string, string];
}

function plain(value: bigint | Rational): string {
  return typeof value === 'bigint' ? String(value) : `${value.numerator}/${value.denominator}`;
}

function fraction(text: string): Rational {
  const [numerator, denominator] = text.split('/');
  return rational(BigInt(numerator ?? 0), BigInt(denominator ?? 1));
}
