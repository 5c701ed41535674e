import { useState } from 'preact/hooks';
import { dueWords } from '../due-words.ts';
import { RequestExtensionDocument, type TaskDetailFragment } from '../operations.ts';
import { Failed } from '../parts/states.tsx';
import { ask, AskError, newIntent } from '../state/ask.ts';
import { addDays, toDayNumber } from '../state/civil-date.ts';
import { formatDay } from '../state/format.ts';
import { RequestItem } from './request-item.tsx';

/** Sends an act of the caller under a key of its own; what is refused is shown. */
export type Run = (act: (idempotencyKey: string) => Promise<unknown>) => void;

const LEAST_REASON = 10;

/** The day that a task is committed to beside its plan, requests for a later one, and what may be done with them. */
export function DuePart({ task, onDone }: { task: TaskDetailFragment; onDone: () => void }) {
  const [error, setError] = useState<AskError | null>(null);
  const [isBusy, setBusy] = useState(false);
  const run: Run = (act) => {
    setBusy(true);
    setError(null);
    act(newIntent())
      .then(onDone, (problem: unknown) => setError(problem instanceof AskError ? problem : null))
      .finally(() => setBusy(false));
  };
  const { commitment } = task;
  const { nodes } = task.extensions;
  if (commitment === null && nodes.length === 0) return null;
  const isWaiting = nodes.some(({ state }) => state === 'REQUESTED');
  const mayAsk = task.viewerMay.includes('REQUEST_EXTENSION') && task.status !== 'COMPLETED' && !isWaiting;
  return (
    <section class="due" aria-label={dueWords.title}>
      {commitment !== null && <Day task={task} commitment={commitment} />}
      <fieldset class="acts" disabled={isBusy}>
        {commitment !== null && mayAsk && (
          <AskForm key={commitment.dueOn} taskId={task.id} dueOn={commitment.dueOn} run={run} />
        )}
        {nodes.length > 0 && (
          <>
            <h3>{dueWords.requests}</h3>
            <ul class="links">
              {nodes.map((request) => (
                <RequestItem key={request.id} task={task} request={request} run={run} />
              ))}
            </ul>
          </>
        )}
      </fieldset>
      {error !== null && <Failed error={error} />}
    </section>
  );
}

type Commitment = NonNullable<TaskDetailFragment['commitment']>;

function Day({ task, commitment }: { task: TaskDetailFragment; commitment: Commitment }) {
  const { dueOn, originalDueOn, extensions } = commitment;
  return (
    <>
      <h3>
        {dueWords.title} {formatDay(dueOn)}
      </h3>
      <p class="quiet">{besidePlan(task, dueOn)}</p>
      {extensions > 0 && <p class="quiet">{dueWords.original(formatDay(originalDueOn), extensions)}</p>}
    </>
  );
}

/** How the planned end, and what is expected of it, lies to the day. */
function besidePlan({ endDate, earlyFinish, status }: TaskDetailFragment, dueOn: string): string {
  const after = (date: string): number => toDayNumber(date) - toDayNumber(dueOn);
  const parts: string[] = [];
  if (endDate === null) parts.push(dueWords.noEnd);
  else parts.push(after(endDate) > 0 ? dueWords.late(after(endDate)) : dueWords.early(-after(endDate)));
  if (status !== 'COMPLETED' && earlyFinish !== null && after(earlyFinish) > 0)
    parts.push(dueWords.expectedLate(after(earlyFinish)));
  return parts.join(', ');
}

/** Asks for a later day: the day that holds is held until somebody else has granted it. */
function AskForm({ taskId, dueOn, run }: { taskId: string; dueOn: string; run: Run }) {
  const [isOpen, setOpen] = useState(false);
  const [day, setDay] = useState(addDays(dueOn, 7));
  const [reason, setReason] = useState('');
  const submit = (event: Event): void => {
    event.preventDefault();
    const input = { taskId, dueOn: day, reason: reason.trim() };
    run(async (idempotencyKey) => {
      await ask(RequestExtensionDocument, { input: { ...input, idempotencyKey } });
      setOpen(false);
    });
  };
  if (!isOpen)
    return (
      <button type="button" class="button" onClick={() => setOpen(true)}>
        {dueWords.ask}
      </button>
    );
  return (
    <form class="move" onSubmit={submit}>
      <label class="field is-inline">
        {dueWords.day}
        <input
          type="date"
          required
          min={addDays(dueOn, 1)}
          value={day}
          onInput={(event) => setDay(event.currentTarget.value)}
        />
      </label>
      <label class="field">
        {dueWords.reason}
        <textarea
          required
          rows={2}
          minLength={LEAST_REASON}
          maxLength={2000}
          value={reason}
          onInput={(event) => setReason(event.currentTarget.value)}
        />
      </label>
      <button class="button is-primary" disabled={reason.trim().length < LEAST_REASON}>
        {dueWords.send}
      </button>
    </form>
  );
}
