import type { TaskRowFragment, TaskStatus } from '../operations.ts';
import { VERBS, fits, type Verb } from '../plan/task-verbs.ts';
import { STATUSES } from '../state/project-routes.ts';
import { projectWords } from '../project-words.ts';
import { words } from '../words.ts';

type Card = Pick<TaskRowFragment, 'status' | 'actualStart' | 'viewerMay'>;

/** What moving a card to a column does, or why it cannot. */
export type BoardMove = { readonly verb: Verb } | { readonly refusal: string };

/** The verb that leads from one column to another. Most columns follow from dates: no verb leads there. */
export function moveTo(card: Card, column: TaskStatus): BoardMove {
  const verb = verbTo(card, column);
  if ('refusal' in verb) return verb;
  const [, name] = VERBS.find(([each]) => each === verb.verb)!;
  return card.viewerMay.includes(name) ? verb : { refusal: projectWords.board.mayNot };
}

function verbTo({ status, actualStart }: Card, column: TaskStatus): BoardMove {
  const isFitting = (verb: Verb): boolean => fits(verb, { status, actualStart });
  if (column === 'COMPLETED' || column === 'BLOCKED') {
    const verb = column === 'COMPLETED' ? 'complete' : 'block';
    if (isFitting(verb)) return { verb };
    return {
      refusal: status === 'BLOCKED' ? projectWords.board.blockedFirst : projectWords.board.completedFirst,
    };
  }
  if (column === 'ACTIVE') {
    const verb = (['unblock', 'reopen', 'start'] as const).find(isFitting);
    if (verb !== undefined) return { verb };
  }
  return { refusal: projectWords.board.fromDates(words.status(column)) };
}

/** The columns to which a card may be moved, in their order. */
export function targetsOf(card: Card): readonly TaskStatus[] {
  return STATUSES.filter((column) => column !== card.status && 'verb' in moveTo(card, column));
}

/** The next column to the left or right that takes a card; null where none does. */
export function nextTarget(card: Card, step: 1 | -1): TaskStatus | null {
  const from = STATUSES.indexOf(card.status);
  const targets = targetsOf(card);
  const found = targets.filter((column) => Math.sign(STATUSES.indexOf(column) - from) === step);
  return (step === 1 ? found[0] : found.at(-1)) ?? null;
}
