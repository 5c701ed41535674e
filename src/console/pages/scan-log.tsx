import { ScanLogDocument, type ScanLogQuery } from '../operations.ts';
import { Failed, Loading } from '../parts/states.tsx';
import { formatCount, formatLongMoment } from '../state/format.ts';
import { useAsk } from '../state/use-ask.ts';
import { pageWords } from '../page-words.ts';

const SHOWN = 20;

/** The last runs of the watchdog, for foremen: how long each took, what it looked at and what it found. */
export function ScanLog() {
  const { data, error, reload } = useAsk(ScanLogDocument, { first: SHOWN });
  const head = pageWords.system.scans;
  if (error !== null) return <Failed error={error} onAgain={reload} />;
  if (data === null) return <Loading lines={3} />;
  const { nodes } = data.watchdogScanLogs;
  return (
    <table class="table system-table">
      <caption>{head.title}</caption>
      <thead>
        <tr>
          <th scope="col">{head.started}</th>
          <th scope="col" class="number">
            {head.took}
          </th>
          <th scope="col" class="number">
            {head.projects}
          </th>
          <th scope="col" class="number">
            {head.raised}
          </th>
        </tr>
      </thead>
      <tbody>
        {nodes.map((run) => (
          <Run key={run.id} run={run} />
        ))}
        {nodes.length === 0 && (
          <tr>
            <td colSpan={4} class="quiet">
              {head.empty}
            </td>
          </tr>
        )}
      </tbody>
    </table>
  );
}

function Run({ run }: { run: ScanLogQuery['watchdogScanLogs']['nodes'][number] }) {
  const { seconds, running } = pageWords.system.scans;
  const { startedAt, finishedAt, projectsScanned, issuesDetected, aiSummary } = run;
  const took = finishedAt === null ? null : (Date.parse(finishedAt) - Date.parse(startedAt)) / 1000;
  return (
    <tr>
      <th scope="row" title={aiSummary ?? undefined}>
        {formatLongMoment(startedAt)}
      </th>
      <td class="number">{took === null ? running : seconds(took.toFixed(1))}</td>
      <td class="number">{formatCount(projectsScanned)}</td>
      <td class="number">{formatCount(issuesDetected)}</td>
    </tr>
  );
}
