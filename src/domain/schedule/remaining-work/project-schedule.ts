import { earlierDate, fromDayNumber, laterDate, toDayNumber, type CivilDate } from '../../civil-date.ts';
import type { WorkCalendar } from '../../calendar.ts';
import { DayAxis, NO_DAY } from './day-axis.ts';
import { linkSlacks, type LinkSlack } from './link-slack.ts';
import { longestPath } from './longest-path.ts';
import type { PlanFacts } from './plan-facts.ts';
import { planTopology, type PlanTopology } from './plan-topology.ts';
import { remainingNetwork, type RemainingNetwork } from './remaining-network.ts';
import { schedulePasses, type ScheduleTimes } from './schedule-passes.ts';
import type { ScheduleRules } from './schedule-rules.ts';
import { lastShownDay, shownDays, type ShownDays } from './shown-days.ts';
import { findViolations, type ScheduleViolation } from './violations.ts';

/** A plan computed: columns by the number of the task or the link, days as indices of `axis`. */
export interface ProjectSchedule extends ScheduleTimes, LinkSlack {
  readonly axis: DayAxis;
  readonly network: RemainingNetwork;
  readonly topology: PlanTopology;
  /** 1 where the total slack is within the limit; completed work never is. */
  readonly critical: Uint8Array;
  readonly onLongestPath: Uint8Array;
  readonly criticalCount: number;
  /** Working days from the origin to the forecast finish, that day included; 0 of a plan without tasks. */
  readonly lengthDays: number;
  /** The last day on which work is done; null of a plan without tasks. */
  readonly forecastFinish: CivilDate | null;
  /** Working days by which the finish is later than promised; null without a promise or a finish. */
  readonly finishVarianceDays: number | null;
  readonly violations: readonly ScheduleViolation[];
  /** The same days as people are shown them. */
  readonly shown: ShownDays;
}

/** A schedule, or the cycle for which there is none: task numbers along the links, the first repeated at the end. */
export type ScheduleOutcome =
  | { readonly cycle: null; readonly schedule: ProjectSchedule }
  | { readonly cycle: readonly number[]; readonly schedule: null };

/**
 * The critical path method over the work that remains at the data date.
 * @param axis numbers the working days; `planAxis` makes one.
 * @param topology of the same links, when it is at hand: it outlives changes of dates.
 */
export function scheduleProject(
  plan: PlanFacts,
  axis: DayAxis,
  rules: ScheduleRules,
  topology: PlanTopology = planTopology(plan.tasks.ids.length, plan.links),
): ScheduleOutcome {
  if (topology.cycle !== null) return { cycle: topology.cycle, schedule: null };
  const network = remainingNetwork(plan, axis, rules);
  const promised = rules.promisedFinish === null ? null : axis.indexAfter(toDayNumber(rules.promisedFinish));
  const times = schedulePasses(network, topology, rules.floatAgainst === 'project_end' ? promised : null);
  const slack = linkSlacks(network, times.earlyStart);
  const critical = criticalTasks(times.totalSlack, rules.criticalSlackDays);
  const shown = shownDays(network, times);
  const schedule: ProjectSchedule = {
    axis,
    network,
    topology,
    ...times,
    ...slack,
    critical,
    criticalCount: critical.reduce((sum, flag) => sum + flag, 0),
    onLongestPath: longestPath(network, topology, times, slack.driving),
    ...finishOf(lastShownDay(shown), axis, promised),
    shown,
    violations: findViolations(plan, axis, network, times),
  };
  return { cycle: null, schedule };
}

function criticalTasks(totalSlack: Float64Array, limit: number): Uint8Array {
  const critical = new Uint8Array(totalSlack.length);
  // NaN, the slack of completed work, is not within any limit.
  for (let n = 0; n < critical.length; n += 1) if (totalSlack[n]! <= limit) critical[n] = 1;
  return critical;
}

function finishOf(
  lastDay: number,
  axis: DayAxis,
  promised: number | null,
): Pick<ProjectSchedule, 'lengthDays' | 'forecastFinish' | 'finishVarianceDays'> {
  if (lastDay === -Infinity) return { lengthDays: 0, forecastFinish: null, finishVarianceDays: null };
  return {
    // Work that is done all before the origin, which only a later plan names, has no length.
    lengthDays: Math.max(0, lastDay + 1),
    forecastFinish: axis.date(lastDay),
    finishVarianceDays: promised === null ? null : lastDay + 1 - promised,
  };
}

/**
 * The axis of a plan. Its origin is the project's typed start, else the earliest day that a task names, else the data
 * date, so that the numbers of a project stay as they are while its data date moves on.
 */
export function planAxis(
  plan: PlanFacts,
  calendar: WorkCalendar,
  rules: Pick<ScheduleRules, 'dataDate' | 'projectStart'>,
): DayAxis {
  const [first, last] = planDays(plan) ?? [rules.dataDate, rules.dataDate];
  const window = { first: earlierDate(first, rules.dataDate), last: laterDate(last, rules.dataDate) };
  return new DayAxis(calendar, rules.projectStart ?? first, window);
}

/** The first and the last day that the tasks of plans name; null when they name none. */
export function planDays(...plans: readonly PlanFacts[]): readonly [CivilDate, CivilDate] | null {
  let [first, last] = [Infinity, -Infinity];
  for (const { tasks } of plans) {
    const { start, end, actualStart, actualFinish, constraintDay, deadline } = tasks;
    for (const column of [start, end, actualStart, actualFinish, constraintDay, deadline]) {
      for (const day of column) {
        if (day === NO_DAY) continue;
        if (day < first) first = day;
        if (day > last) last = day;
      }
    }
  }
  return last < first ? null : [fromDayNumber(first), fromDayNumber(last)];
}
