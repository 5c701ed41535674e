import { Directive, Field, InputType, Int, ObjectType } from 'type-graphql';
import { AutoSchedule, FloatAgainst, OutOfSequence } from '../../../entities/base/schedule-enums.ts';
import { DateScalar } from '../../../entities/base/scalars.ts';
import type { ScheduleSettings as Settings } from '../../../src/domain/schedule/remaining-work/schedule-rules.ts';

@ObjectType({ description: 'How work is scheduled.' })
@Directive('@shareable')
export class ScheduleSettings {
  @Field(() => DateScalar, {
    nullable: true,
    description: 'The day up to which progress is known; null for today, whichever day that is.',
  })
  dataDate: string | null;

  @Field(() => OutOfSequence, {
    description: 'What binds work that began before its predecessors allowed it.',
  })
  outOfSequence: OutOfSequence;

  @Field(() => FloatAgainst, { description: 'What total slack is measured against.' })
  floatAgainst: FloatAgainst;

  @Field(() => Int, { description: 'Work is critical with so many working days of total slack, or fewer.' })
  criticalSlackDays: number;

  @Field(() => AutoSchedule, { description: 'What happens when a change moves the dates of other tasks.' })
  auto: AutoSchedule;
}

@InputType({
  description:
    'How work is scheduled: a value sets, null takes back what holds otherwise (in a project that of its organisation), absent leaves.',
})
export class ScheduleSettingsInput {
  @Field(() => DateScalar, {
    nullable: true,
    description: 'The day up to which progress is known; today by default, whichever day that is.',
  })
  dataDate?: string | null;

  @Field(() => OutOfSequence, {
    nullable: true,
    description:
      'What binds work that began before its predecessors allowed it; `RETAINED_LOGIC` by default.',
  })
  outOfSequence?: OutOfSequence | null;

  @Field(() => FloatAgainst, {
    nullable: true,
    description: 'What total slack is measured against; `NETWORK_END` by default.',
  })
  floatAgainst?: FloatAgainst | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'Work is critical with so many working days of total slack, or fewer: 0 to 1,000; 0 by default.',
  })
  criticalSlackDays?: number | null;

  @Field(() => AutoSchedule, {
    nullable: true,
    description: 'What happens when a change moves the dates of other tasks; `SUGGEST` by default.',
  })
  auto?: AutoSchedule | null;
}

/** Settings as the graph shows them. */
export function shownSchedule(settings: Settings): ScheduleSettings {
  return { ...settings, dataDate: settings.dataDate === 'today' ? null : settings.dataDate };
}
