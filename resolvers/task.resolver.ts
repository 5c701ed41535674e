import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { Phase } from '../entities/phase.ts';
import { Project } from '../entities/project.ts';
import { Task } from '../entities/task.ts';
import { User } from '../entities/user.ts';
import { WorkPackage } from '../entities/work-package.ts';
import type { Asked, RequestContext } from '../src/context.ts';
import { AskedFields, IsAsked, Needs } from './asked.ts';
import { connect, connectionOf, orderTerms, type Connection } from './connection.ts';
import { taskConditions, TasksArgs } from './task.inputs.ts';

const TaskConnection = connectionOf(Task, 'tasks');
const BY_END = [{ property: 'endDate', descending: false }];

@Resolver(() => Task)
export class TaskResolver {
  @Query(() => Task, {
    nullable: true,
    description: 'The task with the id, or null when there is none to see.',
  })
  task(
    @Arg('id', () => ID, { description: 'Id of the task.' }) id: string,
    @Ctx() context: RequestContext,
    @AskedFields() asked: Asked,
  ) {
    return context.one(Task, asked, id);
  }

  @Query(() => TaskConnection, { description: 'Tasks of all projects that the caller may see.' })
  tasks(
    @Args(() => TasksArgs) args: TasksArgs,
    @Ctx() context: RequestContext,
    @AskedFields('edges', 'node') asked: Asked,
    @IsAsked('totalCount') total: boolean,
  ): Promise<Connection<Task>> {
    const list = {
      entity: Task,
      where: taskConditions(args.filter),
      order: orderTerms(args.orderBy, BY_END),
    };
    return connect(context, list, args, { asked, total });
  }

  @FieldResolver(() => User, { nullable: true, description: 'Who answers for the task.' })
  @Needs('ownerId')
  owner(@Root() task: Task, @Ctx() context: RequestContext, @AskedFields() asked: Asked) {
    return context.one(User, asked, task.ownerId);
  }

  @FieldResolver(() => [User], { description: 'Who works on the task.' })
  @Needs('assignees')
  async assigneeUsers(@Root() task: Task, @Ctx() context: RequestContext, @AskedFields() asked: Asked) {
    const users = await Promise.all(task.assignees.map((id) => context.one(User, asked, id)));
    return users.filter((user) => user !== null);
  }

  @FieldResolver(() => Project, { nullable: true, description: 'The project that the task belongs to.' })
  @Needs('projectId')
  project(@Root() task: Task, @Ctx() context: RequestContext, @AskedFields() asked: Asked) {
    return context.one(Project, asked, task.projectId);
  }

  @FieldResolver(() => Phase, { nullable: true, description: 'The phase that the task belongs to.' })
  @Needs('phaseId')
  phase(@Root() task: Task, @Ctx() context: RequestContext, @AskedFields() asked: Asked) {
    return context.one(Phase, asked, task.phaseId);
  }

  @FieldResolver(() => WorkPackage, { nullable: true, description: 'The work package, when it has one.' })
  @Needs('workPackageId')
  workPackage(@Root() task: Task, @Ctx() context: RequestContext, @AskedFields() asked: Asked) {
    return context.one(WorkPackage, asked, task.workPackageId);
  }
}

/** Lists of tasks that hang on other types. */
@Resolver(() => Project)
export class ProjectTasksResolver {
  @FieldResolver(() => TaskConnection, { description: 'Tasks of the project, wherever in it they hang.' })
  tasks(
    @Root() project: Project,
    @Args(() => TasksArgs) args: TasksArgs,
    @Ctx() context: RequestContext,
    @AskedFields('edges', 'node') asked: Asked,
    @IsAsked('totalCount') total: boolean,
  ): Promise<Connection<Task>> {
    const parent = { property: 'projectId', id: project.id };
    const list = {
      entity: Task,
      where: taskConditions(args.filter),
      order: orderTerms(args.orderBy, BY_END),
      parent,
    };
    return connect(context, list, args, { asked, total });
  }
}

@Resolver(() => Phase)
export class PhaseTasksResolver {
  @FieldResolver(() => [Task], {
    description: 'Tasks of the phase that hang on it or on its work packages, in order.',
  })
  tasks(@Root() phase: Phase, @Ctx() context: RequestContext, @AskedFields() asked: Asked) {
    return context.many(Task, 'phaseId', asked, ['orderIndex']).of(phase.id);
  }
}

@Resolver(() => WorkPackage)
export class WorkPackageTasksResolver {
  @FieldResolver(() => [Task], { description: 'Tasks of the work package, in order.' })
  tasks(@Root() workPackage: WorkPackage, @Ctx() context: RequestContext, @AskedFields() asked: Asked) {
    return context.many(Task, 'workPackageId', asked, ['orderIndex']).of(workPackage.id);
  }
}
