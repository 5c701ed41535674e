import type { CivilDate } from '../civil-date.ts';
import {
  none,
  notApplicable,
  type QualityCheckId,
  type QualityOutcome,
  MOST_SAMPLED,
} from './quality-catalogue.ts';

/** A task as the fourteen points look at it. */
export interface ScheduledWork {
  readonly id: string;
  readonly isOpen: boolean;
  readonly hasPredecessor: boolean;
  readonly hasSuccessor: boolean;
  /** Starts first or ends last of the open tasks. */
  readonly isFirstOrLast: boolean;
  /** Held by a constraint that no link moves, or by hand. */
  readonly isHeld: boolean;
  /** Working days; null for completed work, or without a schedule. */
  readonly totalSlack: number | null;
  readonly remainingDays: number;
  readonly plannedStart: CivilDate | null;
  readonly plannedEnd: CivilDate | null;
  readonly actualStart: CivilDate | null;
  readonly actualFinish: CivilDate | null;
  readonly durationDays: number | null;
  readonly hasPeopleOrCost: boolean;
  /** Its last day in the current baseline; null where it is not in it. */
  readonly baselineEnd: CivilDate | null;
}

export interface ScheduleFacts {
  readonly tasks: readonly ScheduledWork[];
  readonly links: readonly {
    readonly id: string;
    readonly lagDays: number;
    readonly isFinishToStart: boolean;
  }[];
  readonly dataDate: CivilDate;
  readonly hasBaseline: boolean;
  /** By how many working days the finish moves when 600 are added at the beginning of the longest path; null without one. */
  readonly pathTestDays: number | null;
  /** Working days from the data date to the forecast finish, and by how many that is later than promised. */
  readonly lengthDays: number;
  readonly varianceDays: number | null;
}

const FEWEST_OPEN = 20;
const HIGH_DAYS = 44;
export const PATH_TEST_DAYS = 600;

/** The fourteen points of the DCMA. Under 20 open tasks percentages say nothing, and none of them applies. */
export function checkSchedule(facts: ScheduleFacts): QualityOutcome[] {
  const open = facts.tasks.filter(({ isOpen }) => isOpen);
  if (open.length < FEWEST_OPEN)
    return POINTS.map((id) => notApplicable(id, `It takes ${FEWEST_OPEN} open tasks.`));
  const outcomes = [
    ...ofLinks(facts.links),
    ...ofOpenTasks(open),
    invalidDates(facts),
    withoutResources(open),
    ...againstBaseline(facts),
    pathTest(facts),
    pathLength(facts),
  ];
  return outcomes.sort((a, b) => POINTS.indexOf(a.id) - POINTS.indexOf(b.id));
}

function ofLinks(links: ScheduleFacts['links']): QualityOutcome[] {
  const among = (test: (link: (typeof links)[number]) => boolean): string[] =>
    links.filter(test).map(({ id }) => id);
  return [
    none(
      'DCMA.02',
      among(({ lagDays }) => lagDays < 0),
      links.length,
    ),
    atMost(
      'DCMA.03',
      5,
      among(({ lagDays }) => lagDays > 0),
      links.length,
    ),
    atMost(
      'DCMA.04',
      10,
      among(({ isFinishToStart }) => !isFinishToStart),
      links.length,
    ),
  ];
}

function ofOpenTasks(open: readonly ScheduledWork[]): QualityOutcome[] {
  const among = (test: (task: ScheduledWork) => boolean): string[] => open.filter(test).map(({ id }) => id);
  const hasSlack = (over: number) => (task: ScheduledWork) =>
    task.totalSlack !== null && task.totalSlack > over;
  const isBehind = ({ totalSlack }: ScheduledWork): boolean => totalSlack !== null && totalSlack < 0;
  return [
    atMost('DCMA.01', 5, among(lacksLogic), open.length),
    atMost(
      'DCMA.05',
      5,
      among(({ isHeld }) => isHeld),
      open.length,
    ),
    atMost('DCMA.06', 5, among(hasSlack(HIGH_DAYS)), open.length),
    none('DCMA.07', among(isBehind), open.length),
    atMost(
      'DCMA.08',
      5,
      among(({ remainingDays }) => remainingDays > HIGH_DAYS),
      open.length,
    ),
  ];
}

function lacksLogic(task: ScheduledWork): boolean {
  return !task.isFirstOrLast && !(task.hasPredecessor && task.hasSuccessor);
}

function invalidDates({ tasks, dataDate }: ScheduleFacts): QualityOutcome {
  const wrong = tasks.filter((task) => hasInvalidDates(task, dataDate)).map(({ id }) => id);
  return none('DCMA.09', wrong, tasks.length);
}

const POINTS: readonly QualityCheckId[] = [
  'DCMA.01',
  'DCMA.02',
  'DCMA.03',
  'DCMA.04',
  'DCMA.05',
  'DCMA.06',
  'DCMA.07',
  'DCMA.08',
  'DCMA.09',
  'DCMA.10',
  'DCMA.11',
  'DCMA.12',
  'DCMA.13',
  'DCMA.14',
];

/** Passes up to a share in percent; what has nothing to look at does not apply. */
function atMost(id: QualityCheckId, percent: number, short: readonly string[], of: number): QualityOutcome {
  if (of === 0) return notApplicable(id, 'There is nothing to look at.');
  const actual = Math.round((10_000 * short.length) / of) / 100;
  const outcome = 100 * short.length <= percent * of ? 'pass' : 'fail';
  return { ...none(id, short, of), outcome, threshold: percent, actual };
}

function hasInvalidDates(task: ScheduledWork, dataDate: CivilDate): boolean {
  const { isOpen, plannedEnd, plannedStart, actualStart, actualFinish } = task;
  const isLateToBegin = isOpen && actualStart === null && plannedStart !== null && plannedStart < dataDate;
  const isLateToEnd = isOpen && plannedEnd !== null && plannedEnd < dataDate;
  return (
    isLateToBegin || isLateToEnd || [actualStart, actualFinish].some((day) => day !== null && day > dataDate)
  );
}

/** Has no threshold: it is told, and never fails. */
function withoutResources(open: readonly ScheduledWork[]): QualityOutcome {
  const asked = open.filter(({ durationDays }) => durationDays !== null && durationDays > 0);
  const short = asked.filter(({ hasPeopleOrCost }) => !hasPeopleOrCost).map(({ id }) => id);
  return { ...none('DCMA.10', short, asked.length), outcome: 'pass' };
}

function againstBaseline({ tasks, dataDate, hasBaseline }: ScheduleFacts): QualityOutcome[] {
  const due = tasks.filter(({ baselineEnd }) => baselineEnd !== null && baselineEnd <= dataDate);
  if (!hasBaseline || due.length === 0) {
    const reason = hasBaseline ? 'Nothing was to be finished yet.' : 'There is no current baseline.';
    return [notApplicable('DCMA.11', reason), notApplicable('DCMA.14', reason)];
  }
  const missed = due.filter((task) => task.isOpen || (task.actualFinish ?? '') > task.baselineEnd!);
  const open = due.filter(({ isOpen }) => isOpen).map(({ id }) => id);
  return [
    atMost(
      'DCMA.11',
      5,
      missed.map(({ id }) => id),
      due.length,
    ),
    atLeast('DCMA.14', 0.95, (due.length - open.length) / due.length, { short: open, of: due.length }),
  ];
}

function pathTest({ pathTestDays }: ScheduleFacts): QualityOutcome {
  if (pathTestDays === null) return notApplicable('DCMA.12', 'There is no longest path.');
  return atLeast('DCMA.12', PATH_TEST_DAYS, pathTestDays, { short: [], of: 1 });
}

function pathLength({ lengthDays, varianceDays }: ScheduleFacts): QualityOutcome {
  if (varianceDays === null) return notApplicable('DCMA.13', 'No finish was promised.');
  if (lengthDays <= 0) return notApplicable('DCMA.13', 'No work remains.');
  return atLeast('DCMA.13', 0.95, (lengthDays - varianceDays) / lengthDays, { short: [], of: 1 });
}

function atLeast(
  id: QualityCheckId,
  threshold: number,
  actual: number,
  { short, of }: { readonly short: readonly string[]; readonly of: number },
): QualityOutcome {
  const isShort = actual < threshold;
  return {
    ...none(id, short, of),
    outcome: isShort ? 'fail' : 'pass',
    count: isShort ? Math.max(1, short.length) : 0,
    threshold,
    actual: Math.round(actual * 10_000) / 10_000,
    sample: isShort ? short.slice(0, MOST_SAMPLED) : [],
  };
}
