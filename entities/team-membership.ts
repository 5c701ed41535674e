import { Field, ID, ObjectType } from 'type-graphql';
import { Check, Column, Entity, Index, Unique } from 'typeorm';
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

  @Field(() => String, { description: 'What the user is in the team, such as `lead` or `member`.' })
  @Check('length(role) BETWEEN 1 AND 100')
  @Column({ type: 'text' })
  role: string;
}
