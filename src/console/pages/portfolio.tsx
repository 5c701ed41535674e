import { useEffect, useState } from 'preact/hooks';
import { DivisionsDocument, type PortfolioSummaryQuery } from '../operations.ts';
import { Empty, Failed, Loading } from '../parts/states.tsx';
import { formatClock, formatCount } from '../state/format.ts';
import { lastEventAt } from '../state/live.ts';
import { refine, route as shown } from '../state/router.ts';
import { HEALTHS, LIFECYCLES, PORTFOLIO, SORTS, type PortfolioRoute } from '../state/routes.ts';
import { useAsk } from '../state/use-ask.ts';
import { viewer } from '../state/viewer.ts';
import { words } from '../words.ts';
import { HealthMark } from '../parts/health.tsx';
import { late } from '../parts/late.tsx';
import { PortfolioTable } from './portfolio-table.tsx';
import { useKiosk } from './use-kiosk.ts';
import { criteriaOf, usePortfolio, type Portfolio } from './use-portfolio.ts';

const PortfolioMore = late(async () => (await import('./portfolio/portfolio-more.tsx')).PortfolioMore, true);
const PortfolioTimeline = late(
  async () => (await import('./portfolio/portfolio-timeline.tsx')).PortfolioTimeline,
);

/** How all projects stand, the worst first, live. */
export function PortfolioPage({ route }: { route: PortfolioRoute }) {
  const portfolio = usePortfolio(route);
  useKiosk(route, portfolio.reload);
  return (
    <div class={`page portfolio ${route.isKiosk ? 'is-kiosk' : ''}`}>
      <div class="page-head">
        <h1>{words.pages.portfolio}</h1>
        <p class="quiet">
          {viewer.value?.organisation?.name}
          {lastEventAt.value !== null && ` · ${words.portfolio.lastEvent(formatClock(lastEventAt.value))}`}
        </p>
      </div>
      {portfolio.summary !== null && <Tiles summary={portfolio.summary} route={route} />}
      {!route.isKiosk && <Filters route={route} />}
      {!route.isKiosk && (
        <div class="filters-more">
          <PortfolioMore route={route} />
        </div>
      )}
      {portfolio.movedCount > 0 && !route.isKiosk && (
        <p class="fresh">
          {words.portfolio.changed(portfolio.movedCount)}{' '}
          <button type="button" class="button is-plain" onClick={portfolio.reload}>
            {words.portfolio.reorder}
          </button>
        </p>
      )}
      <Projects portfolio={portfolio} route={route} />
    </div>
  );
}

function Projects({ portfolio, route }: { portfolio: Portfolio; route: PortfolioRoute }) {
  const { rows, error } = portfolio;
  return (
    <>
      {error !== null && <Failed error={error} onAgain={portfolio.reload} />}
      {rows === null && error === null && <Loading lines={12} />}
      {rows?.length === 0 && <NoProjects route={route} />}
      {rows !== null && rows.length > 0 && route.view === 'table' && (
        <PortfolioTable rows={rows} changed={portfolio.changed} />
      )}
      {rows !== null && rows.length > 0 && route.view === 'timeline' && (
        <PortfolioTimeline rows={rows} changed={portfolio.changed} today={portfolio.today} />
      )}
      {portfolio.hasMore && !route.isKiosk && (
        <button type="button" class="button more" disabled={portfolio.isLoading} onClick={portfolio.more}>
          {words.state.more}
        </button>
      )}
    </>
  );
}

function NoProjects({ route }: { route: PortfolioRoute }) {
  const isFiltered = Object.keys(criteriaOf(route)).length > 1;
  if (!isFiltered) return <Empty>{words.portfolio.emptyAtAll}</Empty>;
  const clear = (
    <button type="button" class="button" onClick={() => refine({ ...PORTFOLIO, sort: route.sort })}>
      {words.portfolio.clear}
    </button>
  );
  return <Empty act={clear}>{words.portfolio.empty}</Empty>;
}

type Summary = PortfolioSummaryQuery['portfolioSummary'];

/** The figures of all projects; those of health and lateness filter the list. */
function Tiles({ summary, route }: { summary: Summary; route: PortfolioRoute }) {
  const countOf = (health: string): number =>
    summary.byHealth.find((each) => each.health === health)?.count ?? 0;
  const red = summary.openAlerts.find(({ severity }) => severity === 'RED')?.count ?? 0;
  return (
    <>
      <div class="tiles">
        <Figure value={summary.projectCount} label={words.portfolio.all} />
        {HEALTHS.map((health) => (
          <button
            key={health}
            type="button"
            class="tile"
            aria-pressed={route.health.includes(health)}
            onClick={() => refine({ ...route, health: toggled(route.health, health) })}
          >
            <span class="figure">{formatCount(countOf(health))}</span>
            <HealthMark health={health} />
          </button>
        ))}
        <button
          type="button"
          class="tile"
          aria-pressed={route.isOverdue}
          onClick={() => refine({ ...route, isOverdue: !route.isOverdue })}
        >
          <span class="figure">{formatCount(summary.overdueTaskCount)}</span>
          <span>{words.portfolio.overdueTasks}</span>
        </button>
        <Figure value={red} label={words.portfolio.redAlerts} />
        <Figure value={summary.endingSoonCount} label={words.portfolio.endingSoon} />
      </div>
      {!summary.isComplete && <p class="quiet">{words.portfolio.incomplete}</p>}
    </>
  );
}

function toggled<Value>(values: readonly Value[], value: Value): Value[] {
  return values.includes(value) ? values.filter((each) => each !== value) : [...values, value];
}

function Figure({ value, label }: { value: number; label: string }) {
  return (
    <div class="tile">
      <span class="figure">{formatCount(value)}</span>
      <span>{label}</span>
    </div>
  );
}

const SEARCH_PAUSE_MS = 250;

function Filters({ route }: { route: PortfolioRoute }) {
  const { data } = useAsk(DivisionsDocument, {});
  const divisions = data?.divisions.nodes ?? [];
  const head = words.portfolio;
  return (
    <form
      class="filters"
      role="search"
      aria-label={head.filters}
      onSubmit={(event) => event.preventDefault()}
    >
      <Search route={route} />
      {divisions.length > 1 && (
        <Choice
          label={head.division}
          value={route.division}
          options={[['', head.anyDivision], ...divisions.map(({ id, name }) => [id, name] as const)]}
          onChange={(division) => refine({ ...route, division })}
        />
      )}
      <Choice
        label={head.status}
        value={route.status}
        options={LIFECYCLES.map((status) => [status, words.lifecycle(status)] as const)}
        onChange={(status) => refine({ ...route, status })}
      />
      <Choice
        label={head.sort}
        isLabelShown
        value={route.sort}
        options={SORTS.map((field) => [field, head.sortBy(field)] as const)}
        onChange={(sort) => refine({ ...route, sort })}
      />
    </form>
  );
}

interface ChoiceProps<Value extends string> {
  readonly label: string;
  readonly isLabelShown?: boolean;
  readonly value: Value;
  readonly options: readonly (readonly [Value, string])[];
  readonly onChange: (value: Value) => void;
}

function Choice<Value extends string>({ label, isLabelShown, value, options, onChange }: ChoiceProps<Value>) {
  return (
    <label class={isLabelShown === true ? 'filters-end' : ''}>
      <span class={isLabelShown === true ? '' : 'visually-hidden'}>{label}</span>
      <select value={value} onChange={(event) => onChange(event.currentTarget.value as Value)}>
        {options.map(([each, name]) => (
          <option key={each} value={each}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

function Search({ route }: { route: PortfolioRoute }) {
  const [text, setText] = useState(route.search);
  useEffect(() => setText(route.search), [route.search]);
  useEffect(() => {
    if (text.trim() === route.search) return;
    const timer = setTimeout(() => {
      // The address as it is then: something else may have been chosen while somebody typed.
      const current = shown.value;
      if (current.page === 'portfolio') refine({ ...current, search: text.trim() });
    }, SEARCH_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <input
      type="search"
      aria-label={words.portfolio.search}
      placeholder={words.portfolio.search}
      value={text}
      onInput={(event) => setText(event.currentTarget.value)}
    />
  );
}
