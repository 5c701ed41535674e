import type { WorkCalendar } from '../calendar.ts';
import type { CivilDate } from '../civil-date.ts';
import type { DependencyType, TaskPriority } from '../enums.ts';
import type { TaskValues } from '../plan/task-values.ts';
import type { TemplateDocument, TemplateNode, TemplateTask } from './template.ts';

/** A task with what hangs on it and a template holds, as it is stored. */
export interface PlannedTask extends Omit<
  TaskValues,
  'startDate' | 'endDate' | 'fyAllocation' | 'linkedControlSetId'
> {
  readonly subtasks: readonly {
    readonly name: string;
    readonly description: string | null;
    readonly priority: TaskPriority;
    readonly requiresEvidence: boolean;
  }[];
  readonly controls: readonly { readonly controlId: string; readonly controlGroup: string | null }[];
  readonly criteria: readonly { readonly code: string; readonly version: string | null }[];
}

/** The same with its place and first day. */
export interface SavedTask extends PlannedTask {
  readonly id: string;
  readonly phaseId: string;
  readonly workPackageId: string | null;
  readonly startDate: CivilDate | null;
}

/** A phase, or a work package in its phase. */
export interface SavedBranch {
  readonly id: string;
  /** null: it is a phase. */
  readonly phaseId: string | null;
  readonly name: string;
  readonly description: string | null;
}

/** A dependency between two of the tasks. */
export interface SavedDependency {
  readonly predecessorId: string;
  readonly successorId: string;
  readonly type: DependencyType;
  readonly lagDays: number;
}

/** What of a plan is to be saved; branches and tasks in their order. */
export interface SavedPlan {
  readonly branches: readonly SavedBranch[];
  readonly tasks: readonly SavedTask[];
  readonly dependencies: readonly SavedDependency[];
}

/**
 * The plan as a template: branches, tasks with their subtasks, controls and criteria, and the dependencies among them. Days are
 * working days from its first one; evidence, progress and people never come along. Tasks without their branch stand outside of phases.
 */
export function templateOf(
  { branches, tasks, dependencies }: SavedPlan,
  calendar: Pick<WorkCalendar, 'index'>,
): TemplateDocument {
  const starts = tasks.flatMap(({ startDate }) => (startDate === null ? [] : [calendar.index(startDate)]));
  const first = Math.min(...starts);
  const keys = new Map(tasks.map(({ id }, at) => [id, `task-${at + 1}`]));
  const known = new Set(branches.map(({ id }) => id));
  const within = (of: (task: SavedTask) => string | null, id: string | null): TemplateTask[] =>
    tasks
      .filter((task) => of(task) === id)
      .map((task) => {
        const startDay = task.startDate === null ? 0 : calendar.index(task.startDate) - first;
        return { ...templateTaskOf(task, keys.get(task.id) ?? ''), ...(startDay > 0 && { startDay }) };
      });
  const home = ({ phaseId, workPackageId }: SavedTask): string | null => {
    const nearest = workPackageId ?? phaseId;
    return known.has(nearest) ? nearest : null;
  };
  const named = (branch: SavedBranch): TemplateNode => ({
    key: `branch-${branches.indexOf(branch) + 1}`,
    name: branch.name,
    ...said({ description: branch.description }),
  });
  return {
    formatVersion: 1,
    phases: branches
      .filter(({ phaseId }) => phaseId === null)
      .map((phase) => ({
        ...named(phase),
        workPackages: branches
          .filter(({ phaseId }) => phaseId === phase.id)
          .map((each) => ({ ...named(each), tasks: within(home, each.id) })),
        tasks: within(home, phase.id),
      })),
    tasks: within(home, null),
    dependencies: dependencies.flatMap(({ predecessorId, successorId, type, lagDays }) => {
      const [predecessor, successor] = [keys.get(predecessorId), keys.get(successorId)];
      if (predecessor === undefined || successor === undefined) return [];
      return [{ predecessor, successor, type, lagDays }];
    }),
  };
}

/** A task as a template says it. */
export function templateTaskOf(task: PlannedTask, key: string): TemplateTask {
  const { subtasks, controls, criteria } = task;
  return {
    key,
    name: task.name,
    ...said({ description: task.description, mitigationPct: task.linkedRiskMitigationPct }),
    taskType: task.taskType,
    priority: task.priority,
    quickClass: task.quickClass,
    durationDays: task.durationDays ?? 1,
    requiresEvidence: task.requiresEvidence,
    capexCost: task.capexCost,
    opexCost: task.opexCost,
    subtasks: subtasks.map(({ description, ...step }) => ({ ...step, ...said({ description }) })),
    controls: controls.map(({ controlId, controlGroup }) => ({ controlId, ...said({ controlGroup }) })),
    ismsCriteria: criteria.map(({ code, version }) => ({ code, ...said({ version }) })),
  };
}

type Said<T> = { [K in keyof T]?: NonNullable<T[K]> };

/** Without what is null: a template leaves out what it does not say. */
function said<T extends object>(values: T): Said<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null)) as Said<T>;
}
