import { CALENDAR_DAYS_RULE, WorkCalendar } from '../../../../src/domain/calendar.ts';
import { addDays, type CivilDate } from '../../../../src/domain/civil-date.ts';
import {
  packPlan,
  WorkState,
  type PlanFacts,
  type PlannedLink,
  type PlannedTask,
} from '../../../../src/domain/schedule/remaining-work/plan-facts.ts';
import {
  planAxis,
  scheduleProject,
  type ProjectSchedule,
} from '../../../../src/domain/schedule/remaining-work/project-schedule.ts';
import {
  DEFAULT_SCHEDULE_SETTINGS,
  type ScheduleRules,
} from '../../../../src/domain/schedule/remaining-work/schedule-rules.ts';
import { DependencyType } from '../../../../src/domain/enums.ts';

/** The day with this number in a plan whose days are all worked on and begin with 0. */
export const ORIGIN = '2024-01-01';
export const everyDay = new WorkCalendar(CALENDAR_DAYS_RULE);
export const day = (index: number): CivilDate => addDays(ORIGIN, index);

const TYPES = {
  FS: DependencyType.FINISH_TO_START,
  SS: DependencyType.START_TO_START,
  FF: DependencyType.FINISH_TO_FINISH,
  SF: DependencyType.START_TO_FINISH,
} as const;
export type LinkName = keyof typeof TYPES;

/** `link('a', 'FS', 'b', 2)`: b starts two days after a's finish. */
export function link(from: string, type: LinkName, to: string, lagDays = 0): PlannedLink {
  return { id: `${from}-${type}-${to}`, predecessorId: from, successorId: to, type: TYPES[type], lagDays };
}

export const open = (id: string, durationDays: number, more: Partial<PlannedTask> = {}): PlannedTask => ({
  id,
  durationDays,
  ...more,
});

/** Work that began on that day and is done by so many percent. */
export const underWay = (id: string, durationDays: number, start: number, progress: number): PlannedTask => ({
  id,
  durationDays,
  progress,
  state: WorkState.UNDER_WAY,
  actualStart: day(start),
});

/** Work that was done from `start` up to, not including, `finish`. */
export const done = (id: string, start: number, finish: number): PlannedTask => ({
  id,
  durationDays: finish - start,
  progress: 100,
  state: WorkState.COMPLETED,
  actualStart: day(start),
  actualFinish: finish > start ? day(finish - 1) : day(finish),
});

/** Rules with a data date by its number; the project's typed start is day 0. */
export function rulesAt(dataDay: number, more: Partial<ScheduleRules> = {}): ScheduleRules {
  return {
    ...DEFAULT_SCHEDULE_SETTINGS,
    dataDate: day(dataDay),
    projectStart: ORIGIN,
    promisedFinish: null,
    ...more,
  };
}

/** The schedule of a plan without a cycle. */
export function scheduled(
  plan: PlanFacts,
  rules: ScheduleRules,
  calendar: WorkCalendar = everyDay,
): ProjectSchedule {
  const { schedule, cycle } = scheduleProject(plan, planAxis(plan, calendar, rules), rules);
  if (schedule === null) throw new Error(`a cycle: ${cycle.join(' -> ')}`);
  return schedule;
}

/** The remaining work of one task: `[start, finish, total slack]`. */
export function remainder(schedule: ProjectSchedule, ids: readonly string[], id: string): number[] {
  const n = ids.indexOf(id);
  return [schedule.earlyStart[n]!, schedule.earlyFinish[n]!, schedule.totalSlack[n]!];
}

/** The remaining work of every task of a plan, by id. */
export function remainders(
  tasks: readonly PlannedTask[],
  links: readonly PlannedLink[],
  rules: ScheduleRules,
): Record<string, number[]> {
  const plan = packPlan(tasks, links);
  const schedule = scheduled(plan, rules);
  return Object.fromEntries(tasks.map(({ id }) => [id, remainder(schedule, plan.tasks.ids, id)]));
}
