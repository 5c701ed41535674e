import { useEffect, useMemo } from 'preact/hooks';
import {
  AcceptanceOfDocument,
  AcceptancesDocument,
  type AcceptanceFilter,
  type AcceptanceRowFragment,
  type AcceptancesQuery,
  type AcceptanceState,
} from '../operations.ts';
import { Empty, Failed, Loading } from '../parts/states.tsx';
import { ACCEPTANCE_STATES, type AcceptancesRoute } from '../state/queue-routes.ts';
import { ask } from '../state/ask.ts';
import { formatDay } from '../state/format.ts';
import { refine } from '../state/router.ts';
import { useAsk, type Asked } from '../state/use-ask.ts';
import { unreadCount } from '../state/viewer.ts';
import { acceptanceWords } from './acceptance-words.ts';
import { words } from '../words.ts';
import { aboutOf, AcceptancePiece } from './acceptance-piece.tsx';

const PAGE = 50;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const OPEN: AcceptanceState[] = ['PROPOSED', 'ACTIVE'];

/** Risks that are accepted and what is excepted: what waits first, with who decides, takes back and revokes. */
export function AcceptancesPage({ route }: { route: AcceptancesRoute }) {
  const list = useAsk(AcceptancesDocument, { first: PAGE, after: null, filter: filterOf(route) });
  const nodes = useMemo(() => waitingFirst(list.data?.acceptances.nodes ?? null), [list.data]);
  const shown = useShown(route, nodes);
  const reload = (): void => {
    list.reload();
    shown.reload();
  };
  // Whoever is concerned gets a message with each change.
  const unread = unreadCount.value;
  useEffect(() => {
    if (list.data !== null) reload();
  }, [unread]);
  const approverIds = list.data?.viewer.organisation?.settings.acceptance.approverIds ?? [];
  return (
    <div class="page">
      <div class="page-head">
        <h1>{words.pages.acceptances}</h1>
        <p class="quiet">{acceptanceWords.lead}</p>
      </div>
      <Filters route={route} />
      {list.error !== null && <Failed error={list.error} onAgain={list.reload} />}
      {nodes === null && list.error === null && <Loading />}
      {nodes !== null && shown.acceptance === null && !shown.isLoading && <None route={route} />}
      {nodes !== null && (
        <div class="split">
          <List list={list} nodes={nodes} route={route} shown={shown.acceptance} />
          {shown.acceptance !== null && (
            <AcceptancePiece
              key={shown.acceptance.id}
              acceptance={shown.acceptance}
              approverIds={approverIds}
              onChanged={() => {
                // It stays in sight, wherever it stands now.
                refine({ ...route, acceptance: shown.acceptance?.id ?? '' });
                reload();
              }}
            />
          )}
        </div>
      )}
    </div>
  );
}

/** What waits for a decision comes before what is decided; both newest first, as the graph has them. */
function waitingFirst(
  nodes: readonly AcceptanceRowFragment[] | null,
): readonly AcceptanceRowFragment[] | null {
  if (nodes === null) return null;
  const isWaiting = ({ state }: AcceptanceRowFragment): boolean => state === 'PROPOSED';
  return [...nodes.filter(isWaiting), ...nodes.filter((each) => !isWaiting(each))];
}

function filterOf({ state, origin }: AcceptancesRoute): AcceptanceFilter {
  return {
    ...(state === 'ALL' ? {} : { state: state === '' ? OPEN : [state] }),
    ...(origin === '' ? {} : UUID.test(origin) ? { originId: [origin] } : { criteriaCode: [origin] }),
  };
}

interface Shown {
  readonly acceptance: AcceptanceRowFragment | null;
  readonly isLoading: boolean;
  readonly reload: () => void;
}

/** The acceptance that the address names, wherever it stands, else the first of the list. */
function useShown({ acceptance }: AcceptancesRoute, nodes: readonly AcceptanceRowFragment[] | null): Shown {
  const listed = nodes?.find(({ id }) => id === acceptance);
  const isElsewhere = nodes !== null && listed === undefined && UUID.test(acceptance);
  const { data, isLoading, reload } = useAsk(AcceptanceOfDocument, isElsewhere ? { id: acceptance } : null);
  const [asked = null] = data?.acceptances.nodes.filter(({ id }) => id === acceptance) ?? [];
  if (acceptance === '') return { acceptance: nodes?.[0] ?? null, isLoading: false, reload };
  return { acceptance: listed ?? asked, isLoading: isElsewhere && isLoading, reload };
}

function None({ route }: { route: AcceptancesRoute }) {
  if (route.acceptance !== '') return <Empty>{words.state.nothingHere}</Empty>;
  const isUsual = route.state === '' && route.origin === '';
  return <Empty>{isUsual ? acceptanceWords.empty : acceptanceWords.emptyFilter}</Empty>;
}

function Filters({ route }: { route: AcceptancesRoute }) {
  const choose = (state: string): void =>
    refine({ ...route, state: state as AcceptancesRoute['state'], acceptance: '' });
  return (
    <form class="filters" role="search" onSubmit={(event) => event.preventDefault()}>
      <label class="field is-inline">
        {acceptanceWords.show}
        <select value={route.state} onChange={(event) => choose(event.currentTarget.value)}>
          <option value="">{acceptanceWords.open}</option>
          {ACCEPTANCE_STATES.map((state) => (
            <option key={state} value={state}>
              {acceptanceWords.state(state)}
            </option>
          ))}
          <option value="ALL">{acceptanceWords.all}</option>
        </select>
      </label>
      {route.origin !== '' && (
        <>
          <span class="quiet">
            {acceptanceWords.origin} <code>{route.origin}</code>
          </span>
          <button type="button" class="button" onClick={() => refine({ ...route, origin: '' })}>
            {acceptanceWords.anyOrigin}
          </button>
        </>
      )}
    </form>
  );
}

interface ListProps {
  readonly list: Asked<AcceptancesQuery>;
  /** In the order in which they are shown. */
  readonly nodes: readonly AcceptanceRowFragment[];
  readonly route: AcceptancesRoute;
  readonly shown: AcceptanceRowFragment | null;
}

function List({ list: { data, isLoading, reload, change }, nodes, route, shown }: ListProps) {
  const pageInfo = data?.acceptances.pageInfo;
  const more = async (): Promise<void> => {
    const variables = { first: PAGE, after: pageInfo?.endCursor ?? null, filter: filterOf(route) };
    const next = await ask(AcceptancesDocument, variables);
    change((before) => ({
      ...before,
      acceptances: { ...next.acceptances, nodes: [...before.acceptances.nodes, ...next.acceptances.nodes] },
    }));
  };
  return (
    <nav class="groups" aria-label={acceptanceWords.list}>
      {nodes.map((each) => (
        <button
          key={each.id}
          type="button"
          class="group"
          aria-pressed={each.id === shown?.id}
          onClick={() => refine({ ...route, acceptance: each.id })}
        >
          <span>
            {acceptanceWords.kind(each.kind)} {acceptanceWords.until(formatDay(each.endsOn))}
            <br />
            <span class="quiet">
              {acceptanceWords.state(each.state)} · {aboutOf(each).slice(0, 13)}
            </span>
          </span>
        </button>
      ))}
      {pageInfo?.hasNextPage === true && (
        <button
          type="button"
          class="button more"
          disabled={isLoading}
          onClick={() => void more().catch(reload)}
        >
          {words.state.more}
        </button>
      )}
    </nav>
  );
}
