import type { EarnedFiguresFragment, FigureGap } from '../operations.ts';
import { formatDay } from '../state/format.ts';
import { costWords } from '../cost-words.ts';
import { words } from '../words.ts';

type Name = keyof typeof costWords.cost.figures;
type Unit = 'money' | 'index' | 'percent' | 'days' | 'day';

export interface Figure {
  readonly name: Name;
  readonly value: string | null;
  readonly unit: Unit;
  /** The formula in symbols; empty of what is counted and not computed. */
  readonly formula: string;
  /** The formula with its numbers; null where one of them is not there. */
  readonly numbers: string | null;
  /** Why there is no value. */
  readonly gap: FigureGap | null;
  /** Whether it says that things are worse than planned. */
  readonly isBad: boolean;
}

interface Rule {
  readonly unit: Unit;
  readonly formula: string;
  /** Names of figures as they come in the formula. */
  readonly of: readonly Name[];
  /** Below which value, or above which, it is bad. */
  readonly bad?: readonly ['below' | 'above', number];
}

const money = (formula: string, of: readonly Name[], bad?: Rule['bad']): Rule =>
  rule('money', formula, of, bad);
const index = (formula: string, of: readonly Name[]): Rule => rule('index', formula, of, ['below', 1]);

function rule(unit: Unit, formula: string, of: readonly Name[], bad?: Rule['bad']): Rule {
  return { unit, formula, of, ...(bad === undefined ? {} : { bad }) };
}

/** In the order in which they are shown: a letter in a formula is the figure of that place in `of`. */
const RULES: Readonly<Record<Name, Rule>> = {
  bac: money('', []),
  pv: money('', []),
  ev: money('', []),
  ac: money('', []),
  sv: money('a − b', ['ev', 'pv'], ['below', 0]),
  cv: money('a − b', ['ev', 'ac'], ['below', 0]),
  spi: index('a / b', ['ev', 'pv']),
  cpi: index('a / b', ['ev', 'ac']),
  percentComplete: rule('percent', 'a / b × 100', ['ev', 'bac']),
  percentSpent: rule('percent', 'a / b × 100', ['ac', 'bac']),
  eacCpi: money('a / b', ['bac', 'cpi']),
  eacPlan: money('a + b − c', ['ac', 'bac', 'ev']),
  eacCpiSpi: money('a + (b − c) / (d × e)', ['ac', 'bac', 'ev', 'cpi', 'spi']),
  etc: money('a − b', ['eacCpi', 'ac']),
  vac: money('a − b', ['bac', 'eacCpi'], ['below', 0]),
  tcpiBac: rule('index', '(a − b) / (a − c)', ['bac', 'ev', 'ac'], ['above', 1]),
  tcpiEac: rule('index', '(a − b) / (c − d)', ['bac', 'ev', 'eacCpi', 'ac']),
  earnedScheduleDays: rule('days', '', []),
  actualTimeDays: rule('days', '', []),
  plannedDurationDays: rule('days', '', []),
  svTimeDays: rule('days', 'a − b', ['earnedScheduleDays', 'actualTimeDays'], ['below', 0]),
  spiTime: index('a / b', ['earnedScheduleDays', 'actualTimeDays']),
  estimatedDurationDays: rule('days', 'a / b', ['plannedDurationDays', 'spiTime']),
  estimatedFinish: rule('day', '', []),
};

export const FIGURES = Object.keys(RULES) as Name[];

const AMOUNT = new Intl.NumberFormat('en-GB', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const SHARE = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 4 });

/** A number of a formula: what is negative stands in brackets. */
function inFormula(value: string, unit: Unit): string {
  const text = (unit === 'money' ? AMOUNT : SHARE).format(Number(value)).replace('-', '−');
  return text.startsWith('−') ? `(${text})` : text;
}

/** A figure with its formula, and the formula with its numbers. */
export function figureOf(values: EarnedFiguresFragment, name: Name): Figure {
  const { unit, formula, of, bad } = RULES[name];
  const value = values[name];
  const gap = values.missing.find(({ figure }) => figure === name)?.reason ?? null;
  const filled = (print: (each: Name) => string): string =>
    formula.replaceAll(/[a-e]/g, (letter) => print(of['abcde'.indexOf(letter)]!));
  const isKnown = formula !== '' && value !== null && of.every((each) => values[each] !== null);
  return {
    ...{ name, value, unit, gap },
    formula: filled((each) => costWords.cost.symbols[each]),
    numbers: isKnown ? filled((each) => inFormula(values[each]!, RULES[each].unit)) : null,
    isBad: value !== null && bad !== undefined && isBeyond(Number(value), bad),
  };
}

function isBeyond(value: number, [side, limit]: readonly ['below' | 'above', number]): boolean {
  return side === 'below' ? value < limit : value > limit;
}

/** A figure as it is read. */
export function printFigure({ value, unit }: Pick<Figure, 'value' | 'unit'>): string {
  if (value === null) return words.none;
  const number = Number(value);
  switch (unit) {
    case 'money':
      return AMOUNT.format(number).replace('-', '−');
    case 'index':
      return number.toFixed(2).replace('-', '−');
    case 'percent':
      return `${SHARE.format(Math.round(number * 10) / 10)} %`;
    case 'days':
      return `${SHARE.format(Math.round(number * 10) / 10).replace('-', '−')}`;
    case 'day':
      return formatDay(value);
  }
}
