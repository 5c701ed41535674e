import { cyclicComponents, type Arcs } from '../graph.ts';
import {
  computeProgress,
  shownPercent,
  type ProgressBranch,
  type ProgressWeighting,
  type TaskProgress,
} from '../rollup/progress.ts';
import { statusMismatches } from '../watchdog/watchdog-order.ts';
import type { WatchedProject, WatchedTask } from '../watchdog/watchdog-facts.ts';
import { none, notApplicable, type QualityCheckId, type QualityOutcome } from './quality-catalogue.ts';

const NO_ROLL_OVER = 'The day roll-over has not been yet.';

/**
 * What the order of the work and the days of each task must hold: one check each, so that whoever runs them over a large project
 * can let others have their turn in between.
 */
export const WORK_CHECKS: readonly ((project: WatchedProject) => QualityOutcome)[] = [
  (project) => none('STR.6', tasksOfCycles(project), project.tasks.length),
  (project) => {
    const wrong = wrongDurations(project).map(({ id }) => id);
    return none('TIME.1', wrong, project.tasks.filter(isDated).length);
  },
  (project) => {
    if (!project.isSettled) return notApplicable('TIME.7', NO_ROLL_OVER);
    const mismatched = statusMismatches(project).map(({ subject }) => subject);
    return none('TIME.7', mismatched, project.tasks.length + project.subtasks.length);
  },
  ({ isSettled }) => ({
    ...none('PR.5', [], 1),
    outcome: isSettled ? 'pass' : 'fail',
    count: isSettled ? 0 : 1,
  }),
];

/** A task whose duration is not that of its dates, with the duration that is. */
export interface WrongDuration extends Pick<DatedTask, 'id' | 'startDate' | 'endDate' | 'durationDays'> {
  /** Working days from its start to its end. */
  readonly counted: number;
}

/** The tasks that know start, end and duration, and whose three do not go together. */
export function wrongDurations({
  tasks,
  calendar,
}: Pick<WatchedProject, 'tasks' | 'calendar'>): WrongDuration[] {
  return tasks.filter(isDated).flatMap(({ id, startDate, endDate, durationDays }) => {
    // A milestone has a duration of 0 and one day, which may be a working day.
    const counted = calendar.durationBetween(startDate, endDate);
    const isRight = counted === durationDays || (durationDays === 0 && startDate === endDate);
    return isRight ? [] : [{ id, startDate, endDate, durationDays, counted }];
  });
}

type DatedTask = WatchedTask & {
  readonly startDate: string;
  readonly endDate: string;
  readonly durationDays: number;
};

function isDated(task: WatchedTask): task is DatedTask {
  return task.startDate !== null && task.endDate !== null && task.durationDays !== null;
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

/** What the progress of branches is summed up from. */
export interface ProgressFacts {
  readonly projectId: string;
  readonly branches: readonly StoredBranch[];
  readonly tasks: readonly (TaskProgress & { readonly parentId: string })[];
  readonly weighting: ProgressWeighting;
}

/** A branch whose stored progress is not that of what lies in it. */
export interface WrongProgress extends StoredBranch {
  readonly stored: number;
  readonly computed: number;
}

/** Progress of packages, phases and the project, computed from the tasks up; those where another one is stored. */
export function wrongProgress({ branches, tasks, weighting }: ProgressFacts): WrongProgress[] {
  const tasksIn = byParent(tasks);
  const branchesIn = byParent(branches);
  const below = (id: string): ProgressBranch => ({
    tasks: tasksIn.get(id) ?? [],
    branches: (branchesIn.get(id) ?? []).map((branch) => below(branch.id)),
  });
  return branches.flatMap((branch) => {
    const computed = shownPercent(computeProgress(below(branch.id), weighting));
    const stored = branch.progressPercent;
    return computed === stored ? [] : [{ ...branch, stored, computed }];
  });
}

function byParent<T extends { readonly parentId: string | null }>(
  children: readonly T[],
): Map<string | null, T[]> {
  const groups = new Map<string | null, T[]>();
  for (const child of children) {
    const others = groups.get(child.parentId);
    if (others === undefined) groups.set(child.parentId, [child]);
    else others.push(child);
  }
  return groups;
}

/** What the levels of a project come to, by the branches whose progress is wrong. */
export function checkProgress(
  { projectId, branches }: Pick<ProgressFacts, 'projectId' | 'branches'>,
  wrong: readonly WrongProgress[],
): QualityOutcome[] {
  const levelOf = ({ parentId }: StoredBranch): QualityCheckId => {
    if (parentId === null) return 'PR.4';
    return parentId === projectId ? 'PR.3' : 'PR.2';
  };
  return (['PR.2', 'PR.3', 'PR.4'] as const).map((level) => {
    const short = wrong.filter((branch) => levelOf(branch) === level).map(({ id }) => id);
    return none(level, short, branches.filter((branch) => levelOf(branch) === level).length);
  });
}

/** A package, a phase or the project, with the days that it shows and those that its typed bounds and its work make. */
export interface DatesAbove {
  readonly kind: 'work_package' | 'phase' | 'project';
  readonly id: string;
  readonly startDate: string | null;
  readonly endDate: string | null;
  readonly first: string | null;
  readonly last: string | null;
}

/** Whether what is shown are the days that it is to show. */
export function hasRightDates({ startDate, endDate, first, last }: DatesAbove): boolean {
  return startDate === first && endDate === last;
}

const DATES_OF = { work_package: 'TIME.2', phase: 'TIME.3', project: 'TIME.4' } as const;

/** Dates of packages, phases and the project, computed from the tasks up and compared with what is stored. */
export function checkDatesAbove(nodes: readonly DatesAbove[]): QualityOutcome[] {
  return (['work_package', 'phase', 'project'] as const).map((kind) => {
    const level = nodes.filter((node) => node.kind === kind);
    const wrong = level.filter((node) => !hasRightDates(node));
    return none(
      DATES_OF[kind],
      wrong.map(({ id }) => id),
      level.length,
    );
  });
}
