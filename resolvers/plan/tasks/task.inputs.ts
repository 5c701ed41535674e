import { ArgsType, Field, ID, InputType, registerEnumType } from 'type-graphql';
import { SourceModule, TaskPriority, TaskStatus } from '../../../src/domain/enums.ts';
import { DeletedFilter } from '../../graph/deleted-filter.ts';
import {
  anyIdOf,
  anyOf,
  containing,
  DateWindow,
  Direction,
  PageArgs,
  within,
} from '../../graph/connection.ts';
import type { Condition } from '../../../src/context.ts';
import { distinctIds } from '../../graph/filter-values.ts';

@InputType({
  description:
    'Which tasks to list: all conditions must hold, each list means any of its values, of which it holds 100 different ones at most.',
})
export class TaskFilter {
  @Field(() => [TaskStatus], { nullable: true, description: 'Status, any of.' })
  status?: TaskStatus[] | null;

  @Field(() => [TaskPriority], { nullable: true, description: 'Priority, any of.' })
  priority?: TaskPriority[] | null;

  @Field(() => [ID], { nullable: true, description: 'Owner, any of these users.' })
  ownerId?: string[] | null;

  @Field(() => [ID], { nullable: true, description: 'Worked on by any of these users.' })
  assigneeId?: string[] | null;

  @Field(() => [ID], { nullable: true, description: 'In any of these projects.' })
  projectId?: string[] | null;

  @Field(() => [ID], { nullable: true, description: 'In any of these phases.' })
  phaseId?: string[] | null;

  @Field(() => [ID], { nullable: true, description: 'In any of these work packages.' })
  workPackageId?: string[] | null;

  @Field(() => [ID], { nullable: true, description: 'Generated with any of these clusters.' })
  clusterId?: string[] | null;

  @Field(() => [SourceModule], { nullable: true, description: 'Raised by any of these modules.' })
  sourceModule?: SourceModule[] | null;

  @Field(() => [String], { nullable: true, description: 'Raised from any of these references.' })
  sourceReferenceId?: string[] | null;

  @Field(() => DateWindow, {
    nullable: true,
    description: 'The first day lies within this span; rows without a first day are left out.',
  })
  startDate?: DateWindow | null;

  @Field(() => DateWindow, {
    nullable: true,
    description: 'The last day lies within this span; rows without a last day are left out.',
  })
  endDate?: DateWindow | null;

  @Field(() => String, {
    nullable: true,
    description: 'Text that name or description contains; case and accents are ignored.',
  })
  search?: string | null;

  @Field(() => DeletedFilter, {
    nullable: true,
    description: 'Whether it lists tasks that are deleted; those that are not when not given.',
  })
  deleted?: DeletedFilter | null;
}

export const TaskOrderField = {
  NAME: 'name',
  STATUS: 'status',
  PRIORITY: 'priority',
  START_DATE: 'startDate',
  END_DATE: 'endDate',
  PROGRESS: 'progressPercent',
  CREATED_AT: 'createdAt',
  UPDATED_AT: 'updatedAt',
} as const;
export type TaskOrderField = (typeof TaskOrderField)[keyof typeof TaskOrderField];
registerEnumType(TaskOrderField, {
  name: 'TaskOrderField',
  description: 'What tasks can be ordered by.',
  valuesConfig: {
    NAME: { description: 'The name.' },
    STATUS: { description: 'The status, in the order of its values.' },
    PRIORITY: { description: 'The priority, from low to critical.' },
    START_DATE: { description: 'The first day.' },
    END_DATE: { description: 'The last day.' },
    PROGRESS: { description: 'The progress.' },
    CREATED_AT: { description: 'When the task was created.' },
    UPDATED_AT: { description: 'When the task last changed.' },
  },
});

@InputType({ description: 'One term of the order of tasks.' })
export class TaskOrder {
  @Field(() => TaskOrderField, { description: 'The field to order by.' })
  field: TaskOrderField;

  @Field(() => Direction, {
    defaultValue: Direction.ASC,
    description: 'Ascending or descending; ascending when not given.',
  })
  direction: Direction;
}

@ArgsType()
export class TasksArgs extends PageArgs {
  @Field(() => TaskFilter, { nullable: true, description: 'Which tasks; all when not given.' })
  filter?: TaskFilter | null;

  @Field(() => [TaskOrder], { nullable: true, description: 'In which order; by last day when not given.' })
  orderBy?: TaskOrder[] | null;
}

/** The filter as conditions on columns. */
export function taskConditions(filter: TaskFilter | null | undefined): Condition[] {
  if (!filter) return [];
  const assignees: Condition[] = filter.assigneeId
    ? [{ op: 'assigned', userIds: distinctIds('assigneeId', filter.assigneeId) }]
    : [];
  return [
    ...anyOf('status', filter.status),
    ...anyOf('priority', filter.priority),
    ...anyIdOf('ownerId', filter.ownerId),
    ...assignees,
    ...anyIdOf('projectId', filter.projectId),
    ...anyIdOf('phaseId', filter.phaseId),
    ...anyIdOf('workPackageId', filter.workPackageId),
    ...anyIdOf('clusterId', filter.clusterId),
    ...anyOf('sourceModule', filter.sourceModule),
    ...anyOf(
      'sourceReferenceId',
      filter.sourceReferenceId?.map((each) => each.normalize('NFC')),
    ),
    ...within('startDate', filter.startDate),
    ...within('endDate', filter.endDate),
    ...containing(['name', 'description'], filter.search),
  ];
}
