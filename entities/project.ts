import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { Check, Column, Entity, ForeignKey, Index, Unique } from 'typeorm';
import { ProjectLifecycle, ProjectType, QuickClass } from '../src/domain/enums.ts';
import { MONEY, PERCENT } from './base/columns.ts';
import { PercentScalar } from './base/number-scalars.ts';
import { References } from './base/references.ts';
import { DeletableRow } from './base/row.ts';
import { DateScalar, DecimalScalar } from './base/scalars.ts';
import { Division } from './division.ts';
import { Organisation } from './organisation.ts';
import { User } from './user.ts';
import type { PlanNode } from './plan-node.ts';

@ObjectType({ description: 'A project, operational stream or programme: the root of a plan.' })
@Directive('@key(fields: "id")')
@Directive('@key(fields: "code")')
@Entity({ schema: 'pit', name: 'project' })
@ForeignKey(() => Organisation, ['orgId'], ['id'])
@Check('project_dates_check', 'start_date <= end_date')
@Unique(['orgId', 'id'])
@Index(['orgId'])
@Index(['ownerId'])
@Index(['status'])
@Index(['startDate', 'endDate'])
@Index(['divisionId'])
@Index(['orgId', 'divisionId'])
@Index(['sponsorId'])
@Index(['orgId', 'name', 'id'])
@Index('project_archived_idx', ['orgId', 'id'], { where: "status = 'archived'::text" })
@Index(['orgId', 'endDate', 'id'])
@Index(['orgId', 'updatedAt', 'id'])
@Index(['orgId', 'startDate', 'id'])
@Index(['orgId', 'progressPercent', 'id'])
@Index(['orgId', 'createdAt', 'id'])
// Unique among live projects: TypeORM's unique constraints have no condition.
@Index('project_org_id_code_key', { synchronize: false })
export class Project extends DeletableRow implements PlanNode {
  @Field(() => ID, {
    nullable: true,
    description: 'Id of the division it belongs to; null means that the whole organisation sees it.',
  })
  @Column({ type: 'uuid', nullable: true })
  @References(() => Division)
  divisionId: string | null;

  @Field(() => String, { description: 'Name of the project.' })
  @Check('length(name) BETWEEN 1 AND 500')
  @Column({ type: 'text' })
  name: string;

  @Field(() => String, {
    nullable: true,
    description:
      'Short code such as `PIT-2025-001`, unique among the projects of the organisation that are not deleted.',
  })
  @Check('length(code) BETWEEN 1 AND 100')
  @Column({ type: 'text', nullable: true })
  code: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'What the project is for; null when it is not described.',
  })
  @Check('length(description) <= 10000')
  @Column({ type: 'text', nullable: true })
  description: string | null;

  @Field(() => ProjectType, { description: 'What kind of undertaking it is.' })
  @Column({ type: 'enum', enum: ProjectType, enumName: 'project_type_enum', default: ProjectType.PROJECT })
  type: ProjectType;

  @Field(() => ID, { description: 'Id of the user who answers for the project.' })
  @Column({ type: 'uuid' })
  @References(() => User)
  ownerId: string;

  @Field(() => ID, {
    nullable: true,
    description: 'Id of the user who sponsors the project; null when nobody does.',
  })
  @Column({ type: 'uuid', nullable: true })
  @References(() => User)
  sponsorId: string | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'First day of the project; null while it is not scheduled.',
  })
  @Column({ type: 'date', nullable: true })
  startDate: string | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'Last day of the project, included; null while it is not scheduled.',
  })
  @Column({ type: 'date', nullable: true })
  endDate: string | null;

  @Field(() => QuickClass, { description: 'How soon the project pays off.' })
  @Column({ type: 'enum', enum: QuickClass, enumName: 'quick_class_enum', default: QuickClass.MEDIUM_TERM })
  quickClass: QuickClass;

  @Field(() => PercentScalar, {
    description: 'Progress in percent, 0 to 100, rolled up from the phases; 100 only when all are at 100.',
  })
  @Check('progress_percent BETWEEN 0 AND 100')
  @Column({ type: 'int', default: 0 })
  progressPercent: number;

  @Field(() => DecimalScalar, { description: 'Planned capital cost: the sum over all phases.' })
  @Check('capex_total BETWEEN 0 AND 9999999999.99')
  @Column({ ...MONEY, default: 0 })
  capexTotal: string;

  @Field(() => DecimalScalar, { description: 'Planned operating cost: the sum over all phases.' })
  @Check('opex_total BETWEEN 0 AND 9999999999.99')
  @Column({ ...MONEY, default: 0 })
  opexTotal: string;

  @Field(() => ProjectLifecycle, { description: 'Lifecycle stage of the project.' })
  @Check(`status IN ('draft', 'active', 'on_hold', 'completed', 'archived')`)
  @Column({ type: 'text', default: ProjectLifecycle.ACTIVE })
  status: ProjectLifecycle;

  @Field(() => DecimalScalar, {
    description:
      'Impact of its risks: the sum over the distinct risks that its live tasks are linked to, of what the risk module reported last; a risk of which nothing is reported counts nothing.',
  })
  @Check('risk_impact_score BETWEEN 0 AND 99999999.99')
  @Column({ type: 'numeric', precision: 10, scale: 2, default: 0 })
  riskImpactScore: string;

  @Field(() => PercentScalar, {
    description: 'How much of the expected risk mitigation is achieved, 0 to 100 percent, weighted by task.',
  })
  @Check('risk_mitigation_percent BETWEEN 0 AND 100')
  @Column({ ...PERCENT, default: 0 })
  riskMitigationPercent: string;

  /** Of rows that a list was ordered by: columns of `pit_ops.project_figures`; 0 green, 1 amber, 2 red. */
  health?: number;
  overdueTaskCount?: number;
  openAlertCount?: number;
}
