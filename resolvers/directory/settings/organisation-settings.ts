import { Directive, Field, Int, ObjectType } from 'type-graphql';
import { PercentScalar } from '../../../entities/base/number-scalars.ts';
import { DateScalar } from '../../../entities/base/scalars.ts';
import { CalendarMode, ChildDates, ProgressWeight } from '../../../src/domain/enums.ts';
import { AcceptanceSettings } from './acceptance-settings.ts';
import { AdviceSettings } from './advice-settings.ts';
import { CostSettings, ForecastSettings } from './cost-settings.ts';
import { DueDates } from './due-dates-settings.ts';
import { EscalationSettings } from './escalation-settings.ts';
import { ScheduleSettings } from './schedule-settings.ts';

const Threshold = (description: string): PropertyDecorator =>
  Field(() => Int, {
    nullable: true,
    description: `${description} Null where a fraction has been stored.`,
  });

const Share = (description: string): PropertyDecorator =>
  Field(() => PercentScalar, {
    nullable: true,
    description: `${description} Null where more than two decimals have been stored.`,
  });

@ObjectType({ description: 'Where the rules of the watchdog bite in an organisation.' })
@Directive('@shareable')
export class WatchdogThresholds {
  @Threshold('Calendar days of lateness over which it is of level 2.')
  overdueDays: number | null;

  @Threshold('Calendar days of lateness over which that of a critical task is of level 1.')
  overdueCriticalDays: number | null;

  @Threshold('Overdue tasks that make a cluster in one work package.')
  clusterTasks: number | null;

  @Field(() => PercentScalar, {
    nullable: true,
    description:
      'Percent of a project’s tasks over which the overdue ones are a cluster. Null where more than two decimals have been stored.',
  })
  clusterSharePercent: number | null;

  @Threshold('Hours before its end from which a task’s deadline is upcoming.')
  deadlineHours: number | null;

  @Threshold('Calendar days before its start from which a task should have somebody.')
  unassignedDays: number | null;

  @Threshold('Calendar days without a word after which work counts as stalled.')
  stalledDays: number | null;

  @Threshold('Calendar days over which evidence waits too long for its review.')
  evidenceReviewDays: number | null;

  @Threshold('Calendar days before its last day from which a proof is about to expire.')
  evidenceExpiringDays: number | null;

  @Threshold('Calendar days over which a request for a later day waits too long for its decision.')
  extensionWaitingDays: number | null;

  @Threshold('Rejections of evidence from which it is an alert.')
  evidenceRejections: number | null;

  @Threshold('Calendar days after which a cause that is found for the first time is no news.')
  newsDays: number | null;

  @Threshold('Findings of level 4 or 5 of one code in a project over which they become one alert.')
  aggregateOver: number | null;

  @Share('Percent under which an open subtask counts as not begun in earnest.')
  stalledSubtaskPercent: number | null;

  @Threshold('Calendar days after its start over which such a subtask is stalled.')
  stalledSubtaskDays: number | null;

  @Threshold('Working days by which a successor may come before its predecessor lets it.')
  earlyStartToleranceDays: number | null;

  @Threshold('Working days over which a finish later than promised is an alert.')
  criticalDriftDays: number | null;

  @Share('Percent under which a task has hardly begun.')
  mismatchProgressPercent: number | null;

  @Share('Percent of its working days over which such a task is behind its time.')
  mismatchTimePercent: number | null;

  @Threshold('Tasks under way over which their owner has too many.')
  overloadTasks: number | null;

  @Share('Percent of the budget at completion over which the money spent is an alert.')
  costSpikePercent: number | null;

  @Share('Percent over which the money spent differs from the planned value of the same days.')
  burnRatePercent: number | null;

  @Threshold('Percentage points over which the mitigation of a risk is behind its plan.')
  riskLagPoints: number | null;
}

@ObjectType({
  description: 'Calendar days within which work that other modules raise is due, unless they name a day.',
})
@Directive('@shareable')
export class DueDays {
  @Field(() => Int, { description: 'Of work of low priority.' })
  low: number;

  @Field(() => Int, { description: 'Of work of normal priority.' })
  normal: number;

  @Field(() => Int, { description: 'Of work of high priority.' })
  high: number;

  @Field(() => Int, { description: 'Of work of critical priority.' })
  critical: number;
}

@ObjectType({ description: 'How long evidence holds that says nothing itself, and at most.' })
@Directive('@shareable')
export class EvidenceSettings {
  @Field(() => Int, {
    nullable: true,
    description: 'Months from the day that a piece speaks for; null where it has no end.',
  })
  validMonths: number | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'The most months that a piece may hold, and that one without an end holds; null where there is no bound.',
  })
  maxValidMonths: number | null;
}

@ObjectType({
  description:
    'Settings of an organisation. Where it has none of its own, or one that is no longer taken, the default is shown.',
})
@Directive('@shareable')
export class OrganisationSettings {
  @Field(() => CalendarMode, { description: 'What durations and lags count.' })
  calendar: CalendarMode;

  @Field(() => [Int], { description: 'Weekdays that are worked on, 1 Monday to 7 Sunday.' })
  workingDays: number[];

  @Field(() => [DateScalar], { description: 'Days on which no work is done, at most 1,000.' })
  holidays: string[];

  @Field(() => ProgressWeight, { description: 'By what children weigh in the progress of their parent.' })
  progressWeight: ProgressWeight;

  @Field(() => Int, { description: 'Days before its start from which a task is upcoming.' })
  upcomingDays: number;

  @Field(() => ChildDates, {
    description: 'What becomes of a child that reaches outside of its parent’s dates.',
  })
  childDates: ChildDates;

  @Field(() => Int, { description: 'First month of the financial year, 1 January to 12 December.' })
  fyStartMonth: number;

  @Field(() => WatchdogThresholds, { description: 'Thresholds of the watchdog.' })
  watchdog: WatchdogThresholds;

  @Field(() => ScheduleSettings, {
    description: 'How work is scheduled, unless a project says otherwise.',
  })
  schedule: ScheduleSettings;

  @Field(() => EscalationSettings, { description: 'When people hear of alerts again, and of what can wait.' })
  escalation: EscalationSettings;

  @Field(() => CostSettings, { description: 'How value is measured.' })
  cost: CostSettings;

  @Field(() => ForecastSettings, { description: 'How the finish of projects is forecast.' })
  forecast: ForecastSettings;

  @Field(() => AdviceSettings, { description: 'Whether models give advice, and how much.' })
  ai: AdviceSettings;

  @Field(() => DueDays, { description: 'Days within which raised work is due, by priority.' })
  dueDays: DueDays;

  @Field(() => DueDates, { description: 'How the days that work answers for are kept.' })
  dueDates: DueDates;

  @Field(() => EvidenceSettings, { description: 'How long evidence holds.' })
  evidence: EvidenceSettings;

  @Field(() => AcceptanceSettings, { description: 'How acceptances of risks and exceptions are decided.' })
  acceptance: AcceptanceSettings;
}
