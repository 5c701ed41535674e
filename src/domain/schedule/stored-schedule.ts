import type { ViolationKind } from './remaining-work/violations.ts';

/** What a link leaves: the dependency, its slack in working days, and whether it drives its successor. */
export type LinkSlackEntry = readonly [dependencyId: string, slackDays: number, isDriving: boolean];

/** What a schedule cannot keep, by ids. */
export interface StoredViolation {
  readonly kind: ViolationKind;
  readonly taskId: string;
  readonly dependencyId: string | null;
  readonly days: number;
}
