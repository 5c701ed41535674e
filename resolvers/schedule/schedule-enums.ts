import { expose } from '../../entities/base/expose.ts';
import type {
  ConstraintKind,
  TaskMode as Mode,
} from '../../src/domain/schedule/remaining-work/plan-facts.ts';

export const TaskMode = { AUTO: 'auto', MANUAL: 'manual' } as const satisfies Record<string, Mode>;
export type TaskMode = Mode;
expose(TaskMode, 'TaskMode', 'Who moves a task in the schedule.', {
  AUTO: 'Its dependencies and dates do.',
  MANUAL: 'Only a person does: it stands on its planned start, and what it breaks is told as violations.',
});

export const TaskConstraint = {
  AS_SOON_AS_POSSIBLE: 'asap',
  START_NO_EARLIER_THAN: 'snet',
  FINISH_NO_EARLIER_THAN: 'fnet',
  START_NO_LATER_THAN: 'snlt',
  FINISH_NO_LATER_THAN: 'fnlt',
  MUST_START_ON: 'mso',
  MUST_FINISH_ON: 'mfo',
} as const satisfies Record<string, ConstraintKind>;
export type TaskConstraint = ConstraintKind;
expose(TaskConstraint, 'TaskConstraint', 'What holds a task in the schedule beside its dependencies.', {
  AS_SOON_AS_POSSIBLE: 'Nothing but its planned start, where a person set that.',
  START_NO_EARLIER_THAN: 'It starts on the day of the constraint at the earliest.',
  FINISH_NO_EARLIER_THAN: 'It finishes on the day of the constraint at the earliest.',
  START_NO_LATER_THAN: 'It should start on the day of the constraint at the latest; its late dates say so.',
  FINISH_NO_LATER_THAN: 'It should finish on the day of the constraint at the latest; its late dates say so.',
  MUST_START_ON: 'It starts on the day of the constraint, whatever its dependencies ask.',
  MUST_FINISH_ON: 'It finishes on the day of the constraint, whatever its dependencies ask.',
});
