import {
  Args,
  ArgsType,
  Ctx,
  Directive,
  Field,
  FieldResolver,
  ID,
  InputType,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import { DateTimeScalar } from '../../entities/base/scalars.ts';
import { Delivery } from '../../entities/ops/delivery.ts';
import { Webhook } from '../../entities/ops/webhook.ts';
import type { Condition, RequestContext } from '../../src/context.ts';
import { requireRole } from '../../src/domain/directory/actor.ts';
import { RESTRICTED_QUERIES } from '../../src/domain/directory/permissions.ts';
import { DeliveryState } from '../../src/domain/enums.ts';
import { EventTopic, type Topic } from '../../src/events/topics.ts';
import { readFailingSince } from '../../src/services/delivery/webhook-reads.ts';
import { PageArgs, connect, connectionOf, type Connection } from '../graph/connection.ts';
import { ConnectionSelection, RequiresColumns, type SelectedConnection } from '../graph/field-selection.ts';
import { FILTER, TimeWindow, anyIdOf, anyOf, within } from '../graph/filter-conditions.ts';
import { filteredArgsOf } from '../graph/list-args.ts';

const WebhookConnection = connectionOf(Webhook, 'webhooks');
const DeliveryConnection = connectionOf(Delivery, 'deliveries');
const NEWEST_FIRST = [{ property: 'createdAt', descending: true }];

@InputType({
  description:
    'Which deliveries to list: all conditions must hold, each list means any of its values, of which it holds 100 different ones at most.',
})
export class DeliveryFilter {
  @Field(() => [ID], { nullable: true, description: 'Id of the webhook, any of.' })
  webhookId?: string[] | null;

  @Field(() => [DeliveryState], { nullable: true, description: 'How far it has come, any of.' })
  state?: DeliveryState[] | null;

  @Field(() => TimeWindow, { nullable: true, description: 'The delivery was made within this span.' })
  createdAt?: TimeWindow | null;
}

@ArgsType()
export class DeliveriesArgs extends filteredArgsOf(DeliveryFilter, 'deliveries') {}

@Resolver(() => Webhook)
export class WebhookResolver {
  @Query(() => WebhookConnection, {
    description:
      'Addresses to which events of the organisation are sent, newest first; for administrators and foremen.',
  })
  @Directive('@tag(name: "internal")')
  webhooks(
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: RequestContext,
    @ConnectionSelection() wanted: SelectedConnection,
  ): Promise<Connection<Webhook>> {
    requireRole(context.actor, ...RESTRICTED_QUERIES.webhooks);
    return connect(context, { entity: Webhook, where: [], order: NEWEST_FIRST }, args, wanted);
  }

  @FieldResolver(() => DateTimeScalar, {
    nullable: true,
    description:
      'Since when nothing has been taken there; null while it works, and before the first attempt.',
  })
  @RequiresColumns('id')
  failingSince(@Root() webhook: Webhook, @Ctx() context: RequestContext): Promise<string | null> {
    return readFailingSince(context.loaders, webhook.id);
  }
}

@Resolver(() => Delivery)
export class DeliveryResolver {
  @Query(() => DeliveryConnection, {
    description:
      'Deliveries of events to webhooks, newest first, for four weeks at least where they are dead; for administrators and foremen.',
  })
  @Directive('@tag(name: "internal")')
  deliveries(
    @Args(() => DeliveriesArgs) args: DeliveriesArgs,
    @Ctx() context: RequestContext,
    @ConnectionSelection() wanted: SelectedConnection,
  ): Promise<Connection<Delivery>> {
    requireRole(context.actor, ...RESTRICTED_QUERIES.deliveries);
    const { filter } = args;
    const where: Condition[] = [
      ...anyOf('kind', ['webhook']),
      ...anyIdOf('webhookId', filter?.webhookId, FILTER),
      ...anyOf('state', filter?.state, FILTER),
      ...within('createdAt', filter?.createdAt),
    ];
    return connect(context, { entity: Delivery, where, order: NEWEST_FIRST }, args, wanted);
  }

  @FieldResolver(() => String, {
    description: 'Id of the event, which the receiver finds in `webhook-id`: the same in every attempt.',
  })
  @RequiresColumns('eventStream', 'eventSeq')
  eventId(@Root() { eventStream, eventSeq }: Delivery): string {
    return `${eventStream}:${eventSeq}`;
  }

  @FieldResolver(() => EventTopic, {
    nullable: true,
    description: 'Kind of the event; null for a test, and for what no webhook can ask for by name.',
  })
  @RequiresColumns('payload')
  topic(@Root() { payload }: Delivery): Topic | null {
    return Object.values(EventTopic).find((each) => each === payload['topic']) ?? null;
  }
}
