import { useState } from 'preact/hooks';
import { Histogram, type Mark } from '../charts/histogram.tsx';
import { MakeForecastDocument, ProjectForecastDocument, type ForecastFactsFragment } from '../operations.ts';
import { announceOutcome } from '../parts/announce.tsx';
import { Failed, Loading } from '../parts/states.tsx';
import { ask, AskError, newIntent } from '../state/ask.ts';
import { toCivilDate, toDayNumber } from '../state/civil-date.ts';
import { formatAgo, formatDay, formatMoney } from '../state/format.ts';
import type { CostRoute } from '../state/project-routes.ts';
import { planRoute, printRoute } from '../state/routes.ts';
import { useAsk } from '../state/use-ask.ts';
import { costWords } from '../cost-words.ts';
import { words } from '../words.ts';

interface ForecastPartProps {
  readonly id: string;
  readonly route: CostRoute;
  readonly mayMake: boolean;
}

/** When the work will end, how sure that is, and which tasks decide. */
export function ForecastPart({ id, route, mayMake }: ForecastPartProps) {
  const { data, error, reload, change } = useAsk(ProjectForecastDocument, { id });
  const forecast = data?.project?.forecast ?? null;
  return (
    <section class="forecast">
      <h2>{costWords.forecast.title}</h2>
      {error !== null && <Failed error={error} onAgain={reload} />}
      {data === null && error === null && <Loading lines={4} />}
      {data !== null && (
        <p class="quiet">
          {forecast === null
            ? costWords.forecast.none
            : costWords.forecast.lead(forecast.runs, formatAgo(forecast.madeAt, Date.now()))}
        </p>
      )}
      {mayMake && (
        <Make
          id={id}
          isFirst={forecast === null}
          onMade={(made) => change(() => ({ project: { forecast: made } }))}
        />
      )}
      {forecast !== null && <ForecastOf forecast={forecast} route={route} />}
    </section>
  );
}

interface MakeProps {
  readonly id: string;
  readonly isFirst: boolean;
  readonly onMade: (forecast: ForecastFactsFragment) => void;
}

function Make({ id, isFirst, onMade }: MakeProps) {
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<AskError | null>(null);
  const make = (): void => {
    setBusy(true);
    setError(null);
    ask(MakeForecastDocument, { input: { projectId: id, idempotencyKey: newIntent() } })
      .then(
        ({ forecastProject }) => {
          if (forecastProject?.forecast == null) return;
          onMade(forecastProject.forecast);
          announceOutcome(formatDay(forecastProject.forecast.finish.p80));
        },
        (problem: unknown) => setError(problem instanceof AskError ? problem : null),
      )
      .finally(() => setBusy(false));
  };
  return (
    <>
      <button type="button" class="button" disabled={isBusy} onClick={make}>
        {isBusy ? costWords.forecast.making : isFirst ? costWords.forecast.make : costWords.forecast.again}
      </button>
      {error !== null && <Failed error={error} />}
    </>
  );
}

function ForecastOf({ forecast, route }: { forecast: ForecastFactsFragment; route: CostRoute }) {
  return (
    <div class="columns">
      <div>
        <Facts forecast={forecast} />
        <Histogram
          label={costWords.forecast.histogram}
          bars={forecast.histogram.map(({ date, count }) => ({ day: toDayNumber(date), count }))}
          marks={marksOf(forecast)}
          formatDay={(day) => formatDay(toCivilDate(day))}
        />
        <Made forecast={forecast} />
      </div>
      <Critical forecast={forecast} route={route} />
    </div>
  );
}

function marksOf({ finish: { p50, p80, promised } }: ForecastFactsFragment): Mark[] {
  const { marks } = costWords.forecast;
  return [
    { key: 'p50', day: toDayNumber(p50), label: marks.p50 },
    { key: 'p80', day: toDayNumber(p80), label: marks.p80 },
    ...(promised === null ? [] : [{ key: 'promised', day: toDayNumber(promised), label: marks.promised }]),
  ];
}

function Facts({ forecast: { finish, cost } }: { forecast: ForecastFactsFragment }) {
  const head = costWords.forecast;
  const rows: readonly (readonly [string, string | null, boolean?])[] = [
    [head.deterministic, formatDay(finish.deterministic)],
    [head.by, formatDay(finish.p50)],
    [head.by80, formatDay(finish.p80), finish.promised !== null && finish.p80 > finish.promised],
    [head.by90, formatDay(finish.p90)],
    [head.promised, finish.promised === null ? null : formatDay(finish.promised)],
    [
      head.onTime,
      finish.probabilityOnTime === null ? null : words.percent(finish.probabilityOnTime),
      (finish.probabilityOnTime ?? 100) < 50,
    ],
    [head.cost50, cost === null ? null : formatMoney(cost.p50)],
    [head.cost80, cost === null ? null : formatMoney(cost.p80)],
  ];
  return (
    <dl class="facts">
      {rows.map(
        ([label, value, isBad]) =>
          value !== null && (
            <div key={label}>
              <dt>{label}</dt>
              <dd class={isBad === true ? 'bad' : ''}>{value}</dd>
            </div>
          ),
      )}
    </dl>
  );
}

/** What it was made of: who doubts it can make it again. */
function Made({ forecast: { inputs, seed } }: { forecast: ForecastFactsFragment }) {
  return (
    <div class="quiet">
      <p>{costWords.forecast.history(inputs.tasksWithHistory, inputs.openTasks)}</p>
      {inputs.history.slice(0, 5).map(({ kind, cases, coverageP80 }) => (
        <p key={kind}>{costWords.forecast.calibration(kind, Math.round(coverageP80), cases)}</p>
      ))}
      <p>{costWords.forecast.seed(seed)}</p>
    </div>
  );
}

const SHOWN = 10;

function Critical({ forecast, route }: { forecast: ForecastFactsFragment; route: CostRoute }) {
  const head = costWords.forecast;
  const rows = forecast.criticality.filter(({ task }) => task !== null).slice(0, SHOWN);
  return (
    <div>
      <h3>{head.critical}</h3>
      <p class="quiet">{head.criticalLead}</p>
      <table class="table">
        <thead>
          <tr>
            <th scope="col">{head.task}</th>
            <th scope="col">{head.owner}</th>
            <th scope="col" class="number">
              {head.index}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ task, index }) => (
            <tr key={task?.id}>
              <th scope="row">
                <a href={printRoute(planRoute(route.project, task?.id ?? ''))}>{task?.name}</a>
              </th>
              <td>{task?.owner?.name}</td>
              <td class="number">{Math.round(index)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
