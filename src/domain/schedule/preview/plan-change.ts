import { MAX_DURATION_DAYS } from '../../calendar.ts';
import { isPlanDay, PLAN_DAYS, type CivilDate } from '../../civil-date.ts';
import { badInput, conflict, notFound } from '../../errors.ts';
import { dayOrNone, NO_DAY, type DayAxis } from '../remaining-work/day-axis.ts';
import {
  NO_COUNT,
  packLinks,
  TaskFlag,
  WorkState,
  type PlanFacts,
  type PlannedLink,
  type TaskColumns,
  type TaskMode,
} from '../remaining-work/plan-facts.ts';
import { copyTasks, keepLinks } from './plan-copy.ts';
import { plannedDuration } from '../remaining-work/work-spans.ts';

/** The most tasks, added links and removed links, each, that one change may name. */
export const MAX_CHANGES = 500;

/** The longest lag, or lead, of a link: ten years of days. */
const MAX_LAG_DAYS = 3_650;

/** What is to become of one task. What is absent stays. */
export interface TaskChange {
  readonly taskId: string;
  /** The work starts no earlier, by a person's word; null takes that word back. The duration stays. */
  readonly startDate?: CivilDate | null | undefined;
  /** Working days, 0 a milestone. The start stays, or the end of work that has no start. */
  readonly durationDays?: number | undefined;
  /** Working days still to do; null derives them from the progress. */
  readonly remainingDays?: number | null | undefined;
  readonly mode?: TaskMode | undefined;
  readonly delete?: boolean | undefined;
}

/** What somebody would like to try. */
export interface PlanChange {
  readonly tasks: readonly TaskChange[];
  readonly addLinks: readonly PlannedLink[];
  readonly removeLinkIds: readonly string[];
  /** Where the change stands in the input, for errors; at its top without. */
  readonly field?: string;
}

export const NO_CHANGE: PlanChange = { tasks: [], addLinks: [], removeLinkIds: [] };

/**
 * The plan with a change made; the plan given stays as it is. Links of deleted tasks go with them. A cycle is not looked
 * for here: the schedule tells it.
 * @throws PitError BAD_USER_INPUT for too many or repeated entries, or PIT006 for days and counts out of range;
 *   NOT_FOUND for a task or link that the plan does not have; CONFLICT for a link that it has.
 */
export function changePlan(plan: PlanFacts, change: PlanChange, axis: DayAxis): PlanFacts {
  requireBounds(change);
  const numberOf = numbersOfNamed(change, plan);
  requireKnown(change, plan, numberOf);
  change.tasks.forEach((task, at) => requireValues(task, placeOf(change, 'tasks', at)));
  change.tasks.forEach((task, at) =>
    requireOpen(plan, numberOf.get(task.taskId)!, task, placeOf(change, 'tasks', at)),
  );
  change.addLinks.forEach((link, at) => requireLag(link, placeOf(change, 'addDependencies', at)));
  requireNewLinks(change, plan, numberOf);
  const deleted = new Set(change.tasks.filter((task) => task.delete === true).map((task) => task.taskId));
  const removed = new Set(change.removeLinkIds);
  const { tasks, places } = copyTasks(plan.tasks, (id) => !deleted.has(id));
  for (const task of change.tasks) {
    const n = places[numberOf.get(task.taskId)!]!;
    if (n >= 0) changeTask({ tasks, links: plan.links }, n, task, axis);
  }
  const added = packLinks(change.addLinks, change.addLinks.length === 0 ? [] : tasks.ids);
  return { tasks, links: keepLinks(plan.links, places, (id) => !removed.has(id), added) };
}

/** The numbers of the tasks that a change names: a few hundred of perhaps a hundred thousand. */
function numbersOfNamed({ tasks, addLinks }: PlanChange, plan: PlanFacts): ReadonlyMap<string, number> {
  const named = new Set(tasks.map((task) => task.taskId));
  for (const { predecessorId, successorId } of addLinks) named.add(predecessorId).add(successorId);
  const numbers = new Map<string, number>();
  plan.tasks.ids.forEach((id, n) => {
    if (named.has(id)) numbers.set(id, n);
  });
  return numbers;
}

type ListName = 'tasks' | 'addDependencies' | 'removeDependencyIds';

/** Where a list, or an entry of it, stands in the input. */
function placeOf({ field }: PlanChange, list: ListName, at?: number): string {
  const path = field === undefined ? list : `${field}.${list}`;
  return at === undefined ? path : `${path}.${at}`;
}

function requireBounds(change: PlanChange): void {
  const { tasks, addLinks, removeLinkIds } = change;
  for (const [name, list] of Object.entries({
    tasks,
    addDependencies: addLinks,
    removeDependencyIds: removeLinkIds,
  })) {
    if (list.length <= MAX_CHANGES) continue;
    const field = placeOf(change, name as ListName);
    throw badInput(`${field} holds ${list.length} entries`, {
      field,
      expected: `at most ${MAX_CHANGES}`,
      actual: list.length,
    });
  }
  const seen = new Set<string>();
  tasks.forEach(({ taskId }, at) => {
    if (seen.has(taskId)) {
      throw badInput('a task is named twice', {
        field: `${placeOf(change, 'tasks', at)}.taskId`,
        expected: 'each task once',
        actual: taskId,
      });
    }
    seen.add(taskId);
  });
}

function requireKnown(change: PlanChange, plan: PlanFacts, numberOf: ReadonlyMap<string, number>): void {
  const requireTask = (id: string, field: string): void => {
    if (!numberOf.has(id)) throw notFound('task', id, field);
  };
  change.tasks.forEach(({ taskId }, at) => requireTask(taskId, `${placeOf(change, 'tasks', at)}.taskId`));
  change.addLinks.forEach((link, at) => {
    const field = placeOf(change, 'addDependencies', at);
    requireTask(link.predecessorId, `${field}.predecessorId`);
    requireTask(link.successorId, `${field}.successorId`);
  });
  if (change.removeLinkIds.length === 0) return;
  const links = new Set(plan.links.ids);
  change.removeLinkIds.forEach((id, at) => {
    if (!links.has(id)) throw notFound('dependency', id, placeOf(change, 'removeDependencyIds', at));
  });
}

function requireValues({ startDate, durationDays, remainingDays }: TaskChange, field: string): void {
  if (startDate != null && !isPlanDay(startDate)) {
    throw badInput('a start is not a day that a plan may speak of', {
      pit: 'PIT006',
      field: `${field}.startDate`,
      expected: `a day from ${PLAN_DAYS.first} to ${PLAN_DAYS.last}`,
      actual: String(startDate).slice(0, 40),
    });
  }
  if (durationDays !== undefined) requireDays(durationDays, WORK, `${field}.durationDays`);
  if (remainingDays != null) requireDays(remainingDays, LEFT, `${field}.remainingDays`);
}

/** Of work that is done nothing is left; what is left of the rest is at least a day. */
function requireOpen({ tasks }: PlanFacts, n: number, { remainingDays }: TaskChange, field: string): void {
  if (remainingDays == null || tasks.state[n] !== WorkState.COMPLETED) return;
  throw badInput('Of completed work nothing is left.', {
    pit: 'PIT006',
    field: `${field}.remainingDays`,
    expected: 'absent, or null',
    actual: remainingDays,
  });
}

/** A link is there once, and between tasks that stay. */
function requireNewLinks(change: PlanChange, plan: PlanFacts, numberOf: ReadonlyMap<string, number>): void {
  const { addLinks, removeLinkIds, tasks } = change;
  if (addLinks.length === 0) return;
  const gone = new Set(tasks.filter((task) => task.delete === true).map((task) => task.taskId));
  const known = knownLinks(plan, new Set(numberOf.values()), new Set(removeLinkIds));
  addLinks.forEach(({ predecessorId, successorId }, at) => {
    const field = placeOf(change, 'addDependencies', at);
    for (const [name, id] of Object.entries({ predecessorId, successorId })) {
      if (gone.has(id)) throw notFound('task that is not to be deleted', id, `${field}.${name}`);
    }
    const key = `${numberOf.get(predecessorId)}:${numberOf.get(successorId)}`;
    const twin = known.get(key);
    if (twin !== undefined) {
      throw conflict('The one task waits for the other already.', {
        field: `${field}.predecessorId`,
        expected: 'a dependency that does not exist',
        actual: twin,
      });
    }
    known.set(key, field);
  });
}

/** The links between the tasks of these numbers that stay, by the numbers of their ends. */
function knownLinks(
  { links }: PlanFacts,
  named: ReadonlySet<number>,
  removed: ReadonlySet<string>,
): Map<string, string> {
  const known = new Map<string, string>();
  links.ids.forEach((id, k) => {
    const [from, to] = [links.from[k]!, links.to[k]!];
    if (named.has(from) && named.has(to) && !removed.has(id)) known.set(`${from}:${to}`, id);
  });
  return known;
}

function requireLag({ lagDays }: PlannedLink, field: string): void {
  requireDays(lagDays, { least: -MAX_LAG_DAYS, most: MAX_LAG_DAYS }, `${field}.lagDays`);
}

const WORK = { least: 0, most: MAX_DURATION_DAYS };
const LEFT = { ...WORK, least: 1 };

function requireDays(days: number, { least, most }: typeof WORK, field: string): void {
  if (Number.isInteger(days) && days >= least && days <= most) return;
  throw badInput(`${field} is no count of days`, {
    pit: 'PIT006',
    field,
    expected: `whole working days, ${least} to ${most}`,
    actual: days,
  });
}

/**
 * A new duration takes back what somebody said is left of the work, unless it is said anew: of two words about one length
 * the last one counts.
 */
function changeTask({ tasks }: PlanFacts, n: number, change: TaskChange, axis: DayAxis): void {
  const { durationDays, remainingDays, mode } = change;
  changeDates(tasks, n, change, axis);
  if (durationDays !== undefined) tasks.remaining[n] = NO_COUNT;
  if (remainingDays !== undefined) tasks.remaining[n] = remainingDays ?? NO_COUNT;
  if (mode !== undefined) {
    tasks.flags[n] = (tasks.flags[n]! & ~TaskFlag.MANUAL) | (mode === 'manual' ? TaskFlag.MANUAL : 0);
  }
}

/**
 * Start, duration and end are kept in agreement: end = start + duration. As where a task is updated, an end without a start
 * stays when the duration changes, an open end stays open when the start does, and what spans days off alone keeps them.
 */
function changeDates(tasks: TaskColumns, n: number, change: TaskChange, axis: DayAxis): void {
  const { startDate, durationDays } = change;
  if (startDate === undefined && durationDays === undefined) return;
  const isOpenEnd = durationDays === undefined && tasks.duration[n] === NO_COUNT && tasks.end[n] === NO_DAY;
  const duration = durationDays ?? plannedDuration(tasks, n, axis);
  const daysOff = durationDays === undefined && duration === 0 ? calendarDays(tasks, n) : 0;
  changeStart(tasks, n, { startDate, duration }, axis);
  if (isOpenEnd) return;
  const start = tasks.start[n]!;
  tasks.duration[n] = duration;
  tasks.end[n] = start === NO_DAY ? NO_DAY : daysOff > 0 ? start + daysOff : endOf(start, duration, axis);
}

/** Days from the start to the end; 0 where one of them is missing. */
function calendarDays({ start, end }: TaskColumns, n: number): number {
  return start[n] === NO_DAY || end[n] === NO_DAY ? 0 : end[n]! - start[n]!;
}

function changeStart(
  { start, end, flags }: TaskColumns,
  n: number,
  { startDate, duration }: Pick<TaskChange, 'startDate'> & { readonly duration: number },
  axis: DayAxis,
): void {
  if (startDate !== undefined) {
    start[n] = dayOrNone(startDate);
    flags[n]! &= ~TaskFlag.ENGINE_START;
  } else if (start[n] === NO_DAY && end[n] !== NO_DAY) {
    start[n] = duration === 0 ? end[n]! : axis.dayNumber(axis.indexAfter(end[n]!) - duration);
  }
}

/** The last day of work that starts then; a milestone has one day. */
function endOf(start: number, duration: number, axis: DayAxis): number {
  return duration === 0 ? start : axis.dayNumber(axis.indexOf(start) + duration - 1);
}
