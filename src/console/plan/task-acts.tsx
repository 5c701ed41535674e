import { useState } from 'preact/hooks';
import { AddCommentDocument, type MutationName, type TaskDetailFragment } from '../operations.ts';
import { Failed } from '../parts/states.tsx';
import { ask, AskError, newIntent } from '../state/ask.ts';
import { planWords } from '../plan-words.ts';
import { ProgressForm } from './progress-form.tsx';
import { fits, sendVerb, VERBS, type Verb } from './task-verbs.ts';

/** What the caller may do with a task: nothing is offered that would be refused by rights. */
export function TaskActs({ task, onDone }: { task: TaskDetailFragment; onDone: () => void }) {
  const [error, setError] = useState<AskError | null>(null);
  const [isBusy, setBusy] = useState(false);
  const may = (name: MutationName): boolean => task.viewerMay.includes(name);
  const run = (act: (idempotencyKey: string) => Promise<unknown>): void => {
    setBusy(true);
    setError(null);
    act(newIntent())
      .then(onDone, (problem: unknown) => {
        setError(problem instanceof AskError ? problem : null);
        // The next try is about the version that is shown then.
        if (problem instanceof AskError && problem.code === 'CONFLICT') onDone();
      })
      .finally(() => setBusy(false));
  };
  const verbs = VERBS.filter(([verb, name]) => may(name) && fits(verb, task));
  if (verbs.length === 0 && !may('UPDATE_PROGRESS') && !may('ADD_COMMENT'))
    return <p class="quiet">{planWords.task.mayNot}</p>;
  return (
    <fieldset class="acts" disabled={isBusy}>
      {may('UPDATE_PROGRESS') && task.status !== 'COMPLETED' && <ProgressForm task={task} run={run} />}
      <Verbs task={task} verbs={verbs.map(([verb]) => verb)} run={run} />
      {may('ADD_COMMENT') && (
        <TextForm
          label={planWords.task.comment}
          submit={planWords.task.comment}
          onSubmit={(text) =>
            run((idempotencyKey) =>
              ask(AddCommentDocument, { input: { taskId: task.id, text, idempotencyKey } }),
            )
          }
        />
      )}
      {error !== null && <Failed error={error} />}
    </fieldset>
  );
}

/** A button for each verb; what blocks a task is asked before it is blocked. */
function Verbs({ task, verbs, run }: { task: TaskDetailFragment; verbs: readonly Verb[]; run: Run }) {
  const [isBlocking, setBlocking] = useState(false);
  return (
    <>
      <div class="verbs">
        {verbs.map((verb) => (
          <button
            key={verb}
            type="button"
            class="button"
            onClick={() => (verb === 'block' ? setBlocking(true) : run((key) => sendVerb(verb, task, key)))}
          >
            {planWords.task[verb]}
          </button>
        ))}
      </div>
      {isBlocking && (
        <TextForm
          label={planWords.task.blockReason}
          submit={planWords.task.block}
          onSubmit={(reason) => {
            setBlocking(false);
            run((key) => sendVerb('block', task, key, reason));
          }}
        />
      )}
    </>
  );
}

/** Sends an act of the caller under a key of its own; what is refused is shown. */
export type Run = (act: (idempotencyKey: string) => Promise<unknown>) => void;

function TextForm({
  label,
  submit,
  onSubmit,
}: {
  label: string;
  submit: string;
  onSubmit: (text: string) => void;
}) {
  const [text, setText] = useState('');
  return (
    <form
      class="move-fields"
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit(text.trim());
        setText('');
      }}
    >
      <input
        required
        maxLength={2000}
        aria-label={label}
        placeholder={label}
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
      />
      <button class="button" disabled={text.trim() === ''}>
        {submit}
      </button>
    </form>
  );
}
