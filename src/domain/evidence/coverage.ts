/** How far work and its proof cover a control or a criterion; the first that fits, from the gravest. */
export const CoverageState = {
  LAPSED: 'lapsed',
  OVERDUE: 'overdue',
  COVERED: 'covered',
  IMPLEMENTED: 'implemented',
  PARTIAL: 'partial',
  PLANNED: 'planned',
  NONE: 'none',
} as const;
export type CoverageState = (typeof CoverageState)[keyof typeof CoverageState];

/** What there is of a control or criterion, in tasks; each counts once. */
export interface CoverageCounts {
  /** Tasks that are linked to it. */
  readonly units: number;
  /** Of these completed. */
  readonly done: number;
  /** Completed, and their accepted evidence holds. */
  readonly proven: number;
  /** Those of which evidence is accepted and none of it holds any more, completed or not. */
  readonly lapsed: number;
  /** Open, and behind their last day. */
  readonly overdue: number;
  /** Not completed. */
  readonly open: number;
}

/**
 * The state of a control or criterion, the first that fits: proof of some task has lapsed; some task is overdue; all are proven; all are
 * completed; some are; none is; there is none.
 */
export function coverageState({ units, done, proven, lapsed, overdue }: CoverageCounts): CoverageState {
  if (lapsed > 0) return CoverageState.LAPSED;
  if (overdue > 0) return CoverageState.OVERDUE;
  if (units === 0) return CoverageState.NONE;
  if (proven === units) return CoverageState.COVERED;
  if (done === units) return CoverageState.IMPLEMENTED;
  return done > 0 ? CoverageState.PARTIAL : CoverageState.PLANNED;
}
