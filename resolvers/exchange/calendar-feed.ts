import {
  Arg,
  Ctx,
  Directive,
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
import { Project } from '../../entities/project.ts';
import { User } from '../../entities/user.ts';
import type { SelectedColumns, RequestContext } from '../../src/context.ts';
import { digestOf } from '../../src/services/exchange/calendar/calendar-addresses.ts';
import * as feeds from '../../src/services/exchange/calendar/calendar-feeds.ts';
import { SelectedFields } from '../graph/field-selection.ts';
import { Input, MutationInput, RecordId } from '../graph/mutation-input.ts';

@ObjectType({
  description:
    'A calendar that a calendar program subscribes to by an address: an all-day event for each task that has a day.',
})
class CalendarFeed {
  @Field(() => ID, { description: 'Identity of the calendar.' })
  id: string;

  @Field(() => DateTimeScalar, { description: 'When it was made.' })
  createdAt: string;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When its address was last replaced; null while it has the first one.',
  })
  rotatedAt: string | null;

  @Field(() => DateTimeScalar, { description: 'Until when its address gives it out.' })
  expiresAt: string;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When a program last fetched it, to the hour; null before the first time.',
  })
  fetchedAt: string | null;

  userId: string;
  projectId: string | null;
}

const DAYS = 'For how many days the address holds, 1 to 730; 365 when not given.';

@InputType({ description: 'A calendar that is to be subscribed to.' })
class CreateCalendarFeedInput extends MutationInput {
  @Field(() => ID, {
    nullable: true,
    description:
      'Id of the project whose tasks it is to hold; when not given, it holds the tasks that the caller owns or is assigned to, of all projects.',
  })
  projectId?: string | null;

  @Field(() => Int, { nullable: true, description: DAYS })
  days?: number | null;
}

@InputType({ description: 'A calendar that is to get a new address.' })
class RotateCalendarFeedInput extends MutationInput {
  @RecordId()
  id: string;

  @Field(() => Int, { nullable: true, description: DAYS })
  days?: number | null;
}

@InputType({ description: 'A calendar that is to end.' })
class DeleteCalendarFeedInput extends MutationInput {
  @RecordId()
  id: string;
}

@ObjectType({ description: 'A calendar with an address that is new.' })
class CalendarFeedPayload {
  @Field(() => String, {
    nullable: true,
    description:
      'The address that a calendar program subscribes to; whoever has it reads the calendar. It is shown here alone, and null where the request repeats an earlier one under its key: `rotateCalendarFeed` then makes another.',
  })
  url: string | null;

  feedId: string;
}

@ObjectType({ description: 'A calendar that was ended.' })
class DeletedCalendarFeedPayload {
  @Field(() => ID, { description: 'Id of what was deleted.' })
  deletedId: string;
}

@Resolver(() => CalendarFeed)
class CalendarFeedResolver {
  @Query(() => [CalendarFeed], {
    description:
      'Calendars that programs subscribe to, the newest first: those of the caller, or of another user for an administrator. A user has 20 at most.',
  })
  @Directive('@listSize(assumedSize: 20)')
  calendarFeeds(
    @Ctx() context: RequestContext,
    @Arg('userId', () => ID, { nullable: true, description: 'Id of the user; the caller when not given.' })
    userId?: string | null,
  ) {
    return feeds.readFeedsOf(context.loaders, userId ?? context.actor.userId);
  }

  @FieldResolver(() => Project, {
    nullable: true,
    description:
      'The project whose tasks it holds; null where it holds those of its user, and where the caller does not see the project any more.',
  })
  project(
    @Root() { projectId }: CalendarFeed,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(Project, asked, projectId);
  }

  @FieldResolver(() => User, {
    nullable: true,
    description: 'Whose calendar it is: it holds what they see.',
  })
  user(
    @Root() { userId }: CalendarFeed,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(User, asked, userId);
  }
}

@Resolver(() => CalendarFeedPayload)
class CalendarFeedPayloadResolver {
  @FieldResolver(() => CalendarFeed, { nullable: true, description: 'The calendar as it is now.' })
  calendarFeed(@Root() { feedId }: CalendarFeedPayload, @Ctx() context: RequestContext) {
    return feeds.readFeed(context.loaders, feedId);
  }
}

@Resolver()
class CalendarFeedMutations {
  @Mutation(() => CalendarFeedPayload, {
    description:
      'Makes a calendar that a calendar program subscribes to, of a project or of the caller’s own tasks. Each fetch holds what the caller sees at that time, as far as the directory knows it: what is seen by a division alone is not in it.',
  })
  createCalendarFeed(
    @Input(CreateCalendarFeedInput) input: CreateCalendarFeedInput,
    @Ctx() context: RequestContext,
  ) {
    return addressed(context, (secret) =>
      context.write('createCalendarFeed', input, (tx) => feeds.createCalendarFeed(tx, input, secret)),
    );
  }

  @Mutation(() => CalendarFeedPayload, {
    description: 'Gives a calendar a new address, for as long again; the former one is unknown from then on.',
  })
  rotateCalendarFeed(
    @Input(RotateCalendarFeedInput) input: RotateCalendarFeedInput,
    @Ctx() context: RequestContext,
  ) {
    return addressed(context, (secret) =>
      context.write('rotateCalendarFeed', input, (tx) => feeds.rotateCalendarFeed(tx, input, secret)),
    );
  }

  @Mutation(() => DeletedCalendarFeedPayload, {
    description:
      'Ends a calendar: its address is unknown from then on. For its user, and for administrators.',
  })
  deleteCalendarFeed(
    @Input(DeleteCalendarFeedInput) input: DeleteCalendarFeedInput,
    @Ctx() context: RequestContext,
  ) {
    return context.write('deleteCalendarFeed', input, (tx) => feeds.deleteCalendarFeed(tx, input));
  }
}

/** Keeps a new secret and shows its address, which an earlier answer to the same request does not have any more. */
async function addressed(
  { calendarAddresses, actor: { orgId } }: RequestContext,
  keep: (secret: Buffer) => Promise<feeds.KeptFeed>,
): Promise<CalendarFeedPayload> {
  const secret = calendarAddresses.makeSecret();
  const { feedId, digest } = await keep(secret);
  const isNew = digest === digestOf(secret).toString('hex');
  return { feedId, url: isNew ? calendarAddresses.url({ orgId, feedId, secret }) : null };
}

/** The resolvers of calendars that programs subscribe to. */
export const calendarFeedResolvers = [
  CalendarFeedResolver,
  CalendarFeedPayloadResolver,
  CalendarFeedMutations,
] as const;
