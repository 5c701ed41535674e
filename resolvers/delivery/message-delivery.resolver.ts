import {
  Args,
  ArgsType,
  Ctx,
  Field,
  FieldResolver,
  ID,
  InputType,
  Int,
  Mutation,
  ObjectType,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import { DateTimeScalar } from '../../entities/base/scalars.ts';
import { Notification } from '../../entities/notification.ts';
import { MessageDelivery } from '../../entities/ops/message-delivery.ts';
import { User } from '../../entities/user.ts';
import type { Condition, RequestContext, SelectedColumns } from '../../src/context.ts';
import { messageTopic } from '../../src/domain/delivery/message-topic.ts';
import { ActorRole, DeliveryState, MessageTopic, NotificationChannel } from '../../src/domain/enums.ts';
import type { PersonalPayload } from '../../src/services/delivery/personal-message.ts';
import { redeliverMessages } from '../../src/services/delivery/redelivery.ts';
import { connect, connectionOf, type Connection } from '../graph/connection.ts';
import {
  ConnectionSelection,
  RequiresColumns,
  SelectedFields,
  type SelectedConnection,
} from '../graph/field-selection.ts';
import { ReferenceTo } from '../graph/reference-to.ts';
import { FILTER, TimeWindow, anyIdOf, anyOf, nullness, within } from '../graph/filter-conditions.ts';
import { filteredArgsOf } from '../graph/list-args.ts';
import { Input, MutationInput } from '../graph/mutation-input.ts';

const MessageDeliveryConnection = connectionOf(MessageDelivery, 'deliveries of messages');
const NEWEST_FIRST = [{ property: 'createdAt', descending: true }];

@InputType({
  description:
    'Which deliveries of messages to list: all conditions must hold, each list means any of its values, of which it holds 100 different ones at most.',
})
export class MessageDeliveryFilter {
  @Field(() => [NotificationChannel], { nullable: true, description: 'The way by which it goes, any of.' })
  channel?: NotificationChannel[] | null;

  @Field(() => [ID], { nullable: true, description: 'Id of the user whom it is for, any of.' })
  recipientId?: string[] | null;

  @Field(() => [DeliveryState], { nullable: true, description: 'How far it has come, any of.' })
  state?: DeliveryState[] | null;

  @Field(() => TimeWindow, { nullable: true, description: 'The delivery was made within this span.' })
  createdAt?: TimeWindow | null;
}

@ArgsType()
export class MessageDeliveriesArgs extends filteredArgsOf(MessageDeliveryFilter, 'deliveries of messages') {}

@InputType({
  description:
    'Which dead e-mails and messages to browsers are to be sent again: by their ids, or all since a moment.',
})
export class RedeliverMessagesInput extends MutationInput {
  @Field(() => [ID], { nullable: true, description: 'Ids of deliveries, up to 1,000.' })
  ids?: string[] | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Those that were made since then, the earliest first, up to 1,000.',
  })
  since?: string | null;
}

@ObjectType({ description: 'What is sent again.' })
export class RedeliverMessagesPayload {
  @Field(() => Int, { description: 'How many deliveries are pending again.' })
  redelivered: number;
}

const payloadOf = ({ payload }: MessageDelivery): PersonalPayload => payload as unknown as PersonalPayload;

@Resolver(() => MessageDelivery)
export class MessageDeliveryResolver {
  @Query(() => MessageDeliveryConnection, {
    description:
      'E-mails and messages to browsers, newest first, for a week, and for four where they are dead: those to the caller, for administrators those of the organisation.',
  })
  messageDeliveries(
    @Args(() => MessageDeliveriesArgs) { filter, ...page }: MessageDeliveriesArgs,
    @Ctx() context: RequestContext,
    @ConnectionSelection() wanted: SelectedConnection,
  ): Promise<Connection<MessageDelivery>> {
    const { role, userId } = context.actor;
    const where: Condition[] = [
      ...nullness('recipientId', { isNull: false }),
      ...(role === ActorRole.ADMIN ? [] : anyOf('recipientId', [userId])),
      ...anyOf('channel', filter?.channel ?? Object.values(NotificationChannel), FILTER),
      ...anyIdOf('recipientId', filter?.recipientId, FILTER),
      ...anyOf('state', filter?.state, FILTER),
      ...within('createdAt', filter?.createdAt),
    ];
    return connect(context, { entity: MessageDelivery, where, order: NEWEST_FIRST }, page, wanted);
  }

  @FieldResolver(() => User, { nullable: true, description: 'The user whom it is for.' })
  @ReferenceTo(User, 'recipientId')
  recipient(
    @Root() { recipientId }: MessageDelivery,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(User, asked, recipientId);
  }

  @FieldResolver(() => MessageTopic, { description: 'What it is about.' })
  @RequiresColumns('payload')
  topic(@Root() delivery: MessageDelivery): MessageTopic {
    return messageTopic(payloadOf(delivery));
  }

  @FieldResolver(() => Int, {
    nullable: true,
    description: 'Level of the gravest alert that it tells of, 1 to 5; null where it tells of none.',
  })
  @RequiresColumns('payload')
  alertLevel(@Root() delivery: MessageDelivery): number | null {
    return payloadOf(delivery).level;
  }

  @FieldResolver(() => Int, { description: 'How many messages it holds: several where it is a digest.' })
  @RequiresColumns('payload')
  messageCount(@Root() delivery: MessageDelivery): number {
    return payloadOf(delivery).items.length;
  }

  @FieldResolver(() => Notification, {
    nullable: true,
    description:
      'The message as it waits in the platform, the first of a digest; null to everybody but the person whom it is for, and once they may not read it any more.',
  })
  @ReferenceTo(Notification, 'notificationId')
  notification(
    @Root() { notificationId }: MessageDelivery,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(Notification, asked, notificationId);
  }
}

/** What was given up is sent again. */
@Resolver()
export class MessageDeliveryMutations {
  @Mutation(() => RedeliverMessagesPayload, {
    description:
      'Sends dead e-mails and messages to browsers again, outside of the quiet hours of whoever they are for: those to the caller, for administrators those of the organisation. What its reader may not read any more is not sent.',
  })
  redeliverMessages(
    @Input(RedeliverMessagesInput) input: RedeliverMessagesInput,
    @Ctx() context: RequestContext,
  ) {
    return context.write('redeliverMessages', input, (tx) => redeliverMessages(tx, input));
  }
}
