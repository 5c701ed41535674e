import { useState } from 'preact/hooks';
import type { PreviewTaskInput, TaskDetailFragment } from '../operations.ts';
import { addDays } from '../state/civil-date.ts';
import { viewer } from '../state/viewer.ts';
import { planWords } from '../plan-words.ts';
import type { Move } from './use-move.ts';

/** What a week more would be: of work under way a week of its working days, else a later start; null without a start. */
export function slipByWeek(task: TaskDetailFragment): PreviewTaskInput | null {
  const start = task.earlyStart ?? task.startDate;
  if (task.actualStart === null)
    return start === null ? null : { taskId: task.id, startDate: addDays(start, 7) };
  const workingDays = viewer.value?.organisation?.settings.workingDays.length ?? 5;
  const remaining = task.remainingDays ?? task.durationDays ?? 0;
  return { taskId: task.id, remainingDays: remaining + workingDays };
}

/** Moves a task by a form: everything that dragging does, and the days that remain of work under way. */
export function MoveForm({ task, move }: { task: TaskDetailFragment; move: Move }) {
  const hasBegun = task.actualStart !== null;
  const start = task.earlyStart ?? task.startDate ?? '';
  const remaining = task.remainingDays ?? task.durationDays ?? 0;
  const [value, setValue] = useState(hasBegun ? String(remaining) : start);
  const submit = (event: Event): void => {
    event.preventDefault();
    if (hasBegun) move.propose({ taskId: task.id, remainingDays: Number(value) });
    else move.propose({ taskId: task.id, startDate: value });
  };
  const slip = (): void => {
    const slipped = slipByWeek(task);
    if (slipped !== null) move.propose(slipped);
  };
  if (!hasBegun && start === '') return null;
  return (
    <form class="move" onSubmit={submit}>
      <h3>{planWords.move.title}</h3>
      <div class="move-fields">
        <label class="field is-inline">
          {hasBegun ? planWords.move.remaining : planWords.move.startOn}
          <input
            {...(hasBegun ? ({ type: 'number', min: 0, max: 5000 } as const) : ({ type: 'date' } as const))}
            required
            value={value}
            onInput={(event) => setValue(event.currentTarget.value)}
          />
        </label>
        <button class="button">{planWords.move.preview}</button>
      </div>
      <button type="button" class="button" onClick={slip}>
        {planWords.move.slipWeek}
      </button>
    </form>
  );
}
