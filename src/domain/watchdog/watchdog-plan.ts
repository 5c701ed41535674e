import { addDays, earlierDate, type CivilDate } from '../civil-date.ts';
import { actualCost, budgetAtCompletion, plannedValue, type CostPoint } from '../cost/earned-value.ts';
import { AlertCode } from '../enums.ts';
import { fromCents } from '../money.ts';
import { compare, rational, roundHalfUp, scale, subtract, type Rational } from '../rational.ts';
import type { Finding, WatchedProject } from './watchdog-facts.ts';
import type { WatchdogThresholds } from './watchdog-thresholds.ts';

/** Drift is told by bands of working days, so that an alert does not change every day. */
const DRIFT_BANDS = [80, 40, 20, 10, 5, 3, 1] as const;

/** Burn rates are compared between snapshots that lie so far apart, in calendar days, of so many last days. */
const BURN_APART_DAYS = 7;
const BURN_LOOK_DAYS = 90;

/** What will end later than promised, or costs other than planned. */
export function findDeviation(project: WatchedProject, thresholds: WatchdogThresholds): Finding[] {
  return [
    ...criticalPathDrift(project, thresholds),
    ...costSpike(project, thresholds),
    ...burnRate(project, thresholds),
  ];
}

/**
 * `critical_path_drift`, level 1: the work that remains ends over so many working days after the finish that was promised.
 * It names the first open task of the path that drives the finish, and is as old as that task is late.
 */
function criticalPathDrift(
  { id, name, schedule }: WatchedProject,
  { criticalDriftDays }: WatchdogThresholds,
): Finding[] {
  const { promisedFinish, varianceDays, driver } = schedule ?? {};
  if (promisedFinish == null || varianceDays == null || varianceDays <= criticalDriftDays) return [];
  const bandDays = DRIFT_BANDS.find((days) => days <= varianceDays);
  if (bandDays === undefined) return [];
  const first = driver == null ? '' : ` The path that drives it begins with “${driver.name}”.`;
  const late = `at least ${bandDays} working ${bandDays === 1 ? 'day' : 'days'}`;
  return [
    {
      code: AlertCode.CRITICAL_PATH_DRIFT,
      level: 1,
      subjectType: 'project',
      subject: id,
      message: `“${name}” is forecast to end ${late} after ${promisedFinish}, the finish that was promised.${first}`,
      measures: { bandDays, promisedFinish, ...(driver == null ? {} : { driverId: driver.id }) },
      since: driver?.endDate == null ? promisedFinish : earlierDate(driver.endDate, promisedFinish),
    },
  ];
}

/** `cost_spike`, level 1: more was spent than 150 % of the budget at completion, or anything where there is no budget. */
function costSpike({ id, name, cost }: WatchedProject, { costSpikePercent }: WatchdogThresholds): Finding[] {
  const actual = actualCost(cost.spent);
  if (actual === null || actual.cents === 0n) return [];
  const budget = budgetAtCompletion(cost.planned);
  const most = scale(rational(budget), BigInt(Math.round(costSpikePercent * 100)));
  if (budget > 0n && compare(rational(actual.cents * 10_000n), most) <= 0) return [];
  return [
    {
      code: AlertCode.COST_SPIKE,
      level: 1,
      subjectType: 'project',
      subject: id,
      message: `${fromCents(actual.cents)} were spent on “${name}”, whose work was planned to cost ${fromCents(budget)}.`,
      measures: { spent: fromCents(actual.cents), budget: fromCents(budget) },
      since: actual.on,
    },
  ];
}

/**
 * The other `cost_spike`, level 3: between two snapshots a week or more apart, of the last 90 days, the money spent differs
 * from what was planned for these days by over 20 %.
 */
function burnRate(project: WatchedProject, { burnRatePercent }: WatchdogThresholds): Finding[] {
  const { id, name, cost, calendar } = project;
  const [from, to] = burnSpan(project) ?? [];
  if (from === undefined || to === undefined) return [];
  const work = cost.baseline ?? cost.planned;
  const planned = subtract(plannedValue(work, to.on, calendar), plannedValue(work, from.on, calendar));
  if (compare(planned, rational(0)) <= 0) return [];
  const spent = rational(to.cents - from.cents);
  const allowed = scale(planned, BigInt(Math.round(burnRatePercent * 100)));
  if (compare(scale(distance(spent, planned), 10_000n), allowed) <= 0) return [];
  const [spentShown, plannedShown] = [fromCents(to.cents - from.cents), fromCents(roundHalfUp(planned))];
  return [
    {
      code: AlertCode.COST_SPIKE,
      level: 3,
      subjectType: 'project',
      subject: `${id}:burn`,
      message: `From ${from.on} to ${to.on} ${spentShown} were spent on “${name}”, where ${plannedShown} were planned.`,
      measures: { spent: spentShown, budget: plannedShown, from: from.on, to: to.on },
      since: to.on,
    },
  ];
}

/** The newest snapshot, and the newest that is a week older; undefined where there are no two. */
function burnSpan({ cost, today }: WatchedProject): readonly [CostPoint, CostPoint] | undefined {
  const recent = cost.spent.filter(({ on }) => on >= addDays(today, -BURN_LOOK_DAYS));
  const to = recent.at(-1);
  if (to === undefined) return undefined;
  const latest: CivilDate = addDays(to.on, -BURN_APART_DAYS);
  const from = recent.findLast(({ on }) => on <= latest);
  return from === undefined ? undefined : [from, to];
}

function distance(a: Rational, b: Rational): Rational {
  return compare(a, b) >= 0 ? subtract(a, b) : subtract(b, a);
}
