import { ArgsType, Field, ID, InputType } from 'type-graphql';
import { Task } from '../../../entities/task.ts';
import { SourceModule, TaskPriority, TaskStatus } from '../../../src/domain/enums.ts';
import { isWatched } from '../../../src/services/notifications/watching.ts';
import { committedWithin, isExtended } from '../../../src/services/intake/committed-end.ts';
import { isTagged } from '../../../src/services/plan/tags/tags.ts';
import { isLinkedTo } from '../../../src/services/plan/tasks/links.ts';
import { DeletedFilter } from '../../graph/deleted-filter.ts';
import {
  DateWindow,
  FILTER,
  IntWindow,
  NullFilter,
  TimeWindow,
  anyIdOf,
  anyOf,
  between,
  containing,
  noneOf,
  nullness,
  within,
} from '../../graph/filter-conditions.ts';
import type { Condition } from '../../../src/context.ts';
import { distinctIds, distinctWords } from '../../graph/filter-values.ts';
import { orderedArgsOf } from '../../graph/list-args.ts';
import { orderOf } from '../../graph/order.ts';

@InputType({
  description:
    'Conditions on tasks: all must hold, each list means any of its values, of which it holds 100 different ones at most.',
})
export class TaskCriteria {
  @Field(() => [TaskStatus], { nullable: true, description: 'Status, any of.' })
  status?: TaskStatus[] | null;

  @Field(() => [TaskPriority], { nullable: true, description: 'Priority, any of.' })
  priority?: TaskPriority[] | null;

  @Field(() => [ID], { nullable: true, description: 'Owner, any of these users.' })
  ownerId?: string[] | null;

  @Field(() => [ID], { nullable: true, description: 'Worked on by any of these users.' })
  assigneeId?: string[] | null;

  @Field(() => NullFilter, {
    nullable: true,
    description: 'Whether it has no owner; at present each task has one.',
  })
  owner?: NullFilter | null;

  @Field(() => NullFilter, { nullable: true, description: 'Whether nobody works on it.' })
  assignees?: NullFilter | null;

  @Field(() => NullFilter, {
    nullable: true,
    description: 'Whether it hangs on its phase itself, in no work package.',
  })
  workPackage?: NullFilter | null;

  @Field(() => NullFilter, {
    nullable: true,
    description: 'Whether it was created by itself, in no cluster.',
  })
  cluster?: NullFilter | null;

  @Field(() => NullFilter, { nullable: true, description: 'Whether it was raised from no reference.' })
  sourceReference?: NullFilter | null;

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

  @Field(() => [ID], { nullable: true, description: 'Linked to any of these risks.' })
  riskId?: string[] | null;

  @Field(() => [ID], { nullable: true, description: 'Linked to any of these controls.' })
  controlId?: string[] | null;

  @Field(() => [String], {
    nullable: true,
    description: 'Linked to controls of any of these sets or groups, by their names.',
  })
  controlGroup?: string[] | null;

  @Field(() => [ID], { nullable: true, description: 'Linked to any of these incidents.' })
  incidentId?: string[] | null;

  @Field(() => [ID], { nullable: true, description: 'Linked to any of these audit findings.' })
  auditFindingId?: string[] | null;

  @Field(() => [ID], { nullable: true, description: 'It is an occurrence of any of these series.' })
  seriesId?: string[] | null;

  @Field(() => [String], {
    nullable: true,
    description: 'Linked to criteria with any of these codes, of whatever version.',
  })
  ismsCriteriaCode?: string[] | null;

  @Field(() => [String], {
    nullable: true,
    description: 'It carries any of these tags, whatever the case of their letters.',
  })
  tag?: string[] | null;

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

  @Field(() => DateWindow, {
    nullable: true,
    description:
      'The day that it is committed to lies within this span; tasks that are committed to none are left out.',
  })
  dueOn?: DateWindow | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether the day that it is committed to was moved by an extension.',
  })
  hasExtension?: boolean | null;

  @Field(() => TimeWindow, { nullable: true, description: 'It was created within this span.' })
  createdAt?: TimeWindow | null;

  @Field(() => TimeWindow, {
    nullable: true,
    description: 'It last changed within this span: what a copy elsewhere has to fetch again.',
  })
  updatedAt?: TimeWindow | null;

  @Field(() => [Boolean], {
    nullable: true,
    description:
      'Whether it is critical by the stored schedule, any of; tasks without a schedule are left out.',
  })
  isCritical?: boolean[] | null;

  @Field(() => IntWindow, {
    nullable: true,
    description:
      'Its total slack in working days by the stored schedule; completed tasks have none and are left out.',
  })
  totalSlack?: IntWindow | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether the caller watches it.' })
  isWatching?: boolean | null;

  @Field(() => String, {
    nullable: true,
    description: 'Text that name or description contains; case and accents are ignored.',
  })
  search?: string | null;
}

@InputType({
  description:
    'Which tasks to list: all conditions must hold, each list means any of its values, of which it holds 100 different ones at most.',
})
export class TaskFilter extends TaskCriteria {
  @Field(() => TaskCriteria, {
    nullable: true,
    description:
      'Leaves out what meets all of these conditions; what has no value for one of them stays. Empty conditions leave out nothing.',
  })
  not?: TaskCriteria | null;

  @Field(() => DeletedFilter, {
    nullable: true,
    description: 'Whether it lists tasks that are deleted; those that are not when not given.',
  })
  deleted?: DeletedFilter | null;
}

export const { input: TaskOrder, properties: TaskOrderField } = orderOf(Task, 'tasks', {
  NAME: ['name', 'The name.'],
  STATUS: ['status', 'The status, in the order of its values.'],
  PRIORITY: ['priority', 'The priority, from low to critical.'],
  START_DATE: ['startDate', 'The first day.'],
  END_DATE: ['endDate', 'The last day.'],
  PROGRESS: ['progressPercent', 'The progress.'],
  ORDER_INDEX: ['orderIndex', 'The place among the tasks of its work package, or of its phase.'],
  CREATED_AT: ['createdAt', 'When the task was created.'],
  UPDATED_AT: ['updatedAt', 'When the task last changed.'],
  TOTAL_SLACK: ['totalSlack', 'The total slack by the stored schedule; completed tasks have none.'],
  EARLY_START: ['earlyStart', 'The early start by the stored schedule.'],
});

@ArgsType()
export class TasksArgs extends orderedArgsOf(TaskFilter, TaskOrder, 'tasks') {}

/** The filter as conditions on columns. */
export function taskConditions(filter: TaskFilter | null | undefined): Condition[] {
  if (!filter) return [];
  const excluded = filter.not ? noneOf(taskCriteria(filter.not, `${FILTER}.not`)) : [];
  return [...taskCriteria(filter, FILTER), ...excluded];
}

function taskCriteria(criteria: TaskCriteria, place: string): Condition[] {
  return [
    ...anyOf('status', criteria.status, place),
    ...anyOf('priority', criteria.priority, place),
    ...relations(criteria, place),
    ...nulls(criteria),
    ...origin(criteria, place),
    ...links(criteria, place),
    ...within('startDate', criteria.startDate),
    ...within('endDate', criteria.endDate),
    ...within('createdAt', criteria.createdAt),
    ...within('updatedAt', criteria.updatedAt),
    ...schedule(criteria, place),
    ...commitment(criteria),
    ...(criteria.isWatching == null ? [] : [isWatched('task', criteria.isWatching)]),
    ...containing(['name', 'description'], criteria.search, place),
  ];
}

function schedule({ isCritical, totalSlack }: TaskCriteria, place: string): Condition[] {
  return [...anyOf('isCritical', isCritical?.map(String), place), ...between('totalSlack', totalSlack)];
}

function commitment({ dueOn, hasExtension }: TaskCriteria): Condition[] {
  return [...committedWithin(dueOn ?? {}), ...(hasExtension == null ? [] : [isExtended(hasExtension)])];
}

function relations(criteria: TaskCriteria, place: string): Condition[] {
  const { assigneeId } = criteria;
  const assigned: Condition[] = assigneeId
    ? [{ op: 'assigned', userIds: distinctIds(`${place}.assigneeId`, assigneeId) }]
    : [];
  return [
    ...anyIdOf('ownerId', criteria.ownerId, place),
    ...assigned,
    ...anyIdOf('projectId', criteria.projectId, place),
    ...anyIdOf('phaseId', criteria.phaseId, place),
    ...anyIdOf('workPackageId', criteria.workPackageId, place),
    ...anyIdOf('clusterId', criteria.clusterId, place),
  ];
}

function nulls({ owner, assignees, workPackage, cluster, sourceReference }: TaskCriteria): Condition[] {
  const idle: Condition[] = assignees
    ? [{ op: 'isEmpty', property: 'assigneeIds', value: assignees.isNull }]
    : [];
  return [
    ...nullness('ownerId', owner),
    ...idle,
    ...nullness('workPackageId', workPackage),
    ...nullness('clusterId', cluster),
    ...nullness('sourceReferenceId', sourceReference),
  ];
}

function origin({ sourceModule, sourceReferenceId }: TaskCriteria, place: string): Condition[] {
  const references = sourceReferenceId?.map((each) => each.normalize('NFC'));
  return [...anyOf('sourceModule', sourceModule, place), ...anyOf('sourceReferenceId', references, place)];
}

function links(criteria: TaskCriteria, place: string): Condition[] {
  const { riskId, controlId, incidentId, auditFindingId, seriesId, ismsCriteriaCode, controlGroup, tag } =
    criteria;
  const ids = { riskId, controlId, incidentId, auditFindingId, seriesId };
  const words = { ismsCriteriaCode, controlGroup };
  return [
    ...Object.entries(ids).flatMap(([name, values]) =>
      values == null ? [] : [isLinkedTo(name as keyof typeof ids, distinctIds(`${place}.${name}`, values))],
    ),
    ...Object.entries(words).flatMap(([name, values]) =>
      values == null
        ? []
        : [isLinkedTo(name as keyof typeof words, distinctWords(`${place}.${name}`, values))],
    ),
    ...(tag == null ? [] : [isTagged('task', distinctWords(`${place}.tag`, tag))]),
  ];
}
