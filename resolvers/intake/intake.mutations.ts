import {
  Ctx,
  Directive,
  Field,
  FieldResolver,
  ID,
  Int,
  Mutation,
  ObjectType,
  registerEnumType,
  Resolver,
  Root,
} from 'type-graphql';
import { Project } from '../../entities/project.ts';
import { Task } from '../../entities/task.ts';
import type { SelectedColumns, RequestContext } from '../../src/context.ts';
import { completeAnswer, raiseTasks } from '../../src/services/intake/intake.ts';
import { RaiseOutcome } from '../../src/services/intake/raise-in-project.ts';
import { SelectedFields } from '../graph/field-selection.ts';
import { RaiseTasksInput } from './intake.inputs.ts';
import { ItemError } from '../plan/tasks/task-plan.mutations.ts';
import { Input } from '../graph/mutation-input.ts';

registerEnumType(RaiseOutcome, {
  name: 'RaiseOutcome',
  description: 'Whether raised work led to a new task.',
  valuesConfig: {
    CREATED: { description: 'There was no open task of this origin; now there is.' },
    UPDATED: { description: 'The open task of this origin has changed.' },
    UNCHANGED: { description: 'The open task of this origin said all this already.' },
  },
});

@ObjectType({ description: 'The task that stands for one item of raised work.' })
export class RaisedTask {
  @Field(() => Int, { description: 'Index of the item in the request, from 0.' })
  index: number;

  @Field(() => ID, { description: 'Id of the task.' })
  taskId: string;

  @Field(() => RaiseOutcome, { description: 'Whether a task was created, updated or left as it was.' })
  outcome: RaiseOutcome;
}

@ObjectType({ description: 'The tasks that raised work has led to.' })
export class RaisedTasksPayload {
  @Field(() => [RaisedTask], {
    description: 'The tasks, in the order of the items; refused items have none, and are listed in `errors`.',
  })
  items: RaisedTask[];

  @Field(() => [ItemError], {
    description: 'The items that were refused, in their order; empty unless the mode is PARTIAL.',
  })
  errors: ItemError[];

  projectIds: string[];
}

@Resolver(() => RaisedTask)
export class RaisedTaskResolver {
  @FieldResolver(() => Task, { nullable: true, description: 'The task as it is now.' })
  task(@Root() item: RaisedTask, @Ctx() context: RequestContext, @SelectedFields() asked: SelectedColumns) {
    return context.one(Task, asked, item.taskId);
  }
}

@Resolver(() => RaisedTasksPayload)
export class RaisedTasksPayloadResolver {
  @FieldResolver(() => [Project], {
    nullable: 'items',
    description: 'The projects that the tasks lie in; an open task may lie in another than was asked for.',
  })
  projects(
    @Root() payload: RaisedTasksPayload,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return payload.projectIds.map((id) => context.one(Project, asked, id));
  }
}

/** Other modules raise work. */
@Resolver()
export class IntakeMutations {
  @Mutation(() => RaisedTasksPayload, {
    description:
      'Raises work: all or nothing, or what holds of it. The open task that the organisation has of an origin is brought up to date and not doubled; after a completed one a new task names it.',
  })
  @Directive('@cost(weight: 50)')
  async raiseTasks(@Input(RaiseTasksInput) input: RaiseTasksInput, @Ctx() context: RequestContext) {
    return completeAnswer(await context.write('raiseTasks', input, (tx) => raiseTasks(tx, input)));
  }
}
