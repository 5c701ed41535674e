import { badInput } from '../errors.ts';
import {
  add,
  compare,
  divide,
  rational,
  roundHalfUp,
  scale,
  subtract,
  ZERO,
  type Rational,
} from '../rational.ts';

/** What a child counts for in its parent's mean: all the same, by working days, or by planned cost. */
export type ProgressWeighting = 'equal' | 'duration' | 'cost';

/** What one child says to its parent's mean. */
export interface ProgressShare {
  /** Exact percentage, 0 to 100. */
  readonly value: Rational;
  /** 1, working days or cents, as the weighting says; never negative. */
  readonly weight: bigint;
  /** Whether the child and all under it stand at 100. */
  readonly isComplete: boolean;
}

/**
 * The sums of which a parent's mean is made. They can be added to and taken from, so a change of one child
 * costs one subtraction and one addition at each level up to the root, and stays exact: rounding happens
 * only where a percentage is stored.
 */
export interface ProgressState {
  /** Sum of weight x value. */
  readonly weighted: Rational;
  /** Sum of the weights. */
  readonly weight: bigint;
  /** Sum of the values, for parents whose children all weigh nothing. */
  readonly plain: Rational;
  /** Number of children that have any work in them. */
  readonly count: bigint;
  /** How many of them are not complete. */
  readonly open: bigint;
}

/** What is summed up at most of a task that is not complete, in percent. */
const MOST_WHILE_OPEN = rational(99);

export const NO_PROGRESS: ProgressState = { weighted: ZERO, weight: 0n, plain: ZERO, count: 0n, open: 0n };

/** A task's own facts: its stored percentage and those of its live subtasks. */
export interface TaskProgress {
  readonly progressPercent: number;
  readonly durationDays: number | null;
  readonly costCents: bigint;
  readonly subtaskPercents: readonly number[];
}

/** A work package, a phase or a project, with the live tasks and branches directly under it. */
export interface ProgressBranch {
  readonly tasks: readonly TaskProgress[];
  readonly branches: readonly ProgressBranch[];
}

/**
 * A whole percentage from 0 to 100 as a caller states it.
 * @throws PitError BAD_USER_INPUT naming `field`.
 */
export function requirePercent(value: unknown, field: string): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 100) return value;
  throw badInput(`${field} is not a percentage`, {
    field,
    expected: 'a whole number from 0 to 100',
    actual: String(value).slice(0, 40),
  });
}

/** How much of `whole` a part is, in percent with two decimals; 100 only when it is all of it. */
export function shareInPercent(part: number, whole: number): number {
  return part === whole ? 100 : Math.min(99.99, Math.round((10_000 * part) / whole) / 100);
}

/** The state with one more child; null (a child without any work in it) changes nothing. */
export function addShare(state: ProgressState, share: ProgressShare | null): ProgressState {
  if (share === null) return state;
  return {
    weighted: add(state.weighted, scale(share.value, share.weight)),
    weight: state.weight + share.weight,
    plain: add(state.plain, share.value),
    count: state.count + 1n,
    open: state.open + (share.isComplete ? 0n : 1n),
  };
}

/** The state without a child that is in it. */
export function removeShare(state: ProgressState, share: ProgressShare | null): ProgressState {
  if (share === null) return state;
  return {
    weighted: subtract(state.weighted, scale(share.value, share.weight)),
    weight: state.weight - share.weight,
    plain: subtract(state.plain, share.value),
    count: state.count - 1n,
    open: state.open - (share.isComplete ? 0n : 1n),
  };
}

/** The state after one child changed; also how a child moves in (`before` null) or out (`after` null). */
export function replaceShare(
  state: ProgressState,
  before: ProgressShare | null,
  after: ProgressShare | null,
): ProgressState {
  return addShare(removeShare(state, before), after);
}

/**
 * The exact mean of the children: sum(weight x value) / sum(weight); the plain mean when all weigh nothing;
 * null when there is no work under the node.
 */
export function progressValue(state: ProgressState): Rational | null {
  if (state.count === 0n) return null;
  return state.weight > 0n ? divide(state.weighted, state.weight) : divide(state.plain, state.count);
}

/** The percentage to store: the mean rounded half up, but 100 only when every child is, and 0 without work. */
export function shownPercent(state: ProgressState): number {
  const value = progressValue(state);
  if (value === null) return 0;
  if (state.open === 0n) return 100;
  const rounded = Number(roundHalfUp(value));
  return rounded > 99 ? 99 : rounded;
}

/**
 * What a branch says to its own parent; null when there is no work under it, so that an empty phase does not
 * hold its project down. By duration and by cost a branch weighs what its tasks weigh together.
 */
export function branchShare(state: ProgressState, weighting: ProgressWeighting): ProgressShare | null {
  const value = progressValue(state);
  if (value === null) return null;
  return { value, weight: weighting === 'equal' ? 1n : state.weight, isComplete: state.open === 0n };
}

/** The state of a task that has subtasks: their equal mean. */
export function subtaskState(percents: readonly number[]): ProgressState {
  return percents.map(leafShare).reduce(addShare, NO_PROGRESS);
}

/**
 * What a task says to its parent: the mean of its subtasks, or its own percentage when it has none; at most 99 while the
 * task itself does not stand at 100, as when it waits for evidence.
 */
export function taskShare(task: TaskProgress, weighting: ProgressWeighting): ProgressShare {
  const weight = taskWeight(task, weighting);
  const own = leafShare(task.progressPercent);
  const share = branchShare(subtaskState(task.subtaskPercents), 'equal') ?? own;
  if (own.isComplete) return { ...share, weight };
  const value = compare(share.value, MOST_WHILE_OPEN) > 0 ? MOST_WHILE_OPEN : share.value;
  return { value, weight, isComplete: false };
}

/**
 * The state of a whole branch from its tasks up, computed afresh. It is the definition: whatever was kept
 * by adding and removing shares must equal it.
 */
export function computeProgress(branch: ProgressBranch, weighting: ProgressWeighting): ProgressState {
  const ofTasks = branch.tasks.map((task) => taskShare(task, weighting));
  const ofBranches = branch.branches.map((child) =>
    branchShare(computeProgress(child, weighting), weighting),
  );
  return [...ofTasks, ...ofBranches].reduce(addShare, NO_PROGRESS);
}

/**
 * Sums over those tasks of one parent that have equally many live subtasks, as one aggregate query gives
 * them: with m subtasks a task's percentage is (sum of theirs) / m, so sums of numerators are exact.
 */
export interface ProgressGroup {
  /** Live subtasks of each task of the group; 1 also for tasks without any. */
  readonly parts: bigint;
  /** Sum over the tasks of the sum over their parts. */
  readonly percents: bigint;
  /** The same, each task's sum times its weight. */
  readonly weightedPercents: bigint;
  readonly weight: bigint;
  readonly count: bigint;
  readonly open: bigint;
}

/** The state of a parent's direct tasks from a handful of aggregated rows instead of one row per task. */
export function progressFromGroups(groups: readonly ProgressGroup[]): ProgressState {
  return groups.reduce(
    (state, group) => ({
      weighted: add(state.weighted, rational(group.weightedPercents, group.parts)),
      weight: state.weight + group.weight,
      plain: add(state.plain, rational(group.percents, group.parts)),
      count: state.count + group.count,
      open: state.open + group.open,
    }),
    NO_PROGRESS,
  );
}

function leafShare(percent: number): ProgressShare {
  return { value: rational(percent), weight: 1n, isComplete: percent === 100 };
}

function taskWeight(task: TaskProgress, weighting: ProgressWeighting): bigint {
  switch (weighting) {
    case 'equal':
      return 1n;
    case 'duration':
      return BigInt(task.durationDays ?? 0);
    case 'cost':
      return task.costCents;
  }
}
