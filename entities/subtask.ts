import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import { Check, Column, Entity, Index, Unique } from 'typeorm';
import { TaskPriority, TaskStatus } from '../src/domain/enums.ts';
import { PercentScalar } from './base/number-scalars.ts';
import { References } from './base/references.ts';
import { DeletableRow } from './base/row.ts';
import { DateScalar } from './base/scalars.ts';
import { Task } from './task.ts';
import { User } from './user.ts';
import type { WorkItem } from './work-item.ts';

@ObjectType({ description: 'A step of a task, with its own dates, progress and evidence.' })
@Directive('@key(fields: "id")')
@Entity({ schema: 'pit', name: 'subtask' })
@Check('subtask_dates_check', 'start_date <= end_date')
@Unique(['orgId', 'id'])
@Unique(['taskId', 'id'])
@Index(['taskId'])
@Index(['status'])
@Index(['taskId', 'orderIndex'])
@Index(['ownerId'], { where: 'owner_id IS NOT NULL' })
export class Subtask extends DeletableRow implements WorkItem {
  @Field(() => ID, { description: 'Id of the task it is a step of.' })
  @Column({ type: 'uuid' })
  @References(() => Task)
  taskId: string;

  @Field(() => String, { description: 'Name of the subtask.' })
  @Check('length(name) BETWEEN 1 AND 500')
  @Column({ type: 'text' })
  name: string;

  @Field(() => String, { nullable: true, description: 'What is to be done; null when it is not described.' })
  @Check('length(description) <= 10000')
  @Column({ type: 'text', nullable: true })
  description: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'Id of the user who answers for the subtask; null means the owner of the task.',
  })
  @Column({ type: 'uuid', nullable: true })
  @References(() => User)
  ownerId: string | null;

  @Field(() => TaskStatus, { description: 'Status of the subtask; derived from dates and progress.' })
  @Column({ type: 'enum', enum: TaskStatus, enumName: 'task_status_enum', default: TaskStatus.NOT_STARTED })
  status: TaskStatus;

  @Field(() => TaskPriority, { description: 'How urgent the subtask is.' })
  @Column({ type: 'enum', enum: TaskPriority, enumName: 'task_priority_enum', default: TaskPriority.NORMAL })
  priority: TaskPriority;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'First day of the subtask; null while it is not scheduled.',
  })
  @Column({ type: 'date', nullable: true })
  startDate: string | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'Last day of the subtask, included; null while it is not scheduled.',
  })
  @Column({ type: 'date', nullable: true })
  endDate: string | null;

  @Field(() => PercentScalar, { description: 'Progress in percent, 0 to 100.' })
  @Check('progress_percent BETWEEN 0 AND 100')
  @Column({ type: 'int', default: 0 })
  progressPercent: number;

  @Field(() => Boolean, { description: 'Whether the subtask can be completed only with accepted evidence.' })
  @Column({ type: 'boolean', default: false })
  requiresEvidence: boolean;

  @Field(() => Int, { description: 'Position among the subtasks of the task, from 0 without gaps.' })
  @Check('ordered_index >= 0')
  @Column({ name: 'ordered_index', type: 'int', default: 0 })
  orderIndex: number;
}
