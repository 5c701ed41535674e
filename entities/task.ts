import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import { Check, Column, Entity, Index, Unique } from 'typeorm';
import { QuickClass, SourceModule, TaskPriority, TaskStatus } from '../src/domain/enums.ts';
import { MONEY, PERCENT } from './base/columns.ts';
import { PercentScalar } from './base/number-scalars.ts';
import { References } from './base/references.ts';
import { DeletableRow } from './base/row.ts';
import { DateScalar, DecimalScalar } from './base/scalars.ts';
import { Phase } from './phase.ts';
import { Project } from './project.ts';
import { TaskCluster } from './task-cluster.ts';
import { User } from './user.ts';
import { WorkPackage } from './work-package.ts';
import type { WorkItem } from './work-item.ts';

@ObjectType({ description: 'The unit of work: what one owner gets done, with dates, cost and proof.' })
@Directive('@key(fields: "id")')
@Entity({ schema: 'pit', name: 'task' })
@Check('task_dates_check', 'start_date <= end_date')
@Unique(['orgId', 'id'])
@Unique(['projectId', 'id'])
@Index(['projectId', 'status'])
@Index(['ownerId'])
@Index(['startDate'])
@Index(['endDate'])
@Index(['orgId', 'endDate', 'id'])
@Index(['orgId', 'startDate', 'id'])
@Index(['orgId', 'progressPercent', 'id'])
@Index(['orgId', 'orderIndex', 'id'])
@Index(['orgId', 'name', 'id'])
@Index(['orgId', 'createdAt', 'id'])
@Index(['orgId', 'updatedAt', 'id'])
@Index(['phaseId', 'orderIndex'])
@Index(['workPackageId', 'orderIndex'])
@Index(['orgId', 'sourceReferenceId'], { where: 'source_reference_id IS NOT NULL' })
@Check('task_source_reference_id_nfc_check', 'source_reference_id IS NFC NORMALIZED')
@Index(['orgId', 'linkedControlSetId'], { where: 'linked_control_set_id IS NOT NULL' })
@Index(['orgId', 'deletedAt'], { where: 'deleted_at IS NOT NULL' })
@Index(['clusterId'], { where: 'cluster_id IS NOT NULL' })
// TypeORM knows no operator classes, so it leaves this one alone; an index on an expression it does not see at all.
@Index('task_assignees_idx', { synchronize: false })
@Index('task_open_origin_key', { synchronize: false })
@Index('task_parent_start_idx', { synchronize: false })
@Index('task_parent_end_idx', { synchronize: false })
export class Task extends DeletableRow implements WorkItem {
  @Field(() => ID, {
    nullable: true,
    description: 'Id of the work package it belongs to; null when it hangs on the phase itself.',
  })
  @Column({ type: 'uuid', nullable: true })
  @References(() => WorkPackage, 'phaseId', 'CASCADE')
  workPackageId: string | null;

  @Field(() => ID, { description: 'Id of the phase it belongs to.' })
  @Column({ type: 'uuid' })
  @References(() => Phase, 'projectId')
  phaseId: string;

  @Field(() => ID, { description: 'Id of the project it belongs to, which is that of its phase.' })
  @Column({ type: 'uuid' })
  @References(() => Project)
  projectId: string;

  @Field(() => String, { description: 'Name of the task.' })
  @Check('length(name) BETWEEN 1 AND 500')
  @Column({ type: 'text' })
  name: string;

  @Field(() => String, { nullable: true, description: 'What is to be done; null when it is not described.' })
  @Check('length(description) <= 10000')
  @Column({ type: 'text', nullable: true })
  description: string | null;

  @Field(() => String, {
    description: 'Kind of task: `simple`, `cluster_item`, `milestone_marker` or a word of the caller.',
  })
  @Check('length(task_type) BETWEEN 1 AND 100')
  @Column({ type: 'text', default: 'simple' })
  taskType: string;

  @Field(() => ID, {
    nullable: true,
    description: 'Id of the cluster it was generated with; null when it was created by itself.',
  })
  @Column({ type: 'uuid', nullable: true })
  @References(() => TaskCluster, 'projectId')
  clusterId: string | null;

  @Field(() => ID, { description: 'Id of the user who answers for the task.' })
  @Column({ type: 'uuid' })
  @References(() => User)
  ownerId: string;

  @Field(() => [ID], { description: 'Ids of the users who work on the task.' })
  @Check(`CASE jsonb_typeof(assignees) WHEN 'array' THEN jsonb_array_length(assignees) <= 50 ELSE false END`)
  @Column({ name: 'assignees', type: 'jsonb', default: [] })
  assigneeIds: string[];

  @Field(() => TaskPriority, { description: 'How urgent the task is.' })
  @Column({ type: 'enum', enum: TaskPriority, enumName: 'task_priority_enum', default: TaskPriority.NORMAL })
  priority: TaskPriority;

  @Field(() => TaskStatus, {
    description: 'Status of the task; derived from dates, progress and dependencies.',
  })
  @Column({ type: 'enum', enum: TaskStatus, enumName: 'task_status_enum', default: TaskStatus.NOT_STARTED })
  status: TaskStatus;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'First day of the task; null while it is not scheduled.',
  })
  @Column({ type: 'date', nullable: true })
  startDate: string | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'Last day of the task, included; null while it is not scheduled.',
  })
  @Column({ type: 'date', nullable: true })
  endDate: string | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'Length in working days of the organisation; 0 is a milestone, null while it is not scheduled.',
  })
  @Check('duration_days >= 0')
  @Column({ type: 'int', nullable: true })
  durationDays: number | null;

  @Field(() => PercentScalar, {
    description: 'Progress in percent, 0 to 100; the mean of the subtasks where there are any.',
  })
  @Check('progress_percent BETWEEN 0 AND 100')
  @Column({ type: 'int', default: 0 })
  progressPercent: number;

  @Field(() => QuickClass, { description: 'How soon the task pays off.' })
  @Column({ type: 'enum', enum: QuickClass, enumName: 'quick_class_enum', default: QuickClass.MEDIUM_TERM })
  quickClass: QuickClass;

  @Field(() => Boolean, { description: 'Whether the task can be completed only with accepted evidence.' })
  @Column({ type: 'boolean', default: false })
  requiresEvidence: boolean;

  @Field(() => DecimalScalar, { description: 'Planned capital cost, an amount without a currency.' })
  @Check('capex_cost BETWEEN 0 AND 9999999999.99')
  @Column({ ...MONEY, default: 0 })
  capexCost: string;

  @Field(() => DecimalScalar, { description: 'Planned operating cost, an amount without a currency.' })
  @Check('opex_cost BETWEEN 0 AND 9999999999.99')
  @Column({ ...MONEY, default: 0 })
  opexCost: string;

  @Field(() => Int, {
    nullable: true,
    description:
      'The financial year that bears the cost; null when it is split over the years by working days.',
  })
  @Check('fy_allocation BETWEEN 1900 AND 2999')
  @Column({ type: 'int', nullable: true })
  fyAllocation: number | null;

  @Field(() => PercentScalar, {
    nullable: true,
    description:
      'Share of the linked risk that the task mitigates once it is complete, 0 to 100 percent; null when it is not estimated.',
  })
  @Check('linked_risk_mitigation_pct BETWEEN 0 AND 100')
  @Column({ ...PERCENT, nullable: true })
  linkedRiskMitigationPct: string | null;

  @Field(() => ID, {
    nullable: true,
    description:
      'Id of the bundle of controls, in the control library, that the task serves; null when it serves none.',
  })
  @Column({ type: 'uuid', nullable: true })
  linkedControlSetId: string | null;

  @Field(() => SourceModule, { description: 'The module that the task came from.' })
  @Column({
    type: 'enum',
    enum: SourceModule,
    enumName: 'pit_source_module_enum',
    default: SourceModule.MANUAL,
  })
  sourceModule: SourceModule;

  @Field(() => String, {
    nullable: true,
    description:
      'Reference of what the task came from, in the source module’s own terms; null when a person created it.',
  })
  @Check('length(source_reference_id) BETWEEN 1 AND 200')
  @Column({ type: 'text', nullable: true })
  sourceReferenceId: string | null;

  @Field(() => Int, { description: 'Position among the tasks of the same parent, from 0 without gaps.' })
  @Check('order_index >= 0')
  @Column({ type: 'int', default: 0 })
  orderIndex: number;

  /** By the stored schedule, of rows that a list was ordered by: columns of `pit_ops.task_schedule`. */
  earlyStart?: string | null;
  totalSlack?: number | null;
}
