import { Field, Float, ID, Int, ObjectType } from 'type-graphql';
import { PercentScalar } from '../../entities/base/number-scalars.ts';
import { DateScalar, DateTimeScalar, DecimalScalar } from '../../entities/base/scalars.ts';

@ObjectType({ description: 'Days of a forecast: that so many percent of the runs end on or before.' })
export class FinishForecast {
  @Field(() => DateScalar, { description: 'Ten percent of the runs end by this day.' })
  p10: string;

  @Field(() => DateScalar, { description: 'Half of the runs end by this day.' })
  p50: string;

  @Field(() => DateScalar, { description: 'Eighty percent of the runs end by this day.' })
  p80: string;

  @Field(() => DateScalar, { description: 'Ninety percent of the runs end by this day.' })
  p90: string;

  @Field(() => Float, { description: 'Mean of the work that remains, in working days from the data date.' })
  meanDays: number;

  @Field(() => Float, { description: 'Standard deviation of the same, in working days.' })
  sdDays: number;

  @Field(() => DateScalar, {
    description: 'The finish of the schedule, where every task takes what is planned.',
  })
  deterministic: string;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'The promised finish; null where nobody promised one.',
  })
  promised: string | null;

  @Field(() => PercentScalar, {
    nullable: true,
    description: 'Share of the runs that end by the promised day, in percent; null without one.',
  })
  probabilityOnTime: number | null;
}

@ObjectType({
  description: 'Cost of a project when all is done, where what remains costs in proportion to its time.',
})
export class CostForecast {
  @Field(() => DecimalScalar, { description: 'Half of the runs cost no more.' })
  p50: string;

  @Field(() => DecimalScalar, { description: 'Eighty percent of the runs cost no more.' })
  p80: string;
}

@ObjectType({ description: 'What the tasks of phases of one name took of late, against what was planned.' })
export class DurationHistory {
  @Field(() => String, { description: 'Name of the phases, in small letters.' })
  kind: string;

  @Field(() => Int, { description: 'Finished tasks of the organisation that it is made of, at least 30.' })
  cases: number;

  @Field(() => Float, {
    description:
      'Calibration: of the later third of these tasks, the share in percent that took no longer than the P50 of the earlier ones. 50 is right, less is too hopeful.',
  })
  coverageP50: number;

  @Field(() => Float, { description: 'The same for the P80, of which 80 is right.' })
  coverageP80: number;
}

@ObjectType({ description: 'What a task takes at best and at worst where there is no history of its kind.' })
export class ForecastFactors {
  @Field(() => Float, { description: 'At best, as a share of the planned duration.' })
  optimistic: number;

  @Field(() => Float, { description: 'At worst, as a share of the planned duration.' })
  pessimistic: number;
}

@ObjectType({ description: 'What a forecast is made of.' })
export class ForecastInputs {
  @Field(() => Int, { description: 'Tasks that are not complete.' })
  openTasks: number;

  @Field(() => Int, {
    description: 'How many of them are drawn from the history of their kind; the others from factors.',
  })
  tasksWithHistory: number;

  @Field(() => ForecastFactors, { description: 'A triangle between the two, highest at what is planned.' })
  factors: ForecastFactors;

  @Field(() => [DurationHistory], { description: 'The histories, by name, at most 100.' })
  history: readonly DurationHistory[];
}

@ObjectType({ description: 'In how many runs the work ended by a day.' })
export class ForecastBar {
  @Field(() => DateScalar, { description: 'The last day of the bar.' })
  date: string;

  @Field(() => Int, { description: 'Runs that ended on or before it and after the bar before.' })
  count: number;
}

@ObjectType({ description: 'How much a task decides when the project ends.' })
export class TaskCriticality {
  taskId: string;

  @Field(() => PercentScalar, {
    description: 'Criticality index: share of the runs in which it was on the longest path, in percent.',
  })
  index: number;

  @Field(() => Float, {
    description:
      'Cruciality: correlation of its duration with the finish, -1 to 1; 0 where it does not differ.',
  })
  cruciality: number;
}

@ObjectType({
  description:
    'When the work that remains ends, by simulation: each run draws the duration of every task and schedules it anew. The same plan, seed and settings give the same forecast on every machine.',
})
export class Forecast {
  @Field(() => ID, { description: 'Id of the cost snapshot that keeps it.' })
  id: string;

  @Field(() => DateTimeScalar, { description: 'When it was made.' })
  madeAt: string;

  @Field(() => Int, { description: 'The seed of its random numbers.' })
  seed: number;

  @Field(() => Int, { description: 'How many times the work was run through.' })
  runs: number;

  @Field(() => Float, { description: 'By how much tasks ran late together, 0 to 1.' })
  correlation: number;

  @Field(() => DateScalar, { description: 'The day from which the remaining work is counted.' })
  dataDate: string;

  @Field(() => Int, { description: 'Number of the newest event of the project that it takes in.' })
  planSeq: number;

  @Field(() => ForecastInputs, { description: 'What it is made of.' })
  inputs: ForecastInputs;

  @Field(() => FinishForecast, { description: 'When the work ends.' })
  finish: FinishForecast;

  @Field(() => CostForecast, {
    nullable: true,
    description: 'What the project costs when all is done; null where no cost was recorded.',
  })
  cost: CostForecast | null;

  histogram: readonly (readonly [string, number])[];
  criticality: readonly TaskCriticality[];
}
