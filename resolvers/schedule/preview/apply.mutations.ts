import { Ctx, Field, FieldResolver, Int, Mutation, ObjectType, Resolver, Root } from 'type-graphql';
import { Project } from '../../../entities/project.ts';
import type { SelectedColumns, RequestContext } from '../../../src/context.ts';
import {
  applySchedule,
  type AppliedSchedule,
} from '../../../src/services/schedule/preview/apply-schedule.ts';
import { readApplication } from '../../../src/services/schedule/preview/stored-application.ts';
import { SelectedFields } from '../../graph/field-selection.ts';
import { Input } from '../../graph/mutation-input.ts';
import { ScheduleApplication, ScheduleApplicationState } from './application.resolver.ts';
import { ApplyScheduleInput } from './apply.inputs.ts';

@ObjectType({ description: 'What the application of a preview has stored, or the job that will store it.' })
export class AppliedSchedulePayload implements AppliedSchedule {
  projectId: string;

  @Field(() => Int, {
    description:
      'Tasks whose dates, rules or remaining work were written; deleted ones are not among them. 0 where a job is to do it.',
  })
  changedTaskCount: number;

  applicationId: string | null;
}

@Resolver(() => AppliedSchedulePayload)
export class AppliedSchedulePayloadResolver {
  @FieldResolver(() => Project, {
    nullable: true,
    description: 'The project as it is now; null when the caller may not see it any more.',
  })
  project(
    @Root() { projectId }: AppliedSchedulePayload,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(Project, asked, projectId);
  }

  @FieldResolver(() => ScheduleApplicationState, {
    description: 'Whether all is stored, or a job is to do it; of a job, how far it has come by now.',
  })
  async state(
    @Root() { applicationId }: AppliedSchedulePayload,
    @Ctx() context: RequestContext,
  ): Promise<ScheduleApplicationState> {
    if (applicationId == null) return ScheduleApplicationState.APPLIED;
    const application = await readApplication(context.loaders, applicationId);
    return application?.state ?? ScheduleApplicationState.RUNNING;
  }

  @FieldResolver(() => ScheduleApplication, {
    nullable: true,
    description: 'The job that does it, for more than 5,000 moved tasks; null where all is stored already.',
  })
  application(@Root() { applicationId }: AppliedSchedulePayload, @Ctx() context: RequestContext) {
    return applicationId == null ? null : readApplication(context.loaders, applicationId);
  }
}

@Resolver()
export class ApplyScheduleMutations {
  @Mutation(() => AppliedSchedulePayload, {
    description:
      'Makes exactly what a preview has shown, in one transaction: the changes that it names, and the dates of automatic tasks that it moves, as far as they are not completed. Of tasks under way the planned start stays, but for a milestone, which has one day. More than 5,000 moved tasks, and up to 50,000, are moved by a job: the answer is `state: RUNNING`, `scheduleApplication` tells what comes of it, and SCHEDULE_UPDATED that it is over.',
  })
  applySchedule(@Input(ApplyScheduleInput) input: ApplyScheduleInput, @Ctx() context: RequestContext) {
    return context.write('applySchedule', input, (tx) => applySchedule(tx, input, context.scheduleTokens));
  }
}
