import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { TaskClusterTemplate } from '../../entities/task-cluster-template.ts';
import type { SelectedColumns, RequestContext } from '../../src/context.ts';
import {
  SelectedFields,
  ConnectionSelection,
  RequiresColumns,
  type SelectedConnection,
} from '../graph/field-selection.ts';
import { AsStored, type ShowStored } from '../graph/stored-json.ts';
import { TaskClusterTemplatesArgs, templateConditions } from './template.inputs.ts';
import { TemplateDocument } from './template-document.ts';
import { connect, connectionOf, type Connection } from '../graph/connection.ts';

const TaskClusterTemplateConnection = connectionOf(TaskClusterTemplate, 'templates');
const BY_NAME = [{ property: 'name', descending: false }];

@Resolver(() => TaskClusterTemplate)
export class TaskClusterTemplateResolver {
  @Query(() => TaskClusterTemplate, {
    nullable: true,
    description: 'The template with the id, or null when there is none to see.',
  })
  template(
    @Arg('id', () => ID, { description: 'Id of the template.' }) id: string,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(TaskClusterTemplate, asked, id);
  }

  @FieldResolver(() => TemplateDocument, { description: 'The plan itself, with days relative to its start.' })
  @RequiresColumns('templateJson')
  document(@Root() template: TaskClusterTemplate, @AsStored() show: ShowStored) {
    return show(template.templateJson);
  }

  @Query(() => TaskClusterTemplateConnection, {
    description: 'Templates of the organisation and those of the platform, by name.',
  })
  templates(
    @Args(() => TaskClusterTemplatesArgs) args: TaskClusterTemplatesArgs,
    @Ctx() context: RequestContext,
    @ConnectionSelection() wanted: SelectedConnection,
  ): Promise<Connection<TaskClusterTemplate>> {
    const where = templateConditions(args.filter);
    return connect(context, { entity: TaskClusterTemplate, where, order: BY_NAME }, args, wanted);
  }
}
