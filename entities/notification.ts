import { Field, ID, ObjectType } from 'type-graphql';
import { Check, Column, Entity, Index } from 'typeorm';
import { NotificationType } from '../src/domain/enums.ts';
import { TIMESTAMP } from './base/columns.ts';
import { References } from './base/references.ts';
import { Row } from './base/row.ts';
import { DateTimeScalar } from './base/scalars.ts';
import { User } from './user.ts';

@ObjectType({ description: 'A message to a user. Only that user sees it.' })
@Entity({ schema: 'pit', name: 'notification' })
@Index(['userId', 'createdAt', 'id'])
export class Notification extends Row {
  @Field(() => ID, { description: 'Id of the user it is for.' })
  @Column({ type: 'uuid' })
  @References(() => User)
  userId: string;

  @Field(() => NotificationType, { description: 'The channel by which it goes out.' })
  @Column({ type: 'enum', enum: NotificationType, enumName: 'notification_type_enum' })
  type: NotificationType;

  @Field(() => String, { description: 'The message in a line.' })
  @Check('length(title) BETWEEN 1 AND 500')
  @Column({ type: 'text' })
  title: string;

  @Field(() => String, { nullable: true, description: 'The message in full; null when the title says all.' })
  @Check('length(message) <= 10000')
  @Column({ type: 'text', nullable: true })
  message: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Address in the platform that the message is about; null when it is about none.',
  })
  @Check(
    `length(link) <= 2048 AND link ~ '^(https://[^[:space:]<>"]+|/([^/\\\\[:space:]<>"][^[:space:]<>"]*)?)$'`,
  )
  @Column({ type: 'text', nullable: true })
  link: string | null;

  @Field(() => Boolean, { description: 'Whether the user has read it.' })
  @Column({ type: 'boolean', default: false })
  isRead: boolean;

  @Field(() => DateTimeScalar, { description: 'When it was sent.' })
  @Column({ ...TIMESTAMP, default: () => 'now()' })
  createdAt: string;
}
