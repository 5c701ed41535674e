import type { CivilDate } from '../civil-date.ts';

/** How far work and its proof cover a control or a criterion; the first that fits, from the gravest. */
export const CoverageState = {
  EXCEPTED: 'excepted',
  LAPSED: 'lapsed',
  OVERDUE: 'overdue',
  COVERED: 'covered',
  IMPLEMENTED: 'implemented',
  PARTIAL: 'partial',
  PLANNED: 'planned',
  NONE: 'none',
} as const;
export type CoverageState = (typeof CoverageState)[keyof typeof CoverageState];

/** What there is of a control or criterion, in tasks; each counts once, and so does a series. */
export interface CoverageCounts {
  /** Tasks that are linked to it. */
  readonly units: number;
  /** Of these completed. */
  readonly done: number;
  /** Completed, and their accepted evidence holds. */
  readonly proven: number;
  /** Those of which evidence is accepted and none of it holds any more, completed or not; of a series that of any occurrence. */
  readonly lapsed: number;
  /** Open, and behind their last day. */
  readonly overdue: number;
  /** Not completed. */
  readonly open: number;
  /** The last day of the exception that holds; null without one. */
  readonly exceptionUntil: CivilDate | null;
}

/**
 * The state of a control or criterion, the first that fits: it is excepted; proof of some task has lapsed; some task is overdue; all are proven; all are
 * completed; some are; none is; there is none.
 */
export function coverageState(counts: CoverageCounts): CoverageState {
  const { units, done, proven, lapsed, overdue, exceptionUntil } = counts;
  if (exceptionUntil !== null) return CoverageState.EXCEPTED;
  if (lapsed > 0) return CoverageState.LAPSED;
  if (overdue > 0) return CoverageState.OVERDUE;
  if (units === 0) return CoverageState.NONE;
  if (proven === units) return CoverageState.COVERED;
  if (done === units) return CoverageState.IMPLEMENTED;
  return done > 0 ? CoverageState.PARTIAL : CoverageState.PLANNED;
}
