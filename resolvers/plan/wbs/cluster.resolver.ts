import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { Project } from '../../../entities/project.ts';
import { Task } from '../../../entities/task.ts';
import { TaskCluster } from '../../../entities/task-cluster.ts';
import { User } from '../../../entities/user.ts';
import type { SelectedColumns, RequestContext } from '../../../src/context.ts';
import { SelectedFields, ConnectionSelection, type SelectedConnection } from '../../graph/field-selection.ts';
import { ReferenceTo } from '../../graph/reference-to.ts';
import { TasksArgs } from '../tasks/task.inputs.ts';
import { TaskConnection, taskList } from '../tasks/task-list.ts';
import { clusterConditions, TaskClustersArgs } from './cluster.inputs.ts';
import { connect, connectionOf, type Connection } from '../../graph/connection.ts';

const TaskClusterConnection = connectionOf(TaskCluster, 'clusters');
const NEWEST_FIRST = [{ property: 'createdAt', descending: true }];
const BY_END_AND_PLACE = [
  { property: 'endDate', descending: false },
  { property: 'orderIndex', descending: false },
];

@Resolver(() => TaskCluster)
export class TaskClusterResolver {
  @Query(() => TaskCluster, {
    nullable: true,
    description: 'The cluster with the id, or null when there is none to see.',
  })
  cluster(
    @Arg('id', () => ID, { description: 'Id of the cluster.' }) id: string,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(TaskCluster, asked, id);
  }

  @Query(() => TaskClusterConnection, { description: 'Clusters of all projects, newest first.' })
  clusters(
    @Args(() => TaskClustersArgs) args: TaskClustersArgs,
    @Ctx() context: RequestContext,
    @ConnectionSelection() wanted: SelectedConnection,
  ): Promise<Connection<TaskCluster>> {
    const list = { entity: TaskCluster, where: clusterConditions(args.filter), order: NEWEST_FIRST };
    return connect(context, list, args, wanted);
  }

  @FieldResolver(() => Project, { nullable: true, description: 'The project that the tasks belong to.' })
  @ReferenceTo(Project, 'projectId')
  project(
    @Root() cluster: TaskCluster,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(Project, asked, cluster.projectId);
  }

  @FieldResolver(() => User, { nullable: true, description: 'Who had the tasks generated.' })
  @ReferenceTo(User, 'creatorId')
  creator(
    @Root() cluster: TaskCluster,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(User, asked, cluster.creatorId);
  }

  @FieldResolver(() => TaskConnection, {
    description: 'The tasks that were generated together, by last day and place.',
  })
  tasks(
    @Root() cluster: TaskCluster,
    @Args(() => TasksArgs) args: TasksArgs,
    @Ctx() context: RequestContext,
    @ConnectionSelection() wanted: SelectedConnection,
  ): Promise<Connection<Task>> {
    const list = taskList(args, { property: 'clusterId', id: cluster.id }, BY_END_AND_PLACE);
    return connect(context, list, args, wanted);
  }
}

@Resolver(() => Project)
export class ProjectClustersResolver {
  @FieldResolver(() => TaskClusterConnection, { description: 'Clusters of the project, newest first.' })
  clusters(
    @Root() project: Project,
    @Args(() => TaskClustersArgs) args: TaskClustersArgs,
    @Ctx() context: RequestContext,
    @ConnectionSelection() wanted: SelectedConnection,
  ): Promise<Connection<TaskCluster>> {
    const parent = { property: 'projectId', id: project.id };
    const list = { entity: TaskCluster, where: clusterConditions(args.filter), order: NEWEST_FIRST, parent };
    return connect(context, list, args, wanted);
  }
}

@Resolver(() => Task)
export class TaskClusterOfTaskResolver {
  @FieldResolver(() => TaskCluster, {
    nullable: true,
    description: 'The cluster that the task was generated with; null when it was created by itself.',
  })
  @ReferenceTo(TaskCluster, 'clusterId')
  cluster(@Root() task: Task, @Ctx() context: RequestContext, @SelectedFields() asked: SelectedColumns) {
    return context.one(TaskCluster, asked, task.clusterId);
  }
}
