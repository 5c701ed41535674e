import { Field, ID, InputType, Int } from 'type-graphql';
import { DateScalar } from '../../../entities/base/scalars.ts';
import { OutOfSequence } from '../../../entities/base/schedule-enums.ts';
import { expose } from '../../../entities/base/expose.ts';
import { DependencyType } from '../../../src/domain/enums.ts';
import { TaskMode } from '../schedule-enums.ts';

export const PreviewBase = { SCHEDULE: 'schedule', STORED_DATES: 'plan' } as const;
export type PreviewBase = (typeof PreviewBase)[keyof typeof PreviewBase];
expose(PreviewBase, 'PreviewBase', 'What a preview is compared with.', {
  SCHEDULE: 'The schedule as it is computed now: a preview of nothing moves nobody.',
  STORED_DATES: 'The dates that are stored: a preview of nothing is what rescheduling would write.',
});

@InputType({ description: 'What to try with one task; what is not given stays.' })
export class PreviewTaskInput {
  @Field(() => ID, { description: 'Id of the task, once in a preview.' })
  taskId: string;

  @Field(() => DateScalar, {
    nullable: true,
    description:
      'It starts no earlier than on this day, by a person’s word; null takes that word back. The duration stays.',
  })
  startDate?: string | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'Its duration in working days, 0 for a milestone. The start stays, or the end of work without a start. What somebody said is left of it is taken back, unless `remainingDays` is given too.',
  })
  durationDays?: number | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'Working days still to do, 1 or more; null derives them from the progress again. Not for completed work.',
  })
  remainingDays?: number | null;

  @Field(() => TaskMode, { nullable: true, description: 'Who moves it.' })
  mode?: TaskMode | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether it is deleted, with its dependencies.' })
  delete?: boolean | null;
}

@InputType({
  description: 'A dependency to try, between two tasks of the project that are not linked so far.',
})
export class PreviewDependencyInput {
  @Field(() => ID, { description: 'The task that is waited for.' })
  predecessorId: string;

  @Field(() => ID, { description: 'The task that waits.' })
  successorId: string;

  @Field(() => DependencyType, {
    defaultValue: DependencyType.FINISH_TO_START,
    description: 'Which end of the one holds which end of the other.',
  })
  type: DependencyType;

  @Field(() => Int, {
    defaultValue: 0,
    description: 'Working days between the two ends, -3650 to 3650; negative where they may overlap.',
  })
  lagDays: number;
}

@InputType({
  description:
    'A change of a project’s plan to be tried, with at most 500 tasks, 500 new and 500 removed dependencies.',
})
export class PreviewScheduleInput {
  @Field(() => ID, { description: 'Id of the project.' })
  projectId: string;

  @Field(() => PreviewBase, {
    nullable: true,
    description: 'What the preview is compared with; `SCHEDULE` when not given.',
  })
  base?: PreviewBase | null;

  @Field(() => DateScalar, {
    nullable: true,
    description:
      'The day up to which progress is taken as known; that of the project’s schedule when not given. It is tried, and not stored by `applySchedule`.',
  })
  dataDate?: string | null;

  @Field(() => OutOfSequence, {
    nullable: true,
    description:
      'What binds work that began too early; the setting when not given. It is tried, and not stored by `applySchedule`.',
  })
  outOfSequence?: OutOfSequence | null;

  @Field(() => [PreviewTaskInput], { nullable: true, description: 'What to try with tasks, at most 500.' })
  tasks?: PreviewTaskInput[] | null;

  @Field(() => [PreviewDependencyInput], {
    nullable: true,
    description: 'Dependencies to try, at most 500. They may not close a circle.',
  })
  addDependencies?: PreviewDependencyInput[] | null;

  @Field(() => [ID], {
    nullable: true,
    description: 'Ids of dependencies to try without, at most 500.',
  })
  removeDependencyIds?: string[] | null;
}
