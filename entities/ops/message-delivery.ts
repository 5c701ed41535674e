import { Field, ID, Int, ObjectType } from 'type-graphql';
import { Column, Entity } from 'typeorm';
import { DeliveryState, NotificationChannel } from '../../src/domain/enums.ts';
import { TIMESTAMP } from '../base/columns.ts';
import { TimedRow } from '../base/row.ts';
import { DateTimeScalar } from '../base/scalars.ts';

@ObjectType({
  description:
    'An e-mail, or a message to a browser, that is or was to be sent, and what became of it. For the person whom it is for, and for administrators.',
})
@Entity({ schema: 'pit_ops', name: 'delivery' })
export class MessageDelivery extends TimedRow {
  @Field(() => NotificationChannel, { description: 'The way by which it goes.' })
  @Column({ name: 'kind', type: 'text' })
  channel: NotificationChannel;

  @Field(() => ID, { description: 'Id of the user whom it is for.' })
  @Column({ name: 'user_id', type: 'uuid' })
  recipientId: string;

  @Column({ type: 'uuid', nullable: true })
  notificationId: string | null;

  @Column({ type: 'jsonb' })
  payload: Readonly<Record<string, unknown>>;

  @Field(() => DeliveryState, { description: 'Whether it is still to be sent.' })
  @Column({ type: 'text' })
  state: DeliveryState;

  @Field(() => Int, { description: 'How often it was tried, since it was last sent again by hand.' })
  @Column({ name: 'attempt', type: 'integer' })
  attempts: number;

  @Field(() => DateTimeScalar, { description: 'When a pending one is tried next.' })
  @Column({ ...TIMESTAMP })
  nextAt: string;

  @Field(() => Int, {
    nullable: true,
    description:
      'Status of the last answer, of SMTP or of the push service (HTTP); null where there was none.',
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
