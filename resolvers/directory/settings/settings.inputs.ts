import { Field, InputType, Int } from 'type-graphql';
import { PercentScalar } from '../../../entities/base/number-scalars.ts';
import { DateScalar } from '../../../entities/base/scalars.ts';
import { CalendarMode, ChildDates, ProgressWeight } from '../../../src/domain/enums.ts';
import { IdempotencyKey, IfUpdatedAt } from '../../graph/mutation-input.ts';
import { AcceptanceSettingsInput } from './acceptance-settings.ts';
import { AdviceSettingsInput } from './advice-settings.ts';
import { CostSettingsInput, ForecastSettingsInput } from './cost-settings.ts';
import { DueDatesInput } from './due-dates-settings.ts';
import { EscalationSettingsInput } from './escalation-settings.ts';
import { ScheduleSettingsInput } from './schedule-settings.ts';

const Threshold = (description: string): PropertyDecorator =>
  Field(() => Int, { nullable: true, description: `${description} Null takes the default back.` });

const Share = (description: string): PropertyDecorator =>
  Field(() => PercentScalar, { nullable: true, description: `${description} Null takes the default back.` });

@InputType({
  description:
    'Where the rules of the watchdog bite: a value of 0 or more sets, null takes the default back, absent leaves.',
})
export class WatchdogThresholdsInput {
  @Threshold('Calendar days of lateness over which it is of level 2.')
  overdueDays?: number | null;

  @Threshold('Calendar days of lateness over which that of a critical task is of level 1.')
  overdueCriticalDays?: number | null;

  @Threshold('Overdue tasks that make a cluster in one work package.')
  clusterTasks?: number | null;

  @Field(() => PercentScalar, {
    nullable: true,
    description:
      'Percent of a project’s tasks over which the overdue ones are a cluster. Null takes the default back.',
  })
  clusterSharePercent?: number | null;

  @Threshold('Hours before its end from which a task’s deadline is upcoming.')
  deadlineHours?: number | null;

  @Threshold('Calendar days before its start from which a task should have somebody.')
  unassignedDays?: number | null;

  @Threshold('Calendar days without a word after which work counts as stalled.')
  stalledDays?: number | null;

  @Threshold('Calendar days over which evidence waits too long for its review.')
  evidenceReviewDays?: number | null;

  @Threshold('Calendar days before its last day from which a proof is about to expire.')
  evidenceExpiringDays?: number | null;

  @Threshold('Calendar days over which a request for a later day waits too long for its decision.')
  extensionWaitingDays?: number | null;

  @Threshold('Rejections of evidence from which it is an alert.')
  evidenceRejections?: number | null;

  @Threshold('Calendar days after which a cause that is found for the first time is no news.')
  newsDays?: number | null;

  @Threshold('Findings of level 4 or 5 of one code in a project over which they become one alert.')
  aggregateOver?: number | null;

  @Share('Percent under which an open subtask counts as not begun in earnest.')
  stalledSubtaskPercent?: number | null;

  @Threshold('Calendar days after its start over which such a subtask is stalled.')
  stalledSubtaskDays?: number | null;

  @Threshold('Working days by which a successor may come before its predecessor lets it.')
  earlyStartToleranceDays?: number | null;

  @Threshold('Working days over which a finish later than promised is an alert.')
  criticalDriftDays?: number | null;

  @Share('Percent under which a task has hardly begun.')
  mismatchProgressPercent?: number | null;

  @Share('Percent of its working days over which such a task is behind its time.')
  mismatchTimePercent?: number | null;

  @Threshold('Tasks under way over which their owner has too many.')
  overloadTasks?: number | null;

  @Share('Percent of the budget at completion over which the money spent is an alert.')
  costSpikePercent?: number | null;

  @Share('Percent over which the money spent differs from the planned value of the same days.')
  burnRatePercent?: number | null;

  @Threshold('Percentage points over which the mitigation of a risk is behind its plan.')
  riskLagPoints?: number | null;
}

@InputType({
  description:
    'Calendar days within which raised work is due, by priority: a value sets, null takes the default back, absent leaves. 0 to 3,650.',
})
export class DueDaysInput {
  @Field(() => Int, { nullable: true, description: 'Of work of low priority; 90 by default.' })
  low?: number | null;

  @Field(() => Int, { nullable: true, description: 'Of work of normal priority; 60 by default.' })
  normal?: number | null;

  @Field(() => Int, { nullable: true, description: 'Of work of high priority; 30 by default.' })
  high?: number | null;

  @Field(() => Int, { nullable: true, description: 'Of work of critical priority; 14 by default.' })
  critical?: number | null;
}

@InputType({
  description:
    'How long evidence holds: a value sets, null takes the default back, absent leaves. 1 to 120 months.',
})
export class EvidenceSettingsInput {
  @Field(() => Int, {
    nullable: true,
    description:
      'Months from the day that a piece speaks for, where nobody says otherwise; no end by default.',
  })
  validMonths?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'The most months that anybody may say; no bound by default.',
  })
  maxValidMonths?: number | null;
}

@InputType({
  description: 'Settings of an organisation: a value sets, null takes the default back, absent leaves.',
})
export class OrganisationSettingsInput {
  @Field(() => CalendarMode, {
    nullable: true,
    description: 'What durations and lags count; working days by default.',
  })
  calendar?: CalendarMode | null;

  @Field(() => [Int], {
    nullable: true,
    description: 'Weekdays that are worked on, 1 Monday to 7 Sunday; Monday to Friday by default.',
  })
  workingDays?: number[] | null;

  @Field(() => [DateScalar], {
    nullable: true,
    description: 'Days on which no work is done, at most 1,000; none by default.',
  })
  holidays?: string[] | null;

  @Field(() => ProgressWeight, {
    nullable: true,
    description: 'By what children weigh in the progress of their parent; equally by default.',
  })
  progressWeight?: ProgressWeight | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Days before its start from which a task is upcoming, 0 to 365; 5 by default.',
  })
  upcomingDays?: number | null;

  @Field(() => ChildDates, {
    nullable: true,
    description:
      'What becomes of a child that reaches outside of its parent’s dates; the parent widens by default.',
  })
  childDates?: ChildDates | null;

  @Field(() => Int, {
    nullable: true,
    description: 'First month of the financial year, 1 January to 12 December; January by default.',
  })
  fyStartMonth?: number | null;

  @Field(() => WatchdogThresholdsInput, {
    nullable: true,
    description: 'Thresholds of the watchdog; null takes all defaults back.',
  })
  watchdog?: WatchdogThresholdsInput | null;

  @Field(() => ScheduleSettingsInput, {
    nullable: true,
    description: 'How work is scheduled; null takes all defaults back.',
  })
  schedule?: ScheduleSettingsInput | null;

  @Field(() => EscalationSettingsInput, {
    nullable: true,
    description: 'When people hear of alerts again, and of what can wait; null takes all defaults back.',
  })
  escalation?: EscalationSettingsInput | null;

  @Field(() => CostSettingsInput, {
    nullable: true,
    description: 'How value is measured; null takes all defaults back.',
  })
  cost?: CostSettingsInput | null;

  @Field(() => ForecastSettingsInput, {
    nullable: true,
    description: 'How the finish of projects is forecast; null takes all defaults back.',
  })
  forecast?: ForecastSettingsInput | null;

  @Field(() => AdviceSettingsInput, {
    nullable: true,
    description: 'Whether models give advice, and how much; null takes all defaults back.',
  })
  ai?: AdviceSettingsInput | null;

  @Field(() => DueDaysInput, {
    nullable: true,
    description: 'Days within which raised work is due, by priority; null takes all defaults back.',
  })
  dueDays?: DueDaysInput | null;

  @Field(() => DueDatesInput, {
    nullable: true,
    description: 'How the days that work answers for are kept; null takes all defaults back.',
  })
  dueDates?: DueDatesInput | null;

  @Field(() => EvidenceSettingsInput, {
    nullable: true,
    description: 'How long evidence holds; null takes all defaults back.',
  })
  evidence?: EvidenceSettingsInput | null;

  @Field(() => AcceptanceSettingsInput, {
    nullable: true,
    description: 'How acceptances of risks and exceptions are decided; null takes all defaults back.',
  })
  acceptance?: AcceptanceSettingsInput | null;
}

@InputType({
  description:
    'Settings of the caller’s organisation: a value sets, null takes the default back, absent leaves.',
})
export class UpdateOrganisationSettingsInput extends OrganisationSettingsInput {
  @IdempotencyKey()
  idempotencyKey?: string | null;

  @IfUpdatedAt()
  ifUpdatedAt?: string | null;
}
