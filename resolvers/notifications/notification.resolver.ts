import {
  Args,
  ArgsType,
  Ctx,
  Directive,
  Field,
  FieldResolver,
  InputType,
  Int,
  Query,
  Resolver,
} from 'type-graphql';
import { Notification } from '../../entities/notification.ts';
import type { Condition, RequestContext } from '../../src/context.ts';
import { NotificationType } from '../../src/domain/enums.ts';
import { ConnectionSelection, type SelectedConnection } from '../graph/field-selection.ts';
import { connect, connectionOf, totalOf, type Connection, type List } from '../graph/connection.ts';
import { filteredArgsOf } from '../graph/list-args.ts';
import { FILTER, TimeWindow, anyOf, being, containing, noneOf, within } from '../graph/filter-conditions.ts';
import { Viewer } from '../directory/viewer.resolver.ts';

const NotificationConnection = connectionOf(Notification, 'notifications');
const NEWEST_FIRST = [{ property: 'createdAt', descending: true }];

@InputType({
  description:
    'Conditions on notifications: all must hold, each list means any of its values, of which it holds 100 different ones at most.',
})
export class NotificationCriteria {
  @Field(() => Boolean, { nullable: true, description: 'True for those read, false for those unread.' })
  isRead?: boolean | null;

  @Field(() => [NotificationType], { nullable: true, description: 'Channel, any of.' })
  type?: NotificationType[] | null;

  @Field(() => TimeWindow, { nullable: true, description: 'The notification was sent within this span.' })
  createdAt?: TimeWindow | null;

  @Field(() => String, {
    nullable: true,
    description: 'Text that title or message contains; case and accents are ignored.',
  })
  search?: string | null;
}

@InputType({
  description:
    'Which notifications to list: all conditions must hold, each list means any of its values, of which it holds 100 different ones at most.',
})
export class NotificationFilter extends NotificationCriteria {
  @Field(() => NotificationCriteria, {
    nullable: true,
    description:
      'Leaves out what meets all of these conditions; what has no value for one of them stays. Empty conditions leave out nothing.',
  })
  not?: NotificationCriteria | null;
}

@ArgsType()
export class NotificationsArgs extends filteredArgsOf(NotificationFilter, 'notifications') {}

/**
 * A caller sees their own alone, whatever their role. A message that goes out by e-mail or to browsers has a row for each of
 * these ways too, which is listed for who asks for channels.
 */
function ownNotifications(context: RequestContext, filter: NotificationFilter | null | undefined): List {
  const isByChannel = filter?.type != null || filter?.not?.type != null;
  const excluded = filter?.not ? noneOf(notificationCriteria(filter.not, `${FILTER}.not`)) : [];
  const where: Condition[] = [
    ...anyOf('userId', [context.actor.userId]),
    ...(isByChannel ? [] : anyOf('type', [NotificationType.INTERNAL_MESSAGE])),
    ...notificationCriteria(filter ?? {}, FILTER),
    ...excluded,
  ];
  return { entity: Notification, where, order: NEWEST_FIRST };
}

function notificationCriteria(criteria: NotificationCriteria, place: string): Condition[] {
  return [
    ...being('isRead', criteria.isRead),
    ...anyOf('type', criteria.type, place),
    ...within('createdAt', criteria.createdAt),
    ...containing(['title', 'message'], criteria.search, place),
  ];
}

@Resolver(() => Notification)
export class NotificationResolver {
  @Query(() => NotificationConnection, {
    description:
      'Notifications of the caller, newest first: each message once, as it waits in the platform. Where a filter names types, a message is listed for each of the channels by which it goes out.',
  })
  notifications(
    @Args(() => NotificationsArgs) args: NotificationsArgs,
    @Ctx() context: RequestContext,
    @ConnectionSelection() wanted: SelectedConnection,
  ): Promise<Connection<Notification>> {
    return connect(context, ownNotifications(context, args.filter), args, wanted);
  }
}

@Resolver(() => Viewer)
export class ViewerNotificationsResolver {
  @FieldResolver(() => Int, { description: 'How many notifications the caller has not read yet.' })
  @Directive('@cost(weight: 2)')
  unreadCount(@Ctx() context: RequestContext): Promise<number> {
    return totalOf(context, ownNotifications(context, { isRead: false }));
  }
}
