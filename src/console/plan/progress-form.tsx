import { useEffect, useState } from 'preact/hooks';
import { UpdateProgressDocument, type TaskDetailFragment } from '../operations.ts';
import { ConflictDialog } from '../parts/conflict-dialog.tsx';
import { Failed } from '../parts/states.tsx';
import { ask, AskError } from '../state/ask.ts';
import { planWords } from '../plan-words.ts';
import { words } from '../words.ts';
import type { Run } from './task-acts.tsx';

/** A report that is being typed, and the version of the task that its writer has seen. */
interface Typed {
  readonly percent: string;
  readonly on: string;
  /** The progress of that version. */
  readonly was: number;
}

interface Refused {
  readonly on: string;
  readonly error: AskError;
}

interface ProgressFormProps {
  readonly task: TaskDetailFragment;
  readonly run: Run;
}

/** Reports progress. What somebody else has reported meanwhile is shown beside it before it is written over. */
export function ProgressForm({ task, run }: ProgressFormProps) {
  const { percent, isTyped, type, submit, error, conflict } = useReport({ task, run });
  return (
    <form
      class="move-fields"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <label class="field is-inline">
        {planWords.task.progress}
        <input
          type="number"
          min={0}
          max={100}
          step="any"
          required
          value={percent}
          onInput={(event) => type(event.currentTarget.value)}
        />
      </label>
      <button class="button is-primary" disabled={!isTyped || percent === String(task.progressPercent)}>
        {planWords.task.setProgress}
      </button>
      {error !== null && <Failed error={error} />}
      {conflict !== null && (
        <ConflictDialog
          label={planWords.task.progress}
          theirs={words.percent(task.progressPercent)}
          mine={words.percent(Number(percent))}
          {...conflict}
        />
      )}
    </form>
  );
}

function useReport({ task, run }: ProgressFormProps) {
  const [typed, setTyped] = useState<Typed | null>(null);
  const [refused, setRefused] = useState<Refused | null>(null);
  const percent = typed?.percent ?? String(task.progressPercent);
  const now = { on: task.updatedAt, was: task.progressPercent };
  const send = (on: string): void =>
    run(async (idempotencyKey) => {
      setRefused(null);
      const input = { taskId: task.id, percent: Number(percent), ifUpdatedAt: on, idempotencyKey };
      const error = await ask(UpdateProgressDocument, { input }).then(() => null, conflictOf);
      if (error === null) setTyped(null);
      else setRefused({ on, error });
    });
  const isNewer = refused !== null && task.updatedAt !== refused.on;
  const isOther = typed !== null && task.progressPercent !== typed.was;
  useEffect(() => {
    // Something else of the task has changed: what was reported is still what its writer meant.
    if (isNewer && !isOther) send(task.updatedAt);
  }, [task.updatedAt]);
  const back = (next: Typed | null): void => {
    setRefused(null);
    setTyped(next);
  };
  return {
    percent,
    isTyped: typed !== null,
    type: (text: string) => setTyped({ ...now, ...typed, percent: text }),
    submit: () => send(typed?.on ?? task.updatedAt),
    error: refused !== null && !isNewer ? refused.error : null,
    conflict:
      isNewer && isOther
        ? {
            onTheirs: () => back(null),
            onMine: () => send(task.updatedAt),
            onBack: () => back({ ...now, percent }),
          }
        : null,
  };
}

/** The refusal of a version that is not the newest; anything else is thrown on. */
function conflictOf(problem: unknown): AskError {
  if (problem instanceof AskError && problem.code === 'CONFLICT') return problem;
  throw problem;
}
