import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { expose } from '../../entities/base/expose.ts';
import { DateScalar } from '../../entities/base/scalars.ts';
import { DependencyType, TaskStatus } from '../../src/domain/enums.ts';
import { MAX_VIEWPORT_ROWS } from '../../src/domain/schedule/timeline/timeline-viewport.ts';

/** In the order of `RowKind`. */
export const TimelineRowKind = {
  PROJECT: 'project',
  PHASE: 'phase',
  WORK_PACKAGE: 'work_package',
  TASK: 'task',
  SUBTASK: 'subtask',
  MILESTONE: 'milestone',
} as const;
export type TimelineRowKind = (typeof TimelineRowKind)[keyof typeof TimelineRowKind];
expose(TimelineRowKind, 'TimelineRowKind', 'What a row of a timeline stands for.', {
  PROJECT: 'The project.',
  PHASE: 'A phase.',
  WORK_PACKAGE: 'A work package.',
  TASK: 'A task.',
  SUBTASK: 'A subtask.',
  MILESTONE: 'A task without duration.',
});

@InputType({ description: 'Which of the rows that are left to give.' })
export class TimelineRowsInput {
  @Field(() => Int, { defaultValue: 0, description: 'Rows to leave out at the top, 0 or more.' })
  offset: number;

  @Field(() => Int, { defaultValue: 100, description: `Rows to give, 1 to ${MAX_VIEWPORT_ROWS}.` })
  limit: number;
}

@ObjectType({
  description: 'Tasks that are folded into a row, of one quarter or year: that of their last day.',
})
export class TimelineCount {
  @Field(() => Int, {
    nullable: true,
    description: 'The quarter or year, counted from that of the origin; null of tasks without dates.',
  })
  unitIndex: number | null;

  @Field(() => Int, { description: 'How many tasks end in it.' })
  taskCount: number;

  @Field(() => Int, { description: 'How many of them are completed.' })
  completedCount: number;

  @Field(() => Int, { description: 'How many of them are overdue.' })
  overdueCount: number;

  @Field(() => Int, { description: 'How many of them are critical.' })
  criticalCount: number;
}

@ObjectType({
  description:
    'A row of a timeline. Days are those of the schedule: early dates of open work, actual dates of what is done.',
})
export class TimelineRow {
  @Field(() => ID, { description: 'Id of the record.' })
  id: string;

  @Field(() => Int, {
    description: 'Its place among all rows of the timeline, from 0, as the tree orders them.',
  })
  index: number;

  @Field(() => TimelineRowKind, { description: 'What it stands for.' })
  kind: TimelineRowKind;

  @Field(() => Int, { description: 'How many rows hold it; 0 of the project.' })
  depth: number;

  @Field(() => ID, { nullable: true, description: 'Id of the row that holds it; null of the project.' })
  parentId: string | null;

  @Field(() => String, { description: 'Name of the record.' })
  label: string;

  @Field(() => DateScalar, { nullable: true, description: 'First day of the bar; null without one.' })
  startDate: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'Last day of the bar; null without one.' })
  endDate: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'First day of the bar in calendar days from the origin; null without a bar.',
  })
  x: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Length of the bar in calendar days, 0 of a milestone; null without a bar.',
  })
  width: number | null;

  @Field(() => Int, { description: 'Progress in percent, 0 to 100.' })
  progressPercent: number;

  @Field(() => TaskStatus, { nullable: true, description: 'Status; null of what is no task or subtask.' })
  status: TaskStatus | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Total slack in working days; null of completed work and of what is no task.',
  })
  totalSlack: number | null;

  @Field(() => Boolean, { description: 'Whether it is critical by the schedule.' })
  isCritical: boolean;

  @Field(() => Boolean, { description: 'Whether it is on the longest path to the finish.' })
  isOnLongestPath: boolean;

  @Field(() => Boolean, { description: 'Whether it is blocked.' })
  isBlocked: boolean;

  @Field(() => Boolean, { description: 'Whether it requires evidence of which none is accepted.' })
  isEvidenceMissing: boolean;

  @Field(() => Boolean, { description: 'Whether it is overdue.' })
  isOverdue: boolean;

  @Field(() => Boolean, { description: 'Whether only a person moves it in the schedule.' })
  isManual: boolean;

  @Field(() => Int, {
    nullable: true,
    description:
      'First day of the bar of the current baseline, in calendar days from the origin; null without one.',
  })
  baselineX: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Length of that bar in calendar days, 0 of a milestone; null without one.',
  })
  baselineWidth: number | null;

  @Field(() => [TimelineCount], {
    nullable: true,
    description: 'Of quarters and years the tasks that are folded into the row; null where none are.',
  })
  counts: TimelineCount[] | null;
}

@ObjectType({ description: 'A dependency on a timeline.' })
export class TimelineLink {
  @Field(() => ID, { description: 'Id of the row that goes before.' })
  fromId: string;

  @Field(() => ID, { description: 'Id of the row that follows.' })
  toId: string;

  @Field(() => DependencyType, { description: 'Which ends it ties.' })
  type: DependencyType;

  @Field(() => Int, { description: 'Lag in working days, negative for a lead; 0 between folded rows.' })
  lagDays: number;

  @Field(() => Boolean, { description: 'Whether it decides when what follows may begin or end.' })
  isDriving: boolean;

  @Field(() => Boolean, { description: 'Whether it does so, and both its ends are critical.' })
  isCritical: boolean;

  @Field(() => Boolean, { description: 'Whether one of its ends is not among the rows that were given.' })
  isClipped: boolean;
}

@ObjectType({ description: 'A row that has another place than before.' })
export class TimelineMove {
  @Field(() => ID, { description: 'Id of the record.' })
  id: string;

  @Field(() => Int, { description: 'Its place before.' })
  fromIndex: number;

  @Field(() => Int, { description: 'Its place now.' })
  toIndex: number;
}

@ObjectType({ description: 'What became of the dependencies on a timeline.' })
export class TimelineLinkChanges {
  @Field(() => [TimelineLink], { description: 'New ones, and changed ones as they are now.' })
  added: TimelineLink[];

  @Field(() => [TimelineLink], { description: 'Those that are gone, and changed ones as they were.' })
  removed: TimelineLink[];
}
