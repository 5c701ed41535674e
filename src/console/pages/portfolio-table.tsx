import type { PortfolioRowFragment } from '../operations.ts';
import { HealthMark, Progress } from '../parts/health.tsx';
import { formatCount, formatDay } from '../state/format.ts';
import { planRoute, printRoute } from '../state/routes.ts';
import { words } from '../words.ts';

/** Projects as a table: why one is not on track stands below its name. */
export function PortfolioTable({
  rows,
  changed,
}: {
  rows: readonly PortfolioRowFragment[];
  changed: ReadonlySet<string>;
}) {
  const head = words.portfolio;
  return (
    <table class="table projects">
      <thead>
        <tr>
          <th scope="col">{head.project}</th>
          <th scope="col">{head.health}</th>
          <th scope="col">{head.progress}</th>
          <th scope="col" class="number">
            {head.overdue}
          </th>
          <th scope="col" class="number">
            {head.alerts}
          </th>
          <th scope="col" class="number">
            {head.ends}
          </th>
          <th scope="col" class="number">
            {head.forecast}
          </th>
          <th scope="col">{head.owner}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Row key={row.id} row={row} isChanged={changed.has(row.id)} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ row, isChanged }: { row: PortfolioRowFragment; isChanged: boolean }) {
  const { schedule } = row;
  const reasons = row.healthReasons.filter(({ health }) => health !== 'GREEN');
  return (
    <tr class={isChanged ? 'is-changed' : ''}>
      <th scope="row">
        <a href={printRoute(planRoute(row.id))}>{row.name}</a>
        <span class="code">{row.code}</span>
        {reasons.length > 0 && (
          <span class="reasons">{reasons.map(({ message }) => message).join('; ')}</span>
        )}
      </th>
      <td data-label={words.portfolio.health}>
        <HealthMark health={row.health} />
      </td>
      <td data-label={words.portfolio.progress}>
        <Progress percent={row.progressPercent} />
      </td>
      <Count label={words.portfolio.overdue} count={row.overdueTaskCount} isBad />
      <td class="number" data-label={words.portfolio.alerts}>
        <span title={words.portfolio.alertsOf(row.openAlertCount, row.redAlertCount)}>
          {row.openAlertCount === 0 ? <span class="quiet">0</span> : formatCount(row.openAlertCount)}
        </span>
      </td>
      <td class="number" data-label={words.portfolio.ends}>
        {row.endDate === null ? <span class="quiet">{words.none}</span> : formatDay(row.endDate)}
      </td>
      <td class="number" data-label={words.portfolio.forecast}>
        <Forecast finish={schedule?.forecastFinish ?? null} endDate={row.endDate} />
      </td>
      <td data-label={words.portfolio.owner}>{row.owner?.name}</td>
    </tr>
  );
}

function Count({ label, count, isBad = false }: { label: string; count: number; isBad?: boolean }) {
  return (
    <td class="number" data-label={label}>
      <span class={count === 0 ? 'quiet' : isBad ? 'bad' : ''}>{formatCount(count)}</span>
    </td>
  );
}

/** A forecast after the planned end is what deserves a look. */
function Forecast({ finish, endDate }: { finish: string | null; endDate: string | null }) {
  if (finish === null) return <span class="quiet">{words.none}</span>;
  return <span class={endDate !== null && finish > endDate ? 'bad' : ''}>{formatDay(finish)}</span>;
}
