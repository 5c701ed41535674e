import { Field, ID, Int, ObjectType } from 'type-graphql';
import { Column, Entity } from 'typeorm';
import { References } from './base/references.ts';
import { TaskLink } from './base/task-link.ts';
import { User } from './user.ts';

@ObjectType({ description: 'Credit in the skills portal that a user earned by a task.' })
@Entity({ schema: 'pit', name: 'skills_credit' })
export class SkillsCredit extends TaskLink {
  @Field(() => ID, { description: 'The user who earned the credit.' })
  @Column({ type: 'uuid' })
  @References(() => User)
  userId: string;

  @Field(() => Int, { description: 'The credit, in points.' })
  @Column({ type: 'int' })
  creditValue: number;
}
