import { Field, ID, Int, ObjectType } from 'type-graphql';
import { Check, Column, Entity, ForeignKey, Index } from 'typeorm';
import { ProgressSource, TaskStatus } from '../src/domain/enums.ts';
import { TIMESTAMP } from './base/columns.ts';
import { References } from './base/references.ts';
import { Row } from './base/row.ts';
import { DateTimeScalar } from './base/scalars.ts';
import { Subtask } from './subtask.ts';
import { Task } from './task.ts';
import { User } from './user.ts';

@ObjectType({ description: 'One step of progress of a task or subtask. Entries are only ever added.' })
@Entity({ schema: 'pit', name: 'task_progress_log' })
@Index(['taskId', 'createdAt'])
@Index(['subtaskId'], { where: 'subtask_id IS NOT NULL' })
export class TaskProgressLog extends Row {
  @Field(() => ID, { description: 'The task that moved, or whose subtask moved.' })
  @Column({ type: 'uuid' })
  @References(() => Task)
  taskId: string;

  @Field(() => ID, { nullable: true, description: 'The subtask that moved, if it was one.' })
  @Column({ type: 'uuid', nullable: true })
  @References(() => Subtask, 'taskId')
  subtaskId: string | null;

  @Field(() => ID, { description: 'The user who moved it.' })
  @Column({ type: 'uuid' })
  // Not within the organisation: the platform's own user, who belongs to none of them, acts here as well.
  @ForeignKey(() => User)
  userId: string;

  @Field(() => Int, { nullable: true, description: 'Progress before, in percent.' })
  @Check('old_progress_percent BETWEEN 0 AND 100')
  @Column({ type: 'int', nullable: true })
  oldProgressPercent: number | null;

  @Field(() => Int, { nullable: true, description: 'Progress after, in percent.' })
  @Check('new_progress_percent BETWEEN 0 AND 100')
  @Column({ type: 'int', nullable: true })
  newProgressPercent: number | null;

  @Field(() => TaskStatus, { nullable: true, description: 'Status before.' })
  @Column({ type: 'enum', enum: TaskStatus, enumName: 'task_status_enum', nullable: true })
  oldStatus: TaskStatus | null;

  @Field(() => TaskStatus, { nullable: true, description: 'Status after.' })
  @Column({ type: 'enum', enum: TaskStatus, enumName: 'task_status_enum', nullable: true })
  newStatus: TaskStatus | null;

  @Field(() => String, { nullable: true, description: 'What the user said about the step.' })
  @Check('length(comment) <= 10000')
  @Column({ type: 'text', nullable: true })
  comment: string | null;

  @Field(() => ProgressSource, {
    description: 'Who made the entry: a person, a model, accepted evidence or an import.',
  })
  @Check(`source IN ('manual', 'ai_suggested', 'auto_from_evidence', 'import')`)
  @Column({ type: 'text', default: ProgressSource.MANUAL })
  source: ProgressSource;

  @Field(() => DateTimeScalar, { description: 'When the step was made.' })
  @Column({ ...TIMESTAMP, primary: true, default: () => 'now()' })
  createdAt: string;
}
