import { badInput, PitError } from '../errors.ts';
import { nameFault, TEXT_LIMITS } from '../text.ts';
import { MAX_LISTED } from '../plan/plain-lists.ts';
import { eachInSteps, type Steps } from '../in-steps.ts';
import { PLAN_LIMITS, type PlanBody, type PlanBranch, type PlanTask } from './plan-document.ts';

/**
 * Goes on only if a plan holds together: within the bounds, every key once, every task in a branch, every link between two
 * tasks of it. Readers of formats leave out and warn of what is wrong in one row; what gets here wrong is refused whole.
 * @throws PitError LIMIT_EXCEEDED with the bound; BAD_USER_INPUT that names the place in the file.
 */
export function* planInSteps<P extends PlanBody>(plan: P): Steps<P> {
  requireCount('tasks', plan.tasks.length);
  requireCount('branches', plan.branches.length);
  requireCount('links', plan.links.length);
  requireCount('sources', plan.sources.length);
  requireCount(
    'subtasks',
    plan.tasks.reduce((sum, task) => sum + task.subtasks.length, 0),
  );
  requireText(plan.key, 'the plan');
  yield* requireBranches(plan.branches);
  yield* requireTasks(plan.tasks, new Set(plan.branches.map(({ key }) => key)));
  yield* requireLinks(plan);
  return plan;
}

/** @throws PitError LIMIT_EXCEEDED. */
export function requireCount(
  what: 'tasks' | 'branches' | 'links' | 'subtasks' | 'sources',
  count: number,
): void {
  const most = PLAN_LIMITS[what];
  if (count <= most) return;
  throw new PitError('LIMIT_EXCEEDED', `The file holds too many ${what}.`, {
    field: 'file',
    expected: `at most ${most} ${what}`,
    actual: count,
  });
}

/** @throws PitError LIMIT_EXCEEDED for what is nested deeper than any plan is. */
export function requireDepth(depth: number, where: string): void {
  if (depth <= PLAN_LIMITS.depth) return;
  throw new PitError('LIMIT_EXCEEDED', 'The file is nested too deeply.', {
    field: `file: ${where}`,
    expected: `at most ${PLAN_LIMITS.depth} levels`,
    actual: depth,
  });
}

/** @throws PitError BAD_USER_INPUT that names the place in the file. */
export function refuseFile(where: string, message: string, expected: string, actual?: unknown): PitError {
  return badInput(`${message} (${where})`, { field: `file: ${where}`, expected, actual });
}

function* requireBranches(branches: readonly PlanBranch[]): Steps<void> {
  const phases = new Set(branches.filter(({ phaseKey }) => phaseKey === null).map(({ key }) => key));
  const packages = new Map<string, number>();
  yield* requireOnce(branches.map((branch) => ({ key: branch.key, where: `"${branch.name}"` })));
  if (phases.size > MAX_LISTED) throw tooMany('phases of a project', phases.size, 'the plan');
  yield* eachInSteps(branches, ({ key, phaseKey, name }) => {
    requireText(key, `"${name}"`);
    requirePlanName(name, `"${key}"`);
    if (phaseKey === null) return;
    if (!phases.has(phaseKey))
      throw refuseFile(`"${name}"`, 'A work package lies in no phase.', 'the key of a phase', phaseKey);
    const count = (packages.get(phaseKey) ?? 0) + 1;
    packages.set(phaseKey, count);
    if (count > MAX_LISTED) throw tooMany('work packages of a phase', count, phaseKey);
  });
}

function* requireTasks(tasks: readonly PlanTask[], branches: ReadonlySet<string>): Steps<void> {
  yield* requireOnce(tasks);
  const steps = new Keys();
  yield* eachInSteps(tasks, ({ key, name, branchKey, where, subtasks }) => {
    requireText(key, where);
    requirePlanName(name, where);
    for (const subtask of subtasks) {
      steps.take({ key: subtask.key, where });
      requirePlanName(subtask.name, where);
    }
    if (!branches.has(branchKey))
      throw refuseFile(where, 'A task lies in no branch.', 'the key of a branch', branchKey);
  });
}

function* requireLinks({ tasks, links }: PlanBody): Steps<void> {
  const keys = new Set<string>();
  yield* eachInSteps(tasks, ({ key }) => keys.add(key));
  const pairs = new Set<string>();
  yield* eachInSteps(links, ({ predecessorKey, successorKey, where }) => {
    const missing = [predecessorKey, successorKey].find((key) => !keys.has(key));
    if (missing !== undefined)
      throw refuseFile(where, 'A link names an unknown task.', 'the key of a task', missing);
    if (predecessorKey === successorKey)
      throw refuseFile(where, 'A task cannot wait for itself.', 'two tasks', successorKey);
    const pair = JSON.stringify([predecessorKey, successorKey]);
    if (pairs.has(pair))
      throw refuseFile(where, 'Two tasks have one link at most.', 'each pair once', successorKey);
    pairs.add(pair);
  });
}

interface Keyed {
  readonly key: string;
  readonly where: string;
}

function* requireOnce(items: Iterable<Keyed>): Steps<void> {
  const keys = new Keys();
  yield* eachInSteps(items, (item) => keys.take(item));
}

/** Keys that are taken, and by what. */
class Keys {
  private readonly taken = new Map<string, string>();

  /** @throws PitError BAD_USER_INPUT for one that is. */
  take({ key, where }: Keyed): void {
    const first = this.taken.get(key);
    if (first !== undefined)
      throw refuseFile(where, `The key is taken by ${first}.`, 'each key once', key.slice(0, 60));
    this.taken.set(key, where);
  }
}

function requireText(key: string, where: string): void {
  const isFit = key !== '' && key.length <= PLAN_LIMITS.key && nameFault(key) === null;
  if (!isFit)
    throw refuseFile(
      where,
      'The key is not acceptable.',
      `1 to ${PLAN_LIMITS.key} visible characters`,
      key.slice(0, 60),
    );
}

function requirePlanName(name: string, where: string): void {
  const fault =
    name.length > TEXT_LIMITS.name ? `is longer than ${TEXT_LIMITS.name} characters` : nameFault(name);
  if (fault !== null) throw refuseFile(where, `The name ${fault}.`, 'a name', name.slice(0, 60));
}

function tooMany(what: string, count: number, where: string): PitError {
  return refuseFile(where, `There are too many ${what}.`, `at most ${MAX_LISTED} ${what}`, count);
}
