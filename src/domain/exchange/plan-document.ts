import type { CivilDate } from '../civil-date.ts';
import type { DependencyType, ProjectLifecycle } from '../enums.ts';
import type { Money } from '../money.ts';
import type { ConstraintKind, StartOrigin, TaskMode } from '../schedule/remaining-work/plan-facts.ts';

/*
 * The neutral plan: the one shape between every file format and what is stored. All dates are civil days, all spans whole
 * working days, all people e-mail addresses. Nothing here knows of a format, nor of the database.
 */

/** What a file of a plan may be. */
export const PlanFormat = { MSPDI: 'mspdi', CSV: 'csv', XER: 'xer', OSCAL_POAM: 'oscal_poam' } as const;
export type PlanFormat = (typeof PlanFormat)[keyof typeof PlanFormat];

/** The most of everything that one plan may hold. */
export const PLAN_LIMITS = {
  tasks: 100_000,
  branches: 20_000,
  links: 200_000,
  subtasks: 100_000,
  sources: 200_000,
  /** Nesting of elements or of the outline. */
  depth: 40,
  /** Characters of a key by which something is found again. */
  key: 200,
} as const;

/** A phase, or with a `phaseKey` a work package in it. */
export interface PlanBranch {
  readonly key: string;
  readonly phaseKey: string | null;
  readonly name: string;
  readonly description: string | null;
  /** Id of the row that it was exported from; null where the file names none. */
  readonly recordId: string | null;
}

/** A step of a task. */
export interface PlanSubtask {
  readonly key: string;
  readonly name: string;
  /** Whole percent. */
  readonly progressPercent: number;
}

/** One task. What is null is not said by the file; an import leaves it as it is. */
export interface PlanTask {
  readonly key: string;
  /** The branch that it lies in. */
  readonly branchKey: string;
  readonly name: string;
  readonly description: string | null;
  readonly startDate: CivilDate | null;
  /** The last day, included. */
  readonly endDate: CivilDate | null;
  /** Working days; 0 a milestone. */
  readonly durationDays: number | null;
  /** Who set the start: a person's start binds, a computed one does not. */
  readonly startOrigin: StartOrigin;
  readonly progressPercent: number | null;
  readonly actualStart: CivilDate | null;
  readonly actualFinish: CivilDate | null;
  /** Working days still to do. */
  readonly remainingDays: number | null;
  /** Null: the file says nothing of how it is scheduled; mode and constraint stay as they are. */
  readonly mode: TaskMode | null;
  readonly constraintKind: ConstraintKind;
  readonly constraintDate: CivilDate | null;
  readonly deadline: CivilDate | null;
  /** Decimal amounts. */
  readonly capexCost: string | null;
  readonly opexCost: string | null;
  readonly requiresEvidence: boolean | null;
  readonly ownerEmail: string | null;
  readonly assigneeEmails: readonly string[];
  readonly subtasks: readonly PlanSubtask[];
  /** Id of the row that it was exported from; null where the file names none. */
  readonly recordId: string | null;
  /** Where it stands in the file, for warnings: `line 12`, `task 4`. */
  readonly where: string;
}

export interface PlanLink {
  readonly predecessorKey: string;
  readonly successorKey: string;
  readonly type: DependencyType;
  /** Working days, negative for a lead. */
  readonly lagDays: number;
  readonly where: string;
}

/** What the work of a plan may be about that other modules own. */
export const PlanSourceKind = { RISK: 'risk', FINDING: 'finding', CONTROL: 'control' } as const;
export type PlanSourceKind = (typeof PlanSourceKind)[keyof typeof PlanSourceKind];

/** Something of another module that a task is work on. */
export interface PlanSource {
  readonly taskKey: string;
  readonly kind: PlanSourceKind;
  /** Its id in lower case; a control may be named as OSCAL names those of SP 800-53, such as `ac-2.1`. */
  readonly id: string;
  /** Whether the task is what the risk was answered with: at most one task of the plan is for each risk. */
  readonly isOrigin: boolean;
  readonly where: string;
}

/** What the file says of working days. */
export interface PlanCalendar {
  /** ISO numbers of the working weekdays, 1 Monday to 7 Sunday. */
  readonly weekdays: readonly number[];
  /** Days off that lie on working weekdays. */
  readonly holidays: readonly CivilDate[];
}

/** What a plan says, in whatever way it came. */
export interface PlanBody {
  /** Names the plan among all of its kind; with it every key below is unique in the organisation. */
  readonly key: string;
  /** Id of the project that it was exported from; null where the file names none. */
  readonly recordId: string | null;
  readonly name: string;
  readonly code: string | null;
  readonly description: string | null;
  /** The day before which nothing is scheduled; null where the file says none. */
  readonly startDate: CivilDate | null;
  readonly branches: readonly PlanBranch[];
  readonly tasks: readonly PlanTask[];
  readonly links: readonly PlanLink[];
  /** Each once for a task. */
  readonly sources: readonly PlanSource[];
  readonly calendar: PlanCalendar | null;
}

/** The plan of a file that is brought into one project. */
export interface PlanDocument extends PlanBody {
  readonly format: PlanFormat;
}

/** By the digest at its end the database knows the origin of work of a list, which answers for no day (`pit_ops.commit_work`). */
export const LISTED_REFERENCE = /\|[0-9a-f]{16}$/;

/** What a published list says of a project besides its plan. */
export interface PlanListing {
  readonly state: ProjectLifecycle;
  /** Name of the division that it lies in, which is made where there is none; null in none, or in several. */
  readonly divisionName: string | null;
  /** Who answers for it while it is new; null, or nobody active here: whoever imports. */
  readonly ownerEmail: string | null;
  /** What is committed, and what is spent, by now. */
  readonly cost: { readonly capexCommitted: Money; readonly capexSpent: Money };
}

/**
 * One project of a list that comes in again and again with thousands of others. Its tasks are found again by their keys, which are
 * their origins (`LISTED_REFERENCE`): their project may be renamed and they may be moved. They are complete (100) or not (null), since
 * a list says nothing of how far work is; what is reported here stands until their own lines change.
 */
export interface ListedPlan extends PlanBody {
  readonly listing: PlanListing;
}

/** A task of which only name, key and place are said. */
export const BLANK_TASK = {
  description: null,
  startDate: null,
  endDate: null,
  durationDays: null,
  startOrigin: 'person',
  progressPercent: null,
  actualStart: null,
  actualFinish: null,
  remainingDays: null,
  mode: null,
  constraintKind: 'asap',
  constraintDate: null,
  deadline: null,
  capexCost: null,
  opexCost: null,
  requiresEvidence: null,
  ownerEmail: null,
  assigneeEmails: [],
  subtasks: [],
  recordId: null,
} as const satisfies Partial<PlanTask>;
