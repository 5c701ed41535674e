import { Arg, Args, Ctx, ID, Query, Resolver } from 'type-graphql';
import { TaskClusterTemplate } from '../../entities/task-cluster-template.ts';
import type { SelectedColumns, RequestContext } from '../../src/context.ts';
import { SelectedFields, ConnectionSelection, type SelectedConnection } from '../graph/field-selection.ts';
import { connect, connectionOf, PageArgs, type Connection } from '../graph/connection.ts';

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

  @Query(() => TaskClusterTemplateConnection, {
    description: 'Templates of the organisation and those of the platform, by name.',
  })
  templates(
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: RequestContext,
    @ConnectionSelection() wanted: SelectedConnection,
  ): Promise<Connection<TaskClusterTemplate>> {
    return connect(context, { entity: TaskClusterTemplate, where: [], order: BY_NAME }, args, wanted);
  }
}
