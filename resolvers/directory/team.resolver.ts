import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { Team } from '../../entities/team.ts';
import { TeamMembership } from '../../entities/team-membership.ts';
import { User } from '../../entities/user.ts';
import type { SelectedColumns, RequestContext } from '../../src/context.ts';
import { SelectedFields, ConnectionSelection, type SelectedConnection } from '../graph/field-selection.ts';
import { ReferenceTo } from '../graph/reference-to.ts';
import { connect, connectionOf, PageArgs, type Connection } from '../graph/connection.ts';

const TeamConnection = connectionOf(Team, 'teams');
const TeamMembershipConnection = connectionOf(TeamMembership, 'memberships');
const BY_NAME = [{ property: 'name', descending: false }];

@Resolver(() => Team)
export class TeamResolver {
  @Query(() => Team, {
    nullable: true,
    description: 'The team with the id, or null when there is none to see.',
  })
  team(
    @Arg('id', () => ID, { description: 'Id of the team.' }) id: string,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(Team, asked, id);
  }

  @Query(() => TeamConnection, { description: 'Teams of the organisation, by name.' })
  teams(
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: RequestContext,
    @ConnectionSelection() wanted: SelectedConnection,
  ): Promise<Connection<Team>> {
    return connect(context, { entity: Team, where: [], order: BY_NAME }, args, wanted);
  }

  @FieldResolver(() => User, { nullable: true, description: 'Who manages the team.' })
  @ReferenceTo(User, 'managerId')
  manager(@Root() team: Team, @Ctx() context: RequestContext, @SelectedFields() asked: SelectedColumns) {
    return context.one(User, asked, team.managerId);
  }

  @FieldResolver(() => TeamMembershipConnection, { description: 'Who belongs to the team, and as what.' })
  memberships(
    @Root() team: Team,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: RequestContext,
    @ConnectionSelection() wanted: SelectedConnection,
  ): Promise<Connection<TeamMembership>> {
    const parent = { property: 'teamId', id: team.id };
    return connect(context, { entity: TeamMembership, where: [], order: [], parent }, args, wanted);
  }
}

@Resolver(() => TeamMembership)
export class TeamMembershipResolver {
  @FieldResolver(() => Team, { nullable: true, description: 'The team that the user belongs to.' })
  @ReferenceTo(Team, 'teamId')
  team(
    @Root() membership: TeamMembership,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(Team, asked, membership.teamId);
  }

  @FieldResolver(() => User, {
    nullable: true,
    description: 'The user who belongs to the team; null when PIT does not know that user.',
  })
  @ReferenceTo(User, 'userId')
  user(
    @Root() membership: TeamMembership,
    @Ctx() context: RequestContext,
    @SelectedFields() asked: SelectedColumns,
  ) {
    return context.one(User, asked, membership.userId);
  }
}

@Resolver(() => User)
export class UserTeamsResolver {
  @FieldResolver(() => TeamMembershipConnection, {
    description: 'The teams that the user belongs to, and as what.',
  })
  memberships(
    @Root() user: User,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: RequestContext,
    @ConnectionSelection() wanted: SelectedConnection,
  ): Promise<Connection<TeamMembership>> {
    const parent = { property: 'userId', id: user.id };
    return connect(context, { entity: TeamMembership, where: [], order: [], parent }, args, wanted);
  }
}
