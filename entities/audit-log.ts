import { Field, ID, ObjectType } from 'type-graphql';
import { Column, Entity, ForeignKey, Index } from 'typeorm';
import { AuditAction } from '../src/domain/enums.ts';
import { TIMESTAMP } from './base/columns.ts';
import { JsonScalar } from './base/json-scalar.ts';
import { Row } from './base/row.ts';
import { DateTimeScalar } from './base/scalars.ts';
import { User } from './user.ts';

@ObjectType({
  description: 'One change of one record, written by the database itself; for administrators and foremen.',
})
@Entity({ schema: 'pit', name: 'audit_log' })
@Index('audit_log_left_project_idx', { synchronize: false })
@Index(['orgId', 'tableName', 'recordId'])
@Index(['orgId', 'createdAt', 'id'])
@Index(['orgId', 'tableName', 'createdAt', 'id'])
@Index(['userId'])
export class AuditLog extends Row {
  @Field(() => ID, { description: 'Id of the user who made the change.' })
  @Column({ type: 'uuid' })
  // Not within the organisation: the platform's own user, who belongs to none of them, acts here as well.
  @ForeignKey(() => User)
  userId: string;

  @Field(() => AuditAction, { description: 'What happened to the record.' })
  @Column({ type: 'text' })
  action: AuditAction;

  @Field(() => String, { description: 'The table of the record, such as `task`.' })
  @Column({ type: 'text' })
  tableName: string;

  @Field(() => String, { description: 'Id of the record.' })
  @Column({ type: 'text' })
  recordId: string;

  @Field(() => JsonScalar, {
    nullable: true,
    description:
      'The record before the change, column by column as JSON, decimals as numbers; null for an `INSERT`.',
  })
  @Column({ type: 'jsonb', nullable: true })
  beforeState: object | null;

  @Field(() => JsonScalar, {
    nullable: true,
    description:
      'The record after the change, column by column as JSON, decimals as numbers; null for a `DELETE`.',
  })
  @Column({ type: 'jsonb', nullable: true })
  afterState: object | null;

  @Field(() => DateTimeScalar, { description: 'When the change was made.' })
  @Column({ ...TIMESTAMP, default: () => 'now()' })
  createdAt: string;
}
