import { useEffect, useState } from 'preact/hooks';
import { RedeliverDeadDocument, SystemStatusDocument, type SystemStatusQuery } from '../operations.ts';
import { announceOutcome } from '../parts/announce.tsx';
import { Failed, Loading } from '../parts/states.tsx';
import { ask, AskError, newIntent } from '../state/ask.ts';
import { socketState } from '../state/live.ts';
import { formatAgo, formatCount, formatDay } from '../state/format.ts';
import { useAsk } from '../state/use-ask.ts';
import { viewer } from '../state/viewer.ts';
import { pageWords } from '../page-words.ts';
import { words } from '../words.ts';
import { ScanLog } from './scan-log.tsx';

const LOOK_MS = 10_000;
/** So long after the socket has opened, the subscriptions of this page are counted among those that are open. */
const SETTLED_MS = 500;

type Status = SystemStatusQuery['serviceStatus'];

/** Whether the service is well, for those who run it; looked at anew every ten seconds while the page is seen. */
export function SystemPage() {
  const { data, error, reload } = useAsk(SystemStatusDocument, {});
  useEffect(() => {
    const timer = setInterval(() => document.visibilityState === 'visible' && reload(), LOOK_MS);
    return () => clearInterval(timer);
  }, []);
  const isConnected = socketState.value === 'open';
  useEffect(() => {
    if (!isConnected) return;
    const timer = setTimeout(reload, SETTLED_MS);
    return () => clearTimeout(timer);
  }, [isConnected]);
  return (
    <div class="page">
      <div class="page-head">
        <h1>{words.pages.system}</h1>
        <p class="quiet">{pageWords.system.lead}</p>
      </div>
      {error !== null && <Failed error={error} onAgain={reload} />}
      {data === null && error === null && <Loading />}
      {data !== null && <StatusOf status={data.serviceStatus} onChange={reload} />}
    </div>
  );
}

function StatusOf({ status, onChange }: { status: Status; onChange: () => void }) {
  const { facts } = pageWords.system;
  const now = Date.now();
  const ago = (moment: string | null): string => (moment === null ? words.none : formatAgo(moment, now));
  const rows: readonly (readonly [string, string, boolean?])[] = [
    [facts.version, status.version],
    [facts.started, ago(status.startedAt)],
    [facts.database, `PostgreSQL ${status.databaseVersion}`, status.isReadOnly],
    [facts.migration, status.migration],
    [facts.today, formatDay(status.today), !status.isDaySettled],
    [facts.lastEvent, ago(status.lastEventAt)],
    [facts.lastScan, ago(status.lastScanAt)],
    [facts.streams, formatCount(status.openStreams)],
    [facts.dead, formatCount(status.deadDeliveries), status.deadDeliveries > 0],
  ];
  return (
    <>
      <dl class="facts system-facts">
        {rows.map(([label, value, isBad]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd class={isBad === true ? 'bad' : ''}>{value}</dd>
          </div>
        ))}
      </dl>
      {status.deadDeliveries > 0 && viewer.value?.role === 'ADMIN' && <Redeliver onDone={onChange} />}
      <Jobs jobs={status.jobs} now={now} />
      <Queues queues={status.queues} now={now} />
      {viewer.value?.role === 'FOREMAN' && <ScanLog />}
    </>
  );
}

/** The beginning of all deliveries. */
const SINCE = '2000-01-01T00:00:00.000Z';

/** Sends what was given up again, a thousand to webhooks and a thousand messages at a time. */
function Redeliver({ onDone }: { onDone: () => void }) {
  const [error, setError] = useState<AskError | null>(null);
  const [isBusy, setBusy] = useState(false);
  const send = async (): Promise<void> => {
    const [one, other] = [newIntent(), newIntent()];
    const { redeliverDeliveries, redeliverMessages } = await ask(RedeliverDeadDocument, {
      deliveries: { since: SINCE, idempotencyKey: one },
      messages: { since: SINCE, idempotencyKey: other },
    });
    const count = (redeliverDeliveries?.redelivered ?? 0) + (redeliverMessages?.redelivered ?? 0);
    announceOutcome(pageWords.system.redelivered(count));
    onDone();
  };
  const press = (): void => {
    setBusy(true);
    setError(null);
    send()
      .catch((problem: unknown) => setError(problem instanceof AskError ? problem : null))
      .finally(() => setBusy(false));
  };
  return (
    <div>
      <button type="button" class="button" disabled={isBusy} onClick={press}>
        {pageWords.system.redeliver}
      </button>
      {error !== null && <Failed error={error} />}
    </div>
  );
}

function Jobs({ jobs, now }: { jobs: Status['jobs']; now: number }) {
  const head = pageWords.system.jobs;
  return (
    <table class="table system-table">
      <caption>{head.title}</caption>
      <thead>
        <tr>
          <th scope="col">{head.name}</th>
          <th scope="col">{head.state}</th>
          <th scope="col">{head.finished}</th>
        </tr>
      </thead>
      <tbody>
        {jobs.map(({ name, isRunning, finishedAt, hasFailed }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td class={hasFailed ? 'bad' : ''}>
              {hasFailed ? head.failed : isRunning ? head.running : head.waiting}
            </td>
            <td>{finishedAt === null ? words.none : formatAgo(finishedAt, now)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Queues({ queues, now }: { queues: Status['queues']; now: number }) {
  const head = pageWords.system.queues;
  return (
    <table class="table system-table">
      <caption>{head.title}</caption>
      <thead>
        <tr>
          <th scope="col">{head.name}</th>
          <th scope="col" class="number">
            {head.depth}
          </th>
          <th scope="col">{head.oldest}</th>
        </tr>
      </thead>
      <tbody>
        {queues.map(({ name, depth, oldestAt }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td class="number">{formatCount(depth)}</td>
            <td>{oldestAt === null ? words.none : formatAgo(oldestAt, now)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
