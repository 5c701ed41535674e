import {
  Args,
  ArgsType,
  Ctx,
  Directive,
  Field,
  ID,
  ObjectType,
  Resolver,
  Root,
  Subscription,
  type ResolverData,
} from 'type-graphql';
import { JsonScalar } from '../../entities/base/json-scalar.ts';
import { DateScalar } from '../../entities/base/scalars.ts';
import type { RequestContext } from '../../src/context.ts';
import { SYSTEM_USER } from '../../src/domain/directory/actor.ts';
import { TimelineZoom } from '../../src/domain/enums.ts';
import { encodeEventCursor } from '../../src/events/event-cursor.ts';
import type { StoredEvent } from '../../src/events/stored-event.ts';
import { EventTopic, type Topic } from '../../src/events/topics.ts';
import { readDelta, type StoredDelta } from '../../src/services/schedule/timeline/read-timeline.ts';
import { unpackId } from '../../src/domain/schedule/timeline/timeline-layout.ts';
import { shownLink, shownRow } from '../schedule/timeline-rows.ts';
import { TimelineLinkChanges, TimelineMove, TimelineRow } from '../schedule/timeline-types.ts';
import { AfterArgs, followProject, requireSeen } from './subscription.resolver.ts';

@ArgsType()
class TimelineChangedArgs extends AfterArgs {
  @Field(() => ID, { description: 'Id of the project whose timeline is followed.' })
  projectId: string;

  @Field(() => TimelineZoom, { description: 'The zoom that is followed.' })
  zoom: TimelineZoom;
}

@ObjectType({
  description:
    'What leads from one version of a timeline to the next. Rows keep their order but for those that moved and the new ones, which are put in at their places, lowest first.',
})
export class TimelineDelta {
  @Field(() => String, { description: 'Cursor of the event: give it as `after` to resume behind it.' })
  cursor: string;

  @Field(() => String, {
    nullable: true,
    description: 'The version that it leads from: another one is to be fetched anew. Null with `reset`.',
  })
  previousVersion: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'The version that it leads to: who has that already is done. Null where it is not known any more.',
  })
  version: string | null;

  @Field(() => Boolean, {
    description:
      'Whether the timeline is to be fetched anew: more than 2,000 rows have changed, its origin has, or the changes are not kept any more. All lists are empty then.',
  })
  reset: boolean;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'The day as of which it was laid out; null with `reset`.',
  })
  today: string | null;

  @Field(() => [TimelineRow], { description: 'Rows that are new or differ, as they are now.' })
  @Directive('@listSize(assumedSize: 100)')
  upserts: TimelineRow[];

  @Field(() => [ID], { description: 'Ids of the rows that are gone.' })
  removed: string[];

  @Field(() => [TimelineMove], { description: 'Rows that have another place among those that stay.' })
  @Directive('@listSize(assumedSize: 100)')
  moved: TimelineMove[];

  @Field(() => TimelineLinkChanges, { description: 'What became of the dependencies.' })
  links: TimelineLinkChanges;

  @Field(() => JsonScalar, {
    nullable: true,
    description:
      'The same in the names of `Timeline.packed`, for clients that keep its columns: applied to them it gives the columns of the new version, byte for byte. Null with `reset`.',
  })
  packed: object | null;
}

const SCHEDULES: ReadonlySet<Topic> = new Set([EventTopic.SCHEDULE_UPDATED]);
const changesAt =
  (zoom: TimelineZoom) =>
  ({ payload }: StoredEvent): boolean =>
    payload['timelineZooms']?.split(',').includes(zoom) === true;

@Resolver()
export class TimelineChangedResolver {
  @Subscription(() => TimelineDelta, {
    subscribe: (async ({ args, context }: ResolverData<RequestContext> & { args: TimelineChangedArgs }) => {
      const { projectId, zoom, after } = args;
      const restart = { topic: EventTopic.SCHEDULE_UPDATED, payload: { projectId }, actorId: SYSTEM_USER };
      const events = await followProject(context, projectId, SCHEDULES, {
        after,
        accepts: changesAt(zoom),
        restart,
      });
      context.wantTimeline(projectId, zoom);
      return events;
    }) as never,
    description:
      'How the timeline of a project changes at a zoom, as its schedule is computed. Each change is delivered at least once and in order, as long as the caller may see the project; where `after` is not kept any more, the first one is a reset.',
  })
  async timelineChanged(
    @Root() event: StoredEvent,
    @Args(() => TimelineChangedArgs) { zoom }: TimelineChangedArgs,
    @Ctx() context: RequestContext,
  ): Promise<TimelineDelta> {
    const { timelineId } = event.payload;
    const change = timelineId === undefined ? null : readDelta(context, timelineId, zoom);
    await requireSeen(event, context, change);
    return shownDelta(encodeEventCursor(event, event.seq), await change);
  }
}

function shownDelta(cursor: string, change: StoredDelta | null): TimelineDelta {
  const version = change?.version ?? null;
  const links = { added: [], removed: [] };
  const nothing = { upserts: [], removed: [], moved: [], links, packed: null, today: null };
  if (change === null || change.delta.reset)
    return { cursor, previousVersion: null, version, reset: true, ...nothing };
  const { delta } = change;
  return {
    cursor,
    previousVersion: change.previousVersion,
    version,
    reset: false,
    today: delta.head.today,
    upserts: delta.upserts.map((row) => shownRow(row, delta.head.origin)),
    removed: delta.removed.map(unpackId),
    moved: delta.moved.map((row) => ({ ...row, id: unpackId(row.id) })),
    links: {
      added: delta.links.added.map((link) => shownLink(link, false)),
      removed: delta.links.removed.map((link) => shownLink(link, false)),
    },
    packed: delta,
  };
}
