import { Directive, Field, ObjectType } from 'type-graphql';
import { Check, Column, Entity, ForeignKey, Index } from 'typeorm';
import { TIMESTAMP } from './base/columns.ts';
import { Identified } from './base/row.ts';
import { DateTimeScalar } from './base/scalars.ts';
import { Organisation } from './organisation.ts';

@ObjectType({
  description: 'A reusable plan, from which phases, work packages, tasks and dependencies are generated.',
})
@Directive('@key(fields: "id")')
@Entity({ schema: 'pit', name: 'task_cluster_template' })
@ForeignKey(() => Organisation, ['orgId'], ['id'])
@Index(['orgId', 'name'])
export class TaskClusterTemplate extends Identified {
  // Empty for the platform's own templates, which every organisation may read.
  @Column({
    type: 'uuid',
    nullable: true,
    default: () => 'pit_ops.ctx_org()',
    insert: false,
    update: false,
  })
  orgId: string | null;

  @Field(() => String, { description: 'Name of the template.' })
  @Check('length(name) BETWEEN 1 AND 500')
  @Column({ type: 'text' })
  name: string;

  @Field(() => String, {
    nullable: true,
    description: 'What the template is for; null when it is not described.',
  })
  @Check('length(description) <= 10000')
  @Column({ type: 'text', nullable: true })
  description: string | null;

  @Check(`jsonb_typeof(template_json) = 'object' AND pg_column_size(template_json) <= 2097152`)
  @Column({ type: 'jsonb', default: {} })
  templateJson: object;

  @Field(() => DateTimeScalar, { description: 'When the template was made.' })
  @Column({ ...TIMESTAMP, default: () => 'now()' })
  createdAt: string;

  @Field(() => DateTimeScalar, { description: 'When the template last changed; strictly increasing.' })
  @Column({ ...TIMESTAMP, default: () => 'now()' })
  updatedAt: string;
}
