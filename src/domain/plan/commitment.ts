import type { CivilDate } from '../civil-date.ts';
import { badInput } from '../errors.ts';

/** A task that is to end on another day; null: on none. */
export interface PlannedEnd {
  readonly id: string;
  readonly name: string;
  readonly endDate: CivilDate | null;
}

/** Whether the end keeps what the work is committed to: it has one, and not behind that day. `dueOn` null: to nothing. */
export function keepsCommitment(endDate: CivilDate | null, dueOn: CivilDate | null): boolean {
  return dueOn === null || (endDate !== null && endDate <= dueOn);
}

/**
 * Grants the end of a task: the plan moves freely up to the day that the work is committed to, and past it only by an extension.
 * @param field where the end stands in the input.
 * @throws PitError BAD_USER_INPUT, PIT006.
 */
export function requireCommitted(task: PlannedEnd, dueOn: CivilDate | null, field: string): void {
  if (keepsCommitment(task.endDate, dueOn)) return;
  throw badInput(`"${task.name}" is committed to ${String(dueOn)}: ask for an extension.`, {
    pit: 'PIT006',
    field,
    expected: `a day up to ${String(dueOn)}`,
    actual: task.endDate,
    taskId: task.id,
  });
}
