import { Arg, Args, Ctx, ID, Query, Resolver } from 'type-graphql';
import { TaskClusterTemplate } from '../entities/task-cluster-template.ts';
import type { Asked, RequestContext } from '../src/context.ts';
import { AskedFields, AskedPage, type Wanted } from './asked.ts';
import { connect, connectionOf, PageArgs, type Connection } from './connection.ts';

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
    @AskedFields() asked: Asked,
  ) {
    return context.one(TaskClusterTemplate, asked, id);
  }

  @Query(() => TaskClusterTemplateConnection, {
    description: 'Templates of the organisation and those of the platform, by name.',
  })
  templates(
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: RequestContext,
    @AskedPage() wanted: Wanted,
  ): Promise<Connection<TaskClusterTemplate>> {
    return connect(context, { entity: TaskClusterTemplate, where: [], order: BY_NAME }, args, wanted);
  }
}
