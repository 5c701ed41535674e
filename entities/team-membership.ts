import { Field, ID, ObjectType } from 'type-graphql';
import { Check, Column, Entity, Index, Unique } from 'typeorm';
import { TeamRole } from '../src/domain/enums.ts';
import { References } from './base/references.ts';
import { Row } from './base/row.ts';
import { Team } from './team.ts';
import { User } from './user.ts';

@ObjectType({ description: 'That a user belongs to a team.' })
@Entity({ schema: 'pit', name: 'team_membership' })
@Unique(['teamId', 'userId'])
@Index(['orgId'])
@Index(['userId'])
export class TeamMembership extends Row {
  @Field(() => ID, { description: 'The team that the user belongs to.' })
  @Column({ type: 'uuid' })
  @References(() => Team)
  teamId: string;

  @Field(() => ID, { description: 'Id of the user who is a member.' })
  @Column({ type: 'uuid' })
  @References(() => User)
  userId: string;

  @Field(() => TeamRole, { description: 'Role of the user in the team.' })
  @Check(`role IN ('lead', 'member')`)
  @Column({ type: 'text' })
  role: TeamRole;
}
