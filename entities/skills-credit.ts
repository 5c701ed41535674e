import { Field, ID, Int, ObjectType } from 'type-graphql';
import { Check, Column, Entity, Index, Unique } from 'typeorm';
import { References } from './base/references.ts';
import { TaskLink } from './task-link.ts';
import { User } from './user.ts';

@ObjectType({ description: 'Credit in the skills portal that a user earned by a task.' })
@Entity({ schema: 'pit', name: 'skills_credit' })
@Unique(['taskId', 'userId', 'orgId'])
@Index(['userId'])
export class SkillsCredit extends TaskLink {
  @Field(() => ID, { description: 'Id of the user who earned the credit.' })
  @Column({ type: 'uuid' })
  @References(() => User)
  userId: string;

  @Field(() => Int, { description: 'The credit, in points.' })
  @Check('credit_value BETWEEN 0 AND 1000000')
  @Column({ type: 'int' })
  creditValue: number;
}
