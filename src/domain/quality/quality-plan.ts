import { cyclicComponents, type Arcs } from '../graph.ts';
import {
  computeProgress,
  shownPercent,
  type ProgressBranch,
  type ProgressWeighting,
  type TaskProgress,
} from '../rollup/progress.ts';
import { statusMismatches } from '../watchdog/watchdog-order.ts';
import type { WatchedProject } from '../watchdog/watchdog-facts.ts';
import { none, notApplicable, type QualityCheckId, type QualityOutcome } from './quality-catalogue.ts';

const NO_ROLL_OVER = 'The day roll-over has not been yet.';

/** What the order of the work and the days of each task must hold. */
export function checkWork(project: WatchedProject): QualityOutcome[] {
  const { tasks, subtasks, calendar, isSettled } = project;
  const dated = tasks.flatMap(({ id, startDate, endDate, durationDays }) =>
    startDate === null || endDate === null || durationDays === null
      ? []
      : [{ id, startDate, endDate, durationDays }],
  );
  const wrong = dated.filter(
    (task) => calendar.durationBetween(task.startDate, task.endDate) !== task.durationDays,
  );
  const of = tasks.length + subtasks.length;
  const mismatched = isSettled ? statusMismatches(project).map(({ subject }) => subject) : [];
  return [
    none('STR.6', tasksOfCycles(project), tasks.length),
    none('TIME.1', notMilestones(wrong), dated.length),
    isSettled ? none('TIME.7', mismatched, of) : notApplicable('TIME.7', NO_ROLL_OVER),
    { ...none('PR.5', [], 1), outcome: isSettled ? 'pass' : 'fail', count: isSettled ? 0 : 1 },
  ];
}

/** A milestone has a duration of 0 and one day, which may be a working day. */
function notMilestones(
  tasks: readonly {
    readonly id: string;
    readonly startDate: string;
    readonly endDate: string;
    readonly durationDays: number;
  }[],
): string[] {
  return tasks
    .filter(({ startDate, endDate, durationDays }) => durationDays !== 0 || startDate !== endDate)
    .map(({ id }) => id);
}

function tasksOfCycles({ tasks, links }: WatchedProject): string[] {
  const numberOf = new Map(tasks.map(({ id }, n) => [id, n]));
  const arcs: Arcs = {
    nodeCount: tasks.length,
    from: Int32Array.from(links, ({ predecessorId }) => numberOf.get(predecessorId)!),
    to: Int32Array.from(links, ({ successorId }) => numberOf.get(successorId)!),
  };
  return cyclicComponents(arcs).flatMap((nodes) => nodes.map((n) => tasks[n]!.id));
}

/** A branch with its stored progress; the project has no parent, phases have the project, packages a phase. */
export interface StoredBranch {
  readonly id: string;
  readonly parentId: string | null;
  readonly progressPercent: number;
}

/** Progress of packages, phases and the project, computed from the tasks up and compared with what is stored. */
export function checkProgress(
  projectId: string,
  branches: readonly StoredBranch[],
  tasks: readonly (TaskProgress & { readonly parentId: string })[],
  weighting: ProgressWeighting,
): QualityOutcome[] {
  const below = (id: string): ProgressBranch => ({
    tasks: tasks.filter(({ parentId }) => parentId === id),
    branches: branches.filter(({ parentId }) => parentId === id).map((branch) => below(branch.id)),
  });
  const levels: Readonly<Record<string, StoredBranch[]>> = {
    'PR.2': branches.filter(({ parentId }) => parentId !== null && parentId !== projectId),
    'PR.3': branches.filter(({ parentId }) => parentId === projectId),
    'PR.4': branches.filter(({ parentId }) => parentId === null),
  };
  return Object.entries(levels).map(([id, level]) => {
    const wrong = level.filter(
      (branch) => shownPercent(computeProgress(below(branch.id), weighting)) !== branch.progressPercent,
    );
    return none(
      id as QualityCheckId,
      wrong.map((branch) => branch.id),
      level.length,
    );
  });
}
