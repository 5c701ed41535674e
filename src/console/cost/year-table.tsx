import type { ProjectCostQuery } from '../operations.ts';
import { formatMoney } from '../state/format.ts';
import { costWords } from '../cost-words.ts';

type Year = NonNullable<ProjectCostQuery['project']>['costByFiscalYear'][number];

const BAR = 120;

/** Planned cost by financial year, with a bar for the eye. */
export function YearTable({ years }: { years: readonly Year[] }) {
  const head = costWords.cost;
  if (years.length === 0) return <p class="quiet">{head.noYears}</p>;
  const sumOf = ({ capex, opex }: Year): number => Number(capex) + Number(opex);
  const most = Math.max(1, ...years.map(sumOf));
  return (
    <table class="table years">
      <thead>
        <tr>
          <th scope="col">{head.year}</th>
          {[head.capex, head.opex, head.sum].map((label) => (
            <th key={label} scope="col" class="number">
              {label}
            </th>
          ))}
          <td class="only-wide" />
        </tr>
      </thead>
      <tbody>
        {years.map((year) => (
          <tr key={year.fiscalYear}>
            <th scope="row">{year.fiscalYear ?? head.noYear}</th>
            <td class="number">{formatMoney(year.capex)}</td>
            <td class="number">{formatMoney(year.opex)}</td>
            <td class="number">{formatMoney(String(sumOf(year)))}</td>
            <td class="only-wide">
              <svg width={BAR} height="10" aria-hidden="true">
                <rect class="progress-done" width={(BAR * Number(year.capex)) / most} height="10" />
                <rect
                  class="bar-opex"
                  x={(BAR * Number(year.capex)) / most}
                  width={(BAR * Number(year.opex)) / most}
                  height="10"
                />
              </svg>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
