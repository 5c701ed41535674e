import { useState } from 'preact/hooks';
import { AcknowledgeAlertDocument, type AlertRowFragment } from '../operations.ts';
import { SeverityMark } from '../parts/health.tsx';
import { Failed } from '../parts/states.tsx';
import { ask, AskError, newIntent } from '../state/ask.ts';
import { formatAgo, formatMoment, withDaysInWords } from '../state/format.ts';
import { planRoute, printRoute } from '../state/routes.ts';
import { viewer } from '../state/viewer.ts';
import { pageWords } from '../page-words.ts';
import { planWords } from '../plan-words.ts';

/** A kind of alert as words: its code without underscores. */
export function codeWords(code: string): string {
  return code.toLowerCase().replaceAll('_', ' ');
}

export function AlertItem({ alert, onChanged }: { alert: AlertRowFragment; onChanged: () => void }) {
  const { project, subject, acknowledgement } = alert;
  const task = subject?.__typename === 'Task' ? subject : null;
  const isWriter = viewer.value !== null && viewer.value.role !== 'VIEWER';
  return (
    <li class="alert">
      <div class="alert-what">
        <SeverityMark severity={alert.severity}>{codeWords(alert.code)}</SeverityMark>
        <p class="alert-message">{withDaysInWords(alert.message)}</p>
        <p class="quiet">
          {project !== null && <a href={printRoute(planRoute(project.id, task?.id ?? ''))}>{project.name}</a>}
          {project !== null && ` ${project.code ?? ''} · `}
          <span title={formatMoment(alert.detectedAt)}>
            {pageWords.alerts.since(formatAgo(alert.detectedAt, Date.now()))}
          </span>
          {alert.data.action !== null && ` · ${alert.data.action}`}
        </p>
      </div>
      {acknowledgement !== null ? (
        <p class="alert-act quiet" title={acknowledgement.note ?? undefined}>
          {pageWords.alerts.acknowledged(acknowledgement.user?.name ?? planWords.plan.someone)}
          {acknowledgement.note !== null && <span class="note">{acknowledgement.note}</span>}
        </p>
      ) : (
        isWriter && <Acknowledge id={alert.id} onDone={onChanged} />
      )}
    </li>
  );
}

function Acknowledge({ id, onDone }: { id: string; onDone: () => void }) {
  const [isOpen, setOpen] = useState(false);
  const [note, setNote] = useState('');
  const [key, setKey] = useState(newIntent);
  const [error, setError] = useState<AskError | null>(null);
  const send = async (): Promise<void> => {
    const input = { alertId: id, idempotencyKey: key, ...(note.trim() === '' ? {} : { note: note.trim() }) };
    await ask(AcknowledgeAlertDocument, { input }).then(onDone, (problem: unknown) => {
      if (!(problem instanceof AskError)) return;
      setError(problem);
      // What was refused may be said in another way; what did not arrive is the same intent.
      if (problem.code !== 'OFFLINE') setKey(newIntent());
    });
  };
  if (!isOpen)
    return (
      <button type="button" class="button alert-act" onClick={() => setOpen(true)}>
        {pageWords.alerts.acknowledge}
      </button>
    );
  return (
    <form
      class="alert-act acknowledge"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <input
        autofocus
        aria-label={pageWords.alerts.note}
        placeholder={pageWords.alerts.note}
        maxLength={2000}
        value={note}
        onInput={(event) => setNote(event.currentTarget.value)}
      />
      <button class="button is-primary">{pageWords.alerts.acknowledge}</button>
      {error !== null && <Failed error={error} />}
    </form>
  );
}
