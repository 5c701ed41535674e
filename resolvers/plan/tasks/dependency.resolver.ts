import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { Project } from '../../../entities/project.ts';
import { Task } from '../../../entities/task.ts';
import { TaskDependency } from '../../../entities/task-dependency.ts';
import type { SelectedColumns, RequestContext } from '../../../src/context.ts';
import { SelectedFields, ConnectionSelection, type SelectedConnection } from '../../graph/field-selection.ts';
import { ReferenceTo } from '../../graph/reference-to.ts';
import { connect, connectionOf, PageArgs, type Connection } from '../../graph/connection.ts';

const TaskDependencyConnection = connectionOf(TaskDependency, 'dependencies');
const BY_CREATION = [{ property: 'createdAt', descending: false }];

@Resolver(() => TaskDependency)
export class TaskDependencyResolver {
  @FieldResolver(() => Task, { nullable: true, description: 'The task that is waited for.' })
  @ReferenceTo(Task, 'predecessorTaskId')
  predecessor(
    @Root() arc: TaskDependency,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(Task, asked, arc.predecessorTaskId);
  }

  @FieldResolver(() => Task, { nullable: true, description: 'The task that waits.' })
  @ReferenceTo(Task, 'successorTaskId')
  successor(
    @Root() arc: TaskDependency,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(Task, asked, arc.successorTaskId);
  }
}

@Resolver(() => Task)
export class TaskDependenciesResolver {
  @FieldResolver(() => [TaskDependency], {
    description: 'Dependencies on the tasks that this one waits for.',
  })
  predecessors(@Root() task: Task, @Ctx() context: RequestContext, @SelectedFields() asked: SelectedColumns) {
    return context.many(TaskDependency, 'successorTaskId', asked, ['createdAt']).of(task.id);
  }

  @FieldResolver(() => [TaskDependency], { description: 'Dependencies of the tasks that wait for this one.' })
  successors(@Root() task: Task, @Ctx() context: RequestContext, @SelectedFields() asked: SelectedColumns) {
    return context.many(TaskDependency, 'predecessorTaskId', asked, ['createdAt']).of(task.id);
  }
}

@Resolver(() => Project)
export class ProjectDependenciesResolver {
  @FieldResolver(() => TaskDependencyConnection, {
    description: 'All dependencies between tasks of the project, oldest first.',
  })
  dependencies(
    @Root() project: Project,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: RequestContext,
    @ConnectionSelection() wanted: SelectedConnection,
  ): Promise<Connection<TaskDependency>> {
    const parent = { property: 'projectId', id: project.id };
    const list = { entity: TaskDependency, where: [], order: BY_CREATION, parent };
    return connect(context, list, args, wanted);
  }
}
