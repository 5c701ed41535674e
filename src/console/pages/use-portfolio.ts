import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import {
  PortfolioChangedDocument,
  PortfolioDocument,
  PortfolioSummaryDocument,
  type PortfolioQuery,
  type PortfolioRowFragment,
  type PortfolioSummaryQuery,
  type ProjectCriteria,
  type ProjectOrder,
} from '../operations.ts';
import { announce } from '../parts/announce.tsx';
import { ask, type AskError } from '../state/ask.ts';
import { followGraph } from '../state/live.ts';
import type { PortfolioRoute } from '../state/routes.ts';
import { useAsk } from '../state/use-ask.ts';
import { words } from '../words.ts';

const PAGE = 50;
const FLASH_MS = 1_200;
const SUMMARY_PAUSE_MS = 2_000;

export interface Portfolio {
  readonly rows: readonly PortfolioRowFragment[] | null;
  readonly error: AskError | null;
  readonly isLoading: boolean;
  readonly summary: PortfolioSummaryQuery['portfolioSummary'] | null;
  /** The day of the organisation; null before its first. */
  readonly today: string | null;
  readonly hasMore: boolean;
  /** Rows that have just changed. */
  readonly changed: ReadonlySet<string>;
  /** How many rows have changed since they were put in order. */
  readonly movedCount: number;
  readonly more: () => void;
  readonly reload: () => void;
}

/** What the address asks for, as the graph filters. */
export function criteriaOf(route: PortfolioRoute): ProjectCriteria {
  return {
    status: [route.status],
    ...(route.health.length > 0 ? { health: [...route.health] } : {}),
    ...(route.isOverdue ? { hasOverdue: true } : {}),
    ...(route.division === '' ? {} : { divisionId: [route.division] }),
    ...(route.search === '' ? {} : { search: route.search }),
    ...(route.owner === '' ? {} : { ownerId: [route.owner] }),
    ...endOf(route),
  };
}

export function orderOf({ sort }: PortfolioRoute): ProjectOrder[] {
  const isAscending = sort === 'NAME' || sort === 'END_DATE' || sort === 'PROGRESS';
  const order: ProjectOrder = { field: sort, direction: isAscending ? 'ASC' : 'DESC' };
  // Thousands may be off track: the worst of them is the one with most overdue tasks.
  return sort === 'HEALTH' ? [order, { field: 'OVERDUE_TASKS', direction: 'DESC' }] : [order];
}

function endOf({ endsFrom: from, endsTo: to }: PortfolioRoute): Pick<ProjectCriteria, 'endDate'> {
  if (from === '' && to === '') return {};
  return { endDate: { ...(from === '' ? {} : { from }), ...(to === '' ? {} : { to }) } };
}

/** The projects of a filter, page by page, with what changes in them as it is committed. */
export function usePortfolio(route: PortfolioRoute): Portfolio {
  const filter = criteriaOf(route);
  const key = JSON.stringify([filter, route.sort]);
  const variables = useMemo(() => ({ first: PAGE, after: null, filter, orderBy: orderOf(route) }), [key]);
  const asked = useAsk(PortfolioDocument, variables);
  // The figures are those of all projects of the status: they are what filters by.
  const whole = useAsk(PortfolioSummaryDocument, { filter: { status: [route.status] } });
  const [isLoadingMore, setLoadingMore] = useState(false);
  const reload = (): void => {
    asked.reload();
    whole.reload();
  };
  const cursor = whole.data?.viewer.organisation?.eventCursor ?? null;
  const { changed, moved, forget } = useFollowed(cursor, filter, key, {
    onRows: (rows, gone) => asked.change((data) => withRows(data, rows, gone)),
    onSummary: whole.reload,
    onGap: reload,
  });
  const page = asked.data?.projects;
  const more = async (): Promise<void> => {
    setLoadingMore(true);
    const next = await ask(PortfolioDocument, { ...variables, after: page?.pageInfo.endCursor ?? null });
    asked.change((data) => ({
      projects: { ...next.projects, nodes: [...data.projects.nodes, ...next.projects.nodes] },
    }));
  };
  return {
    ...shownOf(asked.data, moved),
    error: asked.error,
    isLoading: asked.isLoading || isLoadingMore,
    summary: whole.data?.portfolioSummary ?? null,
    today: whole.data?.viewer.organisation?.settledOn ?? null,
    changed,
    more: () => void more().finally(() => setLoadingMore(false)),
    reload: () => {
      forget();
      reload();
    },
  };
}

function shownOf(
  data: PortfolioQuery | null,
  moved: ReadonlySet<string>,
): Pick<Portfolio, 'rows' | 'hasMore' | 'movedCount'> {
  if (data === null) return { rows: null, hasMore: false, movedCount: 0 };
  const { nodes, pageInfo } = data.projects;
  return {
    rows: nodes,
    hasMore: pageInfo.hasNextPage,
    movedCount: nodes.filter(({ id }) => moved.has(id)).length,
  };
}

/** Follows a filter from the first cursor that was read, so that nothing falls between the page and its changes. */
function useFollowed(
  cursor: string | null,
  filter: ProjectCriteria,
  key: string,
  handlers: PortfolioHandlers,
) {
  const [changed, setChanged] = useState<ReadonlySet<string>>(new Set());
  const [moved, setMoved] = useState<ReadonlySet<string>>(new Set());
  const started = useRef<string | null>(null);
  started.current ??= cursor;
  const forget = (): void => setMoved(new Set());
  useEffect(forget, [key]);
  useEffect(() => {
    if (started.current === null) return;
    return followPortfolio(started.current, filter, {
      ...handlers,
      onRows: (rows, gone) => {
        handlers.onRows(rows, gone);
        const ids = new Set(rows.map(({ id }) => id));
        setChanged(ids);
        setMoved((before) => new Set([...before, ...ids]));
      },
    });
  }, [key, started.current !== null]);
  useEffect(() => {
    if (changed.size === 0) return;
    const timer = setTimeout(() => setChanged(new Set()), FLASH_MS);
    return () => clearTimeout(timer);
  }, [changed]);
  return { changed, moved, forget };
}

interface PortfolioHandlers {
  readonly onRows: (rows: readonly PortfolioRowFragment[], gone: ReadonlySet<string>) => void;
  readonly onSummary: () => void;
  readonly onGap: () => void;
}

function followPortfolio(after: string, filter: ProjectCriteria, handlers: PortfolioHandlers): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = followGraph(
    PortfolioChangedDocument,
    { after, filter },
    {
      onEvent: ({ projects, otherProjectIds }) => {
        handlers.onRows(projects, new Set(otherProjectIds));
        const [worst] = projects.filter(({ health }) => health === 'RED');
        if (worst !== undefined) announce(`${worst.name}: ${words.health('RED')}`);
        // The sums cost a statement over all projects: once for many changes.
        timer ??= setTimeout(() => {
          timer = undefined;
          handlers.onSummary();
        }, SUMMARY_PAUSE_MS);
      },
      onGap: handlers.onGap,
    },
  );
  return () => {
    clearTimeout(timer);
    stop();
  };
}

type Page = { readonly projects: { readonly nodes: readonly PortfolioRowFragment[] } };

/** Rows that changed take the place of what they were; those that no longer fit are taken off the page. */
function withRows<Data extends Page>(
  data: Data,
  rows: readonly PortfolioRowFragment[],
  gone: ReadonlySet<string>,
): Data {
  const fresh = new Map(rows.map((row) => [row.id, row]));
  const nodes = data.projects.nodes.filter(({ id }) => !gone.has(id)).map((row) => fresh.get(row.id) ?? row);
  return { ...data, projects: { ...data.projects, nodes } };
}
