import { Args, Ctx, Directive, Field, FieldResolver, ID, ObjectType, Resolver, Root } from 'type-graphql';
import { Task } from '../../entities/task.ts';
import type { RequestContext } from '../../src/context.ts';
import { ConnectionSelection, RequiresColumns, type SelectedConnection } from '../graph/field-selection.ts';
import { connect, type Connection } from '../graph/connection.ts';
import { TasksArgs } from '../plan/tasks/task.inputs.ts';
import { TaskConnection, taskList } from '../plan/tasks/task-list.ts';

@ObjectType({ description: 'A bundle of controls. The control library owns it; PIT adds the work on it.' })
@Directive('@key(fields: "id")')
export class ControlSet {
  @Field(() => ID, { description: 'Identity in the control library, a UUID.' })
  id: string;
}

@Resolver(() => ControlSet)
export class ControlSetResolver {
  @FieldResolver(() => TaskConnection, { description: 'Tasks that serve the bundle, by last day.' })
  tasks(
    @Root() controlSet: ControlSet,
    @Args(() => TasksArgs) args: TasksArgs,
    @Ctx() context: RequestContext,
    @ConnectionSelection() wanted: SelectedConnection,
  ): Promise<Connection<Task>> {
    const parent = { property: 'linkedControlSetId', id: controlSet.id };
    return connect(context, taskList(args, parent), args, wanted);
  }
}

@Resolver(() => Task)
export class ControlSetOfTaskResolver {
  @FieldResolver(() => ControlSet, {
    nullable: true,
    description: 'The bundle of controls that the task serves; null when it serves none.',
  })
  @RequiresColumns('linkedControlSetId')
  controlSet(@Root() task: Task): ControlSet | null {
    return task.linkedControlSetId === null ? null : { id: task.linkedControlSetId };
  }
}
