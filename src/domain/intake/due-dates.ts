import { TaskPriority } from '../enums.ts';

/** Who decides on a later day: who owns the project, who sponsors it, or administrators alone. */
export const Approver = { OWNER: 'owner', SPONSOR: 'sponsor', ADMIN: 'admin' } as const;
export type Approver = (typeof Approver)[keyof typeof Approver];

/** How days that work answers for are kept: `organisation.settings.dueDates`, complete. */
export interface DueDates {
  /** Whether work of other modules, incidents and findings is committed to its end at all. */
  readonly guard: boolean;
  /** Calendar days for which a request for a later day can be decided. */
  readonly requestDays: number;
  /** Extensions of a task that others than administrators grant. */
  readonly maxExtensions: number;
  readonly approverLow: Approver;
  readonly approverNormal: Approver;
  readonly approverHigh: Approver;
  readonly approverCritical: Approver;
}

export const DEFAULT_DUE_DATES: DueDates = {
  guard: true,
  requestDays: 14,
  maxExtensions: 3,
  approverLow: Approver.OWNER,
  approverNormal: Approver.OWNER,
  approverHigh: Approver.SPONSOR,
  approverCritical: Approver.ADMIN,
};

interface Rule {
  readonly expected: string;
  readonly accepts: (value: unknown) => boolean;
}

const within = (least: number, most: number): Rule => ({
  expected: `a whole number, ${least} to ${most}`,
  accepts: (value) => Number.isInteger(value) && Number(value) >= least && Number(value) <= most,
});
const APPROVER: Rule = {
  expected: `one of ${Object.values(Approver).join(', ')}`,
  accepts: (value) => Object.values(Approver).some((each) => each === value),
};
const RULES: Readonly<Record<keyof DueDates, Rule>> = {
  guard: { expected: 'true or false', accepts: (value) => typeof value === 'boolean' },
  requestDays: within(1, 90),
  maxExtensions: within(0, 20),
  approverLow: APPROVER,
  approverNormal: APPROVER,
  approverHigh: APPROVER,
  approverCritical: APPROVER,
};

/** The settings that hold: those that are stored, over the defaults. */
export function dueDatesOf(stored: Partial<DueDates>): DueDates {
  return { ...DEFAULT_DUE_DATES, ...stored };
}

/** The first of these that is no setting, or takes no such value; null when all are taken. */
export function firstDueDatesRefusal(
  settings: Readonly<Record<string, unknown>>,
): { readonly name: string; readonly expected: string; readonly actual: unknown } | null {
  for (const [name, value] of Object.entries(settings)) {
    if (!isSetting(name)) return { name, expected: `one of ${Object.keys(RULES).join(', ')}`, actual: name };
    const { expected, accepts } = RULES[name];
    if (!accepts(value)) return { name, expected, actual: value };
  }
  return null;
}

function isSetting(name: string): name is keyof DueDates {
  return Object.hasOwn(RULES, name);
}

/** Who decides on a later day for work of this priority. */
export function approverFor(priority: TaskPriority, settings: DueDates): Approver {
  const approvers: Readonly<Record<TaskPriority, Approver>> = {
    [TaskPriority.LOW]: settings.approverLow,
    [TaskPriority.NORMAL]: settings.approverNormal,
    [TaskPriority.HIGH]: settings.approverHigh,
    [TaskPriority.CRITICAL]: settings.approverCritical,
  };
  return approvers[priority];
}
