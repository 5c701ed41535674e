import { AlertCode, DependencyType, TaskStatus } from '../enums.ts';
import { cyclicComponents } from '../graph.ts';
import { decideCompletion } from '../rollup/completion.ts';
import { deriveStatus, predecessorHold, type PredecessorHold } from '../plan/status.ts';
import {
  ofTask,
  type Finding,
  type WatchedLink,
  type WatchedProject,
  type WatchedSubtask,
  type WatchedTask,
} from './watchdog-facts.ts';
import type { WatchdogThresholds } from './watchdog-thresholds.ts';

/** Tasks that a finding names. */
const NAMED = 10;

/** What contradicts itself: statuses their facts, dates the order of the work, dependencies each other. */
export function findDisorder(project: WatchedProject, thresholds: WatchdogThresholds): Finding[] {
  const tasks = new Map(project.tasks.map((task) => [task.id, task]));
  return [
    ...dependencyCycles(project, tasks),
    ...(project.isSettled ? statusMismatches(project) : []),
    ...earlySuccessors(project, tasks, thresholds),
  ];
}

type TasksById = ReadonlyMap<string, WatchedTask>;

/**
 * `dependency_cycle`, level 1: dependencies that lead from a task back to it. The service refuses to close one; what has
 * gone round it can. One finding for each knot of cycles, about the task in it with the smallest id.
 */
function dependencyCycles({ links }: WatchedProject, tasks: TasksById): Finding[] {
  const ids = [...tasks.keys()];
  const numberOf = new Map(ids.map((id, n) => [id, n]));
  const arcs = {
    nodeCount: ids.length,
    from: Int32Array.from(links, ({ predecessorId }) => numberOf.get(predecessorId)!),
    to: Int32Array.from(links, ({ successorId }) => numberOf.get(successorId)!),
  };
  return cyclicComponents(arcs).map((nodes) => {
    const knot = nodes.map((n) => ids[n]!).sort();
    const names = knot.slice(0, NAMED).map((id) => `“${tasks.get(id)!.name}”`);
    const rest = knot.length > NAMED ? ` and ${knot.length - NAMED} more` : '';
    return {
      code: AlertCode.DEPENDENCY_CYCLE,
      level: 1,
      subjectType: 'task',
      subject: knot[0]!,
      message: `The dependencies between ${names.join(', ')}${rest} form a cycle, so that the project has no schedule.`,
      measures: { tasks: knot.slice(0, NAMED) },
      since: null,
    };
  });
}

/**
 * `status_mismatch`, level 2: what is stored is not what follows from the facts of today. Whether completed work is proven
 * is another finding's matter.
 */
export function statusMismatches(project: WatchedProject): Finding[] {
  const tasks = new Map(project.tasks.map((task) => [task.id, task]));
  const holds = holdsOf(project, tasks);
  const subtasksOf = groupedByTask(project.subtasks);
  return project.tasks.flatMap((task) => {
    const subtasks = (subtasksOf.get(task.id) ?? []).map((each) => ({
      each,
      completion: completionOf(each, []),
    }));
    const percents = subtasks.map(({ completion }) => completion.progressPercent);
    const own = statusOf(task, project, completionOf(task, percents), holds.get(task.id) ?? []);
    const ofSubtasks = subtasks.flatMap(({ each, completion }) => {
      const expected = statusOf(each, project, completion, []);
      const about = { subjectType: 'subtask', subject: each.id } as const;
      return expected === each.status ? [] : [{ ...about, ...mismatch(each, expected) }];
    });
    return own === task.status ? ofSubtasks : [ofTask(task, mismatch(task, own)), ...ofSubtasks];
  });
}

function groupedByTask(subtasks: readonly WatchedSubtask[]): ReadonlyMap<string, WatchedSubtask[]> {
  const groups = new Map<string, WatchedSubtask[]>();
  for (const subtask of subtasks) {
    const others = groups.get(subtask.taskId);
    if (others === undefined) groups.set(subtask.taskId, [subtask]);
    else others.push(subtask);
  }
  return groups;
}

type Work = WatchedTask | WatchedSubtask;

function completionOf(work: Work, percents: readonly number[]) {
  const isProven = 'proof' in work ? work.proof?.isProven === true : work.isProven;
  const isEvidenceGateMet = work.status === TaskStatus.COMPLETED || !work.requiresEvidence || isProven;
  return decideCompletion({ ...work, isEvidenceGateMet }, percents, null);
}

function statusOf(
  work: Work,
  { today, upcomingDays }: WatchedProject,
  { hand, progressPercent }: ReturnType<typeof completionOf>,
  predecessors: readonly PredecessorHold[],
): TaskStatus {
  const facts = { hand, progressPercent, start: work.startDate, end: work.endDate, predecessors };
  return deriveStatus(facts, { today, upcomingDays });
}

function holdsOf(
  { links, calendar }: WatchedProject,
  tasks: TasksById,
): ReadonlyMap<string, PredecessorHold[]> {
  const holds = new Map<string, PredecessorHold[]>();
  for (const link of links) {
    const { startDate: start, endDate: end, progressPercent, hand } = tasks.get(link.predecessorId)!;
    const hold = predecessorHold(link, { start, end, progressPercent, hand }, calendar);
    const others = holds.get(link.successorId);
    if (others === undefined) holds.set(link.successorId, [hold]);
    else others.push(hold);
  }
  return holds;
}

function mismatch({ name, status }: Work, expected: TaskStatus): Omit<Finding, 'subject' | 'subjectType'> {
  return {
    code: AlertCode.STATUS_MISMATCH,
    level: 2,
    message: `The status of “${name}” is ${words(status)}, where its facts make it ${words(expected)}.`,
    measures: { status, expectedStatus: expected },
    since: null,
  };
}

const words = (status: TaskStatus): string => status.replaceAll('_', ' ');

/**
 * `early_successor_start`, level 2: a successor was begun or completed before its predecessor let it. What is not known to
 * be so is not said: an actual date that nobody gave, a lead into a finish that is still to come.
 */
function earlySuccessors(
  project: WatchedProject,
  tasks: TasksById,
  { earlyStartToleranceDays }: WatchdogThresholds,
): Finding[] {
  const days = new DayIndices(project.calendar, project.today);
  return project.links.flatMap((link) => {
    const [before, after] = [tasks.get(link.predecessorId)!, tasks.get(link.successorId)!];
    const done = doneBy(link, after, days);
    if (done === null) return [];
    const allowed = allowedFrom(link, before, days);
    if (allowed === null || done + earlyStartToleranceDays >= allowed + link.lagDays) return [];
    return [earlySuccessor(link, before, after)];
  });
}

function earlySuccessor(link: WatchedLink, before: WatchedTask, after: WatchedTask): Finding {
  const verb = isToFinish(link) ? 'completed' : 'begun';
  const event = isFromFinish(link) ? 'completed' : 'begun';
  return {
    code: AlertCode.EARLY_SUCCESSOR_START,
    level: 2,
    subjectType: 'dependency',
    subject: link.id,
    message: `“${after.name}” was ${verb} earlier than its dependency on “${before.name}” being ${event} allows.`,
    measures: { predecessorId: before.id, successorId: after.id },
    since: after.actualStart,
  };
}

const isFromFinish = ({ type }: WatchedLink): boolean =>
  type === DependencyType.FINISH_TO_START || type === DependencyType.FINISH_TO_FINISH;
const isToFinish = ({ type }: WatchedLink): boolean =>
  type === DependencyType.FINISH_TO_FINISH || type === DependencyType.START_TO_FINISH;

/** Working days by their numbers; each date is asked of the calendar once, however many links are about it. */
class DayIndices {
  private readonly known = new Map<string, number>();

  constructor(
    private readonly calendar: WatchedProject['calendar'],
    readonly today: string,
  ) {}

  /** The number of the first working day that is not before the date. */
  start(date: string): number {
    let index = this.known.get(date);
    if (index === undefined) this.known.set(date, (index = this.calendar.index(date)));
    return index;
  }

  /** The number of the working day after the date. */
  after(date: string): number {
    return this.start(date) + (this.calendar.isWorkingDay(date) ? 1 : 0);
  }

  /** The number from which work goes on that was over on the date; a milestone is over on its day, and not on the one after. */
  finish(task: WatchedTask, date: string): number {
    return task.durationDays === 0 ? this.start(date) : this.after(date);
  }
}

/** The working day from which the predecessor lets the successor go on; at the earliest where that is still to come. */
function allowedFrom(link: WatchedLink, task: WatchedTask, days: DayIndices): number | null {
  if (isFromFinish(link)) {
    if (!isCompleted(task)) return days.after(days.today);
    return task.actualFinish === null ? null : days.finish(task, task.actualFinish);
  }
  if (!isBegun(task)) return days.after(days.today);
  return task.actualStart === null ? null : days.start(task.actualStart);
}

/** The working day on which the successor did what the link is about; at the latest where nobody said when. */
function doneBy(link: WatchedLink, task: WatchedTask, days: DayIndices): number | null {
  if (isToFinish(link)) {
    return isCompleted(task) ? days.finish(task, task.actualFinish ?? days.today) : null;
  }
  return isBegun(task) ? days.start(task.actualStart ?? days.today) : null;
}

function isCompleted({ status }: WatchedTask): boolean {
  return status === TaskStatus.COMPLETED;
}

function isBegun(task: WatchedTask): boolean {
  return task.isUnderWay || isCompleted(task) || task.actualStart !== null;
}
