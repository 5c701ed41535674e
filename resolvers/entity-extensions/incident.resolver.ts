import { Args, Ctx, Directive, Field, FieldResolver, ID, ObjectType, Resolver, Root } from 'type-graphql';
import { DateScalar } from '../../entities/base/scalars.ts';
import { IncidentLink } from '../../entities/incident-link.ts';
import type { Task } from '../../entities/task.ts';
import type { RequestContext } from '../../src/context.ts';
import { readActionsComplete, readCommittedWork } from '../../src/services/intake/linked-work.ts';
import { ConnectionSelection, RequiresColumns, type SelectedConnection } from '../graph/field-selection.ts';
import { connect, type Connection } from '../graph/connection.ts';
import { TasksArgs } from '../plan/tasks/task.inputs.ts';
import { TaskConnection, taskList } from '../plan/tasks/task-list.ts';

@ObjectType({ description: 'An incident. The incident module owns it; PIT adds the actions out of it.' })
@Directive('@key(fields: "id")')
export class Incident {
  @Field(() => ID, { description: 'Identity in the incident module, a UUID.' })
  id: string;
}

@Resolver(() => Incident)
export class IncidentResolver {
  @FieldResolver(() => TaskConnection, {
    description: 'Tasks that are actions out of the incident, by last day.',
  })
  tasks(
    @Root() incident: Incident,
    @Args(() => TasksArgs) args: TasksArgs,
    @Ctx() context: RequestContext,
    @ConnectionSelection() wanted: SelectedConnection,
  ): Promise<Connection<Task>> {
    const parent = { property: 'incidentId', id: incident.id, through: IncidentLink };
    return connect(context, taskList(args, parent), args, wanted);
  }

  @FieldResolver(() => Boolean, {
    nullable: true,
    description:
      'Whether all linked tasks of the organisation are completed, also those that the caller may not see. Null when ' +
      'there are none, so that an incident without actions is not taken for one whose actions are done.',
  })
  @Directive('@cost(weight: 5)')
  actionsComplete(@Root() incident: Incident, @Ctx() context: RequestContext): Promise<boolean | null> {
    return readActionsComplete(context.loaders, incident.id);
  }

  @FieldResolver(() => DateScalar, {
    nullable: true,
    description:
      'The last day that work on the incident is committed to, done or not, also work that the caller may not see; null where none is.',
  })
  @Directive('@cost(weight: 5)')
  async dueOn(@Root() incident: Incident, @Ctx() context: RequestContext): Promise<string | null> {
    return (await readCommittedWork(context.loaders, 'incident', incident.id))?.dueOn ?? null;
  }
}

@Resolver(() => IncidentLink)
export class IncidentOfLinkResolver {
  @FieldResolver(() => Incident, { nullable: true, description: 'The incident at the other end.' })
  @RequiresColumns('incidentId')
  incident(@Root() link: IncidentLink): Incident {
    return { id: link.incidentId };
  }
}
