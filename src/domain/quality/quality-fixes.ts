import type { WatchedProject } from '../watchdog/watchdog-facts.ts';
import { statusMismatches } from '../watchdog/watchdog-order.ts';
import {
  hasRightDates,
  wrongDurations,
  type DatesAbove,
  type WrongDuration,
  type WrongProgress,
} from './quality-plan.ts';
import type { QualityCheckId } from './quality-catalogue.ts';

/**
 * What can be put right without a person, since it follows from what people said: the duration from the dates of a task, the dates of
 * a parent from its bounds and children, status and progress from the facts. Nothing that a person said is changed.
 */
export type FixAction = 'recomputeDates' | 'fitParent' | 'rebuildRollups';

/** The checks that each puts right. */
export const FIXED_BY: Readonly<Record<FixAction, readonly QualityCheckId[]>> = {
  recomputeDates: ['TIME.1'],
  fitParent: ['TIME.2', 'TIME.3', 'TIME.4'],
  rebuildRollups: ['TIME.7', 'PR.2', 'PR.3', 'PR.4'],
};

/** A value of a record that is wrong, and the one that follows. */
export interface ExpectedChange {
  readonly id: string;
  readonly field: 'durationDays' | 'startDate' | 'endDate' | 'status' | 'progressPercent';
  readonly before: string | number | null;
  readonly after: string | number | null;
}

/** Something that can be put right, with all that it changes. */
export interface ProposedFix {
  /** A project has each at most once. */
  readonly action: FixAction;
  /** In the order of records and fields; never none. */
  readonly changes: readonly ExpectedChange[];
}

/** Tasks whose durations one fix counts anew; the next run proposes the rest. */
const MOST_RECOUNTED = 500;

/** All that can be put right in a project, from what its checks have found. */
export function proposeFixes(
  project: WatchedProject,
  dates: readonly DatesAbove[],
  progress: readonly WrongProgress[],
): ProposedFix[] {
  const changes: Readonly<Record<FixAction, readonly ExpectedChange[]>> = {
    recomputeDates: recountedDurations(project),
    fitParent: fittedDates(dates),
    rebuildRollups: [...settledStatuses(project), ...summedProgress(progress)],
  };
  return Object.entries(changes)
    .filter(([, each]) => each.length > 0)
    .map(([action, each]) => ({ action: action as FixAction, changes: inOrder(each) }));
}

function inOrder(changes: readonly ExpectedChange[]): ExpectedChange[] {
  return [...changes].sort((a, b) => (a.id + a.field < b.id + b.field ? -1 : 1));
}

/** The tasks whose durations a fix counts anew. Dates stay and durations follow, as where a calendar has changed. */
export function recountedTasks(project: Pick<WatchedProject, 'tasks' | 'calendar'>): WrongDuration[] {
  return wrongDurations(project)
    .filter(({ counted }) => counted >= 0)
    .slice(0, MOST_RECOUNTED);
}

function recountedDurations(project: WatchedProject): ExpectedChange[] {
  return recountedTasks(project).map(({ id, durationDays, counted }) => ({
    id,
    field: 'durationDays',
    before: durationDays,
    after: counted,
  }));
}

function fittedDates(dates: readonly DatesAbove[]): ExpectedChange[] {
  return dates
    .filter((node) => !hasRightDates(node))
    .flatMap(({ id, startDate, endDate, first, last }) => [
      ...(startDate === first ? [] : [{ id, field: 'startDate' as const, before: startDate, after: first }]),
      ...(endDate === last ? [] : [{ id, field: 'endDate' as const, before: endDate, after: last }]),
    ]);
}

function settledStatuses(project: WatchedProject): ExpectedChange[] {
  const found = project.isSettled ? statusMismatches(project) : [];
  return found.map(({ subject, measures }) => ({
    id: subject,
    field: 'status',
    before: String(measures['status']),
    after: String(measures['expectedStatus']),
  }));
}

function summedProgress(progress: readonly WrongProgress[]): ExpectedChange[] {
  return progress.map(({ id, stored, computed }) => ({
    id,
    field: 'progressPercent',
    before: stored,
    after: computed,
  }));
}
