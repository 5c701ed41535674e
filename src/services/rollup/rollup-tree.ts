import type { KeptSums } from '../../db/queries/rollup/rollup-query.ts';
import {
  addContribution,
  rollupContribution,
  decodeRollup,
  EMPTY_ROLLUP,
  removeContribution,
  taskContribution,
  type RollupState,
  type ContributingTask,
} from '../../domain/rollup/rollup-state.ts';
import type { ProgressWeighting } from '../../domain/rollup/progress.ts';

/** A task in its place, with what it puts into the sums above it. */
export interface PlacedTask extends ContributingTask {
  readonly id: string;
  readonly phaseId: string;
  readonly workPackageId: string | null;
}

/**
 * The sums above changed tasks, and how they change. Each change is carried up as "take out what the child put in,
 * put in what it says now".
 */
export class RollupTree {
  /** A branch's parent before and after the change; differs only for what was moved. */
  private readonly parents = new Map<string, { before: string; after: string }>();
  private readonly original = new Map<string, RollupState>();

  private readonly states = new Map<string, RollupState>();

  constructor(
    readonly projectId: string,
    readonly weighting: ProgressWeighting,
  ) {}

  /** The tree over kept sums; null when the project has none, or some of another weighting. */
  static from(projectId: string, weighting: ProgressWeighting, sums: readonly KeptSums[]): RollupTree | null {
    const tree = new RollupTree(projectId, weighting);
    for (const { nodeId, state } of sums) {
      const decoded = decodeRollup(state, weighting);
      if (decoded === null) return null;
      tree.states.set(nodeId, decoded);
    }
    return tree.states.has(projectId) ? tree : null;
  }

  /** The sums of a branch as they now stand. */
  stateOf(branchId: string): RollupState {
    return this.states.get(branchId) ?? EMPTY_ROLLUP;
  }

  /** Makes a branch part of the tree even if no task hangs on it. */
  know(branchId: string, parentId: string): void {
    this.parents.set(branchId, { before: parentId, after: parentId });
    this.touch(branchId);
  }

  change(before: readonly PlacedTask[], after: readonly PlacedTask[]): void {
    this.touch(this.projectId);
    for (const task of before) this.enter(task, 'before');
    for (const task of after) this.enter(task, 'after');
    for (const task of before)
      this.update(parentOf(task), removeContribution, taskContribution(task, this.weighting));
    for (const task of after)
      this.update(parentOf(task), addContribution, taskContribution(task, this.weighting));
    const packages = [...this.parents].filter(([, { after: parent }]) => parent !== this.projectId);
    for (const [id] of packages) this.carryUp(id);
    for (const [id, { after: parent }] of this.parents) if (parent === this.projectId) this.carryUp(id);
  }

  /** Notes the path of a task. */
  private enter(task: PlacedTask, when: 'before' | 'after'): void {
    this.note(task.phaseId, this.projectId, when);
    if (task.workPackageId !== null) this.note(task.workPackageId, task.phaseId, when);
  }

  private note(branchId: string, parentId: string, when: 'before' | 'after'): void {
    const known = this.parents.get(branchId);
    if (known === undefined) this.know(branchId, parentId);
    else this.parents.set(branchId, { ...known, [when]: parentId });
  }

  private carryUp(branchId: string): void {
    const { before, after } = this.parents.get(branchId) as { before: string; after: string };
    const was = this.original.get(branchId) as RollupState;
    this.update(before, removeContribution, rollupContribution(was, this.weighting));
    this.update(after, addContribution, rollupContribution(this.touch(branchId), this.weighting));
  }

  private update(
    branchId: string,
    how: typeof addContribution,
    contribution: Parameters<typeof addContribution>[1],
  ): void {
    this.states.set(branchId, how(this.touch(branchId), contribution));
  }

  /** The branch's sums as they stand; what they were when first touched is remembered. */
  private touch(branchId: string): RollupState {
    const state = this.stateOf(branchId);
    if (!this.original.has(branchId)) {
      this.original.set(branchId, state);
      this.states.set(branchId, state);
    }
    return state;
  }

  /** The branches that were touched, as they are now. */
  touched(): [string, RollupState][] {
    return [...this.original.keys()].map((id) => [id, this.stateOf(id)]);
  }
}

function parentOf(task: PlacedTask): string {
  return task.workPackageId ?? task.phaseId;
}
