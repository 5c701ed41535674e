import { Ctx, Field, FieldResolver, Int, Mutation, ObjectType, Resolver, Root } from 'type-graphql';
import { Project } from '../../../entities/project.ts';
import type { SelectedColumns, RequestContext } from '../../../src/context.ts';
import {
  applySchedule,
  type AppliedSchedule,
} from '../../../src/services/schedule/preview/apply-schedule.ts';
import { SelectedFields } from '../../graph/field-selection.ts';
import { Input } from '../../graph/mutation-input.ts';
import { ApplyScheduleInput } from './apply.inputs.ts';

@ObjectType({ description: 'What the application of a preview has stored.' })
export class AppliedSchedulePayload implements AppliedSchedule {
  projectId: string;

  @Field(() => Int, {
    description: 'Tasks whose dates, rules or remaining work were written; deleted ones are not among them.',
  })
  changedTaskCount: number;
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
}

@Resolver()
export class ApplyScheduleMutations {
  @Mutation(() => AppliedSchedulePayload, {
    description:
      'Makes exactly what a preview has shown, in one transaction: the changes that it names, and the dates of automatic tasks that it moves, as far as they are not completed. Of tasks under way the planned start stays. Up to 5,000 moved tasks.',
  })
  applySchedule(@Input(ApplyScheduleInput) input: ApplyScheduleInput, @Ctx() context: RequestContext) {
    return context.write('applySchedule', input, (tx) => applySchedule(tx, input, context.scheduleTokens));
  }
}
