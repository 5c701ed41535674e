import { step } from '../../db/connection/pipeline.ts';
import {
  CONTRIBUTIONS,
  PROJECT_BRANCHES,
  STORE_ROLLUPS,
  SUMS_OF,
  type KeptSums,
} from '../../db/queries/rollup/rollup-query.ts';
import { encodeRollup, type RollupState } from '../../domain/rollup/rollup-state.ts';
import { formatPercent, projectMitigation } from '../../domain/rollup/mitigation.ts';
import { fromCents, requireStorable } from '../../domain/money.ts';
import { shownPercent } from '../../domain/rollup/progress.ts';
import { keepActuals } from '../plan/status/actual-dates.ts';
import { completeWork } from '../plan/status/completion.ts';
import { keepOriginsSingle } from '../plan/tasks/open-origin.ts';
import { withCounted } from './counted-occurrences.ts';
import { storeCounting, withProofToday } from './counted-proof.ts';
import { RollupTree, type PlacedTask } from './rollup-tree.ts';
import {
  MOST_AT_ONCE,
  readTaskFacts,
  statusFacts,
  statusToday,
  subtaskStatusFacts,
  type FactsById,
  type SubtaskFacts,
  type TaskFacts,
} from '../plan/tasks/task-facts.ts';
import type { Tx } from '../transaction/command.ts';

/*
 * The only writer of what the plan derives: progress and status of tasks and subtasks, and the roll-ups of progress,
 * cost and mitigation above them. A verb locks the project, reads facts, decides, saves, and calls `updateRollups` with the
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
export async function updateRollups(
  tx: Tx,
  projectId: string,
  before: FactsById,
  after: FactsById,
): Promise<FactsById> {
  const ids = [...new Set([projectId, ...branchesOf(before), ...branchesOf(after)])];
  const [sums] = await tx.pipeline([step(SUMS_OF, [ids])]);
  return updateRollupsOn(tx, { projectId, sums }, before, after);
}

/** The phases and work packages that the tasks lie in, each once. */
export function branchesOf(tasks: FactsById): readonly string[] {
  const branches = [...tasks.values()].flatMap(({ phaseId, workPackageId }) =>
    workPackageId === null ? [phaseId] : [phaseId, workPackageId],
  );
  return [...new Set(branches)];
}

/** What an update works with that was read, or said, beforehand. */
export interface RollupGround {
  readonly projectId: string;
  /** The kept sums, read along with the facts. */
  readonly sums: readonly KeptSums[];
  /** The day on which it happened; today unless somebody says. */
  readonly occurredOn?: string | null;
  /** Whether time alone has moved: what comes out as it was is not stored then. */
  readonly isTimeAlone?: boolean;
}

/** As `updateRollups`, over kept sums that were read along with the facts. */
export async function updateRollupsOn(
  tx: Tx,
  ground: RollupGround,
  before: FactsById,
  after: FactsById,
): Promise<FactsById> {
  const updated = await rollUpOn(tx, ground, before, after);
  keepActuals(tx, before, updated, ground.occurredOn ?? tx.today);
  return updated;
}

/**
 * As `updateRollupsOn` for tasks that nothing but time has moved in. Stores only where something comes out otherwise, or no sums
 * are kept: of a day's tasks few.
 */
export function updateMovedRollups(
  tx: Tx,
  ground: Pick<RollupGround, 'projectId' | 'sums'>,
  tasks: FactsById,
): Promise<FactsById> {
  return updateRollupsOn(tx, { ...ground, isTimeAlone: true }, tasks, tasks);
}

async function rollUpOn(
  tx: Tx,
  { projectId, sums, isTimeAlone = false }: RollupGround,
  before: FactsById,
  after: FactsById,
): Promise<FactsById> {
  const change = await withCounted(tx, projectId, before, withProofToday(tx, await completeWork(tx, after)));
  const { before: was, after: current } = change;
  const tree = RollupTree.from(projectId, tx.settings.progressWeight, [...sums, ...change.sums]);
  if (tree === null) return onlyOf(after, await sumAnew(tx, projectId, was, current));
  // What merely follows another task comes along unchanged, and puts into the sums what it did.
  const isChanged = ({ id }: TaskFacts): boolean =>
    was.get(id) !== after.get(id) || hasOtherProgress(was.get(id), current.get(id));
  const moved = [...current.values()].filter(isChanged);
  tree.change([...was.values()].filter(isChanged), moved);
  const same = isTimeAlone && moved.length === 0 ? was : undefined;
  return onlyOf(after, await write(tx, tree, current, { before: was, same }));
}

/** Without what came along: no verb is about it. */
function onlyOf(after: FactsById, updated: FactsById): FactsById {
  return updated.size === after.size ? updated : new Map([...updated].filter(([id]) => after.has(id)));
}

/**
 * Rebuilds the roll-ups of a whole project from its facts alone, and stores the sums anew: after imports, and for repairs.
 * @returns all its live tasks as they now stand.
 */
export async function rebuildRollups(tx: Tx, projectId: string): Promise<FactsById> {
  const ids = (await readContributions(tx, projectId)).map(({ id }) => id);
  const facts = withProofToday(tx, await completeWork(tx, await readTaskFacts(tx, projectId, ids)));
  const { after: tasks } = await withCounted(tx, projectId, NO_FACTS, facts);
  const updated = await write(tx, await sumUp(tx, projectId, [...tasks.values()]), tasks);
  keepActuals(tx, undefined, updated, tx.today);
  return updated;
}

/**
 * Updates the roll-ups of changed tasks where no sums are kept: these are made of all tasks, but only the changed ones are stored, so
 * that a request does not pay for what a whole project may be behind.
 */
async function sumAnew(tx: Tx, projectId: string, before: FactsById, current: FactsById): Promise<FactsById> {
  const stored = await readContributions(tx, projectId);
  const others = stored.filter(({ id }) => !before.has(id) && !current.has(id));
  const tree = await sumUp(tx, projectId, [...others, ...current.values()]);
  return write(tx, tree, current, { before });
}

async function readContributions(tx: Tx, projectId: string): Promise<PlacedTask[]> {
  const [rows] = await tx.pipeline([step(CONTRIBUTIONS, [projectId])]);
  return rows;
}

/** The sums of a whole project. */
async function sumUp(tx: Tx, projectId: string, tasks: readonly PlacedTask[]): Promise<RollupTree> {
  const tree = new RollupTree(projectId, tx.settings.progressWeight);
  const branches = await tx.run(PROJECT_BRANCHES, [projectId]);
  for (const { id, parentId } of branches.rows) tree.know(id, parentId);
  tree.change([], tasks);
  return tree;
}

/** Whether completion, or the end of a proof, has moved what a task puts into the sums. */
function hasOtherProgress(was: TaskFacts | undefined, now: TaskFacts | undefined): boolean {
  if (was === undefined || now === undefined) return false;
  if (was.progressPercent !== now.progressPercent || was.isProofCurrent !== now.isProofCurrent) return true;
  if (was.isCounted !== now.isCounted) return true;
  return now.subtasks.some(
    ({ progressPercent }, at) => was.subtasks[at]?.progressPercent !== progressPercent,
  );
}

/**
 * @param was `before` is absent where the whole project is rebuilt, by which no verb opens a task; `same` has the tasks as they
 * are stored, where sums are stored too.
 */
async function write(
  tx: Tx,
  tree: RollupTree,
  tasks: FactsById,
  was: { before?: FactsById; same?: FactsById | undefined } = {},
): Promise<FactsById> {
  const updated = storeCounting(tx, tree.projectId, withStatusToday(tx, tasks), was.before);
  if (was.before !== undefined) await keepOriginsSingle(tx, was.before, updated);
  const all = workOf(updated);
  const work = was.same === undefined ? all : movedFrom(workOf(was.same), all);
  if (was.same !== undefined && work.length === 0) return updated;
  store(tx, tree, work.slice(0, MOST_AT_ONCE), tree.touched());
  for (let from = MOST_AT_ONCE; from < work.length; from += MOST_AT_ONCE) {
    store(tx, tree, work.slice(from, from + MOST_AT_ONCE), []);
  }
  return updated;
}

const workOf = (tasks: FactsById): (TaskFacts | SubtaskFacts)[] =>
  [...tasks.values()].flatMap((task) => [task, ...task.subtasks]);

/** What differs from the same work as it was, in the same order. */
function movedFrom(
  was: readonly (TaskFacts | SubtaskFacts)[],
  work: readonly (TaskFacts | SubtaskFacts)[],
): (TaskFacts | SubtaskFacts)[] {
  return work.filter(({ status, progressPercent }, at) => {
    const old = was[at];
    return old === undefined || old.status !== status || old.progressPercent !== progressPercent;
  });
}

function store(
  tx: Tx,
  tree: RollupTree,
  work: readonly (TaskFacts | SubtaskFacts)[],
  nodes: readonly [string, RollupState][],
): void {
  const values = [
    tree.projectId,
    formatPercent(projectMitigation(tree.stateOf(tree.projectId).mitigation)),
    work.map(({ id }) => id),
    work.map(({ progressPercent }) => progressPercent),
    work.map(({ status }) => status),
    nodes.map(([id]) => id),
    nodes.map(([, state]) => shownPercent(state.progress)),
    nodes.map(([, state]) => fromCents(requireStorable(state.cost.capexCents, 'capexTotal'))),
    nodes.map(([, state]) => fromCents(requireStorable(state.cost.opexCents, 'opexTotal'))),
    nodes.map(([, state]) => encodeRollup(state, tree.weighting)),
  ];
  tx.defer({ ...step(STORE_ROLLUPS, values), expect: 'SELECT 1' });
}

/** The tasks with the statuses that follow from their facts, each seeing its predecessors as they are now. */
function withStatusToday(tx: Tx, tasks: FactsById): FactsById {
  const withRollups = (task: TaskFacts): TaskFacts => ({
    ...task,
    status: statusToday(tx, statusFacts(tx, task, tasks)),
    subtasks: task.subtasks.map((subtask) => ({
      ...subtask,
      status: statusToday(tx, subtaskStatusFacts(subtask)),
    })),
  });
  return new Map([...tasks].map(([id, task]) => [id, withRollups(task)]));
}
