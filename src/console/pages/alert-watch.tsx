import { useMemo, useState } from 'preact/hooks';
import { LastScanDocument, ProjectMayDocument, RescanProjectDocument } from '../operations.ts';
import { announceOutcome } from '../parts/announce.tsx';
import { Failed } from '../parts/states.tsx';
import { ask, AskError, newIntent } from '../state/ask.ts';
import { formatAgo, formatClock } from '../state/format.ts';
import { useAsk } from '../state/use-ask.ts';
import { isLead } from '../state/viewer.ts';
import { pageWords } from '../page-words.ts';

/**
 * Of when the list is: for those who run the service when the watchdog last looked, for everybody when it was read.
 * @param read what was read; another one is of now.
 */
export function LastLook({ read }: { read: unknown }) {
  const at = useMemo(() => Date.now(), [read]);
  const { data } = useAsk(LastScanDocument, isLead() ? {} : null);
  const lastScanAt = data?.serviceStatus.lastScanAt ?? null;
  const parts = [pageWords.alerts.readAt(formatClock(at))];
  if (lastScanAt !== null) parts.unshift(pageWords.alerts.looked(formatAgo(lastScanAt, at)));
  return <p class="quiet">{parts.join(', ')}</p>;
}

/** Has the watchdog look at a project at once, for who may ask that of it. */
export function Rescan({ id, onDone }: { id: string; onDone: () => void }) {
  const { data } = useAsk(ProjectMayDocument, { id });
  const [error, setError] = useState<AskError | null>(null);
  const [isBusy, setBusy] = useState(false);
  if (data?.project?.viewerMay.includes('RESCAN_PROJECT') !== true) return null;
  const send = (): void => {
    setBusy(true);
    setError(null);
    ask(RescanProjectDocument, { input: { id, idempotencyKey: newIntent() } })
      .then(
        () => {
          announceOutcome(pageWords.alerts.rescanned);
          onDone();
        },
        (problem: unknown) => setError(problem instanceof AskError ? problem : null),
      )
      .finally(() => setBusy(false));
  };
  return (
    <>
      <button type="button" class="button" disabled={isBusy} onClick={send}>
        {pageWords.alerts.rescan}
      </button>
      {error !== null && <Failed error={error} onAgain={send} />}
    </>
  );
}
