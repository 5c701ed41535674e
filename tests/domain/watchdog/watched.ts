import { WorkCalendar } from '../../../src/domain/calendar.ts';
import { ProjectLifecycle, TaskStatus } from '../../../src/domain/enums.ts';
import { NO_MANUAL_STATUS } from '../../../src/domain/plan/status.ts';
import type {
  Finding,
  WatchedProject,
  WatchedSubtask,
  WatchedTask,
} from '../../../src/domain/watchdog/watchdog-facts.ts';
import { thresholdsOf } from '../../../src/domain/watchdog/watchdog-thresholds.ts';
import { inspectProject } from '../../../src/domain/watchdog/watchdog.ts';

/** A Wednesday. */
export const TODAY = '2026-11-18';

/** Nothing is wrong with it. */
export const quiet: WatchedTask = {
  id: 'task',
  name: 'Task',
  workPackage: null,
  status: TaskStatus.NOT_STARTED,
  startDate: null,
  endDate: null,
  durationDays: null,
  progressPercent: 0,
  hand: NO_MANUAL_STATUS,
  actualStart: null,
  actualFinish: null,
  isUnderWay: false,
  isCritical: false,
  isAssigned: true,
  lastHeard: null,
  requiresEvidence: false,
  proof: null,
  extensionAskedOn: null,
  seriesId: null,
  nominalOn: null,
};

export const quietSubtask: WatchedSubtask = {
  id: 'step',
  name: 'Step',
  taskId: 'task 0',
  status: TaskStatus.NOT_STARTED,
  startDate: null,
  endDate: null,
  progressPercent: 0,
  hand: NO_MANUAL_STATUS,
  createdOn: '2026-01-01',
  requiresEvidence: false,
  isProven: false,
};

export function projectOf(
  tasks: readonly Partial<WatchedTask>[],
  values: Partial<WatchedProject> = {},
): WatchedProject {
  return {
    id: 'project',
    name: 'Project',
    lifecycle: ProjectLifecycle.ACTIVE,
    today: TODAY,
    calendar: new WorkCalendar(),
    upcomingDays: 5,
    isSettled: false,
    tasks: tasks.map((task, index) => ({ ...quiet, id: `task ${index}`, ...task })),
    subtasks: [],
    links: [],
    schedule: null,
    cost: { planned: [], baseline: null, spent: [] },
    workloads: [],
    risks: [],
    endedAcceptances: [],
    hasDeadDeliveries: false,
    ...values,
  };
}

export type Options = Partial<WatchedProject> & { thresholds?: Record<string, number> };

export function findingsIn(tasks: readonly Partial<WatchedTask>[], options: Options = {}): Finding[] {
  const { thresholds = {}, ...values } = options;
  return inspectProject(projectOf(tasks, values), thresholdsOf(thresholds));
}

/** What is found, as `level code subject`. */
export function found(tasks: readonly Partial<WatchedTask>[], options: Options = {}): string[] {
  return findingsIn(tasks, options).map(({ level, code, subject }) => `${level} ${code} ${subject}`);
}

/** What the rules say of one task among twenty without fault, so that it is no tenth of its project. */
export function foundIn(task: Partial<WatchedTask>, options: Options = {}): string[] {
  const others = Array.from({ length: 20 }, (_, index) => ({ id: `other ${index}` }));
  return found([{ id: 'it', ...task }, ...others], options);
}
