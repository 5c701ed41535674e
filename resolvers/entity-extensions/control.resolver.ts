import { Args, Ctx, Directive, Field, FieldResolver, ID, ObjectType, Resolver, Root } from 'type-graphql';
import { PercentScalar } from '../../entities/base/number-scalars.ts';
import { ControlLink } from '../../entities/control-link.ts';
import type { Task } from '../../entities/task.ts';
import type { RequestContext } from '../../src/context.ts';
import { readImplementation } from '../../src/services/intake/linked-work.ts';
import { ConnectionSelection, RequiresColumns, type SelectedConnection } from '../graph/field-selection.ts';
import { connect, type Connection } from '../graph/connection.ts';
import { TasksArgs } from '../plan/tasks/task.inputs.ts';
import { TaskConnection, taskList } from '../plan/tasks/task-list.ts';

@ObjectType({ description: 'A control. The control library owns it; PIT adds the work on it.' })
@Directive('@key(fields: "id")')
export class Control {
  @Field(() => ID, { description: 'Identity in the control library, a UUID.' })
  id: string;
}

@Resolver(() => Control)
export class ControlResolver {
  @FieldResolver(() => TaskConnection, { description: 'Tasks that implement the control, by last day.' })
  tasks(
    @Root() control: Control,
    @Args(() => TasksArgs) args: TasksArgs,
    @Ctx() context: RequestContext,
    @ConnectionSelection() wanted: SelectedConnection,
  ): Promise<Connection<Task>> {
    const parent = { property: 'controlId', id: control.id, through: ControlLink };
    return connect(context, taskList(args, parent), args, wanted);
  }

  @FieldResolver(() => PercentScalar, {
    nullable: true,
    description:
      'How far the control is implemented, in percent: the mean progress of all linked tasks of the organisation, ' +
      'also of those that the caller may not see, all of equal weight, rounded half up; 100 only when each of them ' +
      'is at 100. Null without tasks.',
  })
  @Directive('@cost(weight: 5)')
  implementationPercent(@Root() control: Control, @Ctx() context: RequestContext): Promise<number | null> {
    return readImplementation(context.loaders, control.id);
  }
}

@Resolver(() => ControlLink)
export class ControlOfLinkResolver {
  @FieldResolver(() => Control, { nullable: true, description: 'The control at the other end.' })
  @RequiresColumns('controlId')
  control(@Root() link: ControlLink): Control {
    return { id: link.controlId };
  }
}
