import { Field, ID, InputType } from 'type-graphql';
import { DateScalar } from '../../entities/base/scalars.ts';
import { IfUpdatedAt, MutationInput } from '../graph/mutation-input.ts';
import { ScheduleSettingsInput } from '../directory/settings/schedule-settings.ts';
import { TaskConstraint, TaskMode } from './schedule-enums.ts';

@InputType({
  description:
    'By which rules a task is scheduled: a value sets, null takes the default back, what is not given stays.',
})
export class SetTaskRuleInput extends MutationInput {
  @Field(() => ID, { description: 'Id of the task.' })
  taskId: string;

  @Field(() => TaskMode, { nullable: true, description: 'Who moves it; `AUTO` by default.' })
  mode?: TaskMode | null;

  @Field(() => TaskConstraint, {
    nullable: true,
    description: 'What holds it beside its dependencies; `AS_SOON_AS_POSSIBLE` by default.',
  })
  constraintKind?: TaskConstraint | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'The day of the constraint; each but `AS_SOON_AS_POSSIBLE` needs one.',
  })
  constraintDate?: string | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'The day by which it should be done; moves nothing, but bounds its late dates.',
  })
  deadline?: string | null;

  @IfUpdatedAt()
  ifUpdatedAt?: string | null;
}

@InputType({ description: 'How a project is scheduled where that differs from its organisation.' })
export class SetScheduleSettingsInput extends MutationInput {
  @Field(() => ID, { description: 'Id of the project.' })
  projectId: string;

  @Field(() => ScheduleSettingsInput, { description: 'The settings, each by its name.' })
  schedule: ScheduleSettingsInput;

  @IfUpdatedAt()
  ifUpdatedAt?: string | null;
}
