import { Field, Int, ObjectType } from 'type-graphql';
import { Column, Entity, Index } from 'typeorm';
import { OccurrenceOutcome } from '../../src/domain/recurrence/reconcile.ts';
import { Row } from '../base/row.ts';
import { DateScalar } from '../base/scalars.ts';

@ObjectType({ description: 'What became of one date of a series.' })
@Entity({ schema: 'pit_ops', name: 'occurrence' })
@Index('occurrence_series_id_nominal_on_key', ['seriesId', 'nominalOn'], { unique: true })
@Index('occurrence_task_id_key', ['taskId'], { unique: true })
export class Occurrence extends Row {
  @Column({ type: 'uuid' })
  projectId: string;

  @Column({ type: 'uuid' })
  seriesId: string;

  @Field(() => DateScalar, {
    description:
      'The date of the rule, by which the occurrence is known for ever, wherever its work is moved.',
  })
  @Column({ type: 'date' })
  nominalOn: string;

  @Field(() => Int, { description: 'The revision of the rule by which it came.' })
  @Column({ type: 'integer' })
  ruleRevision: number;

  @Field(() => DateScalar, {
    description:
      'The last day for its work as it was made: the date of the rule, or the working day beside it.',
  })
  @Column({ type: 'date' })
  dueOn: string;

  @Column({ type: 'uuid', nullable: true })
  taskId: string | null;

  @Field(() => OccurrenceOutcome, { description: 'What became of it.' })
  @Column({ type: 'text', default: 'open' })
  outcome: OccurrenceOutcome;

  @Field(() => String, { nullable: true, description: 'Why it was skipped; null for all else.' })
  @Column({ type: 'text', nullable: true })
  reason: string | null;
}
