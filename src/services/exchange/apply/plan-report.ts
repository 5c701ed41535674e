import type { PlanWarning, PlanWarningKind, PlanWarnings } from '../../../domain/exchange/plan-warnings.ts';

/** What became of the lines of one kind. */
export interface PlanCounts {
  made: number;
  changed: number;
  unchanged: number;
  /** Lines whose row was deleted here: an import does not bring it back. */
  deletedHere: number;
  /** Links that the file has no more. */
  removed: number;
}

/** The kinds of rows that an import makes. */
export const PLAN_PARTS = ['phases', 'workPackages', 'tasks', 'subtasks', 'links'] as const;
export type PlanPart = (typeof PLAN_PARTS)[number];

/** What an import has done, or what a dry run would have. */
export interface PlanReport {
  /** The project; null where a dry run would have made it. */
  readonly projectId: string | null;
  readonly projectName: string;
  readonly isNewProject: boolean;
  readonly isDryRun: boolean;
  readonly counts: Readonly<Record<PlanPart, Readonly<PlanCounts>>>;
  readonly warningCount: number;
  readonly warningCounts: readonly { readonly kind: PlanWarningKind; readonly count: number }[];
  /** The first twenty. */
  readonly warnings: readonly PlanWarning[];
}

/** Counts while an import goes on. */
export class PlanTally {
  readonly counts: Record<PlanPart, PlanCounts> = {
    phases: blank(),
    workPackages: blank(),
    tasks: blank(),
    subtasks: blank(),
    links: blank(),
  };

  add(part: PlanPart, what: keyof PlanCounts, count = 1): void {
    this.counts[part][what] += count;
  }

  /** Whether anything was written. */
  get hasChanges(): boolean {
    return Object.values(this.counts).some(({ made, changed, removed }) => made + changed + removed > 0);
  }
}

function blank(): PlanCounts {
  return { made: 0, changed: 0, unchanged: 0, deletedHere: 0, removed: 0 };
}

export function warningsOf(
  warnings: PlanWarnings,
): Pick<PlanReport, 'warningCount' | 'warningCounts' | 'warnings'> {
  return { warningCount: warnings.total, warningCounts: warnings.counts(), warnings: warnings.shown };
}
