import { Field, ObjectType } from 'type-graphql';
import { Column, Entity } from 'typeorm';
import { TaskLink } from './base/task-link.ts';

@ObjectType({ description: 'That a task serves a criterion of an information security standard.' })
@Entity({ schema: 'pit', name: 'isms_link' })
export class IsmsLink extends TaskLink {
  @Field(() => String, { description: 'The criterion, such as `ISO27001-A.8.2.1`.' })
  @Column({ type: 'text' })
  criteriaCode: string;

  @Field(() => String, { nullable: true, description: 'The edition of the standard, such as `2022`.' })
  @Column({ type: 'text', nullable: true })
  criteriaVersion: string | null;
}
