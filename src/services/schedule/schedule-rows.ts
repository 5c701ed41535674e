import { PitError } from '../../domain/errors.ts';
import type { DayAxis } from '../../domain/schedule/remaining-work/day-axis.ts';
import { WorkState } from '../../domain/schedule/remaining-work/plan-facts.ts';
import { LinkEffect } from '../../domain/schedule/remaining-work/remaining-network.ts';
import type { ProjectSchedule } from '../../domain/schedule/remaining-work/project-schedule.ts';
import type { LinkSlackEntry, StoredViolation } from '../../domain/schedule/stored-schedule.ts';
import type { ComputedPlan, StoredPlan } from './stored-plan.ts';

/** The schedule of a task, days as they are shown. */
export interface TaskScheduleRow {
  readonly taskId: string;
  readonly earlyStart: string;
  readonly earlyFinish: string;
  /** Null for completed work, here and in what follows. */
  readonly lateStart: string | null;
  readonly lateFinish: string | null;
  readonly totalSlack: number | null;
  readonly freeSlack: number | null;
  readonly isCritical: boolean;
  readonly isOnLongestPath: boolean;
  readonly workState: number;
  /** Of the links into it that ask something; null where none does. */
  readonly linkSlack: readonly LinkSlackEntry[] | null;
}

/** What the schedule says of a whole project. */
export interface ProjectScheduleRow {
  readonly projectId: string;
  readonly planSeq: number;
  readonly today: string;
  readonly rulesHash: string;
  readonly origin: string;
  readonly dataDate: string;
  readonly taskCount: number;
  readonly lengthDays: number;
  readonly forecastFinish: string | null;
  readonly finishVarianceDays: number | null;
  readonly criticalCount: number;
  /** Ids of tasks along a cycle, the first repeated at the end; null without one. */
  readonly cycle: readonly string[] | null;
  readonly violations: readonly StoredViolation[];
}

/** The most violations, and the most tasks of a cycle, that are told of a project. */
const MOST_TOLD = 1_000;

/** What is stored of a computed plan as a whole. */
export function projectRow(
  { plan, rules, axis, outcome }: ComputedPlan,
  day: { readonly today: string; readonly rulesHash: string },
): ProjectScheduleRow {
  const { ids } = plan.facts.tasks;
  const { schedule, cycle } = outcome;
  return {
    ...(schedule === null ? NO_FINISH : finishOf(plan, schedule)),
    projectId: plan.projectId,
    planSeq: plan.planSeq,
    ...day,
    origin: axis.origin,
    dataDate: rules.dataDate,
    taskCount: ids.length,
    cycle: cycle?.slice(0, MOST_TOLD).map((n) => ids[n]!) ?? null,
  };
}

type Finish = Omit<
  ProjectScheduleRow,
  'projectId' | 'planSeq' | 'today' | 'rulesHash' | 'origin' | 'dataDate' | 'taskCount' | 'cycle'
>;

/** Where a cycle keeps the work from being scheduled. */
const NO_FINISH: Finish = {
  lengthDays: 0,
  forecastFinish: null,
  finishVarianceDays: null,
  criticalCount: 0,
  violations: [],
};

function finishOf({ facts: { tasks, links } }: StoredPlan, schedule: ProjectSchedule): Finish {
  const { lengthDays, forecastFinish, finishVarianceDays, criticalCount } = schedule;
  const violations = schedule.violations.slice(0, MOST_TOLD).map(({ kind, task, link, days }) => ({
    kind,
    taskId: tasks.ids[task]!,
    dependencyId: link === null ? null : links.ids[link]!,
    days,
  }));
  return { lengthDays, forecastFinish, finishVarianceDays, criticalCount, violations };
}

/** The row of the task with that number. */
export function taskRow({ plan }: ComputedPlan, schedule: ProjectSchedule, n: number): TaskScheduleRow {
  const { shown, axis, network, totalSlack, freeSlack } = schedule;
  const isOpen = network.state[n] !== WorkState.COMPLETED;
  return {
    taskId: plan.facts.tasks.ids[n]!,
    earlyStart: dayOf(axis, shown.earlyStart[n]!),
    earlyFinish: dayOf(axis, Math.max(shown.earlyStart[n]!, shown.earlyFinish[n]!)),
    lateStart: isOpen ? dayOf(axis, shown.lateStart[n]!) : null,
    lateFinish: isOpen ? dayOf(axis, shown.lateFinish[n]!) : null,
    totalSlack: isOpen ? totalSlack[n]! : null,
    freeSlack: isOpen ? freeSlack[n]! : null,
    isCritical: schedule.critical[n] === 1,
    isOnLongestPath: schedule.onLongestPath[n] === 1,
    workState: network.state[n]!,
    linkSlack: null,
  };
}

/** The rows of all tasks by their numbers, or of those numbers alone. None where the dependencies form a cycle. */
export function taskRows(computed: ComputedPlan, only?: ReadonlySet<number>): TaskScheduleRow[] {
  const { schedule } = computed.outcome;
  if (schedule === null) return [];
  const numbers = only ?? computed.plan.facts.tasks.ids.keys();
  const linkSlack = linkSlackByTask(computed, schedule, only);
  return Array.from(numbers, (n) => ({
    ...taskRow(computed, schedule, n),
    linkSlack: linkSlack.get(n) ?? null,
  }));
}

const byComputed = new WeakMap<ComputedPlan, ReadonlyMap<string, TaskScheduleRow>>();

/** The same by the ids of the tasks, made once for each computation. */
export function taskRowsOf(computed: ComputedPlan): ReadonlyMap<string, TaskScheduleRow> {
  let rows = byComputed.get(computed);
  if (rows === undefined) {
    rows = new Map(taskRows(computed).map((row) => [row.taskId, row]));
    byComputed.set(computed, rows);
  }
  return rows;
}

function linkSlackByTask(
  { plan }: ComputedPlan,
  schedule: ProjectSchedule,
  only: ReadonlySet<number> | undefined,
): Map<number, LinkSlackEntry[]> {
  const { ids, to } = plan.facts.links;
  const byTask = new Map<number, LinkSlackEntry[]>();
  for (let k = 0; k < ids.length; k += 1) {
    if (schedule.network.effect[k] === LinkEffect.NONE) continue;
    if (only !== undefined && !only.has(to[k]!)) continue;
    const entry = [ids[k]!, schedule.linkSlack[k]!, schedule.driving[k] === 1] as const;
    const entries = byTask.get(to[k]!);
    if (entries === undefined) byTask.set(to[k]!, [entry]);
    else entries.push(entry);
  }
  return byTask;
}

/** The day of an index; late days beyond the calendar are its first or last one. */
function dayOf(axis: DayAxis, index: number): string {
  try {
    return axis.date(index);
  } catch (error) {
    if (!(error instanceof PitError)) throw error;
    return index < 0 ? '0001-01-01' : '9999-12-31';
  }
}
