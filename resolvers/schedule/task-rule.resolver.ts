import { Ctx, Field, FieldResolver, Int, Mutation, ObjectType, Resolver, Root } from 'type-graphql';
import { DateScalar } from '../../entities/base/scalars.ts';
import { Task } from '../../entities/task.ts';
import type { RequestContext } from '../../src/context.ts';
import { readScheduleFacts } from '../../src/services/schedule/task-facts.ts';
import { setScheduleSettings } from '../../src/services/schedule/project-rule.ts';
import { setTaskRule } from '../../src/services/schedule/task-rule.ts';
import { Input } from '../graph/mutation-input.ts';
import { ProjectPayload } from '../plan/projects/project-plan.mutations.ts';
import { TaskPayload } from '../plan/tasks/task-payload.resolver.ts';
import { TaskConstraint, TaskMode } from './schedule-enums.ts';
import { SetScheduleSettingsInput, SetTaskRuleInput } from './task-rule.inputs.ts';

@ObjectType({ description: 'By which rules a task is scheduled.' })
export class TaskRule {
  @Field(() => TaskMode, { description: 'Who moves it.' })
  mode: TaskMode;

  @Field(() => TaskConstraint, { description: 'What holds it beside its dependencies.' })
  constraintKind: TaskConstraint;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'The day of the constraint; null exactly for `AS_SOON_AS_POSSIBLE`.',
  })
  constraintDate: string | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'The day by which it should be done; null without one.',
  })
  deadline: string | null;
}

@Resolver(() => Task)
export class TaskFactsResolver {
  @FieldResolver(() => DateScalar, {
    nullable: true,
    description: 'The day on which work began; null when it has not, or nobody knows.',
  })
  async actualStart(@Root() task: Task, @Ctx() context: RequestContext) {
    return (await readScheduleFacts(context.loaders, task.id)).actualStart;
  }

  @FieldResolver(() => DateScalar, {
    nullable: true,
    description: 'The last day on which it was worked on; null while it is open, or when nobody knows.',
  })
  async actualFinish(@Root() task: Task, @Ctx() context: RequestContext) {
    return (await readScheduleFacts(context.loaders, task.id)).actualFinish;
  }

  @FieldResolver(() => Int, {
    nullable: true,
    description:
      'Working days still to do, as somebody said; null when that follows from `durationDays` and `progressPercent`.',
  })
  async remainingDays(@Root() task: Task, @Ctx() context: RequestContext) {
    return (await readScheduleFacts(context.loaders, task.id)).remainingDays;
  }

  @FieldResolver(() => TaskRule, { description: 'By which rules it is scheduled.' })
  rule(@Root() task: Task, @Ctx() context: RequestContext): Promise<TaskRule> {
    return readScheduleFacts(context.loaders, task.id);
  }
}

@Resolver()
export class TaskRuleMutations {
  @Mutation(() => TaskPayload, {
    description: 'Says by which rules a task is scheduled: mode, constraint and deadline.',
  })
  setTaskRule(@Input(SetTaskRuleInput) input: SetTaskRuleInput, @Ctx() context: RequestContext) {
    return context.write('setTaskRule', input, (tx) => setTaskRule(tx, input));
  }

  @Mutation(() => ProjectPayload, {
    description: 'Says how a project is scheduled where that differs from its organisation.',
  })
  setScheduleSettings(
    @Input(SetScheduleSettingsInput) input: SetScheduleSettingsInput,
    @Ctx() context: RequestContext,
  ) {
    return context.write('setScheduleSettings', input, (tx) => setScheduleSettings(tx, input));
  }
}
