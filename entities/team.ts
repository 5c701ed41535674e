import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { Check, Column, Entity, ForeignKey, Index, Unique } from 'typeorm';
import { References } from './base/references.ts';
import { Row } from './base/row.ts';
import { Organisation } from './organisation.ts';
import { User } from './user.ts';

@ObjectType({ description: 'A group of users under a manager.' })
@Directive('@key(fields: "id")')
@Directive('@shareable')
@Entity({ schema: 'pit', name: 'team' })
@ForeignKey(() => Organisation, ['orgId'], ['id'])
@Unique(['orgId', 'id'])
@Index(['managerId'])
export class Team extends Row {
  @Field(() => String, { description: 'Name of the team.' })
  @Check('length(name) BETWEEN 1 AND 500')
  @Column({ type: 'text' })
  name: string;

  @Field(() => ID, { description: 'The user who manages the team.' })
  @Column({ type: 'uuid' })
  @References(() => User)
  managerId: string;
}
