import type { PortfolioRowFragment } from '../../operations.ts';
import { HealthMark } from '../../parts/health.tsx';
import { toCivilDate } from '../../state/civil-date.ts';
import { formatDay, formatMonth, formatSpan } from '../../state/format.ts';
import { planRoute, printRoute } from '../../state/routes.ts';
import { words } from '../../words.ts';
import { portfolioWords } from './portfolio-words.ts';
import { timeScaleOf, type Spanned, type TimeScale } from './time-scale.ts';

const DAY_MS = 86_400_000;

interface PortfolioTimelineProps {
  readonly rows: readonly PortfolioRowFragment[];
  readonly changed: ReadonlySet<string>;
  /** The day of the organisation; null: that of this browser. */
  readonly today: string | null;
}

const spanOf = ({ startDate, endDate, schedule }: PortfolioRowFragment): Spanned => ({
  ...{ startDate, endDate, finish: schedule?.forecastFinish ?? null },
});

/** Projects as bars from start to end, on one scale of time; each bar stands as words beside it for who does not see it. */
export function PortfolioTimeline({ rows, changed, today: known }: PortfolioTimelineProps) {
  const today = known ?? toCivilDate(Math.floor(Date.now() / DAY_MS));
  const scale = timeScaleOf(rows.map(spanOf), today);
  return (
    <>
      <table class="table projects is-timeline">
        <thead>
          <tr>
            <th scope="col">{words.portfolio.project}</th>
            <th scope="col">{words.portfolio.health}</th>
            <th scope="col">
              <span class="visually-hidden">{portfolioWords.time}</span>
              <Ticks scale={scale} />
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id} class={changed.has(row.id) ? 'is-changed' : ''}>
              <th scope="row">
                <a href={printRoute(planRoute(row.id))}>{row.name}</a>
                <span class="code">{row.code}</span>
              </th>
              <td data-label={words.portfolio.health}>
                <HealthMark health={row.health} />
              </td>
              <td>
                <Bar row={row} scale={scale} today={today} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class="quiet">{portfolioWords.legend}</p>
    </>
  );
}

const percent = (value: number): string => `${value.toFixed(2)}%`;

function Ticks({ scale }: { scale: TimeScale }) {
  return (
    <svg class="time-ticks" width="100%" height="16" aria-hidden="true">
      {scale.ticks.map(({ date, at }) => (
        <text key={date} x={percent(at)} dx="3" y="12">
          {scale.isOfYears ? date.slice(0, 4) : formatMonth(date)}
        </text>
      ))}
    </svg>
  );
}

interface BarProps {
  readonly row: PortfolioRowFragment;
  readonly scale: TimeScale;
  readonly today: string;
}

function Bar({ row, scale, today }: BarProps) {
  const { startDate, endDate, finish } = spanOf(row);
  return (
    <>
      <svg class="time-bar" width="100%" height="22" aria-hidden="true">
        {scale.ticks.map(({ date, at }) => (
          <line key={date} class="path-grid" x1={percent(at)} x2={percent(at)} y1="0" y2="22" />
        ))}
        {startDate !== null && endDate !== null && <Planned {...{ row, scale, startDate, endDate }} />}
        {finish !== null && (
          <line
            class="time-forecast"
            x1={percent(scale.at(finish))}
            x2={percent(scale.at(finish))}
            y1="2"
            y2="20"
          />
        )}
        <line class="time-today" x1={percent(scale.at(today))} x2={percent(scale.at(today))} y1="0" y2="22" />
      </svg>
      <span class="visually-hidden">{sentenceOf(row)}</span>
    </>
  );
}

interface PlannedProps extends Omit<BarProps, 'today'> {
  readonly startDate: string;
  readonly endDate: string;
}

/** The bar, as far as the work is done in a darker tone; of what is off track in red. */
function Planned({ row, scale, startDate, endDate }: PlannedProps) {
  const left = scale.at(startDate);
  const width = Math.max(0.4, scale.at(endDate) - left);
  const kind = row.health === 'RED' ? 'overdue' : 'planned';
  const done = kind === 'planned' ? 'done' : 'overdue-done';
  const place = { x: percent(left), y: 5, height: 12, rx: 1 };
  return (
    <>
      <rect class={`time-${kind}`} {...place} width={percent(width)} />
      <rect class={`time-${done}`} {...place} width={percent((width * row.progressPercent) / 100)} />
    </>
  );
}

function sentenceOf(row: PortfolioRowFragment): string {
  const { startDate, endDate, finish } = spanOf(row);
  const parts = [
    startDate !== null && endDate !== null
      ? formatSpan(startDate, endDate)
      : [startDate, endDate]
          .filter((date) => date !== null)
          .map(formatDay)
          .join('') || portfolioWords.noDates,
    words.percent(row.progressPercent),
    ...(finish === null ? [] : [portfolioWords.forecast(formatDay(finish))]),
  ];
  return parts.join(', ');
}
