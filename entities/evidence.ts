import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { Check, Column, Entity, Index, Unique } from 'typeorm';
import { EvidenceType } from '../src/domain/enums.ts';
import { References } from './base/references.ts';
import { DeletableRow } from './base/row.ts';
import { Subtask } from './subtask.ts';
import { Task } from './task.ts';
import { User } from './user.ts';

@ObjectType({
  description: 'A file that proves work. After acceptance it cannot be changed, only superseded.',
})
@Directive('@key(fields: "id")')
@Entity({ schema: 'pit', name: 'evidence' })
@Check('evidence_task_or_subtask_check', 'num_nonnulls(task_id, subtask_id) = 1')
@Unique(['orgId', 'id'])
@Index(['taskId'])
@Index(['subtaskId'], { where: 'subtask_id IS NOT NULL' })
@Index(['uploaderId'])
@Index(['orgId', 'createdAt', 'id'])
// Of the trigrams of the folded text, for searches.
@Index('evidence_file_url_idx', { synchronize: false })
@Index('evidence_script_idx', { synchronize: false })
export class Evidence extends DeletableRow {
  @Field(() => ID, {
    nullable: true,
    description: 'Id of the task it proves; null when it proves a subtask.',
  })
  @Column({ type: 'uuid', nullable: true })
  @References(() => Task)
  taskId: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'Id of the subtask it proves; null when it proves a task.',
  })
  @Column({ type: 'uuid', nullable: true })
  @References(() => Subtask)
  subtaskId: string | null;

  @Field(() => ID, { description: 'Id of the user who submitted it.' })
  @Column({ name: 'uploaded_by', type: 'uuid' })
  @References(() => User)
  uploaderId: string;

  @Field(() => String, { description: 'Address of the file, `https` or `s3`.' })
  @Check(`length(file_url) <= 2048 AND file_url ~ '^(https|s3)://[^[:space:]<>"]+$'`)
  @Column({ type: 'text' })
  fileUrl: string;

  @Field(() => EvidenceType, { description: 'Kind of file.' })
  @Column({
    type: 'enum',
    enum: EvidenceType,
    enumName: 'evidence_type_enum',
    default: EvidenceType.DOCUMENT,
  })
  fileType: EvidenceType;

  @Check(`jsonb_typeof(metadata) = 'object' AND pg_column_size(metadata) <= 65536`)
  @Column({ type: 'jsonb', default: {} })
  metadata: object;

  /** Of rows that a list was ordered by: a column of `pit_ops.evidence_standing`. */
  waitingSince?: string | null;
}
