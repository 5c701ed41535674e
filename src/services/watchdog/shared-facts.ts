import type { RowsOf, Step } from '../../db/connection/pipeline.ts';
import { step } from '../../db/connection/pipeline.ts';
import {
  WATCHED_OWNERS,
  WATCHED_RISK_WORK,
  WATCHED_RISKS,
  type SharedAlert,
} from '../../db/queries/watchdog/shared-facts-query.ts';
import { rational } from '../../domain/rational.ts';
import type { RiskLoad, RiskWork, Workload } from '../../domain/watchdog/watchdog-facts.ts';
import type { SharedFinding } from '../../domain/watchdog/watchdog-shared.ts';

/** What is read of the people and risks that a project has to do with. */
export const sharedSteps = (projectId: string, today: string) =>
  [
    step(WATCHED_OWNERS, [projectId]),
    step(WATCHED_RISKS, [projectId, today]),
    step(WATCHED_RISK_WORK, [projectId]),
  ] as const satisfies readonly Step<object>[];

type SharedRows = RowsOf<ReturnType<typeof sharedSteps>>;

/** The facts about them, and the open alerts about each, wherever they were raised. */
export interface SharedFacts {
  readonly workloads: readonly Workload[];
  readonly risks: readonly RiskLoad[];
  readonly alerts: ReadonlyMap<string, readonly SharedAlert[]>;
}

export function sharedFacts([owners, risks, work]: SharedRows): SharedFacts {
  const workOf = new Map<string, RiskWork[]>(risks.map(({ id }) => [id, []]));
  for (const { riskId, startDate: start, endDate: end, percents, parts, ...task } of work) {
    workOf.get(riskId)?.push({ ...task, start, end, progress: rational(percents, parts) });
  }
  const workloads = owners.map(({ id, name, projects }) => ({ userId: id, name, projects }));
  const alerts = new Map([...owners, ...risks].map((each) => [each.id, each.alerts ?? []]));
  const loads = risks.map(({ id, isAccepted }) => ({ riskId: id, isAccepted, work: workOf.get(id) ?? [] }));
  return { workloads, risks: loads, alerts };
}

/**
 * Other projects whose alerts about these people and risks are not what was found just now: where one is missing, where one
 * has another list of projects, or where one is open that belongs elsewhere or nowhere.
 */
export function alsoDue(
  projectId: string,
  found: readonly SharedFinding[],
  { alerts }: SharedFacts,
): string[] {
  const due = new Set<string>();
  const homes = new Map(found.map((each) => [each.finding.subject, each]));
  for (const [subject, open] of alerts) {
    const here = homes.get(subject);
    const projects = JSON.stringify(here?.finding.measures['projects']);
    const isRight = (alert: SharedAlert): boolean =>
      alert.projectId === here?.home && JSON.stringify(alert.projects) === projects;
    for (const alert of open) if (!isRight(alert)) due.add(alert.projectId);
    if (here !== undefined && !open.some(isRight)) due.add(here.home);
  }
  due.delete(projectId);
  return [...due];
}
