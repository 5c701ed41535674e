import { PROJECT_BRANCHES, STORE_SETTLEMENT, SUMS_OF } from '../db/settlement-query.ts';
import { parameters, type Row } from '../db/statement.ts';
import { encodeBranch } from '../domain/branch.ts';
import { formatPercent, projectMitigation } from '../domain/mitigation.ts';
import { fromCents, requireStorable } from '../domain/money.ts';
import { shownPercent, subtaskState } from '../domain/progress.ts';
import { PlanTree } from './plan-tree.ts';
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

/** Facts of nothing: what a task was before it was made, or is after it is gone. */
export const NO_FACTS: FactsById = new Map();

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
  const branches = [...before.values(), ...after.values()].flatMap((task) => [
    task.phaseId,
    ...(task.workPackageId === null ? [] : [task.workPackageId]),
  ]);
  const ids = [...new Set([projectId, ...branches])];
  const [sums] = await tx.together([{ statement: SUMS_OF, values: parameters([ids]) }]);
  return settleOn(tx, { projectId, sums }, before, after);
}

/** As `settle`, over kept sums that were read along with the facts. */
export async function settleOn(
  tx: Tx,
  { projectId, sums }: { projectId: string; sums: readonly Row[] | undefined },
  before: FactsById,
  after: FactsById,
): Promise<FactsById> {
  const tree = PlanTree.from(projectId, tx.settings.progressWeight, sums ?? []);
  if (tree === null) {
    const all = await resettle(tx, projectId, after, before);
    return new Map([...all].filter(([id]) => after.has(id)));
  }
  const current = showProgress(after);
  // What merely follows another task comes along unchanged, and puts into the sums what it did.
  const isChanged = ({ id }: TaskFacts): boolean => before.get(id) !== after.get(id);
  tree.change([...before.values()].filter(isChanged), [...current.values()].filter(isChanged));
  return write(tx, tree, current);
}

/**
 * Settles a whole project from its facts alone, and keeps the sums anew: after imports, and when none are kept.
 * @param known tasks that are about to be stored as they are here, and not as they are in the database.
 * @param before the same as they were; those that are not known any more are gone, or about to be.
 * @returns all its live tasks as they now stand.
 */
export async function resettle(
  tx: Tx,
  projectId: string,
  known = NO_FACTS,
  before = NO_FACTS,
): Promise<FactsById> {
  const stored = await readTaskFacts(tx, projectId, 'all');
  const staying = [...stored].filter(([id]) => known.has(id) || !before.has(id));
  const current = showProgress(new Map([...staying, ...known]));
  const tree = new PlanTree(projectId, tx.settings.progressWeight);
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

function write(tx: Tx, tree: PlanTree, tasks: FactsById): FactsById {
  const settled = withStatusToday(tx, tasks);
  const work = [...settled.values()].flatMap((task) => [task, ...task.subtasks]);
  const nodes = tree.touched();
  const project = tree.stateOf(tree.projectId);
  const values = parameters([
    tree.projectId,
    formatPercent(projectMitigation(project.mitigation)),
    work.map(({ id }) => id),
    work.map(({ progressPercent }) => progressPercent),
    work.map(({ status }) => status),
    nodes.map(([id]) => id),
    nodes.map(([, state]) => shownPercent(state.progress)),
    nodes.map(([, state]) => fromCents(requireStorable(state.cost.capexCents, 'capexTotal'))),
    nodes.map(([, state]) => fromCents(requireStorable(state.cost.opexCents, 'opexTotal'))),
    nodes.map(([, state]) => encodeBranch(state, tree.weighting)),
  ]);
  tx.later({ statement: STORE_SETTLEMENT, values, expect: 'SELECT 1' });
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
