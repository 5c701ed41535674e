import {
  Args,
  Ctx,
  Directive,
  FieldResolver,
  Int,
  ObjectType,
  Resolver,
  Root,
  Subscription,
  type ResolverData,
} from 'type-graphql';
import type { RequestContext } from '../../src/context.ts';
import type { StoredEvent } from '../../src/events/stored-event.ts';
import { EventTopic, type Topic } from '../../src/events/topics.ts';
import { waitingFor } from '../evidence/evidence-list.resolver.ts';
import { totalOf } from '../graph/connection.ts';
import { SubscriptionEvent } from './event-payloads.ts';
import { AfterArgs, refuseOverride, requireSeen, told } from './subscription.resolver.ts';

@ObjectType({ description: 'What waits for the caller to decide may be more or less.' })
export class ToReviewChangedEvent extends SubscriptionEvent {
  projectId: string;
}

const EVIDENCE: ReadonlySet<Topic> = new Set([
  EventTopic.EVIDENCE_UPLOADED,
  EventTopic.EVIDENCE_ACCEPTED,
  EventTopic.EVIDENCE_REJECTED,
  EventTopic.EVIDENCE_EXPIRED,
  EventTopic.TASK_UPDATED,
]);
/** How long a queue rests that has been told of, in ms. */
const REST_MS = 1_000;

const isOfEvidence = ({ payload }: StoredEvent): boolean => payload['evidenceId'] !== undefined;

@Resolver()
export class ToReviewChangedResolver {
  @Subscription(() => ToReviewChangedEvent, {
    subscribe: (({ args, context }: ResolverData<RequestContext> & { args: AfterArgs }) => {
      refuseOverride(context);
      return context.followOrganisation(EVIDENCE, args.after, { accepts: isOfEvidence, restMs: REST_MS });
    }) as never,
    description:
      'That evidence was handed in, decided or withdrawn in a project that the caller may see: once a second at most, and of each project the last of it.',
  })
  async toReviewChanged(
    @Root() event: StoredEvent,
    @Args(() => AfterArgs) _args: AfterArgs,
    @Ctx() context: RequestContext,
  ): Promise<ToReviewChangedEvent> {
    await requireSeen(event, context);
    return told<ToReviewChangedEvent>(event);
  }
}

@Resolver(() => ToReviewChangedEvent)
export class ToReviewChangedEventResolver {
  @FieldResolver(() => Int, {
    description: 'How many pieces wait now for the caller: `Viewer.toReviewCount`.',
  })
  @Directive('@cost(weight: 2)')
  toReviewCount(@Root() _event: ToReviewChangedEvent, @Ctx() context: RequestContext): Promise<number> {
    return totalOf(context, waitingFor(context));
  }
}

/** The resolvers of a reviewer's queue as it changes. */
export const toReviewResolvers = [ToReviewChangedResolver, ToReviewChangedEventResolver] as const;
