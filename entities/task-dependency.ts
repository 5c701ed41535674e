import { Field, ID, Int, ObjectType } from 'type-graphql';
import { Check, Column, Entity, Index, Unique } from 'typeorm';
import { DependencyType } from '../src/domain/enums.ts';
import { References } from './base/references.ts';
import { TimedRow } from './base/row.ts';
import { Project } from './project.ts';
import { Task } from './task.ts';

@ObjectType({
  description: 'A dependency between two tasks of one project. Dependencies never form a cycle.',
})
@Entity({ schema: 'pit', name: 'task_dependency' })
@Check('task_dependency_not_itself_check', 'predecessor_task_id <> successor_task_id')
@Unique('task_dependency_arc_org_id_key', ['predecessorTaskId', 'successorTaskId', 'orgId'])
@Index(['projectId'])
@Index(['predecessorTaskId'])
@Index(['successorTaskId'])
export class TaskDependency extends TimedRow {
  @Field(() => ID, { description: 'The project of both tasks.' })
  @Column({ type: 'uuid' })
  @References(() => Project)
  projectId: string;

  @Field(() => ID, { description: 'The task that is waited for.' })
  @Column({ type: 'uuid' })
  @References(() => Task, 'projectId')
  predecessorTaskId: string;

  @Field(() => ID, { description: 'The task that waits.' })
  @Column({ type: 'uuid' })
  @References(() => Task, 'projectId')
  successorTaskId: string;

  @Field(() => DependencyType, {
    description: 'Which end of the predecessor constrains which end of the successor.',
  })
  @Column({
    type: 'enum',
    enum: DependencyType,
    enumName: 'dependency_type_enum',
    default: DependencyType.FINISH_TO_START,
  })
  dependencyType: DependencyType;

  @Field(() => Int, {
    description: 'Lag in working days between the two ends; negative is a lead, where they may overlap.',
  })
  @Check('lag_days BETWEEN -3650 AND 3650')
  @Column({ type: 'int', default: 0 })
  lagDays: number;
}
