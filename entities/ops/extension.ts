import { Field, ObjectType } from 'type-graphql';
import { Column, Entity, Index } from 'typeorm';
import { ExtensionState } from '../../src/domain/intake/extension.ts';
import { TIMESTAMP } from '../base/columns.ts';
import { Row } from '../base/row.ts';
import { DateScalar, DateTimeScalar } from '../base/scalars.ts';

@ObjectType({ description: 'A request for a later day than the one that a task is committed to.' })
@Entity({ schema: 'pit_ops', name: 'extension' })
@Index('extension_task_id_idx', ['taskId', 'createdAt', 'id'])
export class Extension extends Row {
  @Column({ type: 'uuid' })
  projectId: string;

  @Column({ type: 'uuid' })
  taskId: string;

  @Field(() => DateScalar, { description: 'The day that the task was committed to when it was asked.' })
  @Column({ type: 'date' })
  currentDue: string;

  @Field(() => DateScalar, { description: 'The day that is asked for.' })
  @Column({ type: 'date' })
  requestedDue: string;

  @Field(() => String, { description: 'Why.' })
  @Column({ type: 'text' })
  reason: string;

  @Field(() => ExtensionState, { description: 'What became of it.' })
  @Column({ type: 'text' })
  state: ExtensionState;

  @Column({ name: 'requested_by', type: 'uuid', default: () => 'pit_ops.ctx_user()' })
  requestedById: string;

  @Field(() => DateTimeScalar, { description: 'When it was asked.' })
  @Column({ ...TIMESTAMP, default: () => 'now()' })
  createdAt: string;

  @Field(() => DateScalar, { description: 'The last day on which it can be decided.' })
  @Column({ type: 'date' })
  lapsesOn: string;

  @Column({ name: 'decided_by', type: 'uuid', nullable: true })
  decidedById: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was decided; null unless it was.' })
  @Column({ ...TIMESTAMP, nullable: true })
  decidedAt: string | null;

  @Field(() => String, { nullable: true, description: 'What who decided says of it; null where nothing.' })
  @Column({ type: 'text', nullable: true })
  comment: string | null;
}
