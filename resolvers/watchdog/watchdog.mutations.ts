import {
  Ctx,
  Directive,
  Field,
  FieldResolver,
  ID,
  InputType,
  Int,
  Mutation,
  ObjectType,
  Resolver,
  Root,
} from 'type-graphql';
import { DateTimeScalar } from '../../entities/base/scalars.ts';
import { Project } from '../../entities/project.ts';
import { User } from '../../entities/user.ts';
import { WatchdogAlert } from '../../entities/watchdog-alert.ts';
import type { RequestContext, SelectedColumns } from '../../src/context.ts';
import {
  acknowledgeAlert,
  readAcknowledgement,
  readAlertSummary,
  rescanProject,
} from '../../src/services/watchdog/acknowledgement.ts';
import { SelectedFields } from '../graph/field-selection.ts';
import { Input, MutationInput } from '../graph/mutation-input.ts';

@InputType({ description: 'An alert that the caller takes upon themselves.' })
export class AcknowledgeAlertInput extends MutationInput {
  @Field(() => ID, { description: 'Id of the alert.' })
  alertId: string;

  @Field(() => String, { nullable: true, description: 'What is done about it, up to 2,000 characters.' })
  note?: string | null;
}

@InputType({ description: 'A project that the watchdog is to look at now.' })
export class RescanProjectInput extends MutationInput {
  @Field(() => ID, { description: 'Id of the project.' })
  id: string;
}

@ObjectType({ description: 'Who has taken an alert upon themselves.' })
export class AlertAcknowledgement {
  userId: string;

  @Field(() => String, { nullable: true, description: 'What they said to it; null when nothing.' })
  note: string | null;

  @Field(() => DateTimeScalar, { description: 'When.' })
  at: string;
}

@ObjectType({ description: 'How many open alerts of a level there are.' })
export class AlertLevelCount {
  @Field(() => Int, {
    nullable: true,
    description: 'How grave they are, from 1 (gravest) to 5; null for those whose makers do not say.',
  })
  level: number | null;

  @Field(() => Int, { description: 'How many there are.' })
  count: number;
}

@ObjectType({ description: 'An alert after a change.' })
export class AlertPayload {
  alertId: string;
}

@ObjectType({ description: 'A project that the watchdog is about to look at.' })
export class RescanPayload {
  projectId: string;
}

@Resolver(() => AlertPayload)
export class AlertPayloadResolver {
  @FieldResolver(() => WatchdogAlert, { nullable: true, description: 'The alert as it is now.' })
  alert(
    @Root() payload: AlertPayload,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(WatchdogAlert, asked, payload.alertId);
  }
}

@Resolver(() => RescanPayload)
export class RescanPayloadResolver {
  @FieldResolver(() => Project, { nullable: true, description: 'The project.' })
  project(
    @Root() payload: RescanPayload,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(Project, asked, payload.projectId);
  }
}

@Resolver(() => AlertAcknowledgement)
export class AlertAcknowledgementResolver {
  @FieldResolver(() => User, { nullable: true, description: 'Who it was.' })
  user(
    @Root() acknowledgement: AlertAcknowledgement,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(User, asked, acknowledgement.userId);
  }
}

@Resolver(() => WatchdogAlert)
export class AcknowledgementOfAlertResolver {
  @FieldResolver(() => AlertAcknowledgement, {
    nullable: true,
    description: 'Who has taken the alert upon themselves; null while nobody has.',
  })
  acknowledgement(@Root() alert: WatchdogAlert, @Ctx() context: RequestContext) {
    return readAcknowledgement(context.loaders, alert.id);
  }
}

@Resolver(() => Project)
export class AlertSummaryResolver {
  @FieldResolver(() => [AlertLevelCount], {
    description:
      'How many open alerts of each level the project has, the gravest first; levels without any are left out.',
  })
  @Directive('@listSize(assumedSize: 6)')
  alertSummary(@Root() project: Project, @Ctx() context: RequestContext) {
    return readAlertSummary(context.loaders, project.id);
  }
}

/** What people do about alerts. */
@Resolver()
export class WatchdogMutations {
  @Mutation(() => AlertPayload, {
    description:
      'Takes an open alert upon the caller, which ends its escalation. One that somebody has taken already stays theirs.',
  })
  acknowledgeAlert(
    @Input(AcknowledgeAlertInput) input: AcknowledgeAlertInput,
    @Ctx() context: RequestContext,
  ) {
    return context.write('acknowledgeAlert', input, (tx) => acknowledgeAlert(tx, input));
  }

  @Mutation(() => RescanPayload, {
    description: 'Has the watchdog look at a project now, instead of thirty seconds after its last event.',
  })
  @Directive('@cost(weight: 1000)')
  async rescanProject(@Input(RescanProjectInput) input: RescanProjectInput, @Ctx() context: RequestContext) {
    const payload = await context.write('rescanProject', input, (tx) => rescanProject(tx, input));
    context.wantScan(payload.projectId, { isUrgent: true });
    return payload;
  }
}
