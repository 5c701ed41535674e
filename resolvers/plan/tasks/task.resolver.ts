import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { Phase } from '../../../entities/phase.ts';
import { PlanNode } from '../../../entities/plan-node.ts';
import { Project } from '../../../entities/project.ts';
import { Task } from '../../../entities/task.ts';
import { User } from '../../../entities/user.ts';
import { WorkPackage } from '../../../entities/work-package.ts';
import type { SelectedColumns, RequestContext } from '../../../src/context.ts';
import {
  SelectedFields,
  SelectedFieldsOf,
  ConnectionSelection,
  RequiresColumns,
  type SelectedConnection,
} from '../../graph/field-selection.ts';
import { AskedWithRecord, RecordById } from '../../graph/asked-with-record.ts';
import { ReferenceTo } from '../../graph/reference-to.ts';
import { connect, type Connection } from '../../graph/connection.ts';
import { TasksArgs } from './task.inputs.ts';
import { TaskConnection, taskList, tasksOf } from './task-list.ts';

@Resolver(() => Task)
export class TaskResolver {
  @RecordById()
  @Query(() => Task, {
    nullable: true,
    description: 'The task with the id, or null when there is none to see.',
  })
  task(
    @Arg('id', () => ID, { description: 'Id of the task.' }) id: string,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(Task, asked, id);
  }

  @Query(() => TaskConnection, {
    description: 'Tasks of all projects that the caller may see, by last day.',
  })
  tasks(
    @Args(() => TasksArgs) args: TasksArgs,
    @Ctx() context: RequestContext,
    @ConnectionSelection() wanted: SelectedConnection,
  ): Promise<Connection<Task>> {
    return connect(context, taskList(args), args, wanted);
  }

  @Query(() => TaskConnection, {
    description:
      'Tasks that the caller owns or is assigned to, open ones before completed ones, then by `orderBy`.',
  })
  myTasks(
    @Args(() => TasksArgs) args: TasksArgs,
    @Ctx() context: RequestContext,
    @ConnectionSelection() wanted: SelectedConnection,
  ): Promise<Connection<Task>> {
    return connect(context, tasksOf(context.actor.userId, args), args, wanted);
  }

  @FieldResolver(() => User, { nullable: true, description: 'Who answers for the task.' })
  @ReferenceTo(User, 'ownerId')
  owner(@Root() task: Task, @Ctx() context: RequestContext, @SelectedFields() asked: SelectedColumns) {
    return context.one(User, asked, task.ownerId);
  }

  @FieldResolver(() => [User], { description: 'Who works on the task.' })
  @RequiresColumns('assigneeIds')
  async assignees(
    @Root() task: Task,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    const users = await context.loaders.one(User, asked).loadMany(task.assigneeIds);
    return users.filter((user) => user !== null);
  }

  @FieldResolver(() => Project, { nullable: true, description: 'The project that the task belongs to.' })
  @ReferenceTo(Project, 'projectId')
  project(@Root() task: Task, @Ctx() context: RequestContext, @SelectedFields() asked: SelectedColumns) {
    return context.one(Project, asked, task.projectId);
  }

  @FieldResolver(() => Phase, { nullable: true, description: 'The phase that the task belongs to.' })
  @ReferenceTo(Phase, 'phaseId')
  phase(@Root() task: Task, @Ctx() context: RequestContext, @SelectedFields() asked: SelectedColumns) {
    return context.one(Phase, asked, task.phaseId);
  }

  @FieldResolver(() => WorkPackage, {
    nullable: true,
    description: 'The work package it belongs to; null when it hangs on the phase itself.',
  })
  @ReferenceTo(WorkPackage, 'workPackageId')
  workPackage(@Root() task: Task, @Ctx() context: RequestContext, @SelectedFields() asked: SelectedColumns) {
    return context.one(WorkPackage, asked, task.workPackageId);
  }

  @FieldResolver(() => PlanNode, {
    nullable: true,
    description: 'What the task hangs on: `workPackage` if it has one, else `phase`.',
  })
  @RequiresColumns('workPackageId', 'phaseId')
  parent(
    @Root() { workPackageId, phaseId }: Task,
    @Ctx() context: RequestContext,
    @SelectedFieldsOf('WorkPackage') ofPackage: SelectedColumns,
    @SelectedFieldsOf('Phase') ofPhase: SelectedColumns,
  ): Promise<PlanNode | null> | PlanNode | null {
    return workPackageId === null
      ? context.one(Phase, ofPhase, phaseId)
      : context.one(WorkPackage, ofPackage, workPackageId);
  }
}

/** Tasks of what tasks belong to. */
@Resolver(() => Project)
export class ProjectTasksResolver {
  @AskedWithRecord()
  @FieldResolver(() => TaskConnection, {
    description: 'All tasks of the project, those of phases and of work packages, by last day.',
  })
  tasks(
    @Root() project: Project,
    @Args(() => TasksArgs) args: TasksArgs,
    @Ctx() context: RequestContext,
    @ConnectionSelection() wanted: SelectedConnection,
  ): Promise<Connection<Task>> {
    return connect(context, taskList(args, { property: 'projectId', id: project.id }), args, wanted);
  }
}

const BY_PLACE = [{ property: 'orderIndex', descending: false }];

@Resolver(() => Phase)
export class PhaseTasksResolver {
  @AskedWithRecord()
  @FieldResolver(() => TaskConnection, {
    description:
      'Tasks of the phase, by their place. Those of its work packages are among them: `filter: { workPackage: { isNull: true } }` leaves them out.',
  })
  tasks(
    @Root() phase: Phase,
    @Args(() => TasksArgs) args: TasksArgs,
    @Ctx() context: RequestContext,
    @ConnectionSelection() wanted: SelectedConnection,
  ): Promise<Connection<Task>> {
    const list = taskList(args, { property: 'phaseId', id: phase.id }, BY_PLACE);
    return connect(context, list, args, wanted);
  }
}

@Resolver(() => WorkPackage)
export class WorkPackageTasksResolver {
  @AskedWithRecord()
  @FieldResolver(() => TaskConnection, { description: 'Tasks of the work package, by their place.' })
  tasks(
    @Root() workPackage: WorkPackage,
    @Args(() => TasksArgs) args: TasksArgs,
    @Ctx() context: RequestContext,
    @ConnectionSelection() wanted: SelectedConnection,
  ): Promise<Connection<Task>> {
    const list = taskList(args, { property: 'workPackageId', id: workPackage.id }, BY_PLACE);
    return connect(context, list, args, wanted);
  }
}

@Resolver(() => User)
export class UserTasksResolver {
  @FieldResolver(() => TaskConnection, { description: 'Tasks that the user answers for, by last day.' })
  tasks(
    @Root() user: User,
    @Args(() => TasksArgs) args: TasksArgs,
    @Ctx() context: RequestContext,
    @ConnectionSelection() wanted: SelectedConnection,
  ): Promise<Connection<Task>> {
    return connect(context, taskList(args, { property: 'ownerId', id: user.id }), args, wanted);
  }
}
