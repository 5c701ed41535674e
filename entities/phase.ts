import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import { Check, Column, Entity, Index, Unique } from 'typeorm';
import { MONEY } from './base/columns.ts';
import { PercentScalar } from './base/number-scalars.ts';
import { References } from './base/references.ts';
import { DeletableRow } from './base/row.ts';
import { DateScalar, DecimalScalar } from './base/scalars.ts';
import { Project } from './project.ts';
import { User } from './user.ts';
import type { PlanNode } from './plan-node.ts';

@ObjectType({ description: 'A stage of a project, holding work packages and tasks.' })
@Directive('@key(fields: "id")')
@Entity({ schema: 'pit', name: 'phase' })
@Check('phase_dates_check', 'start_date <= end_date')
@Check('phase_listed_check', 'order_index < 1000 OR deleted_at IS NOT NULL')
@Unique(['projectId', 'id'])
@Index(['projectId'])
@Index(['startDate', 'endDate'])
@Index(['projectId', 'orderIndex'])
@Index(['ownerId'])
export class Phase extends DeletableRow implements PlanNode {
  @Field(() => ID, { description: 'Id of the project it belongs to.' })
  @Column({ type: 'uuid' })
  @References(() => Project)
  projectId: string;

  @Field(() => String, { description: 'Name of the phase.' })
  @Check('length(name) BETWEEN 1 AND 500')
  @Column({ type: 'text' })
  name: string;

  @Field(() => String, {
    nullable: true,
    description: 'What the phase is to achieve; null when it is not described.',
  })
  @Check('length(description) <= 10000')
  @Column({ type: 'text', nullable: true })
  description: string | null;

  @Field(() => ID, { description: 'Id of the user who answers for the phase.' })
  @Column({ type: 'uuid' })
  @References(() => User)
  ownerId: string;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'First day of the phase; null while it is not scheduled.',
  })
  @Column({ type: 'date', nullable: true })
  startDate: string | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'Last day of the phase, included; null while it is not scheduled.',
  })
  @Column({ type: 'date', nullable: true })
  endDate: string | null;

  @Field(() => PercentScalar, {
    description: 'Progress in percent, 0 to 100, rolled up from its work packages and tasks.',
  })
  @Check('progress_percent BETWEEN 0 AND 100')
  @Column({ type: 'int', default: 0 })
  progressPercent: number;

  @Field(() => DecimalScalar, {
    description: 'Planned capital cost: the sum over its work packages and tasks.',
  })
  @Check('capex_total BETWEEN 0 AND 9999999999.99')
  @Column({ ...MONEY, default: 0 })
  capexTotal: string;

  @Field(() => DecimalScalar, {
    description: 'Planned operating cost: the sum over its work packages and tasks.',
  })
  @Check('opex_total BETWEEN 0 AND 9999999999.99')
  @Column({ ...MONEY, default: 0 })
  opexTotal: string;

  @Field(() => Int, { description: 'Position among the phases of the project, from 0 without gaps.' })
  @Check('order_index >= 0')
  @Column({ type: 'int', default: 0 })
  orderIndex: number;
}
