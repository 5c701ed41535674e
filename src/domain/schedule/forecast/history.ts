import { groupBy } from '../../group-by.ts';
import { empiricalQuantile } from './duration-model.ts';

/** Finished tasks of a kind from which on their own history is believed. */
export const LEAST_CASES = 30;
/** Ratios beyond these are mistakes of planning or of reporting, and would carry a forecast away. */
const BOUNDS = { least: 0.05, most: 20 };

/** A finished task: how long it was planned to take and took, in working days, and when it was finished. */
export interface FinishedTask {
  /** Name of the phase, by which tasks are alike. */
  readonly kind: string;
  readonly plannedDays: number;
  readonly actualDays: number;
  readonly finishedOn: string;
}

/** What finished tasks of a kind say: ratios of actual to planned duration in ascending order. */
export interface DurationHistory {
  readonly kind: string;
  readonly ratios: readonly number[];
  readonly calibration: Calibration;
}

/**
 * How well the past would have told the less distant past: of the later third of the cases, the share in percent that took no
 * longer than the P50 and the P80 of the earlier ones. A good forecast has 50 and 80.
 */
export interface Calibration {
  readonly cases: number;
  readonly coverageP50: number;
  readonly coverageP80: number;
}

/** The kind that a name stands for: case and blanks do not tell names apart. */
export function kindOf(name: string): string {
  return name.trim().toLowerCase().replaceAll(/\s+/g, ' ');
}

/** The histories of kinds of which there are cases enough, in the order of their names. */
export function historiesOf(finished: readonly FinishedTask[]): DurationHistory[] {
  const planned = finished.filter(({ plannedDays }) => plannedDays > 0);
  const byKind = groupBy(planned, ({ kind }) => kindOf(kind));
  return [...byKind]
    .filter(([, cases]) => cases.length >= LEAST_CASES)
    .map(([kind, cases]) => ({ kind, ratios: ratiosOf(cases), calibration: calibrate(cases) }))
    .sort((a, b) => (a.kind < b.kind ? -1 : 1));
}

function ratiosOf(cases: readonly FinishedTask[]): number[] {
  return cases.map(ratioOf).sort((a, b) => a - b);
}

/** Work that ends on the day on which it begins takes a day of work at most. */
function ratioOf({ plannedDays, actualDays }: FinishedTask): number {
  return Math.min(Math.max(Math.max(actualDays, 0.5) / plannedDays, BOUNDS.least), BOUNDS.most);
}

function calibrate(cases: readonly FinishedTask[]): Calibration {
  const inOrder = [...cases].sort((a, b) =>
    a.finishedOn === b.finishedOn ? ratioOf(a) - ratioOf(b) : a.finishedOn < b.finishedOn ? -1 : 1,
  );
  const split = Math.floor((inOrder.length * 2) / 3);
  const known = ratiosOf(inOrder.slice(0, split));
  const newer = inOrder.slice(split).map(ratioOf);
  const coverage = (share: number): number => {
    const limit = empiricalQuantile(known, share);
    return Math.round((newer.filter((ratio) => ratio <= limit).length / newer.length) * 1_000) / 10;
  };
  return { cases: cases.length, coverageP50: coverage(0.5), coverageP80: coverage(0.8) };
}
