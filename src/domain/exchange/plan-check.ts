import { badInput, PitError } from '../errors.ts';
import { nameFault, TEXT_LIMITS } from '../text.ts';
import { MAX_LISTED } from '../plan/plain-lists.ts';
import { PLAN_LIMITS, type PlanBranch, type PlanDocument, type PlanTask } from './plan-document.ts';

/**
 * Goes on only if a plan holds together: within the bounds, every key once, every task in a branch, every link between two
 * tasks of it. Readers of formats leave out and warn of what is wrong in one row; what gets here wrong is refused whole.
 * @throws PitError LIMIT_EXCEEDED with the bound; BAD_USER_INPUT that names the place in the file.
 */
export function requirePlan(plan: PlanDocument): PlanDocument {
  const steps = planInSteps(plan);
  while (steps.next().done !== true);
  return plan;
}

/** Items that are looked at in one step. */
const STEP = 1_000;

/** As `requirePlan`, in steps between which whoever checks lets others go first. @throws PitError as `requirePlan`. */
export function* planInSteps(plan: PlanDocument): Generator<void, PlanDocument, void> {
  requireCount('tasks', plan.tasks.length);
  requireCount('branches', plan.branches.length);
  requireCount('links', plan.links.length);
  requireCount('sources', plan.sources.length);
  requireCount(
    'subtasks',
    plan.tasks.reduce((sum, task) => sum + task.subtasks.length, 0),
  );
  requireText(plan.key, 'the plan');
  requireBranches(plan.branches);
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

function requireBranches(branches: readonly PlanBranch[]): void {
  const phases = new Set(branches.filter(({ phaseKey }) => phaseKey === null).map(({ key }) => key));
  const packages = new Map<string, number>();
  requireOnce(branches.map((branch) => ({ key: branch.key, where: `"${branch.name}"` })));
  if (phases.size > MAX_LISTED) throw tooMany('phases of a project', phases.size, 'the plan');
  for (const { key, phaseKey, name } of branches) {
    requireText(key, `"${name}"`);
    requirePlanName(name, `"${key}"`);
    if (phaseKey === null) continue;
    if (!phases.has(phaseKey))
      throw refuseFile(`"${name}"`, 'A work package lies in no phase.', 'the key of a phase', phaseKey);
    const count = (packages.get(phaseKey) ?? 0) + 1;
    packages.set(phaseKey, count);
    if (count > MAX_LISTED) throw tooMany('work packages of a phase', count, phaseKey);
  }
}

function* requireTasks(
  tasks: readonly PlanTask[],
  branches: ReadonlySet<string>,
): Generator<void, void, void> {
  requireOnce(tasks);
  yield;
  requireOnce(tasks.flatMap(({ subtasks, where }) => subtasks.map(({ key }) => ({ key, where }))));
  for (const [at, { key, name, branchKey, where, subtasks }] of tasks.entries()) {
    if (at % STEP === 0) yield;
    requireText(key, where);
    requirePlanName(name, where);
    for (const subtask of subtasks) requirePlanName(subtask.name, where);
    if (!branches.has(branchKey))
      throw refuseFile(where, 'A task lies in no branch.', 'the key of a branch', branchKey);
  }
}

function* requireLinks({ tasks, links }: PlanDocument): Generator<void, void, void> {
  const keys = new Set(tasks.map(({ key }) => key));
  const pairs = new Set<string>();
  for (const [at, { predecessorKey, successorKey, where }] of links.entries()) {
    if (at % STEP === 0) yield;
    const missing = [predecessorKey, successorKey].find((key) => !keys.has(key));
    if (missing !== undefined)
      throw refuseFile(where, 'A link names an unknown task.', 'the key of a task', missing);
    if (predecessorKey === successorKey)
      throw refuseFile(where, 'A task cannot wait for itself.', 'two tasks', successorKey);
    const pair = JSON.stringify([predecessorKey, successorKey]);
    if (pairs.has(pair))
      throw refuseFile(where, 'Two tasks have one link at most.', 'each pair once', successorKey);
    pairs.add(pair);
  }
}

function requireOnce(items: readonly { readonly key: string; readonly where: string }[]): void {
  const seen = new Map<string, string>();
  for (const { key, where } of items) {
    const first = seen.get(key);
    if (first !== undefined)
      throw refuseFile(where, `The key is taken by ${first}.`, 'each key once', key.slice(0, 60));
    seen.set(key, where);
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
