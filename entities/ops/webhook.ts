import { Field, ID, ObjectType } from 'type-graphql';
import { Column, Entity } from 'typeorm';
import { EventTopic, type Topic } from '../../src/events/topics.ts';
import { WebhookDisabledReason } from '../../src/domain/enums.ts';
import { TIMESTAMP } from '../base/columns.ts';
import { TimedRow } from '../base/row.ts';
import { DateTimeScalar } from '../base/scalars.ts';

@ObjectType({
  description:
    'An address to which events of the organisation are sent, signed. For administrators and foremen.',
})
@Entity({ schema: 'pit_ops', name: 'webhook_endpoint' })
export class Webhook extends TimedRow {
  @Field(() => String, { description: 'Where events are sent.' })
  @Column({ type: 'text' })
  url: string;

  @Field(() => [EventTopic], { description: 'The events that it gets; all of them when empty.' })
  @Column({ type: 'jsonb' })
  topics: Topic[];

  @Field(() => Boolean, { description: 'Whether events are sent to it.' })
  @Column({ type: 'boolean' })
  isActive: boolean;

  @Field(() => WebhookDisabledReason, {
    nullable: true,
    description: 'Why it gets nothing; null while it is active.',
  })
  @Column({ type: 'text', nullable: true })
  disabledReason: WebhookDisabledReason | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When its secret was last replaced; null while it has the first one.',
  })
  @Column({ ...TIMESTAMP, nullable: true })
  secretRotatedAt: string | null;

  @Field(() => ID, { description: 'Id of the user who has registered it, and hears when it is disabled.' })
  @Column({ type: 'uuid' })
  createdBy: string;
}
