import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import { Column, Entity, ForeignKey, Index, Unique } from 'typeorm';
import { ProjectLifecycle, ProjectType, QuickClass } from '../src/domain/vocabulary.ts';
import { MONEY, PERCENT } from './base/columns.ts';
import { References } from './base/references.ts';
import { DeletableRow } from './base/row.ts';
import { DateScalar, DecimalScalar } from './base/scalars.ts';
import { Division } from './division.ts';
import { Organisation } from './organisation.ts';
import { User } from './user.ts';

@ObjectType({ description: 'A project, operational stream or programme: the root of a plan.' })
@Directive('@key(fields: "id")')
@Directive('@key(fields: "code")')
@Entity({ schema: 'pit', name: 'project' })
@ForeignKey(() => Organisation, ['orgId'], ['id'])
@Unique(['orgId', 'id'])
@Index(['orgId'])
@Index(['ownerId'])
@Index(['status'])
@Index(['startDate', 'endDate'])
export class Project extends DeletableRow {
  @Field(() => ID, {
    nullable: true,
    description: 'The division it belongs to; none means the whole organisation sees it.',
  })
  @Column({ type: 'uuid', nullable: true })
  @References(() => Division)
  divisionId: string | null;

  @Field(() => String, { description: 'Name of the project.' })
  @Column({ type: 'text' })
  name: string;

  @Field(() => String, {
    nullable: true,
    description: 'Short code such as `PIT-2025-001`, unique in the organisation.',
  })
  @Column({ type: 'text', nullable: true })
  code: string | null;

  @Field(() => String, { nullable: true, description: 'What the project is for.' })
  @Column({ type: 'text', nullable: true })
  description: string | null;

  @Field(() => ProjectType, { description: 'What kind of undertaking it is.' })
  @Column({ type: 'enum', enum: ProjectType, enumName: 'project_type_enum', default: ProjectType.PROJECT })
  type: ProjectType;

  @Field(() => ID, { description: 'The user who answers for the project.' })
  @Column({ type: 'uuid' })
  @References(() => User)
  ownerId: string;

  @Field(() => ID, { nullable: true, description: 'The user who sponsors the project.' })
  @Column({ type: 'uuid', nullable: true })
  @References(() => User)
  sponsorId: string | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'First day of the project; none while it is not scheduled.',
  })
  @Column({ type: 'date', nullable: true })
  startDate: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'Last day of the project, included.' })
  @Column({ type: 'date', nullable: true })
  endDate: string | null;

  @Field(() => QuickClass, { description: 'How soon the project pays off.' })
  @Column({ type: 'enum', enum: QuickClass, enumName: 'quick_class_enum', default: QuickClass.MEDIUM_TERM })
  quickClass: QuickClass;

  @Field(() => Int, {
    description: 'Progress in percent, 0 to 100, rolled up from the phases; 100 only when all are at 100.',
  })
  @Column({ type: 'int', default: 0 })
  progressPercent: number;

  @Field(() => DecimalScalar, { description: 'Planned capital cost: the sum over all phases.' })
  @Column({ ...MONEY, default: 0 })
  capexTotal: string;

  @Field(() => DecimalScalar, { description: 'Planned operating cost: the sum over all phases.' })
  @Column({ ...MONEY, default: 0 })
  opexTotal: string;

  @Field(() => ProjectLifecycle, { description: 'Where the project stands in its life.' })
  @Column({ type: 'text', default: ProjectLifecycle.ACTIVE })
  status: ProjectLifecycle;

  @Field(() => DecimalScalar, { description: 'Impact of the linked risks, aggregated from the risk module.' })
  @Column({ type: 'numeric', precision: 10, scale: 2, default: 0 })
  riskImpactScore: string;

  @Field(() => DecimalScalar, {
    description: 'How much of the expected risk mitigation is achieved, 0 to 100 percent, weighted by task.',
  })
  @Column({ ...PERCENT, default: 0 })
  riskMitigationPercent: string;
}
