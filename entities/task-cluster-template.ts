import { Directive, Field, ObjectType } from 'type-graphql';
import { Column, Entity } from 'typeorm';
import { JsonScalar } from './base/json-scalar.ts';
import { TimedRow } from './base/row.ts';

@ObjectType({
  description: 'A reusable plan, from which phases, work packages, tasks and dependencies are generated.',
})
@Directive('@key(fields: "id")')
@Entity({ schema: 'pit', name: 'task_cluster_template' })
export class TaskClusterTemplate extends TimedRow {
  @Field(() => String, { description: 'Name of the template.' })
  @Column({ type: 'text' })
  name: string;

  @Field(() => String, { nullable: true, description: 'What the template is for.' })
  @Column({ type: 'text', nullable: true })
  description: string | null;

  @Field(() => JsonScalar, { description: 'The plan itself, with days relative to its start.' })
  @Column({ type: 'jsonb', default: {} })
  templateJson: object;
}
