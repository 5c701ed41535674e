import { AlertCode, ProjectLifecycle } from '../enums.ts';
import { findUndecided } from './watchdog-decisions.ts';
import { findDoubts } from './watchdog-evidence.ts';
import type { Finding, WatchedProject } from './watchdog-facts.ts';
import { findLateness } from './watchdog-lateness.ts';
import { aggregated } from './watchdog-noise.ts';
import { findDisorder } from './watchdog-order.ts';
import { findDeviation } from './watchdog-plan.ts';
import { findShared } from './watchdog-shared.ts';
import { findStalledSubtasks } from './watchdog-subtasks.ts';
import type { WatchdogThresholds } from './watchdog-thresholds.ts';
import { findNeglect } from './watchdog-work.ts';

/**
 * Everything in a project that needs attention, by the rules that its stored facts can answer. Dates bind an active
 * project alone: a draft has not begun, one on hold waits, one completed is over. Doubts about evidence outlast
 * completion, and end with the archive.
 */
export function inspectProject(project: WatchedProject, thresholds: WatchdogThresholds): Finding[] {
  const { lifecycle } = project;
  if (lifecycle === ProjectLifecycle.ARCHIVED) return [];
  const doubts = findDoubts(project, thresholds);
  if (lifecycle !== ProjectLifecycle.ACTIVE) return doubts;
  const shared = findShared(project, thresholds).filter(({ home }) => home === project.id);
  const found = [
    ...findLateness(project, thresholds),
    ...findNeglect(project, thresholds),
    ...findStalledSubtasks(project, thresholds),
    ...findDisorder(project, thresholds),
    ...findDeviation(project, thresholds),
    ...shared.map(({ finding }) => finding),
    ...brokenIntegrations(project),
    ...findUndecided(project, thresholds),
    ...doubts,
  ];
  return aggregated(project, found, thresholds);
}

/** `integration_broken`, level 3: events of the project that were to go to a webhook were given up. */
function brokenIntegrations({ id, name, hasDeadDeliveries }: WatchedProject): Finding[] {
  if (!hasDeadDeliveries) return [];
  return [
    {
      code: AlertCode.INTEGRATION_BROKEN,
      level: 3,
      subjectType: 'project',
      subject: id,
      message: `Messages about “${name}” could not be delivered, and were given up.`,
      measures: {},
      since: null,
    },
  ];
}
