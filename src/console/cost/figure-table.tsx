import type { EarnedFiguresFragment } from '../operations.ts';
import { formatMoment, formatMoney } from '../state/format.ts';
import { costWords } from '../cost-words.ts';
import { FIGURES, figureOf, printFigure, type Figure } from './figures.ts';

/** Where each group of figures begins. */
const GROUPS: Readonly<Partial<Record<Figure['name'], keyof typeof costWords.cost.groups>>> = {
  bac: 'budget',
  sv: 'index',
  eacCpi: 'estimate',
  earnedScheduleDays: 'time',
};

/** The figures of earned value, each with its formula and the numbers that go into it. */
export function FigureTable({ value }: { value: EarnedFiguresFragment }) {
  const head = costWords.cost;
  return (
    <>
      <p class="quiet">
        {head.valueLead[value.basis]}
        {value.actualCostAt !== null && ` ${head.actualAt(formatMoment(value.actualCostAt))}`}
        {Number(value.undatedCost) > 0 && ` ${head.undated(formatMoney(value.undatedCost))}`}
      </p>
      <table class="table figures">
        <thead>
          <tr>
            <th scope="col">{head.figure}</th>
            <th scope="col" class="number">
              {head.amount}
            </th>
            <th scope="col">{head.how}</th>
          </tr>
        </thead>
        {groupsOf(FIGURES.map((name) => figureOf(value, name))).map(([group, figures]) => (
          <tbody key={group}>
            <tr>
              <th scope="rowgroup" colSpan={3} class="group-name">
                {head.groups[group]}
              </th>
            </tr>
            {figures.map((figure) => (
              <Row key={figure.name} figure={figure} />
            ))}
          </tbody>
        ))}
      </table>
    </>
  );
}

type Group = readonly [keyof typeof costWords.cost.groups, readonly Figure[]];

function groupsOf(figures: readonly Figure[]): Group[] {
  const groups: [keyof typeof costWords.cost.groups, Figure[]][] = [];
  for (const figure of figures) {
    const group = GROUPS[figure.name];
    if (group !== undefined) groups.push([group, []]);
    groups.at(-1)?.[1].push(figure);
  }
  return groups;
}

function Row({ figure }: { figure: Figure }) {
  const { name, formula, numbers, gap, isBad } = figure;
  const symbol = costWords.cost.symbols[name];
  return (
    <tr>
      <th scope="row">
        {costWords.cost.figures[name]} {symbol !== '' && <span class="quiet">{symbol}</span>}
      </th>
      <td class={`number ${isBad ? 'bad' : ''}`}>{printFigure(figure)}</td>
      <td class="how">
        {gap !== null ? (
          <span class="quiet">{costWords.cost.gap(gap)}</span>
        ) : (
          <>
            <span class="quiet">{formula === '' ? costWords.cost.counted[name] : formula}</span>
            {numbers !== null && <span class="number"> = {numbers}</span>}
          </>
        )}
      </td>
    </tr>
  );
}
