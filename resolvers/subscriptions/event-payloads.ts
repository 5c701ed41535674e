import { Ctx, Field, FieldResolver, ObjectType, registerEnumType, Resolver, Root } from 'type-graphql';
import { DateTimeScalar } from '../../entities/base/scalars.ts';
import { Evidence } from '../../entities/evidence.ts';
import { Notification } from '../../entities/notification.ts';
import { Project } from '../../entities/project.ts';
import { Subtask } from '../../entities/subtask.ts';
import { Task } from '../../entities/task.ts';
import { User } from '../../entities/user.ts';
import { WatchdogAlert } from '../../entities/watchdog-alert.ts';
import type { SelectedColumns, RequestContext } from '../../src/context.ts';
import { EventTopic, type Topic } from '../../src/events/topics.ts';
import { SelectedFields } from '../graph/field-selection.ts';

registerEnumType(EventTopic, {
  name: 'EventTopic',
  description: 'What an event is about.',
  valuesConfig: {
    PROJECT_UPDATED: { description: 'The project or the shape of its plan has changed.' },
    TASK_CREATED: { description: 'A task is new.' },
    TASK_UPDATED: { description: 'A task has changed.' },
    TASK_COMPLETED: { description: 'A task has just been completed.' },
    SUBTASK_UPDATED: { description: 'A subtask is new or has changed.' },
    DEPENDENCY_UPDATED: { description: 'A dependency between tasks was made, changed or removed.' },
    EVIDENCE_UPLOADED: { description: 'Evidence was submitted.' },
    EVIDENCE_ACCEPTED: { description: 'Evidence was accepted.' },
    EVIDENCE_REJECTED: { description: 'Evidence was rejected.' },
    PROGRESS_UPDATED: { description: 'The progress of a task has changed.' },
    WATCHDOG_ALERT: { description: 'Something needs attention.' },
    INTEGRATION_UPDATE: { description: 'A task that other modules are linked to has moved.' },
    EXPORT_GENERATED: { description: 'An export is ready.' },
    NOTIFICATION_CREATED: { description: 'A user has got a notification.' },
    TASK_COMMENTED: { description: 'A comment on a task or subtask was added.' },
    SCHEDULE_UPDATED: { description: 'The computed schedule of a project has changed.' },
    COST_RECORDED: { description: 'A cost snapshot was recorded.' },
    EVIDENCE_EXPIRED: { description: 'Accepted evidence has passed its validity.' },
    SERIES_UPDATED: { description: 'A recurrence was created, changed, paused or ended.' },
    OCCURRENCE_MADE: { description: 'The next occurrence of a recurring task was created.' },
    EXTENSION_REQUESTED: { description: 'A later deadline was requested.' },
    EXTENSION_DECIDED: { description: 'A request for a later deadline was decided.' },
    ACCEPTANCE_DECIDED: { description: 'The acceptance of a risk or of an exception was decided.' },
    ACCEPTANCE_ENDED: { description: 'The acceptance of a risk or of an exception has ended.' },
    TEAM_UPDATED: { description: 'Members or assignments of a team have changed.' },
    PROGRAM_UPDATED: { description: 'Members or totals of a programme have changed.' },
    BASELINE_UPDATED: { description: 'A baseline was set, chosen, renamed or deleted.' },
  },
});

/** What every event that is delivered says of itself; the ids are those of its payload. */
@ObjectType()
export abstract class SubscriptionEvent {
  @Field(() => String, {
    description:
      'Cursor of the event: give it as `after` to resume behind it, on any replica and after any break.',
  })
  cursor: string;

  @Field(() => EventTopic, { description: 'Kind of the event.' })
  topic: Topic;

  @Field(() => DateTimeScalar, { description: 'When the change was committed.' })
  occurredAt: string;

  actorId: string | null;
}

@ObjectType({ description: 'A task or one of its subtasks has changed.' })
export class TaskProgressEvent extends SubscriptionEvent {
  taskId: string;
  subtaskId?: string;
}

@ObjectType({ description: 'Something in a project has changed.' })
export class ProjectChangedEvent extends SubscriptionEvent {
  projectId: string;
  taskId?: string;
  evidenceId?: string;
  alertId?: string;
}

@ObjectType({ description: 'The watchdog has found something, or what it had found is gone.' })
export class AlertRaisedEvent extends SubscriptionEvent {
  alertId: string;
}

@ObjectType({ description: 'The caller has got a notification.' })
export class NotificationReceivedEvent extends SubscriptionEvent {
  notificationId: string;
}

@Resolver(() => TaskProgressEvent)
export class TaskProgressEventResolver {
  @FieldResolver(() => Task, {
    nullable: true,
    description: 'The task as it is now; null once it is deleted.',
  })
  task(
    @Root() event: TaskProgressEvent,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(Task, asked, event.taskId);
  }

  @FieldResolver(() => Subtask, {
    nullable: true,
    description: 'The subtask that has changed, as it is now.',
  })
  subtask(
    @Root() event: TaskProgressEvent,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(Subtask, asked, event.subtaskId);
  }

  @FieldResolver(() => User, {
    nullable: true,
    description: 'The user who made the change; null when PIT does not know that user.',
  })
  actor(
    @Root() event: TaskProgressEvent,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return event.actorId === null ? null : context.one(User, asked, event.actorId);
  }
}

@Resolver(() => ProjectChangedEvent)
export class ProjectChangedEventResolver {
  @FieldResolver(() => Project, { nullable: true, description: 'The project as it is now.' })
  project(
    @Root() event: ProjectChangedEvent,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(Project, asked, event.projectId);
  }

  @FieldResolver(() => Task, { nullable: true, description: 'The task that it is about, as it is now.' })
  task(
    @Root() event: ProjectChangedEvent,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(Task, asked, event.taskId);
  }

  @FieldResolver(() => Evidence, { nullable: true, description: 'The evidence that it is about.' })
  evidence(
    @Root() event: ProjectChangedEvent,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(Evidence, asked, event.evidenceId);
  }

  @FieldResolver(() => WatchdogAlert, { nullable: true, description: 'The alert that it is about.' })
  alert(
    @Root() event: ProjectChangedEvent,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(WatchdogAlert, asked, event.alertId);
  }

  @FieldResolver(() => User, {
    nullable: true,
    description: 'The user who made the change; null when PIT does not know that user.',
  })
  actor(
    @Root() event: ProjectChangedEvent,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return event.actorId === null ? null : context.one(User, asked, event.actorId);
  }
}

@Resolver(() => AlertRaisedEvent)
export class AlertRaisedEventResolver {
  @FieldResolver(() => WatchdogAlert, { nullable: true, description: 'The alert as it is now.' })
  alert(
    @Root() event: AlertRaisedEvent,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(WatchdogAlert, asked, event.alertId);
  }
}

@Resolver(() => NotificationReceivedEvent)
export class NotificationReceivedEventResolver {
  @FieldResolver(() => Notification, {
    nullable: true,
    description: 'The notification; null once it is deleted.',
  })
  notification(
    @Root() event: NotificationReceivedEvent,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(Notification, asked, event.notificationId);
  }
}
