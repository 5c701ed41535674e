import type { CivilDate } from '../civil-date.ts';
import type { WorkCalendar } from '../calendar.ts';
import { AlertCode } from '../enums.ts';
import { addMitigation, NO_MITIGATION, riskMitigation, type MitigatingTask } from '../rollup/mitigation.ts';
import { compare, rational, subtract } from '../rational.ts';
import type { Finding, RiskLoad, RiskWork, WatchedProject, Workload } from './watchdog-facts.ts';
import type { WatchdogThresholds } from './watchdog-thresholds.ts';

/*
 * Findings about people and risks, which several projects share. Each is raised in one of them, its home; a scan of any of
 * them computes all of it anew, so that the others' alerts can be brought in line with it.
 */

/** A finding with the project that it is raised in. */
export interface SharedFinding {
  readonly home: string;
  readonly finding: Finding;
}

/** Projects and tasks that a finding names. */
const NAMED = 20;

/** What the watchdog says of the people and the risks that a project has to do with, wherever it is raised. */
export function findShared(
  { workloads, risks, today, calendar }: Pick<WatchedProject, 'workloads' | 'risks' | 'today' | 'calendar'>,
  thresholds: WatchdogThresholds,
): SharedFinding[] {
  return [
    ...workloads.flatMap((load) => ownerOverload(load, thresholds)),
    ...risks.flatMap((risk) => riskNotMitigating(risk, { today, calendar }, thresholds)),
  ];
}

/** `owner_overload`, level 3: a person owns over 10 tasks that are under way. Raised where most of them are. */
function ownerOverload(
  { userId, name, projects }: Workload,
  { overloadTasks }: WatchdogThresholds,
): SharedFinding[] {
  const total = projects.reduce((sum, { tasks }) => sum + tasks, 0);
  const [home] = projects;
  if (home === undefined || total <= overloadTasks) return [];
  const ids = projects.map(({ id }) => id).sort();
  const finding: Finding = {
    code: AlertCode.OWNER_OVERLOAD,
    level: 3,
    subjectType: 'user',
    subject: userId,
    message: `${name} owns more than ${overloadTasks} tasks that are under way.`,
    measures: { projects: ids.slice(0, NAMED) },
    since: null,
  };
  return [{ home: home.id, finding }];
}

/**
 * `risk_not_mitigating`, level 2: what the work on a risk has achieved is over 10 points behind what it was planned to by
 * now, unless somebody has accepted the risk. Raised in the active project that planned most of it.
 */
function riskNotMitigating(
  { riskId, isAccepted, work }: RiskLoad,
  day: { readonly today: CivilDate; readonly calendar: WorkCalendar },
  { riskLagPoints }: WatchdogThresholds,
): SharedFinding[] {
  const home = isAccepted ? null : homeOf(work);
  if (home === null) return [];
  const achieved = riskMitigation(work.reduce(addMitigation, NO_MITIGATION));
  const planned = riskMitigation(
    work.map((each) => asPlanned(each, day)).reduce(addMitigation, NO_MITIGATION),
  );
  if (compare(subtract(planned, achieved), rational(BigInt(riskLagPoints))) <= 0) return [];
  const finding: Finding = {
    code: AlertCode.RISK_NOT_MITIGATING,
    level: 2,
    subjectType: 'risk',
    subject: riskId,
    message: `The work on a risk mitigates over ${riskLagPoints} points less than it was planned to by now.`,
    measures: {
      riskId,
      projects: [...new Set(work.map(({ projectId }) => projectId))].sort().slice(0, NAMED),
    },
    since: null,
  };
  return [{ home, finding }];
}

function homeOf(work: readonly RiskWork[]): string | null {
  const planned = new Map<string, bigint>();
  for (const each of work) {
    if (!each.isProjectActive) continue;
    const { planned: share } = addMitigation(NO_MITIGATION, each);
    planned.set(each.projectId, (planned.get(each.projectId) ?? 0n) + share);
  }
  const [first] = [...planned].sort(([a, x], [b, y]) => (x === y ? (a < b ? -1 : 1) : x > y ? -1 : 1));
  return first?.[0] ?? null;
}

/** The work as far as it was planned to be by now: linear over its working days, complete at its end. */
function asPlanned(
  work: RiskWork,
  { today, calendar }: { readonly today: CivilDate; readonly calendar: WorkCalendar },
): MitigatingTask {
  const { mitigationPct, start, end } = work;
  const planned = { mitigationPct, requiresEvidence: false, isProofCurrent: true };
  if (end === null) return { ...planned, progress: rational(0) };
  if (today >= end) return { ...planned, progress: rational(100) };
  if (start === null || today < start) return { ...planned, progress: rational(0) };
  const days = calendar.durationBetween(start, end);
  const gone = calendar.durationBetween(start, today);
  return { ...planned, progress: days === 0 ? rational(0) : rational(BigInt(100 * gone), BigInt(days)) };
}
