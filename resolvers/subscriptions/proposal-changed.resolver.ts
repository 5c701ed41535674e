import { Args, Ctx, Field, FieldResolver, ObjectType, Resolver, Root, Subscription } from 'type-graphql';
import { DateTimeScalar } from '../../entities/base/scalars.ts';
import { Proposal } from '../../entities/ops/proposal.ts';
import type { RequestContext, SelectedColumns } from '../../src/context.ts';
import type { StoredEvent } from '../../src/events/stored-event.ts';
import type { Topic } from '../../src/events/topics.ts';
import { SelectedFields } from '../graph/field-selection.ts';
import { followed, ProjectEventsArgs, requireSeen, told } from './subscription.resolver.ts';

@ObjectType({
  description: 'A model was asked for advice, has answered or was given up, or somebody has decided.',
})
export class ProposalChangedEvent {
  @Field(() => String, {
    description:
      'Cursor of the event: give it as `after` to resume behind it, on any replica and after any break.',
  })
  cursor: string;

  @Field(() => DateTimeScalar, { description: 'When the change was committed.' })
  occurredAt: string;

  topic: Topic;
  actorId: string | null;
  proposalId: string;
}

const PROPOSALS: ReadonlySet<Topic> = new Set(['pit.proposal.updated']);

@Resolver()
export class ProposalChangedResolver {
  @Subscription(() => ProposalChangedEvent, {
    subscribe: followed(PROPOSALS) as never,
    description:
      'How questions to models get on in a project, or in all projects that the caller may see: asked, answered, given up, decided or expired.',
  })
  async proposalChanged(
    @Root() event: StoredEvent,
    @Args(() => ProjectEventsArgs) _args: ProjectEventsArgs,
    @Ctx() context: RequestContext,
    @SelectedFields('proposal') asked: SelectedColumns,
  ): Promise<ProposalChangedEvent> {
    await requireSeen(event, context, context.one(Proposal, asked, event.payload['proposalId']));
    return told<ProposalChangedEvent>(event);
  }
}

@Resolver(() => ProposalChangedEvent)
export class ProposalChangedEventResolver {
  @FieldResolver(() => Proposal, { nullable: true, description: 'The proposal as it is now.' })
  proposal(
    @Root() event: ProposalChangedEvent,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(Proposal, asked, event.proposalId);
  }
}

/** The resolvers of proposals as they change. */
export const proposalChangedResolvers = [ProposalChangedResolver, ProposalChangedEventResolver] as const;
