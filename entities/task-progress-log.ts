import { Field, ID, ObjectType } from 'type-graphql';
import { Check, Column, Entity, ForeignKey, Index } from 'typeorm';
import { ProgressSource, TaskStatus } from '../src/domain/enums.ts';
import { TIMESTAMP } from './base/columns.ts';
import { PercentScalar } from './base/number-scalars.ts';
import { References } from './base/references.ts';
import { Row } from './base/row.ts';
import { DateTimeScalar } from './base/scalars.ts';
import { Subtask } from './subtask.ts';
import { Task } from './task.ts';
import { User } from './user.ts';

@ObjectType({
  description: 'One change of the progress or status of a task or subtask. Entries are only ever added.',
})
@Entity({ schema: 'pit', name: 'task_progress_log' })
@Index(['taskId', 'createdAt'])
@Index(['subtaskId'], { where: 'subtask_id IS NOT NULL' })
export class TaskProgressLog extends Row {
  @Field(() => ID, { description: 'The task whose progress or status changed, or whose subtask did.' })
  @Column({ type: 'uuid' })
  @References(() => Task)
  taskId: string;

  @Field(() => ID, {
    nullable: true,
    description: 'The subtask whose progress or status changed; null when it was the task itself.',
  })
  @Column({ type: 'uuid', nullable: true })
  @References(() => Subtask, 'taskId')
  subtaskId: string | null;

  @Field(() => ID, { description: 'Id of the user who made the entry.' })
  @Column({ type: 'uuid' })
  // Not within the organisation: the platform's own user, who belongs to none of them, acts here as well.
  @ForeignKey(() => User)
  userId: string;

  @Field(() => PercentScalar, {
    nullable: true,
    description: 'Progress before, 0 to 100 percent; null for the first entry of the record.',
  })
  @Check('old_progress_percent BETWEEN 0 AND 100')
  @Column({ type: 'int', nullable: true })
  oldProgressPercent: number | null;

  @Field(() => PercentScalar, {
    nullable: true,
    description: 'Progress after, 0 to 100 percent; null for an entry that is a comment alone.',
  })
  @Check('new_progress_percent BETWEEN 0 AND 100')
  @Column({ type: 'int', nullable: true })
  newProgressPercent: number | null;

  @Field(() => TaskStatus, {
    nullable: true,
    description: 'Status before; null for the first entry of the record.',
  })
  @Column({ type: 'enum', enum: TaskStatus, enumName: 'task_status_enum', nullable: true })
  oldStatus: TaskStatus | null;

  @Field(() => TaskStatus, {
    nullable: true,
    description: 'Status after; null for an entry that is a comment alone.',
  })
  @Column({ type: 'enum', enum: TaskStatus, enumName: 'task_status_enum', nullable: true })
  newStatus: TaskStatus | null;

  @Field(() => String, { nullable: true, description: 'Comment of the user; null when none was given.' })
  @Check('length(comment) <= 10000')
  @Column({ type: 'text', nullable: true })
  comment: string | null;

  @Field(() => ProgressSource, {
    description: 'Who made the entry: a person, a model, accepted evidence or an import.',
  })
  @Check(`source IN ('manual', 'ai_suggested', 'auto_from_evidence', 'import')`)
  @Column({ type: 'text', default: ProgressSource.MANUAL })
  source: ProgressSource;

  @Field(() => DateTimeScalar, { description: 'When the entry was made.' })
  @Column({ ...TIMESTAMP, primary: true, default: () => 'now()' })
  createdAt: string;
}
