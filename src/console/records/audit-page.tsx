import { useMemo } from 'preact/hooks';
import { AuditTrailDocument, type AuditAction, type AuditTrailQuery } from '../operations.ts';
import { ExportButton } from '../export/export-button.tsx';
import { Empty, Failed, Loading } from '../parts/states.tsx';
import { ask } from '../state/ask.ts';
import { formatMoment } from '../state/format.ts';
import { AUDIT, AUDIT_ACTIONS, type AuditRoute } from '../state/project-routes.ts';
import { refine } from '../state/router.ts';
import { planRoute, printRoute } from '../state/routes.ts';
import { useAsk } from '../state/use-ask.ts';
import { viewer } from '../state/viewer.ts';
import { recordsWords } from '../records-words.ts';
import { words } from '../words.ts';
import { exportTrail } from './export-trail.ts';
import { Values } from './values.tsx';
import { filterOf } from './trail.ts';
import { Verify } from './verify.tsx';

const PAGE = 50;

/** Every change of every record, for those who audit, and whether the trail holds. */
export function AuditPage({ route }: { route: AuditRoute }) {
  const role = viewer.value?.role;
  if (role !== 'ADMIN' && role !== 'FOREMAN')
    return (
      <div class="page nothing">
        <h1>{recordsWords.records.audit}</h1>
        <p>{recordsWords.records.forbidden}</p>
      </div>
    );
  return (
    <div class="page records">
      <div class="page-head">
        <h1>{recordsWords.records.audit}</h1>
        <p class="quiet">{recordsWords.records.auditLead}</p>
      </div>
      <div class="record-acts">
        <Verify />
        <ExportButton
          name={recordsWords.records.file}
          read={(onRows, signal) => exportTrail(filterOf(route), onRows, signal)}
        />
      </div>
      <Filters route={route} />
      <Trail key={JSON.stringify(route)} route={route} />
    </div>
  );
}

function Filters({ route }: { route: AuditRoute }) {
  const head = recordsWords.records;
  return (
    <form
      class="filters"
      role="search"
      aria-label={head.filters}
      onSubmit={(event) => event.preventDefault()}
    >
      <Action route={route} />
      {(['from', 'to'] as const).map((end) => (
        <label key={end} class="field is-inline">
          {head[end]}
          <input
            type="date"
            value={route[end]}
            onChange={(event) => refine({ ...route, [end]: event.currentTarget.value })}
          />
        </label>
      ))}
      {(['record', 'project', 'request'] as const).map((field) => (
        <input
          key={field}
          aria-label={head[field]}
          placeholder={head[field]}
          value={route[field]}
          onChange={(event) => refine({ ...route, [field]: event.currentTarget.value.trim() })}
        />
      ))}
      <label class="check">
        <input
          type="checkbox"
          checked={route.hasOverride}
          onChange={(event) => refine({ ...route, hasOverride: event.currentTarget.checked })}
        />
        {head.overrides}
      </label>
    </form>
  );
}

function Action({ route }: { route: AuditRoute }) {
  const head = recordsWords.records;
  return (
    <select
      aria-label={head.actions}
      value={route.action}
      onChange={(event) => refine({ ...route, action: event.currentTarget.value as AuditAction | '' })}
    >
      <option value="">{head.anyAction}</option>
      {AUDIT_ACTIONS.map((action) => (
        <option key={action} value={action}>
          {head.action(action)}
        </option>
      ))}
    </select>
  );
}

function Trail({ route }: { route: AuditRoute }) {
  const variables = useMemo(() => ({ first: PAGE, after: null, filter: filterOf(route) }), []);
  const { data, error, isLoading, reload, change } = useAsk(AuditTrailDocument, variables);
  const log = data?.auditLog ?? null;
  const more = async (): Promise<void> => {
    const next = await ask(AuditTrailDocument, { ...variables, after: log?.pageInfo.endCursor ?? null });
    change((before) => ({
      auditLog: { ...next.auditLog, nodes: [...before.auditLog.nodes, ...next.auditLog.nodes] },
    }));
  };
  return (
    <>
      {error !== null && <Failed error={error} onAgain={reload} />}
      {log === null && error === null && <Loading lines={12} />}
      {log?.nodes.length === 0 && <Empty>{recordsWords.records.auditEmpty}</Empty>}
      <ol class="record-list">
        {log?.nodes.map((entry) => (
          <Entry key={entry.id} entry={entry} route={route} />
        ))}
      </ol>
      {log?.pageInfo.hasNextPage === true && (
        <button
          type="button"
          class="button more"
          disabled={isLoading}
          onClick={() => void more().catch(reload)}
        >
          {words.state.more}
        </button>
      )}
    </>
  );
}

type AuditEntry = AuditTrailQuery['auditLog']['nodes'][number];

function Entry({ entry, route }: { entry: AuditEntry; route: AuditRoute }) {
  const { action, tableName, recordId, createdAt, changes, overrideReason } = entry;
  return (
    <li>
      <p>
        <strong>{actorOf(entry)}</strong> {recordsWords.records.action(action)}{' '}
        <span class="quiet">{recordsWords.records.table(tableName)}</span>{' '}
        <button
          type="button"
          class="button is-plain record-id"
          onClick={() => refine({ ...route, record: recordId })}
        >
          <code>{recordId}</code>
        </button>
        <time class="quiet" dateTime={createdAt}>
          {formatMoment(createdAt)}
        </time>
      </p>
      {overrideReason !== null && <p>{recordsWords.records.overridden(overrideReason)}</p>}
      <Values values={changes} />
      <Beside entry={entry} route={route} />
      <details>
        <summary>{recordsWords.records.raw}</summary>
        <pre>{JSON.stringify(entry, null, 2)}</pre>
      </details>
    </li>
  );
}

/** The user in whose name the platform acts by itself. */
const PLATFORM = '00000000-0000-0000-0000-0000000000ff';

/** Who has made a change: a person, the platform by itself, or somebody whom the directory does not list. */
function actorOf({ user, userId }: AuditEntry): string {
  if (userId === PLATFORM) return recordsWords.records.platform;
  return user?.name ?? recordsWords.records.unknown(userId);
}

/** Where to go from a record: to all that its request did, and to the plan as it was on its day. */
function Beside({
  entry: { requestId, projectId, createdAt },
  route,
}: {
  entry: AuditEntry;
  route: AuditRoute;
}) {
  if (requestId === null && projectId === null) return null;
  return (
    <p class="quiet">
      {requestId !== null && (
        <a
          href={printRoute({ ...AUDIT, request: requestId })}
          title={requestId}
          aria-current={route.request === requestId ? 'true' : undefined}
        >
          {recordsWords.records.ofRequest}
        </a>
      )}
      {requestId !== null && projectId !== null && ' · '}
      {projectId !== null && (
        <a href={printRoute({ ...planRoute(projectId), asOf: createdAt.slice(0, 10) })}>
          {recordsWords.records.asOf}
        </a>
      )}
    </p>
  );
}
