import { ProjectLifecycle } from '../enums.ts';
import { findDoubts } from './watchdog-evidence.ts';
import type { Finding, WatchedProject } from './watchdog-facts.ts';
import { findLateness } from './watchdog-lateness.ts';
import { aggregated } from './watchdog-noise.ts';
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
  const found = [...findLateness(project, thresholds), ...findNeglect(project, thresholds), ...doubts];
  return aggregated(project, found, thresholds);
}
