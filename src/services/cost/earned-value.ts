import type { CivilDate } from '../../domain/civil-date.ts';
import { costPeriods } from '../../domain/cost/cost-periods.ts';
import { earnedSchedule, estimatedFinish } from '../../domain/cost/earned-schedule.ts';
import { budgetAtCompletion, undatedCost } from '../../domain/cost/earned-value.ts';
import { earnedValues } from '../../domain/cost/earned-progress.ts';
import {
  isKnown,
  missingFigures,
  performanceOf,
  type Figure,
  type MissingFigure,
} from '../../domain/cost/performance.ts';
import { PlannedValueCurve } from '../../domain/cost/planned-value.ts';
import { ValueBasis, type CostInterval } from '../../domain/cost/cost-enums.ts';
import { badInput } from '../../domain/errors.ts';
import { fromCents, type Money } from '../../domain/money.ts';
import { rational, roundHalfUp, toDecimal, type Rational } from '../../domain/rational.ts';
import { readValueFacts } from './value-facts.ts';
import { readValueGround, type CostReader } from './value-ground.ts';

const INDEX_PLACES = 4;
const PERCENT_PLACES = 2;

const INDICES = ['spi', 'cpi', 'tcpiBac', 'tcpiEac'] as const;
const SHARES = ['percentComplete', 'percentSpent'] as const;
const AMOUNTS = ['sv', 'cv', 'eacCpi', 'eacPlan', 'eacCpiSpi', 'etc', 'vac'] as const;
const TIMES = [
  'earnedScheduleDays',
  'actualTimeDays',
  'plannedDurationDays',
  'svTimeDays',
  'spiTime',
  'tspi',
  'estimatedDurationDays',
] as const;

type Shown<Names extends readonly string[]> = Readonly<Record<Names[number], string | null>>;

/** Earned value as it is shown: amounts with two places, indices and days with four, shares in percent with two. */
export interface EarnedValueAnswer
  extends Shown<typeof INDICES>, Shown<typeof SHARES>, Shown<typeof AMOUNTS>, Shown<typeof TIMES> {
  readonly asOf: CivilDate;
  readonly basis: ValueBasis;
  readonly baselineId: string | null;
  readonly bac: Money;
  readonly pv: Money;
  readonly ev: Money;
  readonly ac: Money | null;
  readonly actualCostAt: string | null;
  readonly undatedCost: Money;
  readonly estimatedFinish: CivilDate | null;
  readonly missing: readonly MissingFigure[];
}

/**
 * Earned value of a visible project at the end of a day, of all its work, whatever the caller may see elsewhere.
 * @param asOf null for today.
 * @throws PitError BAD_USER_INPUT for a day that is still to come.
 */
export async function readEarnedValue(
  reader: CostReader,
  projectId: string,
  asOf: CivilDate | null,
): Promise<EarnedValueAnswer> {
  const ground = await readValueGround(reader);
  const on = asOf ?? ground.today;
  if (on > ground.today) {
    throw badInput('Nobody has earned anything on that day yet.', {
      field: 'asOf',
      expected: `a day until ${ground.today}`,
      actual: on,
    });
  }
  const { work, tasks, days, spent, baselineId } = await readValueFacts(reader, projectId, [on], ground);
  const curve = new PlannedValueCurve(work, ground.calendar);
  const [ev] = earnedValues(tasks, days, ground.costs.evMethod) as [Rational];
  const [cost = null] = spent;
  const totals = {
    bac: rational(budgetAtCompletion(work)),
    pv: curve.at(on),
    ev,
    ac: cost && rational(cost.cents),
  };
  const performance = performanceOf(totals);
  const times = earnedSchedule(curve, { ev, on }, ground.calendar);
  const finish = estimatedFinish(curve, times, ground.calendar);
  return {
    asOf: on,
    basis: baselineId === null ? ValueBasis.PLAN : ValueBasis.BASELINE,
    baselineId,
    bac: amountOf(totals.bac),
    pv: amountOf(totals.pv),
    ev: amountOf(ev),
    ac: totals.ac && amountOf(totals.ac),
    actualCostAt: cost?.capturedAt ?? null,
    undatedCost: fromCents(undatedCost(work)),
    ...shown(performance, AMOUNTS, amountOf),
    ...shown(performance, INDICES, (index) => toDecimal(index, INDEX_PLACES)),
    ...shown(performance, SHARES, (share) => toDecimal(share, PERCENT_PLACES)),
    ...shown(times, TIMES, (time) => toDecimal(time, INDEX_PLACES)),
    estimatedFinish: 'day' in finish ? finish.day : null,
    missing: missingFigures({
      ...(totals.ac === null && { ac: performance.cv }),
      ...performance,
      ...times,
      ...('gap' in finish && { estimatedFinish: finish.gap }),
    }),
  };
}

/** A point of the curves of planned value, earned value and actual cost. */
export interface CostPointAnswer {
  readonly date: CivilDate;
  readonly pv: Money;
  /** Null on days to come. */
  readonly ev: Money | null;
  /** Null also before the first snapshot. */
  readonly ac: Money | null;
}

/** Which part of the curves is wanted; null takes the whole plan, and until today. */
export interface SeriesSpan {
  readonly interval: CostInterval;
  readonly from: CivilDate | null;
  readonly to: CivilDate | null;
}

/**
 * The curves of a visible project at the ends of periods, and today. The work is that of the current baseline, else of the
 * plan as it is now, for all days alike.
 * @throws PitError BAD_USER_INPUT for a span that is empty, or of more periods than one answer has.
 */
export async function readCostSeries(
  reader: CostReader,
  projectId: string,
  span: SeriesSpan,
): Promise<CostPointAnswer[]> {
  const ground = await readValueGround(reader);
  const { today, calendar, costs } = ground;
  const { work } = await readValueFacts(reader, projectId, [today], ground);
  const curve = new PlannedValueCurve(work, calendar);
  const dates = costPeriods(span, { first: curve.first, last: curve.last, today });
  const passed = dates.filter((day) => day <= today);
  const facts = await readValueFacts(reader, projectId, passed, ground);
  const earned = earnedValues(facts.tasks, facts.days, costs.evMethod);
  return dates.map((date, at) => {
    const spent = facts.spent[at] ?? null;
    return {
      date,
      pv: amountOf(curve.at(date)),
      ev: at < passed.length ? amountOf(earned[at]!) : null,
      ac: spent && fromCents(spent.cents),
    };
  });
}

/** Cents as an amount, halves of a cent upwards. */
export function amountOf(cents: Rational): Money {
  return fromCents(roundHalfUp(cents));
}

function shown<Name extends string>(
  figures: Readonly<Record<Name, Figure>>,
  names: readonly Name[],
  show: (figure: Rational) => string,
): Record<Name, string | null> {
  return Object.fromEntries(
    names.map((name) => [name, isKnown(figures[name]) ? show(figures[name]) : null]),
  ) as Record<Name, string | null>;
}
