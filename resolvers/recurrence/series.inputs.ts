import { Field, ID, InputType, Int, registerEnumType } from 'type-graphql';
import { DateScalar } from '../../entities/base/scalars.ts';
import { CatchUp, DateShift, RecurrenceMode } from '../../src/domain/recurrence/reconcile.ts';
import { ChangeInput, MutationInput } from '../graph/mutation-input.ts';

registerEnumType(DateShift, {
  name: 'DateShift',
  description: 'Where a date of a rule goes that is no working day of the organisation.',
  valuesConfig: {
    NONE: { description: 'It stays.' },
    NEXT_WORKING_DAY: { description: 'To the next working day.' },
    PREVIOUS_WORKING_DAY: { description: 'To the working day before.' },
  },
});
registerEnumType(CatchUp, {
  name: 'CatchUp',
  description: 'What becomes of dates of a rule that passed while nothing was made.',
  valuesConfig: {
    LATEST: { description: 'The newest gets a task, older ones are missed.' },
    ALL: { description: 'Each gets a task, 60 at most; older ones are missed.' },
  },
});

registerEnumType(RecurrenceMode, {
  name: 'RecurrenceMode',
  description: 'From what the next date of a series follows.',
  valuesConfig: {
    FIXED: { description: 'From the rule: each of its dates comes, whenever the work before it was done.' },
    AFTER_COMPLETION: {
      description:
        'From the completion: the next is due the interval of the rule after it, so that one is open at most. The rule has FREQ, INTERVAL and UNTIL alone.',
    },
  },
});

@InputType({ description: 'A task that is to come again.' })
export class CreateSeriesInput extends MutationInput {
  @Field(() => ID, {
    description: 'Id of the task: the first occurrence, and what later ones are made like.',
  })
  taskId: string;

  @Field(() => String, {
    description:
      'The rule by RFC 5545: FREQ from DAILY to YEARLY with INTERVAL, COUNT, UNTIL, BYMONTH, BYMONTHDAY, BYDAY, BYSETPOS and WKST. Months without such a day are left out: `BYMONTHDAY=-1` is the last day of each.',
  })
  rule: string;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'The date of the rule that the task stands for; its end unless said.',
  })
  startsOn?: string | null;

  @Field(() => DateShift, {
    nullable: true,
    description: 'Where dates go that are no working days; they stay unless said.',
  })
  dateShift?: DateShift | null;

  @Field(() => CatchUp, {
    nullable: true,
    description: 'What becomes of dates that passed; LATEST unless said.',
  })
  catchUp?: CatchUp | null;

  @Field(() => RecurrenceMode, {
    nullable: true,
    description: 'From what the next date follows; FIXED unless said, and never another later.',
  })
  mode?: RecurrenceMode | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'So many days before its newest occurrence is due the next one is made: 0 to 366, and less than lie between two dates; 0 unless said.',
  })
  leadDays?: number | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'Proof of an occurrence holds so many days beyond the last day of the next one, 0 to 366, unless its uploader says otherwise; not said, its series says nothing of it.',
  })
  graceDays?: number | null;
}

@InputType({
  description:
    'Changes of a series: a value sets, absent or null leaves. What was made stays; an ended or broken series makes occurrences again, and one that pauses goes on pausing.',
})
export class UpdateSeriesInput extends ChangeInput {
  @Field(() => String, { nullable: true, description: 'Name of the series and of the tasks to come.' })
  name?: string | null;

  @Field(() => ID, { nullable: true, description: 'Who answers for the tasks to come.' })
  ownerId?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Another rule; `startsOn` says from when, after the newest occurrence.',
  })
  rule?: string | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'The first day of the rule from now on, after the newest occurrence.',
  })
  startsOn?: string | null;

  @Field(() => DateShift, { nullable: true, description: 'Where dates go that are no working days.' })
  dateShift?: DateShift | null;

  @Field(() => CatchUp, { nullable: true, description: 'What becomes of dates that passed.' })
  catchUp?: CatchUp | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'So many days before its newest occurrence is due the next one is made: 0 to 366, and less than lie between two dates.',
  })
  leadDays?: number | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'Proof of an occurrence that is handed in from now on holds so many days beyond the last day of the next one, 0 to 366.',
  })
  graceDays?: number | null;
}

@InputType({ description: 'A series that is to pause.' })
export class PauseSeriesInput extends ChangeInput {}

@InputType({ description: 'A series that is to go on.' })
export class ResumeSeriesInput extends ChangeInput {}

@InputType({ description: 'A series that is to end.' })
export class EndSeriesInput extends ChangeInput {}

@InputType({ description: 'One date of a series that is to be left out.' })
export class SkipOccurrenceInput extends MutationInput {
  @Field(() => ID, { description: 'Id of the series.' })
  seriesId: string;

  @Field(() => DateScalar, {
    description: 'The date of the rule: of an open occurrence, or of the next one before it is made.',
  })
  nominalOn: string;

  @Field(() => String, { description: 'Why, up to 5,000 characters.' })
  reason: string;
}

@InputType({ description: 'One date of a series that was left out and is to be done after all.' })
export class UnskipOccurrenceInput extends MutationInput {
  @Field(() => ID, { description: 'Id of the series.' })
  seriesId: string;

  @Field(() => DateScalar, { description: 'The date of the rule that was skipped.' })
  nominalOn: string;
}
