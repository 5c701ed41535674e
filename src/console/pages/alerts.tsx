import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import {
  AlertGroupsDocument,
  AlertRaisedDocument,
  AlertsDocument,
  type AlertCode,
  type AlertGroupsQuery,
  type AlertSeverity,
  type WatchdogAlertFilter,
} from '../operations.ts';
import { announce } from '../parts/announce.tsx';
import { SeverityMark } from '../parts/health.tsx';
import { Empty, Failed, Loading } from '../parts/states.tsx';
import { ask } from '../state/ask.ts';
import { formatCount, withDaysInWords } from '../state/format.ts';
import { followGraph } from '../state/live.ts';
import { refine } from '../state/router.ts';
import { HEALTHS, type AlertsRoute } from '../state/routes.ts';
import { useAsk } from '../state/use-ask.ts';
import { pageWords } from '../page-words.ts';
import { words } from '../words.ts';
import { AlertItem, codeWords } from './alert-item.tsx';
import { LastLook, Rescan } from './alert-watch.tsx';

const PAGE = 50;

type Group = AlertGroupsQuery['alertGroups'][number];

const keyOf = ({ code, project }: Group): string => code ?? project?.id ?? '';

/** What the watchdog has found, in groups, live, with who looks after it. */
export function AlertsPage({ route }: { route: AlertsRoute }) {
  const groups = useAsk(AlertGroupsDocument, { by: route.by === 'project' ? 'PROJECT' : 'CODE' });
  const worst = groups.data?.alertGroups[0]?.severity ?? null;
  const severity = severityOf(route, worst);
  const filter = useMemo(() => filterOf(route, severity), [route.by, route.group, severity]);
  const { fresh, forget } = useFreshAlerts(
    groups.data?.viewer.organisation?.eventCursor ?? null,
    groups.reload,
  );
  return (
    <div class="page">
      <div class="page-head">
        <h1>{words.pages.alerts}</h1>
        <p class="quiet">{pageWords.alerts.lead}</p>
        {groups.data !== null && <LastLook read={groups.data} />}
      </div>
      {groups.error !== null && <Failed error={groups.error} onAgain={groups.reload} />}
      <div class="split">
        {groups.data === null ? <Loading /> : <Groups groups={groups.data.alertGroups} route={route} />}
        {groups.data !== null && (
          <div>
            <div class="filters">
              <Severities route={route} shown={severity} />
              {route.by === 'project' && route.group !== '' && (
                <Rescan key={route.group} id={route.group} onDone={groups.reload} />
              )}
            </div>
            <AlertList
              key={JSON.stringify(filter)}
              filter={filter}
              fresh={fresh}
              onRead={() => {
                forget();
                groups.reload();
              }}
            />
          </div>
        )}
      </div>
    </div>
  );
}

/** Counts the alerts that were raised since the page was read. */
function useFreshAlerts(cursor: string | null, onGap: () => void): { fresh: number; forget: () => void } {
  const [fresh, setFresh] = useState(0);
  const started = useRef<string | null>(null);
  started.current ??= cursor;
  useEffect(() => {
    if (started.current === null) return;
    return followGraph(
      AlertRaisedDocument,
      { after: started.current },
      {
        onEvent: ({ alert }) => {
          if (alert === null || alert.resolvedAt !== null) return;
          setFresh((before) => before + 1);
          announce(withDaysInWords(alert.message));
        },
        onGap,
      },
    );
  }, [started.current !== null]);
  return { fresh, forget: () => setFresh(0) };
}

/** What the address says, else the gravest that there is: it is what somebody comes for. */
function severityOf({ severity, group }: AlertsRoute, worst: AlertSeverity | null): AlertSeverity | null {
  if (severity === 'all' || (severity === '' && group !== '')) return null;
  return HEALTHS.find((each) => each === severity) ?? worst;
}

function filterOf({ by, group }: AlertsRoute, severity: AlertSeverity | null): WatchdogAlertFilter {
  return {
    isOpen: true,
    ...(severity === null ? {} : { severity: [severity] }),
    ...(group === '' ? {} : by === 'project' ? { projectId: [group] } : { code: [group as AlertCode] }),
  };
}

/** Which alerts are shown, by how grave they are. */
function Severities({ route, shown }: { route: AlertsRoute; shown: AlertSeverity | null }) {
  return (
    <div class="segments" role="group" aria-label={pageWords.alerts.bySeverity}>
      {([...HEALTHS, null] as const).map((severity) => (
        <button
          key={severity}
          type="button"
          aria-pressed={shown === severity}
          onClick={() => refine({ ...route, severity: severity ?? 'all' })}
        >
          {severity === null ? pageWords.alerts.anySeverity : pageWords.alerts.severity[severity]}
        </button>
      ))}
    </div>
  );
}

function Groups({ groups, route }: { groups: readonly Group[]; route: AlertsRoute }) {
  const total = groups.reduce((sum, { count }) => sum + count, 0);
  return (
    <nav class="groups" aria-label={pageWords.alerts.groups}>
      <div class="segments" role="group" aria-label={pageWords.alerts.by}>
        {(['code', 'project'] as const).map((by) => (
          <button
            key={by}
            type="button"
            aria-pressed={route.by === by}
            onClick={() => refine({ ...route, by, group: '' })}
          >
            {by === 'code' ? pageWords.alerts.byCode : pageWords.alerts.byProject}
          </button>
        ))}
      </div>
      <button
        type="button"
        class="group"
        aria-pressed={route.group === ''}
        onClick={() => refine({ ...route, group: '' })}
      >
        <span>{pageWords.alerts.all}</span>
        <span class="number">{formatCount(total)}</span>
      </button>
      {groups.map((group) => (
        <button
          key={keyOf(group)}
          type="button"
          class="group"
          aria-pressed={route.group === keyOf(group)}
          onClick={() => refine({ ...route, group: keyOf(group) })}
        >
          <SeverityMark severity={group.severity}>
            {group.project?.name ?? codeWords(group.code ?? '')}
          </SeverityMark>
          <span class="number">{formatCount(group.count)}</span>
        </button>
      ))}
    </nav>
  );
}

interface AlertListProps {
  readonly filter: WatchdogAlertFilter;
  readonly fresh: number;
  readonly onRead: () => void;
}

function AlertList({ filter, fresh, onRead }: AlertListProps) {
  const variables = { first: PAGE, after: null, filter };
  const { data, error, isLoading, reload, change } = useAsk(AlertsDocument, variables);
  const nodes = data?.alerts.nodes ?? [];
  const more = async (): Promise<void> => {
    const next = await ask(AlertsDocument, { ...variables, after: data?.alerts.pageInfo.endCursor ?? null });
    change((before) => ({
      alerts: { ...next.alerts, nodes: [...before.alerts.nodes, ...next.alerts.nodes] },
    }));
  };
  const isWhole = filter.code == null && filter.projectId == null;
  return (
    <section class="alerts" aria-label={words.pages.alerts}>
      {fresh > 0 && <Fresh count={fresh} onRead={() => (onRead(), reload())} />}
      {error !== null && <Failed error={error} onAgain={reload} />}
      {data === null && error === null && <Loading />}
      {data !== null && nodes.length === 0 && (
        <Empty>{isWhole ? pageWords.alerts.empty : pageWords.alerts.emptyFilter}</Empty>
      )}
      <ul class="alert-list">
        {nodes.map((alert) => (
          <AlertItem key={alert.id} alert={alert} onChanged={reload} />
        ))}
      </ul>
      {data?.alerts.pageInfo.hasNextPage === true && (
        <button
          type="button"
          class="button more"
          disabled={isLoading}
          onClick={() => void more().catch(reload)}
        >
          {words.state.more}
        </button>
      )}
    </section>
  );
}

/** The list stays as it is while it is read: what is new is told, and fetched when it is wanted. */
function Fresh({ count, onRead }: { count: number; onRead: () => void }) {
  return (
    <p class="fresh">
      {pageWords.alerts.fresh(count)}{' '}
      <button type="button" class="button is-plain" onClick={onRead}>
        {words.portfolio.reorder}
      </button>
    </p>
  );
}
