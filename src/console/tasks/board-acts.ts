import type { TaskRowFragment, TaskStatus } from '../operations.ts';
import { STATUSES } from '../state/project-routes.ts';
import { nextTarget } from './board-moves.ts';
import type { TaskList } from './use-tasks.ts';

export interface BoardActs {
  readonly move: (card: TaskRowFragment, to: TaskStatus) => void;
  readonly open: (card: TaskRowFragment) => void;
  /** The list of a column, so that it is read anew when a card comes or goes. */
  readonly register: (status: TaskStatus, list: TaskList) => void;
}

/** Moves a card by a key: the next column that takes it. */
export function moveByKey(card: TaskRowFragment, key: string, acts: BoardActs): boolean {
  const step = key === 'ArrowRight' ? 1 : key === 'ArrowLeft' ? -1 : 0;
  if (step === 0) return false;
  const to = nextTarget(card, step);
  if (to !== null) acts.move(card, to);
  else {
    const beside = STATUSES[STATUSES.indexOf(card.status) + step];
    if (beside !== undefined) acts.move(card, beside);
  }
  return true;
}
