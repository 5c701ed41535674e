import { badInput } from '../errors.ts';
import { ProjectLifecycle } from '../enums.ts';

/** Where a project may go from where it stands. */
const MOVES: Readonly<Record<ProjectLifecycle, readonly ProjectLifecycle[]>> = {
  draft: ['active', 'archived'],
  active: ['on_hold', 'completed'],
  on_hold: ['active', 'archived'],
  completed: ['active', 'archived'],
  archived: ['active'],
};

/**
 * A lifecycle word; the column that holds it is TEXT.
 * @throws PitError BAD_USER_INPUT naming `field`.
 */
export function parseLifecycle(text: string, field: string): ProjectLifecycle {
  const word = Object.values(ProjectLifecycle).find((lifecycle) => lifecycle === text);
  if (word !== undefined) return word;
  throw badInput(`${field} is no project status`, {
    field,
    expected: Object.values(ProjectLifecycle),
    actual: text.slice(0, 40),
  });
}

/** The lifecycle words that may follow. */
export function allowedLifecycles(from: ProjectLifecycle): readonly ProjectLifecycle[] {
  return MOVES[from];
}

/** Whether a project goes there only when none of its tasks is open. */
export function needsNoOpenWork(to: ProjectLifecycle): boolean {
  return to === ProjectLifecycle.COMPLETED || to === ProjectLifecycle.ARCHIVED;
}

/**
 * The lifecycle after a move by hand; staying is no move and always granted. A project is completed or archived only
 * when none of its tasks is open.
 * @throws PitError BAD_USER_INPUT with what is allowed in `detail.allowedMoves`, or the number of open tasks.
 */
export function changeLifecycle(
  from: ProjectLifecycle,
  to: ProjectLifecycle,
  openTasks: number,
): ProjectLifecycle {
  if (from === to) return to;
  const allowed = MOVES[from];
  if (!allowed.includes(to)) {
    throw badInput(`a project cannot go from ${from} to ${to}; allowed: ${allowed.join(', ')}`, {
      field: 'input.status',
      expected: allowed,
      actual: to,
      allowedMoves: allowed,
    });
  }
  if (needsNoOpenWork(to) && openTasks > 0) {
    throw badInput(`${openTasks} tasks of the project are still open`, {
      field: 'input.status',
      expected: 'a project without open tasks',
      actual: openTasks,
    });
  }
  return to;
}
