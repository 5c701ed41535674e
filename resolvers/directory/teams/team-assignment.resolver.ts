import { Args, Ctx, Directive, FieldResolver, Mutation, ObjectType, Resolver, Root } from 'type-graphql';
import { TeamAssignment } from '../../../entities/ops/team-assignment.ts';
import { Phase } from '../../../entities/phase.ts';
import { Project } from '../../../entities/project.ts';
import { Task } from '../../../entities/task.ts';
import { Team } from '../../../entities/team.ts';
import { WorkPackage } from '../../../entities/work-package.ts';
import type { RequestContext, SelectedColumns } from '../../../src/context.ts';
import {
  assignTeam,
  readTeams,
  unassignTeam,
  type StoredAssignment,
} from '../../../src/services/directory/team-assignments.ts';
import { connect, connectionOf, PageArgs, type Connection } from '../../graph/connection.ts';
import {
  ConnectionSelection,
  RequiresColumns,
  SelectedFields,
  type SelectedConnection,
} from '../../graph/field-selection.ts';
import { Input } from '../../graph/mutation-input.ts';
import { AssignTeamInput, UnassignTeamInput } from './team-assignment.inputs.ts';

const TeamAssignmentConnection = connectionOf(TeamAssignment, 'assignments');
const NEWEST = [{ property: 'createdAt', descending: true }];

@Resolver(() => Team)
export class TeamWorkResolver {
  @FieldResolver(() => TeamAssignmentConnection, {
    description: 'What the team is assigned to, newest first; only in projects that the caller may see.',
  })
  assignments(
    @Root() team: Team,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: RequestContext,
    @ConnectionSelection() wanted: SelectedConnection,
  ): Promise<Connection<TeamAssignment>> {
    const parent = { property: 'teamId', id: team.id };
    return connect(context, { entity: TeamAssignment, where: [], order: NEWEST, parent }, args, wanted);
  }
}

@Resolver(() => TeamAssignment)
export class TeamAssignmentResolver {
  @FieldResolver(() => Team, { nullable: true, description: 'The team.' })
  @RequiresColumns('teamId')
  team(
    @Root() { teamId }: TeamAssignment,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(Team, asked, teamId);
  }

  @FieldResolver(() => Task, {
    nullable: true,
    description: 'The task; null where it is assigned to a phase or work package, or the task is deleted.',
  })
  @RequiresColumns('taskId')
  task(
    @Root() { taskId }: TeamAssignment,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(Task, asked, taskId);
  }

  @FieldResolver(() => WorkPackage, {
    nullable: true,
    description: 'The work package; null where it is assigned to something else, or that is deleted.',
  })
  @RequiresColumns('workPackageId')
  workPackage(
    @Root() { workPackageId }: TeamAssignment,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(WorkPackage, asked, workPackageId);
  }

  @FieldResolver(() => Phase, {
    nullable: true,
    description: 'The phase; null where it is assigned to something else, or that is deleted.',
  })
  @RequiresColumns('phaseId')
  phase(
    @Root() { phaseId }: TeamAssignment,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(Phase, asked, phaseId);
  }

  @FieldResolver(() => Project, { nullable: true, description: 'The project in which it is.' })
  @RequiresColumns('projectId')
  project(
    @Root() { projectId }: TeamAssignment,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(Project, asked, projectId);
  }
}

@Resolver(() => Task)
export class TaskTeamsResolver {
  @FieldResolver(() => [TeamAssignment], {
    description:
      'Teams that are assigned to it itself, by role and name; those of its work package and phase have work here too.',
  })
  @Directive('@listSize(assumedSize: 3)')
  @RequiresColumns('id')
  teams(@Root() { id }: Task, @Ctx() { loaders }: RequestContext): Promise<readonly StoredAssignment[]> {
    return readTeams(loaders, 'task_id', id);
  }
}

@Resolver(() => WorkPackage)
export class WorkPackageTeamsResolver {
  @FieldResolver(() => [TeamAssignment], {
    description: 'Teams that are assigned to it, and so to all its tasks, by role and name.',
  })
  @Directive('@listSize(assumedSize: 3)')
  @RequiresColumns('id')
  teams(
    @Root() { id }: WorkPackage,
    @Ctx() { loaders }: RequestContext,
  ): Promise<readonly StoredAssignment[]> {
    return readTeams(loaders, 'work_package_id', id);
  }
}

@Resolver(() => Phase)
export class PhaseTeamsResolver {
  @FieldResolver(() => [TeamAssignment], {
    description: 'Teams that are assigned to it, and so to all its tasks, by role and name.',
  })
  @Directive('@listSize(assumedSize: 3)')
  @RequiresColumns('id')
  teams(@Root() { id }: Phase, @Ctx() { loaders }: RequestContext): Promise<readonly StoredAssignment[]> {
    return readTeams(loaders, 'phase_id', id);
  }
}

@ObjectType({ description: 'A team after a change, with the one record that it is or was assigned to.' })
export class TeamAssignmentPayload {
  teamId: string;
  taskId: string | null;
  workPackageId: string | null;
  phaseId: string | null;
  projectId: string;
}

@Resolver(() => TeamAssignmentPayload)
export class TeamAssignmentPayloadResolver {
  @FieldResolver(() => Team, { nullable: true, description: 'The team as it is now.' })
  team(
    @Root() { teamId }: TeamAssignmentPayload,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(Team, asked, teamId);
  }

  @FieldResolver(() => Task, {
    nullable: true,
    description: 'The task as it is now; null where the change was about another record.',
  })
  task(
    @Root() { taskId }: TeamAssignmentPayload,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(Task, asked, taskId);
  }

  @FieldResolver(() => WorkPackage, {
    nullable: true,
    description: 'The work package as it is now; null where the change was about another record.',
  })
  workPackage(
    @Root() { workPackageId }: TeamAssignmentPayload,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(WorkPackage, asked, workPackageId);
  }

  @FieldResolver(() => Phase, {
    nullable: true,
    description: 'The phase as it is now; null where the change was about another record.',
  })
  phase(
    @Root() { phaseId }: TeamAssignmentPayload,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(Phase, asked, phaseId);
  }

  @FieldResolver(() => Project, {
    nullable: true,
    description: 'The project; null when the caller may not see it any more.',
  })
  project(
    @Root() { projectId }: TeamAssignmentPayload,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(Project, asked, projectId);
  }
}

@Resolver()
export class TeamAssignmentMutations {
  @Mutation(() => TeamAssignmentPayload, {
    description:
      'Assigns a team to a task, or to all tasks of a work package or phase: its people see the project while they belong to it, and work on it or review it.',
  })
  assignTeam(@Input(AssignTeamInput) input: AssignTeamInput, @Ctx() context: RequestContext) {
    return context.write('assignTeam', input, (tx) => assignTeam(tx, input));
  }

  @Mutation(() => TeamAssignmentPayload, {
    description: 'Takes a team from a task, work package or phase; nothing where it is not assigned.',
  })
  unassignTeam(@Input(UnassignTeamInput) input: UnassignTeamInput, @Ctx() context: RequestContext) {
    return context.write('unassignTeam', input, (tx) => unassignTeam(tx, input));
  }
}

/** All about the work of teams. */
export const teamAssignmentResolvers = [
  PhaseTeamsResolver,
  TaskTeamsResolver,
  TeamAssignmentMutations,
  TeamAssignmentPayloadResolver,
  TeamAssignmentResolver,
  TeamWorkResolver,
  WorkPackageTeamsResolver,
] as const;
