import { badInput } from '../../../domain/errors.ts';
import { knownUsers, requireActive, type KnownUsers } from '../../transaction/references.ts';
import type { Tx } from '../../transaction/command.ts';

/** Who answers for a task and who works on it. */
export interface TaskPeople {
  readonly ownerId: string;
  readonly assignees: readonly string[];
}

/** Three-valued; an owner cannot be cleared. */
export interface TaskPeopleChange {
  readonly ownerId?: string | null | undefined;
  readonly assigneeIds?: readonly string[] | null | undefined;
}

const MAX_ASSIGNEES = 50;

/** Those of the people named by the changes who are users of the organisation. */
export function readPeople(tx: Tx, changes: readonly TaskPeopleChange[]): Promise<KnownUsers> {
  return knownUsers(
    tx,
    changes.flatMap(({ ownerId, assigneeIds }) => [
      ...(ownerId == null ? [] : [ownerId]),
      ...(assigneeIds ?? []),
    ]),
  );
}

/**
 * The people after a change.
 * @param known the users among those that the change names.
 * @throws PitError NOT_FOUND, PIT002, for whoever is no user of the organisation; BAD_USER_INPUT, PIT002, for whoever is
 * deactivated and not there already.
 */
export function changePeople(
  current: TaskPeople,
  change: TaskPeopleChange,
  known: KnownUsers,
  field: string,
): TaskPeople {
  const { ownerId, assigneeIds } = change;
  if (ownerId === null) {
    throw badInput('A task has an owner.', {
      field: `${field}.ownerId`,
      expected: 'a user id',
      actual: null,
    });
  }
  const [owner = current.ownerId] =
    ownerId === undefined ? [] : requireActive(known, [ownerId], `${field}.ownerId`, [current.ownerId]);
  if (assigneeIds === undefined) return { ownerId: owner, assignees: current.assignees };
  const assignees = requireActive(known, assigneeIds ?? [], `${field}.assigneeIds`, current.assignees);
  if (assignees.length <= MAX_ASSIGNEES) return { ownerId: owner, assignees };
  throw badInput('That is too many assignees.', {
    field: `${field}.assigneeIds`,
    expected: `at most ${MAX_ASSIGNEES}`,
    actual: assignees.length,
  });
}
