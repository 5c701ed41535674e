import { useEffect, useMemo } from 'preact/hooks';
import { Lines } from '../charts/lines.tsx';
import { ProjectCostDocument, type CostInterval, type ProjectCostQuery } from '../operations.ts';
import { Empty, Failed, Loading } from '../parts/states.tsx';
import { ByCode } from '../project/by-code.tsx';
import { ProjectPage } from '../project/project-page.tsx';
import { useProject } from '../project/use-project.ts';
import { toCivilDate, toDayNumber } from '../state/civil-date.ts';
import { formatCompact, formatDay, formatMoney, formatMonth } from '../state/format.ts';
import { INTERVALS, type CostRoute } from '../state/project-routes.ts';
import { refine } from '../state/router.ts';
import { useAsk } from '../state/use-ask.ts';
import { costWords } from '../cost-words.ts';
import { projectWords } from '../project-words.ts';
import { words } from '../words.ts';
import { FigureTable } from './figure-table.tsx';
import { ForecastPart } from './forecast-part.tsx';
import { YearTable } from './year-table.tsx';

/** What a project costs, what was earned for it, and when it will be done; each figure with how it comes about. */
export function CostPage({ route }: { route: CostRoute }) {
  return <ByCode name={route.project}>{(id) => <CostOf id={id} route={route} />}</ByCode>;
}

function CostOf({ id, route }: { id: string; route: CostRoute }) {
  const asOf = route.asOf === '' ? null : route.asOf;
  const { data, error, reload } = useAsk(ProjectCostDocument, { id, asOf, interval: route.interval });
  const state = useProject(id, () => {});
  useEffect(() => {
    // Progress and cost have changed together with the head: one reading for many events.
    if (state.head !== null && data !== null) reload();
  }, [state.head?.progressPercent, state.gapCount]);
  const cost = data?.project ?? null;
  return (
    <ProjectPage name={route.project} page={projectWords.project.cost} state={state}>
      <div class="page cost">
        {error !== null && <Failed error={error} onAgain={reload} />}
        {cost === null && error === null && <Loading lines={12} />}
        {cost !== null && <Figures cost={cost} route={route} />}
        {cost !== null && (
          <ForecastPart id={id} route={route} mayMake={cost.viewerMay.includes('FORECAST_PROJECT')} />
        )}
      </div>
    </ProjectPage>
  );
}

type Cost = NonNullable<ProjectCostQuery['project']>;

function Figures({ cost, route }: { cost: Cost; route: CostRoute }) {
  const { earnedValue: value, costSeries, costByFiscalYear } = cost;
  if (value === null) return <Empty>{costWords.cost.nothing}</Empty>;
  return (
    <>
      <Choices route={route} asOf={value.asOf} />
      <div class="columns">
        <section>
          <h2>{costWords.cost.curve}</h2>
          <Curve series={costSeries} asOf={value.asOf} interval={route.interval} />
          <h2>{costWords.cost.years}</h2>
          <YearTable years={costByFiscalYear} />
        </section>
        <section>
          <h2>{costWords.cost.value}</h2>
          <FigureTable value={value} />
        </section>
      </div>
    </>
  );
}

function Choices({ route, asOf }: { route: CostRoute; asOf: string }) {
  return (
    <form class="filters" onSubmit={(event) => event.preventDefault()}>
      <label class="field is-inline">
        {costWords.cost.asOf}
        <input
          type="date"
          value={asOf}
          onChange={(event) => {
            if (event.currentTarget.value !== '') refine({ ...route, asOf: event.currentTarget.value });
          }}
        />
      </label>
      <label class="field is-inline">
        {costWords.cost.interval}
        <select
          value={route.interval}
          onChange={(event) => refine({ ...route, interval: event.currentTarget.value as CostInterval })}
        >
          {INTERVALS.map((interval) => (
            <option key={interval} value={interval}>
              {costWords.cost.intervals[interval]}
            </option>
          ))}
        </select>
      </label>
    </form>
  );
}

interface CurveProps {
  readonly series: Cost['costSeries'];
  readonly asOf: string;
  readonly interval: CostInterval;
}

function Curve({ series, asOf, interval }: CurveProps) {
  const lines = useMemo(() => linesOf(series), [series]);
  if (series.length < 2) return <p class="quiet">{costWords.cost.noYears}</p>;
  const days = series.map(({ date }) => toDayNumber(date));
  const day = toDayNumber(asOf);
  const marker = { day, label: formatDay(asOf) };
  const isInside = day >= days[0]! && day <= days.at(-1)!;
  return (
    <>
      <Lines
        {...{ days, lines }}
        label={costWords.cost.curveLabel}
        marker={isInside ? marker : null}
        formatValue={formatCompact}
        formatDay={(each) =>
          interval === 'YEAR' ? toCivilDate(each).slice(0, 4) : formatMonth(toCivilDate(each))
        }
      />
      <details>
        <summary>{costWords.cost.asTable}</summary>
        <SeriesTable series={series} />
      </details>
    </>
  );
}

function linesOf(series: Cost['costSeries']) {
  const numberOf = (amount: string | null): number | null => (amount === null ? null : Number(amount));
  return (['pv', 'ev', 'ac'] as const).map((key) => ({
    key,
    label: costWords.cost.symbols[key],
    values: series.map((point) => numberOf(point[key])),
  }));
}

function SeriesTable({ series }: { series: Cost['costSeries'] }) {
  const said = (amount: string | null): string => (amount === null ? words.none : formatMoney(amount));
  return (
    <table class="table">
      <thead>
        <tr>
          <th scope="col">{costWords.cost.day}</th>
          {(['pv', 'ev', 'ac'] as const).map((key) => (
            <th key={key} scope="col" class="number">
              {costWords.cost.figures[key]}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {series.map(({ date, pv, ev, ac }) => (
          <tr key={date}>
            <th scope="row">{formatDay(date)}</th>
            <td class="number">{said(pv)}</td>
            <td class="number">{said(ev)}</td>
            <td class="number">{said(ac)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
