import { Field, ID, Int, ObjectType } from 'type-graphql';
import { FigureGap, ValueBasis } from '../../entities/base/cost-enums.ts';
import { DateScalar, DateTimeScalar, DecimalScalar } from '../../entities/base/scalars.ts';

const Amount = (description: string): PropertyDecorator => Field(() => DecimalScalar, { description });
const MayLack = (description: string): PropertyDecorator =>
  Field(() => DecimalScalar, {
    nullable: true,
    description: `${description} Null with a reason in \`missing\`.`,
  });

@ObjectType({ description: 'A figure that cannot be told.' })
export class MissingFigure {
  @Field(() => String, { description: 'Name of the field that is null.' })
  figure: string;

  @Field(() => FigureGap, { description: 'Why it is null.' })
  reason: FigureGap;
}

@ObjectType({
  description:
    'Earned value of a project at the end of a day, after ANSI/PMI 19-006. Amounts have two decimals, indices and days four, rounded half up from exact fractions.',
})
export class EarnedValue {
  @Field(() => DateScalar, { description: 'The day at whose end it holds.' })
  asOf: string;

  @Field(() => ValueBasis, { description: 'What budget and planned value are taken from.' })
  basis: ValueBasis;

  @Field(() => ID, {
    nullable: true,
    description: 'Id of the baseline that is the basis; null where it is the plan.',
  })
  baselineId: string | null;

  @Amount('Budget at completion (BAC): planned cost of all work of the basis.')
  bac: string;

  @Amount(
    'Planned value (PV): planned cost of work up to the day, spread over the working days of each task.',
  )
  pv: string;

  @Amount(
    'Earned value (EV): the budget of each task times its progress at the end of the day, by the method that the organisation has set. Work that is not in the plan any more earns nothing.',
  )
  ev: string;

  @MayLack('Actual cost (AC): capital and operating cost spent by the newest snapshot until the day.')
  ac: string | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'The moment of that snapshot; null without one.',
  })
  actualCostAt: string | null;

  @Amount('Planned cost of work without a planned end: in the budget, and planned for no day.')
  undatedCost: string;

  @MayLack('Schedule variance, EV - PV; negative behind plan.')
  sv: string | null;

  @MayLack('Cost variance, EV - AC; negative over cost.')
  cv: string | null;

  @MayLack('Schedule performance index, EV / PV.')
  spi: string | null;

  @MayLack('Cost performance index, EV / AC.')
  cpi: string | null;

  @MayLack('Estimate at completion where performance stays as it was, BAC / CPI.')
  eacCpi: string | null;

  @MayLack('Estimate at completion where the remaining work costs what was planned, AC + BAC - EV.')
  eacPlan: string | null;

  @MayLack('Estimate at completion where cost and time press each other, AC + (BAC - EV) / (CPI x SPI).')
  eacCpiSpi: string | null;

  @MayLack('Estimate to complete, `eacCpi` - AC.')
  etc: string | null;

  @MayLack('Variance at completion, BAC - `eacCpi`.')
  vac: string | null;

  @MayLack(
    'Cost performance that the remaining work needs to stay within the budget, (BAC - EV) / (BAC - AC); negative once more than the budget is spent.',
  )
  tcpiBac: string | null;

  @MayLack('The same to stay within `eacCpi`, (BAC - EV) / (EAC - AC).')
  tcpiEac: string | null;

  @MayLack('Share of the budget that is earned, in percent.')
  percentComplete: string | null;

  @MayLack('Share of the budget that is spent, in percent.')
  percentSpent: string | null;

  @MayLack('Earned schedule (ES): working days of the plan by whose end the value earned was planned.')
  earnedScheduleDays: string | null;

  @MayLack('Actual time (AT): working days from the first day of the plan to the day.')
  actualTimeDays: string | null;

  @MayLack('Planned duration (PD): working days from the first to the last day of the plan.')
  plannedDurationDays: string | null;

  @MayLack('Schedule variance in working days, ES - AT.')
  svTimeDays: string | null;

  @MayLack('Schedule performance index in time, ES / AT.')
  spiTime: string | null;

  @MayLack('Pace that the remaining work needs to end as planned, (PD - ES) / (PD - AT).')
  tspi: string | null;

  @MayLack('Working days that the whole takes at the pace so far, PD / SPI(t).')
  estimatedDurationDays: string | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'The last of these days. Null with a reason in `missing`.',
  })
  estimatedFinish: string | null;

  @Field(() => [MissingFigure], { description: 'The figures that are null, each with the reason.' })
  missing: readonly MissingFigure[];
}

@ObjectType({ description: 'A point of the curves of planned value, earned value and actual cost.' })
export class CostPoint {
  @Field(() => DateScalar, { description: 'The day at whose end it holds.' })
  date: string;

  @Amount('Planned value.')
  pv: string;

  @Field(() => DecimalScalar, { nullable: true, description: 'Earned value; null on days to come.' })
  ev: string | null;

  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'Actual cost; null on days to come, and before the first snapshot.',
  })
  ac: string | null;
}

@ObjectType({ description: 'Planned cost that falls into one financial year.' })
export class FiscalYearCost {
  @Field(() => Int, {
    nullable: true,
    description:
      'The financial year, named by the calendar year in which it ends; null for work that has neither an end nor a year set by hand.',
  })
  fiscalYear: number | null;

  @Field(() => DateScalar, { nullable: true, description: 'Its first day; null without a year.' })
  start: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'Its last day; null without a year.' })
  end: string | null;

  @Amount('Planned capital cost.')
  capex: string;

  @Amount('Planned operating cost.')
  opex: string;
}

@ObjectType({ description: 'What projects are planned to cost by financial year.' })
export class PortfolioCost {
  @Field(() => Int, { description: 'How many projects are added up: those that the caller may see.' })
  projectCount: number;

  @Field(() => Boolean, {
    description: 'False where there are more than 20,000 projects, of which the others are left out.',
  })
  isComplete: boolean;

  @Field(() => [FiscalYearCost], { description: 'The years in order, cost without a year last.' })
  years: FiscalYearCost[];
}

@ObjectType({ description: 'What a project returns for what it costs.' })
export class ReturnOnInvestment {
  @Field(() => DecimalScalar, {
    nullable: true,
    description:
      'The impact of its risks times the share of it that is mitigated, less the cost, as a share of the cost: `"0.5000"` returns one and a half times the cost. Null with a reason.',
  })
  ratio: string | null;

  @Amount('Planned capital and operating cost.')
  cost: string;

  @Field(() => FigureGap, { nullable: true, description: 'Why there is no ratio; null where there is one.' })
  reason: FigureGap | null;
}
