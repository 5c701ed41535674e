import { Field, Int, ObjectType } from 'type-graphql';
import { Column, Entity, Index } from 'typeorm';
import { CatchUp, DateShift, RecurrenceMode } from '../../src/domain/recurrence/reconcile.ts';
import { SeriesState } from '../../src/domain/recurrence/series.ts';
import { TimedRow } from '../base/row.ts';
import { DateScalar } from '../base/scalars.ts';

@ObjectType({ description: 'Work that comes again by a rule of days.' })
@Entity({ schema: 'pit_ops', name: 'series' })
@Index('series_project_id_created_at_idx', ['projectId', 'createdAt', 'id'])
export class Series extends TimedRow {
  @Column({ type: 'uuid' })
  projectId: string;

  @Column({ type: 'uuid' })
  ownerId: string;

  @Field(() => String, { description: 'Name of the series, and of each task that it makes.' })
  @Column({ type: 'text' })
  name: string;

  @Field(() => String, {
    description: 'The rule by RFC 5545, such as `FREQ=MONTHLY;BYMONTHDAY=-1`; of days, without a time.',
  })
  @Column({ type: 'text' })
  rule: string;

  @Field(() => DateScalar, {
    description: 'The first day of the rule, from which its intervals are counted.',
  })
  @Column({ type: 'date' })
  startsOn: string;

  @Field(() => Int, {
    description: 'How often the rule was written; an occurrence keeps that by which it came.',
  })
  @Column({ type: 'integer', default: 1 })
  ruleRevision: number;

  @Field(() => RecurrenceMode, { description: 'From what the next date follows.' })
  @Column({ type: 'text', default: 'fixed' })
  mode: RecurrenceMode;

  @Field(() => DateShift, { description: 'Where a date of the rule goes that is no working day.' })
  @Column({ type: 'text', default: 'none' })
  dateShift: DateShift;

  @Field(() => CatchUp, { description: 'What becomes of dates that passed while nothing was made.' })
  @Column({ type: 'text', default: 'latest' })
  catchUp: CatchUp;

  @Field(() => Int, { description: 'Working days that each occurrence takes; 0 is a milestone.' })
  @Column({ type: 'integer' })
  durationDays: number;

  @Field(() => Int, {
    description:
      'So many days before its newest occurrence is due the next one is made; 0: on that day, or with its completion.',
  })
  @Column({ type: 'integer', default: 0 })
  leadDays: number;

  @Field(() => Int, {
    nullable: true,
    description:
      'Proof of an occurrence holds so many days beyond the last day of the next one; null: the series says nothing of it.',
  })
  @Column({ type: 'integer', nullable: true })
  graceDays: number | null;

  @Field(() => SeriesState, { description: 'Whether it makes occurrences.' })
  @Column({ type: 'text', default: 'active' })
  state: SeriesState;
}
