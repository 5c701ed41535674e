import type { CalendarRule, WorkCalendar } from '../calendar.ts';
import type { CivilDate } from '../civil-date.ts';
import { groupBy } from '../group-by.ts';
import type { DependencyType, TaskPriority, TaskStatus } from '../enums.ts';
import type { PlanSourceKind } from './plan-document.ts';
import type { ConstraintKind, TaskMode } from '../schedule/remaining-work/plan-facts.ts';

/** What an export of a project may be. */
export const ExportFormat = {
  MSPDI: 'mspdi',
  CSV: 'csv',
  OSCAL_POAM: 'oscal_poam',
  ICALENDAR: 'icalendar',
  GANTT_JSON: 'gantt_json',
  EVIDENCE: 'evidence',
  ARCHIVE: 'archive',
} as const;
export type ExportFormat = (typeof ExportFormat)[keyof typeof ExportFormat];

export interface ExportedBranch {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
}

export interface ExportedPackage extends ExportedBranch {
  readonly phaseId: string;
}

/** A task with its place, its plan, how it stands, and what was computed of it. */
export interface ExportedTask extends ExportedBranch {
  readonly phaseId: string;
  readonly workPackageId: string | null;
  readonly orderIndex: number;
  readonly startDate: CivilDate | null;
  readonly endDate: CivilDate | null;
  readonly durationDays: number | null;
  readonly progressPercent: number;
  readonly status: TaskStatus;
  readonly priority: TaskPriority;
  readonly capexCost: string;
  readonly opexCost: string;
  readonly requiresEvidence: boolean;
  readonly ownerId: string;
  readonly assignees: readonly string[];
  readonly sourceModule: string;
  readonly sourceReferenceId: string | null;
  readonly actualStart: CivilDate | null;
  readonly actualFinish: CivilDate | null;
  readonly remainingDays: number | null;
  readonly mode: TaskMode;
  readonly constraintKind: ConstraintKind;
  readonly constraintDate: CivilDate | null;
  readonly deadline: CivilDate | null;
  /** Computed; null before the first computation, and late dates and slack of completed work. */
  readonly earlyStart: CivilDate | null;
  readonly earlyFinish: CivilDate | null;
  readonly lateStart: CivilDate | null;
  readonly lateFinish: CivilDate | null;
  readonly totalSlack: number | null;
  readonly freeSlack: number | null;
  readonly isCritical: boolean;
  /** When it was last changed. */
  readonly updatedAt: string;
}

export interface ExportedLink {
  readonly from: string;
  readonly to: string;
  readonly type: DependencyType;
  readonly lagDays: number;
}

/** A project as it is, in the order in which it is shown. */
export interface ExportedPlan {
  readonly project: ExportedBranch & {
    readonly code: string | null;
    readonly startDate: CivilDate | null;
    readonly endDate: CivilDate | null;
  };
  readonly phases: readonly ExportedBranch[];
  readonly packages: readonly ExportedPackage[];
  readonly tasks: readonly ExportedTask[];
  /** Between two of the tasks. */
  readonly links: readonly ExportedLink[];
  /** What tasks are about that other modules own, by the ids of the tasks. */
  readonly sources: ReadonlyMap<string, readonly { readonly kind: PlanSourceKind; readonly id: string }[]>;
  readonly users: ReadonlyMap<string, { readonly name: string; readonly email: string }>;
  /** Numbers that a file of Microsoft Project knew rows by, by their ids. */
  readonly numbers: ReadonlyMap<string, string>;
  /** Keys that an OSCAL document knew rows by, by their ids, and the system that it was about. */
  readonly oscal: { readonly keys: ReadonlyMap<string, string>; readonly system: string | null };
  readonly rule: CalendarRule;
  readonly calendar: WorkCalendar;
  readonly today: CivilDate;
}

/** A row of the outline: a branch, or a task in it. */
export type OutlineRow =
  | { readonly kind: 'phase'; readonly level: 1; readonly branch: ExportedBranch }
  | { readonly kind: 'package'; readonly level: 2; readonly branch: ExportedPackage }
  | { readonly kind: 'task'; readonly level: number; readonly task: ExportedTask };

/** The rows of a plan from top to bottom: of each phase its own tasks, then its work packages with theirs. */
export function* outlineRows({ phases, packages, tasks }: ExportedPlan): Generator<OutlineRow> {
  const under = groupBy(tasks, ({ workPackageId, phaseId }) => workPackageId ?? phaseId);
  const packagesOf = groupBy(packages, ({ phaseId }) => phaseId);
  const inside = function* (id: string, level: number): Generator<OutlineRow> {
    const siblings = (under.get(id) ?? []).sort((a, b) => a.orderIndex - b.orderIndex);
    for (const task of siblings) yield { kind: 'task', level, task };
  };
  for (const phase of phases) {
    yield { kind: 'phase', level: 1, branch: phase };
    yield* inside(phase.id, 2);
    for (const each of packagesOf.get(phase.id) ?? []) {
      yield { kind: 'package', level: 2, branch: each };
      yield* inside(each.id, 3);
    }
  }
}
