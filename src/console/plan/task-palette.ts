import {
  AssignTaskDocument,
  UpdateProgressDocument,
  type MutationName,
  type TaskDetailFragment,
} from '../operations.ts';
import { RANKS, useVerbs, type PaletteVerb } from '../palette/verbs.ts';
import { ask, newIntent } from '../state/ask.ts';
import { planWords } from '../plan-words.ts';
import { words } from '../words.ts';
import { slipByWeek } from './move-form.tsx';
import { fits, sendVerb, VERBS } from './task-verbs.ts';
import type { Move } from './use-move.ts';

interface TaskAtHand {
  readonly task: TaskDetailFragment;
  /** Null where there is no chart to see a preview in. */
  readonly move: Move | null;
  readonly mayMove: boolean;
  /** Has the task shown as it is then. */
  readonly onDone: () => void;
}

/** Offers the verbs of a task for as long as it is shown. */
export function TaskPalette(at: TaskAtHand): null {
  useVerbs(RANKS.record, () => taskVerbs(at));
  return null;
}

/** What may be done with the task of the panel, by name: nothing is offered that would be refused by rights. */
function taskVerbs(at: TaskAtHand): readonly PaletteVerb[] {
  const { task, onDone } = at;
  const may = (name: MutationName): boolean => task.viewerMay.includes(name);
  const about = task.name;
  const then = (act: Promise<unknown>): Promise<void> => act.then(onDone);
  const statuses = VERBS.filter(([verb, name]) => may(name) && fits(verb, task)).map(
    ([verb]): PaletteVerb => ({
      id: `task ${verb}`,
      label: planWords.task[verb],
      about,
      ...(verb === 'block' ? { asks: { kind: 'text', label: planWords.task.blockReason } } : {}),
      run: (reason) => then(sendVerb(verb, task, newIntent(), reason)),
    }),
  );
  const seen = { ifUpdatedAt: task.updatedAt };
  const progress: PaletteVerb = {
    id: 'task progress',
    label: words.palette.progress,
    about,
    asks: { kind: 'text', label: words.palette.progressHint },
    run: (percent) => {
      const input = { ...seen, taskId: task.id, percent: Number(percent), idempotencyKey: newIntent() };
      return then(ask(UpdateProgressDocument, { input }));
    },
  };
  const assign: PaletteVerb = {
    id: 'task assign',
    label: words.palette.assign,
    about,
    asks: { kind: 'person', label: words.palette.assignHint },
    run: (ownerId) => {
      const input = { ...seen, id: task.id, ownerId, idempotencyKey: newIntent() };
      return then(ask(AssignTaskDocument, { input }));
    },
  };
  return [
    ...statuses,
    ...(may('UPDATE_PROGRESS') && task.status !== 'COMPLETED' ? [progress] : []),
    ...(may('ASSIGN_TASK') ? [assign] : []),
    ...moves(at),
  ];
}

/** Dates are changed by a preview, in which what else would move is seen before anything is applied. */
function moves({ task, move, mayMove }: TaskAtHand): readonly PaletteVerb[] {
  const { id: taskId, name: about } = task;
  if (!mayMove || move === null || task.status === 'COMPLETED') return [];
  const startOn: PaletteVerb = {
    id: 'task start on',
    label: words.palette.startOn,
    about,
    asks: { kind: 'date', label: words.palette.startOnHint },
    run: (day) => move.propose({ taskId, startDate: day }),
  };
  const slipped = slipByWeek(task);
  return [
    ...(slipped === null
      ? []
      : [{ id: 'task slip', label: words.palette.slipWeek, about, run: () => move.propose(slipped) }]),
    // Work that has begun keeps its start.
    ...(task.actualStart === null ? [startOn] : []),
  ];
}
