import { Field, ID, Int, ObjectType } from 'type-graphql';
import { Column, Entity } from 'typeorm';
import { DeliveryState } from '../../src/domain/enums.ts';
import { TIMESTAMP } from '../base/columns.ts';
import { TimedRow } from '../base/row.ts';
import { DateTimeScalar } from '../base/scalars.ts';

@ObjectType({
  description:
    'An event that is or was to be sent to a webhook, and what became of it. For administrators and foremen.',
})
@Entity({ schema: 'pit_ops', name: 'delivery' })
export class Delivery extends TimedRow {
  @Column({ type: 'text' })
  kind: string;

  @Field(() => ID, { description: 'Id of the webhook, which may be deleted since.' })
  @Column({ name: 'target_id', type: 'uuid' })
  webhookId: string;

  @Column({ type: 'uuid', nullable: true })
  eventStream: string | null;

  @Column({ type: 'bigint', nullable: true })
  eventSeq: string | null;

  @Column({ type: 'jsonb' })
  payload: Readonly<Record<string, unknown>>;

  @Field(() => DeliveryState, { description: 'Whether it is still to be sent.' })
  @Column({ type: 'text' })
  state: DeliveryState;

  @Field(() => Int, { description: 'How often it was tried, since it was last sent again by hand.' })
  @Column({ name: 'attempt', type: 'integer' })
  attempts: number;

  @Field(() => DateTimeScalar, {
    description: 'When a pending one is tried next, unless others of its project go before it.',
  })
  @Column({ ...TIMESTAMP })
  nextAt: string;

  @Field(() => Int, {
    nullable: true,
    description: 'HTTP status of the last answer; null where there was none.',
  })
  @Column({ type: 'integer', nullable: true })
  lastStatus: number | null;

  @Field(() => String, { nullable: true, description: 'Why the last attempt failed; null where it did not.' })
  @Column({ type: 'text', nullable: true })
  lastError: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was over; null while it is pending.' })
  @Column({ ...TIMESTAMP, nullable: true })
  finishedAt: string | null;
}
