import { Field, ObjectType } from 'type-graphql';
import { Check, Column, Entity, Index, Unique } from 'typeorm';
import { TaskLink } from './task-link.ts';

@ObjectType({ description: 'That a task serves a criterion of an information security standard.' })
@Entity({ schema: 'pit', name: 'isms_link' })
@Unique(['taskId', 'criteriaCode', 'criteriaVersion', 'orgId'])
@Index(['orgId', 'criteriaCode'])
export class IsmsLink extends TaskLink {
  @Field(() => String, { description: 'The criterion, such as `ISO27001-A.8.2.1`.' })
  @Check('length(criteria_code) BETWEEN 1 AND 200')
  @Column({ type: 'text' })
  criteriaCode: string;

  @Field(() => String, {
    nullable: true,
    description: 'The edition of the standard, such as `2022`; null when it is not given.',
  })
  @Check('length(criteria_version) BETWEEN 1 AND 100')
  @Column({ type: 'text', nullable: true })
  criteriaVersion: string | null;
}
