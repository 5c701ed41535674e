import type { CivilDate } from '../civil-date.ts';
import { badInput } from '../errors.ts';
import type { ConstraintKind, TaskMode } from './remaining-work/plan-facts.ts';

/** By which rules a task is scheduled. */
export interface TaskRule {
  readonly mode: TaskMode;
  readonly constraintKind: ConstraintKind;
  /** The day of the constraint; null exactly for as soon as possible. */
  readonly constraintDate: CivilDate | null;
  /** The day by which it should be done. */
  readonly deadline: CivilDate | null;
}

/** The rule of a task of which nothing was said. */
export const DEFAULT_TASK_RULE: TaskRule = {
  mode: 'auto',
  constraintKind: 'asap',
  constraintDate: null,
  deadline: null,
};

/** What is to change of a rule: a value sets, null takes the default back, absent leaves. */
export type TaskRuleChange = { readonly [Name in keyof TaskRule]?: TaskRule[Name] | null };

/**
 * The rule after a change. As soon as possible needs no day: one that was there goes with the constraint.
 * @throws PitError BAD_USER_INPUT, PIT006, for a constraint without its day, or a day without a constraint.
 */
export function changeTaskRule(rule: TaskRule, change: TaskRuleChange): TaskRule {
  const constraintKind = given(change.constraintKind, rule.constraintKind, 'asap');
  const isFree = constraintKind === 'asap';
  if (isFree && change.constraintDate != null) {
    throw refuse('absent, or null, without a constraint', change.constraintDate);
  }
  const constraintDate = isFree ? null : given(change.constraintDate, rule.constraintDate, null);
  if (!isFree && constraintDate === null) throw refuse('the day of the constraint', null);
  return {
    mode: given(change.mode, rule.mode, 'auto'),
    constraintKind,
    constraintDate,
    deadline: given(change.deadline, rule.deadline, null),
  };
}

function given<T>(value: T | null | undefined, current: T, initial: T): T {
  return value === undefined ? current : (value ?? initial);
}

function refuse(expected: string, actual: CivilDate | null): Error {
  const field = 'input.constraintDate';
  return badInput('A constraint and its day go together.', { pit: 'PIT006', field, expected, actual });
}
