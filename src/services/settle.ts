import { PROJECT_BRANCHES, ROLLUPS, WRITE_SETTLEMENT } from '../db/settlement-query.ts';
import {
  addContribution,
  branchContribution,
  decodeBranch,
  EMPTY_BRANCH,
  encodeBranch,
  removeContribution,
  taskContribution,
  type BranchState,
} from '../domain/branch.ts';
import { formatPercent, projectMitigation } from '../domain/mitigation.ts';
import { fromCents, requireStorable } from '../domain/money.ts';
import { shownPercent, subtaskState } from '../domain/progress.ts';
import {
  readTaskFacts,
  statusFacts,
  statusToday,
  subtaskStatusFacts,
  type FactsById,
  type TaskFacts,
} from './task-facts.ts';
import type { Tx } from './write.ts';

/*
 * The only writer of what the plan derives: progress and status of tasks and subtasks, and the roll-ups of progress,
 * cost and mitigation above them. A verb locks the project, reads facts, decides, saves, and calls `settle` with the
 * facts before and after. Each change is carried up as "take out what the child put in, put in what it says now", so
 * it costs as many rows as the plan is deep; sums are exact fractions, and only what is shown is rounded.
 */

const NO_FACTS: FactsById = new Map();

/**
 * Brings everything that hangs on the changed tasks up to date, in the transaction of the change.
 *
 * @param before the changed tasks as they were, with their successors (`readTaskFacts`); without new ones.
 * @param after the same as they are now; without those that are gone. A task in both may have moved.
 * @returns the tasks of `after` with the progress and status that they now have, their subtasks too.
 */
export async function settle(
  tx: Tx,
  projectId: string,
  before: FactsById,
  after: FactsById,
): Promise<FactsById> {
  const current = showProgress(after);
  const tree = await Tree.load(tx, projectId, [...before.values(), ...current.values()]);
  if (tree === null) return resettle(tx, projectId);
  tree.change([...before.values()], [...current.values()]);
  return write(tx, tree, current);
}

/**
 * Settles a whole project from its facts alone, and keeps the sums anew: after imports, and when none are kept.
 * @returns all its live tasks as they now stand.
 */
export async function resettle(tx: Tx, projectId: string): Promise<FactsById> {
  const current = showProgress(await readTaskFacts(tx, projectId, 'all'));
  const tree = new Tree(projectId, tx.settings.progressWeight, new Map());
  const branches = await tx.query<{ id: string; parentId: string }>(PROJECT_BRANCHES, [projectId]);
  for (const { id, parentId } of branches.rows) tree.know(id, parentId);
  tree.change([], [...current.values()]);
  return write(tx, tree, current);
}

/** A task that has subtasks stands where their mean stands, whatever was stored. */
function showProgress(tasks: FactsById): FactsById {
  return new Map([...tasks].map(([id, task]) => [id, withShownProgress(task)]));
}

function withShownProgress(task: TaskFacts): TaskFacts {
  if (task.subtasks.length === 0) return task;
  const percents = task.subtasks.map((subtask) => subtask.progressPercent);
  return { ...task, progressPercent: shownPercent(subtaskState(percents)) };
}

/** The sums above the changed tasks, and how they change. */
class Tree {
  /** A branch's parent before and after the change; differs only for what was moved. */
  private readonly parents = new Map<string, { before: string; after: string }>();
  private readonly original = new Map<string, BranchState>();

  constructor(
    readonly projectId: string,
    readonly weighting: Tx['settings']['progressWeight'],
    readonly states: Map<string, BranchState>,
  ) {}

  /** The kept sums on the tasks' paths; null when the project has none, or none of this weighting. */
  static async load(tx: Tx, projectId: string, tasks: readonly TaskFacts[]): Promise<Tree | null> {
    const weighting = tx.settings.progressWeight;
    const nodes = new Set(
      tasks.flatMap((task) => [task.phaseId, ...(task.workPackageId ? [task.workPackageId] : [])]),
    );
    const { rows } = await tx.query<{ nodeId: string; state: unknown }>(ROLLUPS, [
      projectId,
      [projectId, ...nodes],
    ]);
    const states = new Map<string, BranchState>();
    for (const { nodeId, state } of rows) {
      const decoded = decodeBranch(state, weighting);
      if (decoded === null) return null;
      states.set(nodeId, decoded);
    }
    return states.has(projectId) ? new Tree(projectId, weighting, states) : null;
  }

  /** Makes a branch part of the tree even if no task hangs on it. */
  know(branchId: string, parentId: string): void {
    this.parents.set(branchId, { before: parentId, after: parentId });
    this.touch(branchId);
  }

  change(before: readonly TaskFacts[], after: readonly TaskFacts[]): void {
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
  private enter(task: TaskFacts, when: 'before' | 'after'): void {
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
    const was = this.original.get(branchId) as BranchState;
    this.update(before, removeContribution, branchContribution(was, this.weighting));
    this.update(after, addContribution, branchContribution(this.touch(branchId), this.weighting));
  }

  private update(
    branchId: string,
    how: typeof addContribution,
    contribution: Parameters<typeof addContribution>[1],
  ): void {
    this.states.set(branchId, how(this.touch(branchId), contribution));
  }

  /** The branch's sums as they stand; what they were when first touched is remembered. */
  private touch(branchId: string): BranchState {
    const state = this.states.get(branchId) ?? EMPTY_BRANCH;
    if (!this.original.has(branchId)) {
      this.original.set(branchId, state);
      this.states.set(branchId, state);
    }
    return state;
  }

  /** The branches that were touched, as they are now. */
  touched(): [string, BranchState][] {
    return [...this.original.keys()].map((id) => [id, this.states.get(id) as BranchState]);
  }
}

function parentOf(task: TaskFacts): string {
  return task.workPackageId ?? task.phaseId;
}

async function write(tx: Tx, tree: Tree, tasks: FactsById): Promise<FactsById> {
  const settled = withStatusToday(tx, tasks);
  const work = [...settled.values()].flatMap((task) => [task, ...task.subtasks]);
  const nodes = tree.touched();
  const project = tree.states.get(tree.projectId) ?? EMPTY_BRANCH;
  await tx.query(WRITE_SETTLEMENT, [
    work.map(({ id }) => id),
    work.map(({ progressPercent }) => progressPercent),
    work.map(({ status }) => status),
    nodes.map(([id]) => id),
    nodes.map(([, state]) => shownPercent(state.progress)),
    nodes.map(([, state]) => fromCents(requireStorable(state.cost.capexCents, 'capexTotal'))),
    nodes.map(([, state]) => fromCents(requireStorable(state.cost.opexCents, 'opexTotal'))),
    nodes.map(([, state]) => encodeBranch(state, tree.weighting)),
    formatPercent(projectMitigation(project.mitigation)),
    tree.projectId,
  ]);
  return settled;
}

/** The tasks with the statuses that follow from their facts, each seeing its predecessors as they are now. */
function withStatusToday(tx: Tx, tasks: FactsById): FactsById {
  const settle = (task: TaskFacts): TaskFacts => ({
    ...task,
    status: statusToday(tx, statusFacts(tx, task, tasks)),
    subtasks: task.subtasks.map((subtask) => ({
      ...subtask,
      status: statusToday(tx, subtaskStatusFacts(subtask)),
    })),
  });
  return new Map([...tasks].map(([id, task]) => [id, settle(task)]));
}

/** Facts of nothing: what a task was before it was made, or is after it is gone. */
export { NO_FACTS };
