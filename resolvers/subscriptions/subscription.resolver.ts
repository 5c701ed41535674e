import {
  Args,
  ArgsType,
  Ctx,
  Directive,
  Field,
  FieldResolver,
  ID,
  Resolver,
  Root,
  Subscription,
  type ResolverData,
} from 'type-graphql';
import { Organisation } from '../../entities/organisation.ts';
import { Project } from '../../entities/project.ts';
import { Task } from '../../entities/task.ts';
import { WatchdogAlert } from '../../entities/watchdog-alert.ts';
import type { FollowOptions, SelectedColumns, RequestContext } from '../../src/context.ts';
import { badInput, notFound } from '../../src/domain/errors.ts';
import { encodeEventCursor } from '../../src/events/event-cursor.ts';
import type { StoredEvent } from '../../src/events/stored-event.ts';
import { EventTopic, type Topic } from '../../src/events/topics.ts';
import { SelectedFields } from '../graph/field-selection.ts';
import {
  AlertRaisedEvent,
  NotificationReceivedEvent,
  ProjectChangedEvent,
  TaskProgressEvent,
  type SubscriptionEvent,
} from './event-payloads.ts';
import { Viewer } from '../directory/viewer.resolver.ts';

const PROGRESS: ReadonlySet<Topic> = new Set([
  EventTopic.TASK_CREATED,
  EventTopic.TASK_UPDATED,
  EventTopic.TASK_COMPLETED,
  EventTopic.SUBTASK_UPDATED,
  EventTopic.PROGRESS_UPDATED,
]);
const EVERYTHING: ReadonlySet<Topic> = new Set(Object.values(EventTopic));
const ALERTS: ReadonlySet<Topic> = new Set([EventTopic.WATCHDOG_ALERT]);
const NOTIFICATIONS: ReadonlySet<Topic> = new Set([EventTopic.NOTIFICATION_CREATED]);

export const IDENTITY: SelectedColumns = { properties: ['id'], signature: 'id' };
const PEOPLE: SelectedColumns = { properties: ['assigneeIds', 'ownerId'], signature: 'assigneeIds,ownerId' };

@ArgsType()
export class AfterArgs {
  @Field(() => String, {
    nullable: true,
    description:
      'Cursor of the last event that the client has seen; the subscription resumes behind it. From now on when not given.',
  })
  after?: string | null;
}

@ArgsType()
export class ProjectEventsArgs extends AfterArgs {
  @Field(() => ID, {
    nullable: true,
    description:
      'Id of the project whose events are followed; those of all projects of the organisation that the caller may see when not given.',
  })
  projectId?: string | null;
}

@ArgsType()
class ProjectChangedArgs extends AfterArgs {
  @Field(() => ID, { description: 'Id of the project that is followed.' })
  id: string;
}

type SubscribeData<A> = ResolverData<RequestContext> & { args: A };

/** Follows a project that the caller may see. */
export async function followProject(
  context: RequestContext,
  id: string,
  topics: ReadonlySet<Topic>,
  { after, ...options }: FollowOptions & { readonly after?: string | null | undefined },
) {
  refuseOverride(context);
  const project = await context.one(Project, IDENTITY, id);
  if (project === null) throw notFound('project', id, 'projectId');
  return context.follow(project.id, topics, after, options);
}

/** @throws PitError BAD_USER_INPUT where the request overrides. */
export function refuseOverride({ actor }: RequestContext): void {
  if (actor.overrideReason === undefined) return;
  throw badInput('An override holds for one request, and a subscription goes on.', {
    field: 'x-pit-override-reason',
    expected: 'no override on a subscription',
  });
}

/** Follows a project, or without one all projects of the organisation. */
export function followed(topics: ReadonlySet<Topic>) {
  return ({ args, context }: SubscribeData<ProjectEventsArgs>) => {
    const { projectId, after } = args;
    if (projectId != null) return followProject(context, projectId, topics, { after });
    refuseOverride(context);
    return context.followOrganisation(topics, after);
  };
}

/** The event as its payload, if the caller may see its project now. */
async function seen<E extends SubscriptionEvent>(
  event: StoredEvent,
  context: RequestContext,
  also?: Promise<unknown> | object | null,
): Promise<E> {
  await requireSeen(event, context, also);
  return told<E>(event);
}

/**
 * Refuses an event whose project the caller may not see now, which ends the subscription of a project, and passes the
 * event over in that of an organisation. `also` is asked for at once, so that it comes by the same round trip.
 */
export async function requireSeen(
  event: StoredEvent,
  context: RequestContext,
  also?: Promise<unknown> | object | null,
): Promise<void> {
  const id = event.payload['projectId'] ?? event.streamId;
  const [project] = await Promise.all([context.one(Project, IDENTITY, id), also]);
  if (project === null) throw notFound('project', id);
}

/** The event as its payload, whoever may see it. */
export function told<E extends SubscriptionEvent>(event: StoredEvent): E {
  const { seq, topic, createdAt, actorId, payload } = event;
  const cursor = encodeEventCursor(event, seq);
  return { ...payload, cursor, topic, occurredAt: createdAt, actorId } as unknown as E;
}

@Resolver()
export class SubscriptionResolver {
  @Subscription(() => TaskProgressEvent, {
    subscribe: followed(PROGRESS) as never,
    description:
      'How the tasks of a project get on, or those of all projects that the caller may see. Each event is delivered at least once and in the order of commits, with data read afresh, as long as the caller may see the project.',
  })
  taskProgress(
    @Root() event: StoredEvent,
    @Args(() => ProjectEventsArgs) _args: ProjectEventsArgs,
    @Ctx() context: RequestContext,
    @SelectedFields('task') asked: SelectedColumns,
  ): Promise<TaskProgressEvent> {
    return seen(event, context, context.one(Task, asked, event.payload['taskId']));
  }

  @Subscription(() => TaskProgressEvent, {
    subscribe: (({ args, context }: SubscribeData<AfterArgs>) => {
      refuseOverride(context);
      return context.followOrganisation(PROGRESS, args.after);
    }) as never,
    description:
      'How the tasks get on that the caller owns or is assigned to, of all projects: each event that finds them so.',
  })
  async myTasks(
    @Root() event: StoredEvent,
    @Args(() => AfterArgs) _args: AfterArgs,
    @Ctx() context: RequestContext,
  ): Promise<TaskProgressEvent> {
    const { taskId = '' } = event.payload;
    const { userId } = context.actor;
    const task = await context.one(Task, PEOPLE, taskId);
    const isMine = task?.ownerId === userId || task?.assigneeIds.includes(userId) === true;
    if (!isMine) throw notFound('task', taskId);
    return told<TaskProgressEvent>(event);
  }

  @Subscription(() => ProjectChangedEvent, {
    subscribe: (({ args, context }: SubscribeData<ProjectChangedArgs>) =>
      followProject(context, args.id, EVERYTHING, { after: args.after })) as never,
    description: 'Everything that happens in a project, from its plan to its evidence.',
  })
  projectChanged(
    @Root() event: StoredEvent,
    @Args(() => ProjectChangedArgs) _args: ProjectChangedArgs,
    @Ctx() context: RequestContext,
    @SelectedFields('project') asked: SelectedColumns,
  ): Promise<ProjectChangedEvent> {
    return seen(event, context, context.one(Project, asked, event.streamId));
  }

  @Subscription(() => AlertRaisedEvent, {
    subscribe: followed(ALERTS) as never,
    description:
      'What the watchdog finds in a project, or in all projects that the caller may see, and when it is gone.',
  })
  alertRaised(
    @Root() event: StoredEvent,
    @Args(() => ProjectEventsArgs) _args: ProjectEventsArgs,
    @Ctx() context: RequestContext,
    @SelectedFields('alert') asked: SelectedColumns,
  ): Promise<AlertRaisedEvent> {
    return seen(event, context, context.one(WatchdogAlert, asked, event.payload['alertId']));
  }

  @Subscription(() => NotificationReceivedEvent, {
    subscribe: (({ args, context }: SubscribeData<AfterArgs>) =>
      context.follow(context.actor.userId, NOTIFICATIONS, args.after)) as never,
    description: "The caller's own notifications as they arrive.",
  })
  notificationReceived(
    @Root() event: StoredEvent,
    @Args(() => AfterArgs) _args: AfterArgs,
  ): NotificationReceivedEvent {
    return told(event);
  }
}

@Resolver(() => Project)
export class ProjectCursorResolver {
  @FieldResolver(() => String, {
    description:
      'Cursor of the newest event of the project. Read before the rest, it lets a subscription resume from here without a gap.',
  })
  eventCursor(@Root() project: Project, @Ctx() context: RequestContext): Promise<string> {
    return context.latestCursor(project.id);
  }
}

@Resolver(() => Organisation)
export class OrganisationCursorResolver {
  @FieldResolver(() => String, {
    nullable: true,
    description:
      'Cursor of the newest event of the caller’s organisation, for `taskProgress`, `alertRaised` and `myTasks` without a project. Read before the rest, it lets a subscription resume from here without a gap. Null for another organisation.',
  })
  @Directive('@cost(weight: 10)')
  async eventCursor(
    @Root() organisation: Organisation,
    @Ctx() context: RequestContext,
  ): Promise<string | null> {
    return organisation.id === context.orgId ? context.latestOfOrganisation() : null;
  }
}

@Resolver(() => Viewer)
export class ViewerCursorResolver {
  @FieldResolver(() => String, {
    description: 'Cursor of the newest notification event, for `notificationReceived(after:)`.',
  })
  notificationCursor(@Ctx() context: RequestContext): Promise<string> {
    return context.latestCursor(context.actor.userId);
  }
}
